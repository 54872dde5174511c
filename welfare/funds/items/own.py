"""The column of a fund on the sheet of those who pay into it: dues of each member who has a place.

Nothing is forced: what was missed stands beside the cell, and money pays the oldest period first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import show_month
from federation.kit.money import show
from federation.ledger.books import ids_by_code
from federation.ledger.funds import code_in
from groups.registry.items import Item
from welfare.funds.models import DuesRule, Enrolment, WelfareFund
from welfare.funds.queries import owed_now, places
from welfare.funds.rules.dues import AHEAD_MONTHS, Owed, split_dues

DUES = "43060"


@dataclass(eq=False)
class DuesTill:
    """Where a fund's column keeps what it took, (place, baht), until the entry of the sheet stands.

    members: those it is asked about; empty asks about whoever has a place, at first use.
    """

    fund: WelfareFund
    rule: DuesRule
    month: date
    on: date
    members: Sequence = ()
    taken: list[tuple[Enrolment, Decimal]] = field(default_factory=list)

    @cached_property
    def places(self) -> dict:
        """The running places by membership."""
        found = places(self.fund, on=self.on).select_related(None)
        if self.members:
            found = found.filter(membership__one_of=[one.pk for one in self.members])
        return {place.membership_id: place for place in found}

    @cached_property
    def owed(self) -> dict[object, Owed]:
        """What each of them owes, by membership."""
        found = owed_now(self.places.values(), month=self.month)
        return {pk: found[place.pk] for pk, place in self.places.items()}

    @property
    def parts(self) -> list[tuple[str, Decimal]]:
        return [(code, Decimal(percent)) for code, percent in self.rule.split]

    def take(self, membership, amount: Decimal) -> None:
        self.taken.append((self.places[membership.pk], amount))


def column(till: DuesTill, *, code: str, account_of, asked: bool) -> Item:
    """Return the column of a till. account_of: see `Item`; asked: whether members are asked what they owe."""
    owed = till.owed if asked else {}
    return Item(
        code,
        till.fund.name,
        account_of,
        dues={pk: one.due for pk, one in owed.items() if one.due},
        notes={pk: words for pk, one in owed.items() if (words := _note(till, one))},
        till=till,
        check=_check(till, code=code),
    )


def _note(till: DuesTill, owed: Owed) -> str:
    if not owed.missed:
        return ""
    shown = {"fund": till.fund.name, "baht": show(owed.missed), "month": show_month(owed.missed_since, style="short")}
    return gettext("%(fund)s: %(baht)s baht missed since %(month)s") % shown


def into_the_fund(till: DuesTill):
    """Credit 43060 members' dues of the fund, or of its parts by the split."""
    known: dict = {}

    def account_of(membership, amount: Decimal) -> list:
        if not known:
            known.update(dues_accounts(till.fund, till.parts))
        till.take(membership, amount)
        return [(known[code], baht) for code, baht in split_dues(amount, parts=till.parts, fund=till.fund.code)]

    return account_of


def dues_accounts(fund: WelfareFund, parts: Sequence[tuple[str, Decimal]]) -> dict:
    """Return {fund code: account of members' dues} of a fund and the parts it is split into."""
    codes = {code_in(DUES, code): code for code in {fund.code, *(code for code, _percent in parts)}}
    return {codes[code]: pk for code, pk in ids_by_code(fund.organisation.book, codes).items()}


def into(till: DuesTill, account_id):
    """Credit one account, of what a group owes on."""

    def account_of(membership, amount: Decimal) -> list:
        till.take(membership, amount)
        return [(account_id, amount)]

    return account_of


def _check(till: DuesTill, *, code: str):
    """Return a function that tells why a member cannot pay so much into the fund, or nothing."""

    def check(membership, amounts: Mapping[str, Decimal]):
        amount = amounts.get(code)
        if not amount:
            return ""
        if membership.pk not in till.places:
            return _("has no place in this fund. Enrol the member first, or move the money to another column.")
        most = till.owed[membership.pk].most
        if amount <= most:
            return ""
        words = _("at most %(most)s baht can be paid now: what is owed, and %(months)s months ahead.")
        return words % {"most": show(most), "months": AHEAD_MONTHS}

    return check

"""The columns that funeral aid gives to the deposit sheet, one for each scheme that collects: `funeral_<code>`.

On a group's sheet a member brings what is open of earlier deaths, the oldest first, and then fills prepaid units. On a
network's sheet a group brings what it owes for deaths of the network's scheme. What is owed to a network stands in the
group's main fund; what is owed to a group's own scheme, in the scheme's fund.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from federation.kit.dates import show_date
from federation.kit.money import ZERO, show
from federation.kit.refusals import Refused
from federation.ledger import chart
from federation.ledger.books import account
from groups.registry.items import Item
from groups.registry.models import Membership
from welfare.funeral.models import DeathDue, DeathPart, Scheme, SchemeModel
from welfare.funeral.queries.accounts import TO_COLLECT, accounts_of, is_of_network, sides_of
from welfare.funeral.queries.money import (
    Prepaid,
    collecting_schemes,
    open_dues,
    open_parts,
    prepaid_of,
    running_members,
)
from welfare.funeral.queries.people import terms_on


class MoreThanOpen(Refused):
    """Raised when more is brought for deaths than is open."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Money laid on one due or part, in baht."""

    open: DeathDue | DeathPart
    amount: Decimal


@dataclass
class FuneralTill:
    """What one scheme asks for at a meeting, read when first asked for, and what it took. taken: in order."""

    organisation: object
    scheme: Scheme
    on: date
    taken: list[Taken] = field(default_factory=list)
    _open: dict | None = None
    _prepaid: dict | None = None
    _accounts: dict | None = None

    @property
    def column(self) -> str:
        return column_of(self.scheme)

    @property
    def open(self) -> dict:
        """Return {membership id: [what is open, the oldest first]}."""
        if self._open is None:
            self._open = self._parts() if self._of_groups else self._dues()
        return self._open

    @property
    def _of_groups(self) -> bool:
        return is_of_network(self.scheme) and self.scheme.organisation_id == self.organisation.pk

    @property
    def prepaid(self) -> dict[object, Prepaid]:
        """Return {membership id: prepaid units} of a scheme of units; of others nothing."""
        if self._prepaid is None:
            self._prepaid = {}
            if self.scheme.model == SchemeModel.PREPAID and not is_of_network(self.scheme):
                terms = terms_on(self.scheme, on=self.on)
                found = prepaid_of(self.scheme, terms, running_members(self.scheme))
                self._prepaid = {one.covered.membership_id: one for one in found}
        return self._prepaid

    @property
    def accounts(self) -> dict:
        """Return where money of this scheme is credited: {membership id, or None for all: account id}."""
        if self._accounts is None:
            if self._of_groups:
                sides = sides_of(self.scheme, on=self.on)
                self._accounts = {one.membership.pk: one.above.pk for one in sides if one.above}
            elif is_of_network(self.scheme):
                self._accounts = {None: account(self.organisation.book, chart.TO_COLLECT).pk}
            else:
                self._accounts = {None: accounts_of(self.scheme)[TO_COLLECT]}
        return self._accounts

    def give_account(self, membership_id, made) -> None:
        """Note the account that a member's prepaid units were given."""
        self.prepaid[membership_id].covered.prepaid_account = made

    def due(self, membership: Membership) -> Decimal:
        """Return what a member, or a group, is asked for at this meeting."""
        prepaid = self.prepaid.get(membership.pk)
        return self.owed(membership) + (prepaid.refill if prepaid else ZERO)

    def owed(self, membership: Membership) -> Decimal:
        """Return what is open of deaths."""
        return sum((_left(one) for one in self.open.get(membership.pk, [])), ZERO)

    def note(self, membership: Membership) -> str:
        """Return what the treasurer should know: whose deaths are open, how many units are left."""
        numbers = [str(one.death.number) for one in self.open.get(membership.pk, [])]
        words = [_("deaths no. %(numbers)s") % {"numbers": ", ".join(numbers)}] if numbers else []
        prepaid = self.prepaid.get(membership.pk)
        if prepaid and prepaid.units.warns:
            words.append(_("%(left)s of %(target)s prepaid units left") % _shown(prepaid))
        return "; ".join(words)

    def too_much(self, membership: Membership, amount: Decimal) -> str:
        """Return why so much cannot be brought, or nothing. Whoever holds prepaid units may bring more."""
        owed = self.owed(membership)
        if amount <= owed or membership.pk in self.prepaid:
            return ""
        shown = {"day": show_date(self.on), "owed": show(owed), "over": show(amount - owed)}
        words = _("All that is open of deaths on %(day)s is %(owed)s baht. Give the %(over)s baht above that back.")
        nothing = _("Nothing is open of deaths on %(day)s. Give the %(over)s baht back, or put them into savings.")
        return (words if owed else nothing) % shown

    def take(self, membership: Membership, amount: Decimal) -> list[tuple]:
        """Lay money on what is open, the oldest first, then on units; return the credits. Raises `MoreThanOpen`."""
        if words := self.too_much(membership, amount):
            raise MoreThanOpen(f"{membership.shown_number}: {words}")
        left = amount
        for one in self.open.pop(membership.pk, []):
            part = min(left, _left(one))
            if part:
                self.taken.append(Taken(one, part))
            left -= part
        laid = amount - left
        credits = [(self._account(membership), laid)] if laid else []
        return credits + ([(self.prepaid[membership.pk].covered.prepaid_account_id, left)] if left else [])

    def _account(self, membership: Membership):
        return self.accounts[membership.pk if self._of_groups else None]

    def _dues(self) -> dict:
        members = Membership.objects.of(self.organisation)
        found: dict = {}
        for due in open_dues(members, on=self.on, scheme=self.scheme):
            found.setdefault(due.membership_id, []).append(due)
        return found

    def _parts(self) -> dict:
        groups = {one.organisation.pk: one.membership.pk for one in sides_of(self.scheme, on=self.on)}
        found: dict = {}
        for part in open_parts(groups, scheme=self.scheme, on=self.on):
            found.setdefault(groups[part.organisation_id], []).append(part)
        return found


def _left(one: DeathDue | DeathPart) -> Decimal:
    given_up = one.given_up if isinstance(one, DeathDue) else ZERO
    return one.amount - one.paid - given_up


def _shown(prepaid: Prepaid) -> dict:
    return {"left": prepaid.units.left, "target": prepaid.units.target}


def items(
    organisation, memberships: Sequence[Membership], *, month: date, on: date, bylaws, paid_this_month: Mapping
) -> list[Item]:
    """Return the columns for these members on a meeting day. One query, and a few more for each scheme that collects.

    Source: features 115 and 116; domain, 2 Funeral aid.
    """
    return [_column(FuneralTill(organisation, one, on), memberships) for one in collecting_schemes(organisation, on=on)]


def _column(till: FuneralTill, memberships: Sequence[Membership]) -> Item:
    dues = {one.pk: due for one in memberships if (due := till.due(one))}
    notes = {one.pk: words for one in memberships if (words := till.note(one))}
    return Item(
        till.column, till.scheme.name, till.take, dues=dues, notes=notes, till=till, check=_check(till, till.column)
    )


def column_of(scheme: Scheme) -> str:
    """Return the code of a scheme's column; codes of schemes are unique among a network and its groups."""
    return f"funeral_{scheme.code}"


def _check(till: FuneralTill, code: str) -> Callable:
    def check(membership: Membership, amounts: Mapping[str, Decimal]) -> str:
        return till.too_much(membership, amounts[code])

    return check

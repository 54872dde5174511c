"""The column of a network's fund on the network's own sheet: groups hand over the dues that their members paid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from federation.kit.money import ZERO, show
from groups.registry.items import Item
from groups.registry.models import Membership
from welfare.funds.models import DuesRule, WelfareFund
from welfare.funds.queries.network import outstanding, sum_of, taken_by


@dataclass(eq=False)
class HandoverTill:
    """A column by which groups hand over dues. Before the sheet is posted what they took is entered as owed.

    members: the groups it is asked about; empty asks about all, at first use.
    """

    fund: WelfareFund
    rule: DuesRule
    members: Sequence = ()

    @property
    def column(self) -> str:
        return f"fund_{self.fund.code.lower()}"

    @property
    def parts(self) -> list[tuple[str, Decimal]]:
        return [(code, Decimal(percent)) for code, percent in self.rule.split]

    @property
    def codes(self) -> list[str]:
        """The funds that what is handed over may go to."""
        return sorted({self.fund.code, *(code for code, _percent in self.parts)})

    @cached_property
    def groups(self) -> list:
        found = self.members or Membership.objects.of(self.fund.organisation).filter(member_organisation__isnull=False)
        return [one for one in found if one.member_organisation_id]

    @cached_property
    def taken(self) -> dict:
        """What each group took and has not told yet, by membership."""
        return taken_by(self.fund, self.groups)

    @cached_property
    def told(self) -> dict:
        """What each owes by the network's book, by membership."""
        found = outstanding(self.codes, self.groups, book=self.fund.organisation.book)
        return {pk: sum_of(accounts) for pk, accounts in found.items()}

    def owed(self, pk) -> Decimal:
        """Return what a group holds of the fund's dues."""
        return self.taken.get(pk, ZERO) + self.told.get(pk, ZERO)


def handover(till: HandoverTill) -> Item:
    """Return the column, with what each group holds."""
    dues = {one.pk: held for one in till.members if (held := till.owed(one.pk))}
    return Item(till.column, till.fund.name, _account_of(till), dues=dues, till=till, check=_check(till))


def _account_of(till: HandoverTill):
    """Credit what a group owes, fund by fund; `call_in_step` has entered it as owed before."""

    def account_of(membership, amount: Decimal) -> list:
        book, parts = till.fund.organisation.book, []
        for account, baht in outstanding(till.codes, [membership], book=book)[membership.pk]:
            if part := min(baht, amount):
                parts.append((account.pk, part))
                amount -= part
        assert not amount
        return parts

    return account_of


def _check(till: HandoverTill):
    def check(membership, amounts: Mapping[str, Decimal]):
        amount, held = amounts.get(till.column), till.owed(membership.pk)
        if not amount or amount <= held:
            return ""
        words = _("holds %(held)s baht of these dues. Let it first post the sheet on which its members paid.")
        return words % {"held": show(held)}

    return check

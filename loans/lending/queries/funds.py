"""Out of which borrowed money a loan to a member can be made: what an organisation borrowed, and still owes."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.ledger.queries import balances
from loans.lending.models import Borrowing, Loan


@dataclass(frozen=True)
class OpenFund:
    """Borrowed money that can be lent on. owed: baht still owed for it."""

    borrowing: Borrowing
    owed: Decimal


def open_funds(organisation, *, keep: Borrowing | None = None) -> list[OpenFund]:
    """Return what an organisation borrowed and still owes something for, the newest first. Two queries.

    keep: one that is named already and stays in the list though it was paid back.
    """
    found = Borrowing.objects.filter(network_id=organisation.network_key, organisation=organisation)
    found = list(found.select_related("lender", "account").order_by("-signed_on", "contract_no"))
    owed = balances([one.account for one in found])
    funds = [OpenFund(one, owed[one.account_id]) for one in found]
    return [fund for fund in funds if fund.owed or (keep and fund.borrowing.pk == keep.pk)]


def not_of_product(product, *, of_organisation: bool, borrowed: Borrowing | None, old: Loan | None) -> object:
    """Return in words why a loan cannot be made of the money that its product is lent out of, or nothing.

    borrowed: what it would be lent out of besides; old: the loan it would pay off.
    """
    if old and old.product.fund != product.fund:
        return _(
            "Contract %(contract)s was lent out of other money. A loan of one fund never pays off a loan of another:"
            " let the member pay that one back first."
        ) % {"contract": old.contract_no}
    if product.fund and of_organisation:
        return _("The money of this fund is lent to members only. Choose another kind of loan for a group.")
    if product.fund and borrowed:
        return _(
            "This loan is made of the fund's own money. Leave borrowed money empty, or choose another kind of loan."
        )
    return ""


def not_a_fund(organisation, fund: Borrowing | None, *, of_organisation: bool) -> object:
    """Return in words why a loan cannot be made out of some borrowed money, or nothing."""
    if fund is None:
        return ""
    if fund.organisation_id != organisation.pk or fund.network_id != organisation.network_key:
        return _("Choose money that this organisation itself borrowed.")
    if of_organisation:
        return _("Borrowed money is lent on to members. A loan to a group is made of the organisation's own money.")
    return ""

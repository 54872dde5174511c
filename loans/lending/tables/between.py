"""Loans between organisations, as tables."""

import django_tables2
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from federation.kit.tables import (
    CountColumn,
    MoneyColumn,
    NameColumn,
    OrganisationColumn,
    StateColumn,
    Table,
    ThaiDateColumn,
)
from loans.lending.tables.loans import STATES


def link_to_own(record, table):
    """Return the address of a loan that the organisation of the page itself lent."""
    if record.lender != table.organisation:
        return None
    return reverse("loans:loan", kwargs={"code": record.lender.code, "number": record.loan.number})


class BetweenTable(Table):
    """Loans between organisations: who lent to whom, what is owed, what comes next, since when it is late; baht."""

    lender = OrganisationColumn(accessor="lender__name", verbose_name=_("Lender"))
    borrower = OrganisationColumn(accessor="borrower__name", verbose_name=_("Borrower"))
    contract = NameColumn(
        accessor="loan__contract_no", verbose_name=_("Contract"), linkify=link_to_own, order_by="loan__number"
    )
    resolution = django_tables2.Column(
        accessor="loan__request__resolution_no", verbose_name=_("Resolution of the lender"), default=""
    )
    own_resolution = django_tables2.Column(
        accessor="loan__request__borrower_resolution_no", verbose_name=_("Resolution of the borrower"), default=""
    )
    lent = MoneyColumn(accessor="loan__principal", verbose_name=_("Lent"), total=True)
    owed = MoneyColumn(verbose_name=_("Principal left"), total=True)
    next_due_on = ThaiDateColumn(verbose_name=_("Next instalment"), default="", attrs={"td": {"class": "date nowrap"}})
    late_since = ThaiDateColumn(verbose_name=_("Late since"), default="", attrs={"td": {"class": "date nowrap"}})
    days_late = CountColumn(verbose_name=_("Days late"))
    state = StateColumn(states=STATES, verbose_name=_("State"))

    class Meta:
        empty_text = _("No organisation owes another.")

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def render_days_late(self, value):
        return f"{value:,}" if value else ""


def link_to_fund(record, table):
    """Return the address that says where the borrowed money is, or None where the organisation keeps no books."""
    fund = table.funds.get(record.loan.pk)
    return fund and reverse("loans:fund", kwargs={"code": table.organisation.code, "pk": fund})


class BorrowedTable(BetweenTable):
    """What one organisation owes; a contract leads to where its money is. funds: {loan id: id of the borrowing}."""

    contract = NameColumn(
        accessor="loan__contract_no", verbose_name=_("Contract"), linkify=link_to_fund, order_by="loan__number"
    )
    next_due = MoneyColumn(verbose_name=_("Instalment"), default="")
    case = NameColumn(verbose_name=_("File of the lender"), default="")
    letters = CountColumn(verbose_name=_("Letters received"))

    class Meta(BetweenTable.Meta):
        exclude = ("borrower", "resolution", "own_resolution")
        sequence = (*("lender", "contract", "lent", "owed", "next_due_on", "next_due"), "...")
        empty_text = _("Nothing is owed to another organisation.")

    def __init__(self, *args, funds, **kwargs):
        self.funds = funds
        super().__init__(*args, **kwargs)

    def render_letters(self, value):
        return f"{value:,}" if value else ""

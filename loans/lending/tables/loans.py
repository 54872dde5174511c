"""Loans, their instalments and their facts, as tables."""

import django_tables2
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from federation.kit.money import show
from federation.kit.tables import CountColumn, MoneyColumn, NameColumn, StateColumn, Table, ThaiDateColumn
from loans.lending.models import EventKind, LoanState
from loans.lending.queries.loans import LATE

STATES = {
    LoanState.SIGNED: ("info", LoanState.SIGNED.label),
    LoanState.RUNNING: ("good", LoanState.RUNNING.label),
    LATE: ("warn", _("late")),
    LoanState.SETTLED: ("plain", LoanState.SETTLED.label),
    LoanState.CHARGED_OFF: ("bad", LoanState.CHARGED_OFF.label),
    LoanState.WRITTEN_OFF: ("plain", LoanState.WRITTEN_OFF.label),
    LoanState.CANCELLED: ("plain", LoanState.CANCELLED.label),
}


def link_to_loan(record, table):
    """Return the address of a loan's page."""
    return reverse("loans:loan", kwargs={"code": table.organisation.code, "number": record.loan.number})


class LoansTable(Table):
    """The loans of an organisation: who borrowed, what is left, what is late, in baht."""

    contract = NameColumn(
        accessor="loan__contract_no", verbose_name=_("Contract"), linkify=link_to_loan, order_by="loan__number"
    )
    member = NameColumn(accessor="loan__membership__shown_number", verbose_name=_("Member"))
    name = NameColumn(accessor="loan__membership__name", verbose_name=_("Name"))
    product = django_tables2.Column(accessor="loan__product__name", verbose_name=_("Kind of loan"))
    agreed = MoneyColumn(accessor="loan__principal", verbose_name=_("Lent"), total=True)
    principal_owed = MoneyColumn(verbose_name=_("Principal left"), total=True)
    due = MoneyColumn(verbose_name=_("Due and not paid"), total=True)
    days_late = CountColumn(verbose_name=_("Days late"))
    next_due_on = ThaiDateColumn(verbose_name=_("Next instalment"), default="", attrs={"td": {"class": "date nowrap"}})
    state = StateColumn(states=STATES, verbose_name=_("State"))

    class Meta:
        empty_text = _("No loan is found.")
        attrs = {"class": "table loans-list"}

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def render_days_late(self, value):
        return f"{value:,}" if value else ""


class InstalmentsTable(Table):
    """The schedule that holds: agreed, paid, left, in baht."""

    n = CountColumn(verbose_name=_("Instalment no."))
    due_on = ThaiDateColumn(verbose_name=_("Due on"))
    principal = MoneyColumn(verbose_name=_("Principal"), total=True)
    interest = MoneyColumn(verbose_name=_("Interest"), total=True)
    paid = MoneyColumn(verbose_name=_("Paid"), total=True)
    left = MoneyColumn(verbose_name=_("Left to pay"), total=True)
    state = StateColumn(
        states={
            "paid": ("good", _("paid")),
            "part": ("info", _("paid in part")),
            "late": ("warn", _("late")),
            "ahead": ("plain", _("still to come")),
        },
        verbose_name=_("State"),
        accessor="state",
    )

    class Meta:
        orderable = False
        attrs = {"class": "table wide"}


class PlanTable(Table):
    """An earlier schedule as it was agreed, in baht."""

    n = CountColumn(verbose_name=_("Instalment no."))
    due_on = ThaiDateColumn(verbose_name=_("Due on"))
    principal = MoneyColumn(verbose_name=_("Principal"), total=True)
    interest = MoneyColumn(verbose_name=_("Interest"), total=True)

    class Meta:
        orderable = False
        attrs = {"class": "table wide"}


class FactsTable(Table):
    """What happened to a loan, in order of date; what was taken back is struck through."""

    on = ThaiDateColumn(verbose_name=_("Date"))
    kind = django_tables2.Column(accessor="get_kind_display", verbose_name=_("What"))
    amount = MoneyColumn(verbose_name=_("Baht"))
    principal = MoneyColumn(verbose_name=_("Principal"))
    interest = MoneyColumn(verbose_name=_("Interest"))
    fine = MoneyColumn(verbose_name=_("Fine"))
    principal_after = MoneyColumn(verbose_name=_("Principal left"))
    payer = NameColumn(verbose_name=_("Brought by"), default="", empty_values=())
    entry = NameColumn(accessor="entry__number", verbose_name=_("Entry"), default="")

    class Meta:
        orderable = False
        attrs = {"class": "table wide"}
        row_attrs = {"class": lambda record: "struck" if record.struck_at else ""}

    def __init__(self, *args, loan, receipts, **kwargs):
        super().__init__(*args, **kwargs)
        self.loan, self.code, self.receipts = loan, loan.organisation.code, receipts

    def render_kind(self, value, record):
        if record.struck_at:
            return format_html("{} <b>{}</b>", value, gettext("taken back"))
        return value

    def render_amount(self, value, record):
        return show(value) if value or record.kind in MONEY_KINDS else ""

    def render_payer(self, record):
        """Name who paid, where it was not the borrower."""
        return str(record.payer) if record.payer_id and record.payer_id != self.loan.membership_id else ""

    def render_entry(self, value, record):
        """Lead to the entry in the books, and to the receipt where there is one."""
        entry = reverse("federation:entry", kwargs={"code": self.code, "number": value})
        if record.pk not in self.receipts:
            return format_html('<a href="{}">{}</a>', entry, value)
        of_loan = {"code": self.code, "number": self.loan.number, "seq": record.seq}
        receipt = reverse("loans:repaid", kwargs=of_loan)
        return format_html('<a href="{}">{}</a> · <a href="{}">{}</a>', entry, value, receipt, gettext("Receipt"))


MONEY_KINDS = (
    EventKind.OPENING,
    EventKind.PAYOUT,
    EventKind.REPAYMENT,
    EventKind.PREPAYMENT,
    EventKind.CHARGE_OFF,
    EventKind.RECOVERY,
)

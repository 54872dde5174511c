"""Late loans one by one and put together, ages, classes, ratios and groups, as tables."""

import django_tables2
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from federation.kit.tables import (
    CountColumn,
    MoneyColumn,
    NameColumn,
    OrganisationColumn,
    PercentColumn,
    StateColumn,
    Table,
    ThaiDateColumn,
)
from groups.registry.tables import OfOrganisation
from loans.arrears.rules import (
    CLASS_NAMES,
    DOUBTFUL,
    IN_COURT,
    LOSS,
    NORMAL,
    RESTRUCTURED,
    SPECIAL_MENTION,
    SUB_STANDARD,
)
from loans.lending.tables.loans import link_to_loan

KIND_OF_BADGE = {
    NORMAL: "plain",
    SPECIAL_MENTION: "info",
    RESTRUCTURED: "info",
    SUB_STANDARD: "warn",
    DOUBTFUL: "warn",
    IN_COURT: "bad",
    LOSS: "bad",
}
CLASSES = {name: (kind, CLASS_NAMES[name]) for name, kind in KIND_OF_BADGE.items()}

NAMES = ("name", "village", "guarantors")  # what does not leave the group


def link_to_why(record, table):
    """Return the address of the workings of what a loan owes on the day."""
    address = reverse("loans:loan_why", kwargs={"code": table.organisation.code, "number": record.loan.number})
    return f"{address}?on={record.on}"


class LateLoansTable(OfOrganisation):
    """Late loans: since when, how late, what is overdue by parts in baht, and who stands for them."""

    contract = NameColumn(
        accessor="loan__contract_no", verbose_name=_("Contract"), linkify=link_to_loan, order_by="loan__number"
    )
    name = NameColumn(
        accessor="membership__name", verbose_name=_("Name"), order_by=("membership__person__sort_key", "loan__number")
    )
    village = django_tables2.Column(verbose_name=_("Village"), default="")
    product = django_tables2.Column(accessor="loan__product__name", verbose_name=_("Kind of loan"))
    since = ThaiDateColumn(verbose_name=_("Since"), attrs={"td": {"class": "date nowrap"}})
    days = CountColumn(verbose_name=_("Days late"))
    class_name = StateColumn(states=CLASSES, verbose_name=_("Class of loan"), accessor="name", order_by=("days",))
    overdue = MoneyColumn(verbose_name=_("Principal overdue"), total=True)
    interest = MoneyColumn(verbose_name=_("Interest overdue"), total=True)
    fine = MoneyColumn(verbose_name=_("Fines"), total=True)
    total = MoneyColumn(verbose_name=_("Overdue in all"), total=True, linkify=link_to_why)
    principal = MoneyColumn(verbose_name=_("Still lent"), total=True)
    guarantors = django_tables2.Column(verbose_name=_("Guarantors"), default="", orderable=False, empty_values=((),))
    case = NameColumn(verbose_name=_("File"), default="")

    class Meta:
        empty_text = _("No loan is late.")

    def render_guarantors(self, value):
        return format_html_join(", ", '<span class="name">{}</span>', ((one.name,) for one in value))

    def value_guarantors(self, value):
        return ", ".join(map(str, value))

    def render_case(self, value):
        address = reverse("loans:case", kwargs={"code": self.organisation.code, "case": value})
        return format_html('<a href="{}">{}</a>', address, value)

    def value_case(self, value):
        return value


class TogetherTable(Table):
    """Late loans put together by what they share; in baht."""

    label = NameColumn(verbose_name=_("Together by"))
    count = CountColumn(verbose_name=_("Loans"), total=True)
    worst = StateColumn(states=CLASSES, verbose_name=_("Worst class"), orderable=False)
    overdue = MoneyColumn(verbose_name=_("Principal overdue"), total=True)
    interest = MoneyColumn(verbose_name=_("Interest overdue"), total=True)
    fine = MoneyColumn(verbose_name=_("Fines"), total=True)
    total = MoneyColumn(verbose_name=_("Overdue in all"), total=True)
    principal = MoneyColumn(verbose_name=_("Still lent"), total=True)

    class Meta:
        empty_text = _("No loan is late.")


class AgesTable(Table):
    """Late loans by full months late; in baht."""

    late = django_tables2.Column(verbose_name=_("Late"))
    count = CountColumn(verbose_name=_("Loans"), total=True)
    overdue = MoneyColumn(verbose_name=_("Principal overdue"), total=True)
    interest = MoneyColumn(verbose_name=_("Interest overdue"), total=True)
    fine = MoneyColumn(verbose_name=_("Fines"), total=True)
    principal = MoneyColumn(verbose_name=_("Still lent on them"), total=True)

    class Meta:
        orderable = False


class SetAsideTable(Table):
    """Loans by class, and what is set aside for each; in baht."""

    name = StateColumn(states=CLASSES, verbose_name=_("Class of loan"))
    count = CountColumn(verbose_name=_("Loans"), total=True)
    principal = MoneyColumn(verbose_name=_("Principal"), total=True)
    rate = PercentColumn(verbose_name=_("Per cent"))
    amount = MoneyColumn(verbose_name=_("Allowance"), total=True)
    own = MoneyColumn(verbose_name=_("Own satja and shares"), total=True)
    amount_less_own = MoneyColumn(verbose_name=_("Allowance less these"), total=True)

    class Meta:
        orderable = False
        empty_text = _("Nothing is lent.")


class RatiosTable(Table):
    """Ratios, each with its formula and the two figures in it; baht and per cent."""

    name = django_tables2.Column(verbose_name=_("Ratio"))
    percent = PercentColumn(verbose_name=_("Per cent"), default="–")
    part = MoneyColumn(verbose_name=_("Upper figure"))
    whole = MoneyColumn(verbose_name=_("Lower figure"))
    formula = django_tables2.Column(verbose_name=_("How it is worked out"))

    class Meta:
        orderable = False


class GroupsTable(Table):
    """Groups that lend: counts and ratios, no names; baht and per cent."""

    code = NameColumn(accessor="organisation__code", verbose_name=_("Code"))
    name = OrganisationColumn(accessor="organisation__name", verbose_name=_("Group"), order_by="organisation__name_th")
    count = CountColumn(accessor="position__count", verbose_name=_("Loans"), total=True)
    principal = MoneyColumn(accessor="position__principal", verbose_name=_("Still lent"), total=True)
    late = CountColumn(accessor="late", verbose_name=_("Late"), total=True)
    awaited = CountColumn(verbose_name=_("Of these awaiting a sheet"), total=True)
    par_1 = PercentColumn(verbose_name=_("PAR 1"))
    par_30 = PercentColumn(verbose_name=_("PAR 30"))
    par_60 = PercentColumn(verbose_name=_("PAR 60"))
    par_90 = PercentColumn(verbose_name=_("PAR 90"))
    savings_par = PercentColumn(verbose_name=_("PAR of savings groups"))
    npl = PercentColumn(verbose_name=_("Bad loans"))

    class Meta:
        empty_text = _("No group has a running loan.")

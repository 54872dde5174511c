"""The instalments of a loan, and the same loan by other methods, as tables."""

import django_tables2
from django.utils.translation import gettext_lazy as _

from federation.kit.tables import MoneyColumn, Table, ThaiDateColumn
from loans.schedules.rules import METHOD_NAMES


class ScheduleTable(Table):
    """Rows of a schedule: what falls due when."""

    n = django_tables2.Column(verbose_name=_("No."))
    due = ThaiDateColumn(verbose_name=_("Due"), attrs={"td": {"class": "nowrap"}})
    total = MoneyColumn(verbose_name=_("To pay"), total=True)
    principal = MoneyColumn(verbose_name=_("Principal"), total=True)
    interest = MoneyColumn(verbose_name=_("Interest"), total=True)
    balance = MoneyColumn(verbose_name=_("Still owed"))

    class Meta:
        orderable = False
        attrs = {"class": "table wide"}


class ComparedTable(Table):
    """The same loan by other methods."""

    method = django_tables2.Column(verbose_name=_("Method"))
    first = MoneyColumn(verbose_name=_("First instalment"))
    interest = MoneyColumn(verbose_name=_("Interest in all"))
    effective_yearly_rate = django_tables2.Column(
        verbose_name=_("Really, per cent a year"), attrs={part: {"class": "number"} for part in ("th", "td")}
    )

    class Meta:
        orderable = False

    def render_method(self, value):
        return METHOD_NAMES[value]

    def render_effective_yearly_rate(self, value):
        return f"{value * 100:.2f}"

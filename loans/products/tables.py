"""The versions of a product, and a loan as it would run, as tables."""

import django_tables2
from django.utils.translation import gettext_lazy as _

from federation.kit.clock import BANGKOK
from federation.kit.dates import show_date
from federation.kit.tables import CountColumn, MoneyColumn, NameColumn, Table, ThaiDateColumn
from loans.products.queries import terms_of
from loans.products.rules import in_short
from loans.schedules.rules import Schedule

WHOLE = {"td": {"class": "date nowrap"}}  # a date stays on one line beside long words


class VersionsTable(Table):
    """The terms of a product over time, the latest first. Rows are `ProductVersion`s."""

    number = CountColumn(verbose_name=_("Version"))
    holds_from = ThaiDateColumn(verbose_name=_("Holds from"), attrs=WHOLE)
    terms = django_tables2.Column(verbose_name=_("Terms in short"))
    resolution_no = NameColumn(verbose_name=_("Resolution"))
    resolution_on = ThaiDateColumn(verbose_name=_("Day of the meeting"), attrs=WHOLE)
    resolution_text = django_tables2.Column(verbose_name=_("Words of the resolution"))
    set_by = NameColumn(verbose_name=_("Entered by"))
    set_at = NameColumn(verbose_name=_("Entered on"))

    class Meta:
        orderable = False

    def render_terms(self, record):
        return " ".join(str(words) for words in in_short(terms_of(record)))

    def render_set_at(self, value):
        return show_date(value.astimezone(BANGKOK).date(), style="short")


class ScheduleTable(Table):
    """The instalments of a loan as it would run. Rows are those of a `Schedule`."""

    n = CountColumn(verbose_name=_("Instalment"))
    due = ThaiDateColumn(verbose_name=_("Falls due"))
    principal = MoneyColumn(verbose_name=_("Principal"), total=True)
    interest = MoneyColumn(verbose_name=_("Interest"), total=True)
    total = MoneyColumn(verbose_name=_("To pay"), total=True)
    balance = MoneyColumn(verbose_name=_("Still owed"))

    class Meta:
        orderable = False

    def __init__(self, schedule: Schedule, **kwargs):
        free = () if schedule.terms.yearly_rate else ("principal", "interest")
        super().__init__(schedule.rows, exclude=free, **kwargs)

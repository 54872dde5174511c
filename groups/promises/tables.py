"""Promises, kept and missed months, as tables."""

import django_tables2
from django.utils.translation import gettext_lazy as _

from federation.kit.tables import CountColumn, MoneyColumn, MonthColumn, NameColumn, StateColumn, Table
from groups.registry.tables import OfOrganisation, link_to_member

KEPT, EXCUSED, MADE_UP, SHORT = "kept", "excused", "made_up", "short"
MONTH_STATES = {
    KEPT: ("good", _("kept")),
    MADE_UP: ("info", _("made up")),
    EXCUSED: ("plain", _("excused")),
    SHORT: ("warn", _("missed")),
}


class KeptMonthsTable(Table):
    """A member's months: promised, brought, and how it stands; in baht."""

    month = MonthColumn(verbose_name=_("Month"))
    promised = MoneyColumn(verbose_name=_("Promised"))
    brought = MoneyColumn(verbose_name=_("Brought"))
    missing = MoneyColumn(verbose_name=_("Still missing"))
    state = StateColumn(states=MONTH_STATES, verbose_name=_("State"))

    class Meta:
        orderable = False


class PromiseHistoryTable(Table):
    """What a member promised, and from when."""

    from_month = MonthColumn(verbose_name=_("From the month"))
    amount = MoneyColumn(verbose_name=_("Monthly promise"))
    resolution_no = django_tables2.Column(verbose_name=_("Resolution"), default="")
    set_by = NameColumn(verbose_name=_("Entered by"))

    class Meta:
        orderable = False


class PromisesTable(OfOrganisation):
    """Every member's promise of a month, and the months still missing; in baht."""

    number = NameColumn(accessor="membership__shown_number", verbose_name=_("No."), linkify=link_to_member)
    name = NameColumn(accessor="membership__name", verbose_name=_("Name"), order_by="sort_key")
    promised = MoneyColumn(verbose_name=_("Monthly promise"), total=True)
    months_missed = CountColumn(verbose_name=_("Months missed"), total=True)
    since = MonthColumn(verbose_name=_("Since"), default="")
    missing = MoneyColumn(verbose_name=_("Still missing"), total=True)
    fine = MoneyColumn(verbose_name=_("Fine for months made up"), total=True)

    class Meta:
        empty_text = _("Nobody is found.")

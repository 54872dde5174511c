"""Claims as lists. None of them says anything about health."""

import django_tables2
from django.utils.translation import gettext_lazy as _

from federation.kit.tables import CountColumn, MoneyColumn, NameColumn, StateColumn, Table, ThaiDateColumn
from welfare.claims.models import ClaimState
from welfare.claims.queries.claims import PAPERS, paid_in_years

STATES = {
    ClaimState.FILED: ("info", _("with the committee")),
    ClaimState.AGREED: ("info", _("with the president")),
    ClaimState.APPROVED: ("warn", _("to be paid")),
    ClaimState.PAID: ("good", _("paid, signature to come")),
    ClaimState.RECEIVED: ("good", _("paid and received")),
    ClaimState.REFUSED: ("plain", _("refused")),
    ClaimState.WITHDRAWN: ("plain", _("claim withdrawn")),
    ClaimState.TAKEN_BACK: ("bad", _("payment taken back")),
}
WAITS_FOR_PAPERS = ("warn", _("waits for papers"))
IN_TIME = {False: ("plain", _("in time")), True: ("bad", _("late"))}


def _link(to):
    where = {"fund": "fund__code", "number": "number", "year": "be_year", "code": "organisation__code"}
    return ("welfare:claim", {key: django_tables2.A(f"{to}{path}") for key, path in where.items()})


class ClaimsTable(Table):
    """Claims, those filed last first; baht agreed."""

    number = NameColumn(accessor="pk", verbose_name=_("Number"), linkify=_link(""), order_by=("be_year", "number"))
    fund = NameColumn(accessor="fund__name", verbose_name=_("Fund"), orderable=False)
    name = NameColumn(accessor="membership__name", verbose_name=_("Member"), order_by=("membership__person__sort_key",))
    benefit = django_tables2.Column(accessor="benefit__name", verbose_name=_("What is claimed"), orderable=False)
    event_on = ThaiDateColumn(verbose_name=_("Event"))
    filed_on = ThaiDateColumn(verbose_name=_("Filed"))
    amount = MoneyColumn(verbose_name=_("Baht"), total=True, default="")
    state = StateColumn(states=STATES, verbose_name=_("State"))

    class Meta:
        empty_text = _("No claim.")

    def render_number(self, record):
        return str(record)

    def value_number(self, record):
        return str(record)


class OpenClaimsTable(Table):
    """Claims that wait, the most pressing first."""

    number = NameColumn(accessor="claim", verbose_name=_("Number"), linkify=_link("claim__"))
    name = NameColumn(accessor="claim__membership__name", verbose_name=_("Member"))
    benefit = django_tables2.Column(accessor="claim__benefit__name", verbose_name=_("What is claimed"))
    event_on = ThaiDateColumn(accessor="claim__event_on", verbose_name=_("Event"))
    amount = MoneyColumn(accessor="claim__amount", verbose_name=_("Baht"), default="", total=True)
    state = StateColumn(states={**STATES, PAPERS: WAITS_FOR_PAPERS}, verbose_name=_("State"))
    what = django_tables2.Column(verbose_name=_("Waits for"))
    until = ThaiDateColumn(verbose_name=_("By the day"))
    late = StateColumn(states=IN_TIME, verbose_name=_("Time"))

    class Meta:
        orderable = False
        empty_text = _("No claim waits.")


class StepsTable(Table):
    """What was done with a claim."""

    on = ThaiDateColumn(verbose_name=_("Day"))
    kind = django_tables2.Column(accessor="get_kind_display", verbose_name=_("What"))
    resolution = django_tables2.Column(empty_values=(), verbose_name=_("Resolution"))
    reason = django_tables2.Column(verbose_name=_("Reason"))
    by = NameColumn(verbose_name=_("By"))

    class Meta:
        orderable = False

    def render_resolution(self, record):
        return record.resolution_no


class YearTable(Table):
    """What was paid, by Buddhist year and kind of welfare."""

    year = CountColumn(verbose_name=_("Year"))
    kind = django_tables2.Column(verbose_name=_("Kind of welfare"))
    count = CountColumn(verbose_name=_("Claims"), total=True)
    baht = MoneyColumn(verbose_name=_("Baht"), total=True)

    class Meta:
        orderable = False
        empty_text = _("Nothing was paid yet.")

    @classmethod
    def of(cls, organisation, **kwargs):
        """Return the table of an organisation."""
        return cls(paid_in_years(organisation), **kwargs)

    def render_year(self, value):
        return str(value)

"""Whom a scheme covers, their book, and the lists the scheme keeps, as tables."""

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
from welfare.funeral.models import DeathState
from welfare.funeral.rules.people import ARREARS, COVERED, PENDING, SUSPENDED, WAITING
from welfare.funeral.rules.wording import STATE_WORDS

_KINDS = {PENDING: "info", WAITING: "info", COVERED: "good", ARREARS: "warn", SUSPENDED: "warn"}
STATES = {state: (_KINDS.get(state, "plain"), words) for state, words in STATE_WORDS.items()}
DEATH_STATES = {
    DeathState.OPEN: ("warn", DeathState.OPEN.label),
    DeathState.PAID: ("good", DeathState.PAID.label),
    DeathState.CLOSED: ("plain", DeathState.CLOSED.label),
    DeathState.TAKEN_BACK: ("plain", DeathState.TAKEN_BACK.label),
}


def link_to_covered(record, table):
    """Return the address of a covered person's page; `record` is one or holds one."""
    covered = getattr(record, "covered", record)
    return reverse(
        "welfare:covered",
        kwargs={"code": table.organisation.code, "scheme": table.scheme.code, "number": covered.number},
    )


class OfScheme(Table):
    """A table whose rows lead to pages of one scheme. Groups are named where a network's officers look."""

    def __init__(self, *args, organisation, scheme, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation, self.scheme = organisation, scheme
        if organisation.is_group and "group" in self.columns.columns:
            self.columns.hide("group")


class People(OfScheme):
    """Columns of everybody: two numbers, the group, the name, and what they are to the member."""

    number = NameColumn(verbose_name=_("Funeral no."), linkify=link_to_covered)
    member_number = NameColumn(
        accessor="membership__shown_number", verbose_name=_("Member no."), order_by="membership__number"
    )
    group = OrganisationColumn(
        accessor="membership__organisation__name",
        verbose_name=_("Group"),
        order_by="membership__organisation__code",
    )
    name = NameColumn(accessor="shown_name", verbose_name=_("Name"), orderable=False, linkify=link_to_covered)
    relation = django_tables2.Column(accessor="get_relation_display", verbose_name=_("Is"), order_by="relation")


class CoveredTable(People):
    """Whom a scheme covers, and how they stand today."""

    covered_from = ThaiDateColumn(verbose_name=_("Covered from"), default="")
    shown_state = StateColumn(states=STATES, verbose_name=_("State"))

    class Meta:
        empty_text = _("Nobody is found.")


class RegistryTable(People):
    """The registry with its two numbers."""

    born_on = ThaiDateColumn(verbose_name=_("Born"), default="")
    applied_on = ThaiDateColumn(verbose_name=_("Applied"))
    covered_from = ThaiDateColumn(verbose_name=_("Covered from"), default="")
    ended_on = ThaiDateColumn(verbose_name=_("Ended"), default="")
    shown_state = StateColumn(states=STATES, verbose_name=_("State"))


class ApplicationsTable(People):
    """Applications with their three dates."""

    applied_on = ThaiDateColumn(verbose_name=_("Applied"))
    entered_on = ThaiDateColumn(verbose_name=_("Entered"))
    covered_from = ThaiDateColumn(verbose_name=_("Covered from"), default="")
    state = StateColumn(states=STATES, verbose_name=_("State"))


class LeftTable(People):
    """Who resigned or was put out, and why."""

    ended_on = ThaiDateColumn(verbose_name=_("Ended"))
    state = StateColumn(states=STATES, verbose_name=_("State"))
    why = django_tables2.Column(verbose_name=_("Reason"), default="")


class DeathsTable(OfScheme):
    """Deaths: what came together, what the fund kept, what the payees get, in baht."""

    number = CountColumn(verbose_name=_("No."))
    name = NameColumn(accessor="covered__shown_name", verbose_name=_("Name"), orderable=False, linkify=link_to_covered)
    died_on = ThaiDateColumn(verbose_name=_("Died"))
    claimed_on = ThaiDateColumn(verbose_name=_("Claimed"))
    payers = CountColumn(verbose_name=_("Payers"))
    rate = MoneyColumn(verbose_name=_("From each"))
    gross = MoneyColumn(verbose_name=_("Gross"), total=True)
    fee = MoneyColumn(verbose_name=_("Fund keeps"), total=True)
    net = MoneyColumn(verbose_name=_("Payees get"), total=True)
    state = StateColumn(states=DEATH_STATES, verbose_name=_("State"))

    class Meta:
        orderable = False


class CutOffTable(OfScheme):
    """How many stood how on a day, group by group."""

    group = OrganisationColumn(accessor="organisation__name", verbose_name=_("Group"))
    covered = CountColumn(verbose_name=STATE_WORDS[COVERED], total=True)
    waiting = CountColumn(verbose_name=STATE_WORDS[WAITING], total=True)
    arrears = CountColumn(verbose_name=STATE_WORDS[ARREARS], total=True)
    suspended = CountColumn(verbose_name=STATE_WORDS[SUSPENDED], total=True)
    pending = CountColumn(verbose_name=STATE_WORDS[PENDING], total=True)
    payers = CountColumn(verbose_name=_("Would pay"), total=True)

    class Meta:
        orderable = False


class ToBringTable(OfScheme):
    """What each member brings for the deaths of a period, in baht."""

    member_number = NameColumn(accessor="membership__shown_number", verbose_name=_("Member no."))
    group = OrganisationColumn(accessor="membership__organisation__name", verbose_name=_("Group"))
    name = NameColumn(accessor="membership__name", verbose_name=_("Name"))
    cases = CountColumn(verbose_name=_("Deaths"))
    asked = MoneyColumn(verbose_name=_("To bring"), total=True)
    open = MoneyColumn(verbose_name=_("Still open"), total=True)

    class Meta:
        orderable = False


class PassbookTable(Table):
    """A member's book in a scheme, in baht."""

    on = ThaiDateColumn(verbose_name=_("Date"))
    what = django_tables2.Column(verbose_name=_("Particulars"))
    asked = MoneyColumn(verbose_name=_("To bring"), default="", total=True)
    brought = MoneyColumn(verbose_name=_("Brought"), default="", total=True)
    owed = MoneyColumn(verbose_name=_("Still to bring"))

    class Meta:
        orderable = False
        empty_text = _("No death has been brought for yet.")


class EventsTable(Table):
    """The steps of somebody's place in a scheme."""

    on = ThaiDateColumn(verbose_name=_("Date"))
    state = StateColumn(states=STATES, verbose_name=_("State"))
    reason = django_tables2.Column(verbose_name=_("Reason"), default="", empty_values=())
    resolution_no = django_tables2.Column(verbose_name=_("Resolution"), default="")
    by = NameColumn(verbose_name=_("Entered by"))

    class Meta:
        orderable = False

    def render_reason(self, record):
        if record.notice_on and not record.reason:
            return _("Written notice of unpaid dues")
        return record.reason


class VersionsTable(Table):
    """The versions of a scheme's terms."""

    holds_from = ThaiDateColumn(verbose_name=_("Holds from"))
    resolution_no = django_tables2.Column(verbose_name=_("Resolution"))
    resolution_on = ThaiDateColumn(verbose_name=_("of"))
    set_by = NameColumn(verbose_name=_("Entered by"))

    class Meta:
        orderable = False

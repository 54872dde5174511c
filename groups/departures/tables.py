"""Departures, proposals, refunds and tasks as tables."""

import django_tables2
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from federation.kit.tables import CountColumn, MoneyColumn, NameColumn, StateColumn, ThaiDateColumn
from groups.departures.models import DepartureKind, DepartureState
from groups.departures.rules import TASKS
from groups.registry.tables import OfOrganisation, link_to_member

STATES = {
    DepartureState.ASKED: ("info", DepartureState.ASKED.label),
    DepartureState.NOTICED: ("warn", DepartureState.NOTICED.label),
    DepartureState.DECIDED: ("warn", DepartureState.DECIDED.label),
    DepartureState.DONE: ("good", DepartureState.DONE.label),
    DepartureState.REFUSED: ("plain", DepartureState.REFUSED.label),
    DepartureState.WITHDRAWN: ("plain", DepartureState.WITHDRAWN.label),
    DepartureState.TAKEN_BACK: ("plain", DepartureState.TAKEN_BACK.label),
}
KINDS = {kind: kind.label for kind in DepartureKind}


def link(record, table):
    """Return the address of a departure's page; `record` is one or holds one."""
    found = getattr(record, "departure", record)
    return reverse("groups:departure", kwargs={"code": table.organisation.code, "pk": found.pk})


class DeparturesTable(OfOrganisation):
    """Who leaves or left; the net in baht."""

    name = NameColumn(accessor="membership", verbose_name=_("Member"), linkify=link)
    kind = django_tables2.Column(verbose_name=_("Way of leaving"))
    on = ThaiDateColumn(verbose_name=_("Day"))
    net = MoneyColumn(verbose_name=_("Given back"))
    state = StateColumn(states=STATES, verbose_name=_("State"))

    class Meta:
        orderable = False


class ProposalsTable(OfOrganisation):
    """Whom the bylaws' days propose to put out; a person decides."""

    number = NameColumn(accessor="membership", verbose_name=_("Member"), linkify=link_to_member)
    last_paid_on = ThaiDateColumn(verbose_name=_("Last brought money"))
    days = CountColumn(verbose_name=_("Days since"))
    months_missed = CountColumn(verbose_name=_("Months missed"))
    overdue = MoneyColumn(verbose_name=_("Instalments overdue"))
    propose = django_tables2.Column(empty_values=(), verbose_name="", exclude_from_export=True)

    class Meta:
        orderable = False

    def render_propose(self, record):
        where = {"code": self.organisation.code, "number": record.membership.number, "kind": "expulsion"}
        return format_html('<a href="{}">{}</a>', reverse("groups:leaving_ask", kwargs=where), _("Look at it"))


class RefundsTable(OfOrganisation):
    """Who left before and still holds something; in baht."""

    name = NameColumn(accessor="__str__", verbose_name=_("Member"), linkify=link_to_member)
    state = django_tables2.Column(accessor="get_state_display", verbose_name=_("Way of leaving"))
    ended_on = ThaiDateColumn(verbose_name=_("Left on"))
    held = MoneyColumn(verbose_name=_("Still held"), total=True)
    give = django_tables2.Column(empty_values=(), verbose_name="", exclude_from_export=True)

    class Meta:
        orderable = False

    def render_give(self, record):
        where = {"code": self.organisation.code, "number": record.number}
        return format_html('<a href="{}">{}</a>', reverse("groups:leaving_refund", kwargs=where), _("Return it"))


def link_to_place(record, table):
    """Return the address of a place in a funeral scheme, where its units are given back."""
    where = {"code": table.organisation.code, "scheme": record.scheme.code, "number": record.number}
    return reverse("welfare:covered", kwargs=where)


class UnitsTable(OfOrganisation):
    """Whose place in a funeral scheme ended and whose prepaid units are still there; in baht."""

    name = NameColumn(accessor="membership", verbose_name=_("Member"), linkify=link_to_place)
    scheme = django_tables2.Column(accessor="scheme__name", verbose_name=_("Scheme"))
    ended_on = ThaiDateColumn(verbose_name=_("Ended"))
    held = MoneyColumn(verbose_name=_("Still held"), total=True)

    class Meta:
        orderable = False


class TasksTable(OfOrganisation):
    """What deaths left to do."""

    name = NameColumn(accessor="departure__membership", verbose_name=_("Member"), linkify=link)
    what = django_tables2.Column(verbose_name=_("To do"))
    due_on = ThaiDateColumn(verbose_name=_("To be done by"))

    class Meta:
        orderable = False

    def render_what(self, value):
        return TASKS[value].words

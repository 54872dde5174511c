"""Groups, bank accounts, links and changes, as tables."""

from datetime import date

import django_tables2
from django.utils.translation import gettext_lazy as _
from django_tables2 import A

from federation.audit.words import words_for
from federation.kit.clock import BANGKOK
from federation.kit.dates import show_date
from federation.kit.tables import CountColumn, NameColumn, OrganisationColumn, StateColumn, Table, ThaiDateColumn
from federation.organisations.kinds import kind_name
from federation.organisations.models import Organisation, Origin, State
from federation.organisations.places import place_name

STATES = {
    State.FORMING: ("info", State.FORMING.label),
    State.ACTIVE: ("good", State.ACTIVE.label),
    State.SUSPENDED: ("warn", State.SUSPENDED.label),
    State.CLOSED: ("plain", State.CLOSED.label),
}


class GroupsTable(Table):
    """The groups of a network; a row leads to the group's page."""

    code = NameColumn(verbose_name=_("Code"), footer=_("Total"))
    name_th = OrganisationColumn(
        accessor="name",
        verbose_name=_("Name"),
        linkify=("federation:organisation", {"code": A("code")}),
        order_by="name_th",
    )
    kind = django_tables2.Column(verbose_name=_("Kind"), order_by="kind__position")
    place_code = django_tables2.Column(verbose_name=_("Place"), default="")
    state = StateColumn(states=STATES, verbose_name=_("State"))
    members = CountColumn(verbose_name=_("Members"), total=True)

    class Meta:
        empty_text = _("No group is found.")

    def render_place_code(self, value):
        return place_name(value)

    def value_place_code(self, value):
        return place_name(value)


class BankAccountsTable(Table):
    """Bank accounts; of the number only the last four figures."""

    bank = django_tables2.Column(verbose_name=_("Bank"))
    branch = django_tables2.Column(verbose_name=_("Branch"), default="")
    name = django_tables2.Column(verbose_name=_("Account name"))
    number_tail = NameColumn(verbose_name=_("Account number"))
    account = django_tables2.Column(verbose_name=_("Account in the books"))

    class Meta:
        orderable = False

    def render_number_tail(self, value):
        return f"xxx-xxx-{value}"


class AffiliationsTable(Table):
    """What an organisation belongs to and belonged to."""

    upper = OrganisationColumn(verbose_name=_("Network"))
    sort = django_tables2.Column(accessor="get_sort_display", verbose_name=_("Sort of link"))
    since = ThaiDateColumn(verbose_name=_("Since"), default="")
    until = ThaiDateColumn(verbose_name=_("Last day"), default="")

    class Meta:
        orderable = False


class StatesTable(Table):
    """The steps of an organisation's life."""

    on = ThaiDateColumn(verbose_name=_("From the day"))
    state = StateColumn(states=STATES, verbose_name=_("State"))
    reason = django_tables2.Column(verbose_name=_("Reason"), default="")
    resolution_no = NameColumn(verbose_name=_("Resolution"), default="")
    by = NameColumn(verbose_name=_("Entered by"), default="")

    class Meta:
        orderable = False


class ChangesTable(Table):
    """What officers changed, with what was before."""

    at = NameColumn(verbose_name=_("Day"))
    by = NameColumn(verbose_name=_("Who"), default="")
    what = django_tables2.Column(verbose_name=_("What"))
    after = django_tables2.Column(verbose_name=_("In detail"), default="")

    class Meta:
        orderable = False

    def render_at(self, value):
        return show_date(value.astimezone(BANGKOK).date(), style="short")

    def render_what(self, value):
        return words_for(value)

    def render_after(self, record):
        if record.what != "profile_changed":
            return ""
        return "; ".join(said(name, record.before.get(name), value) for name, value in record.after.items())


def said(name, before, after):
    """Return a change of one field in words: "name: old → new"."""
    label = Organisation._meta.get_field(name).verbose_name
    return f"{label}: {_shown(name, before) or '–'} → {_shown(name, after) or '–'}"


def _shown(name, value):
    if value in (None, "", False):
        return ""
    if name == "founded_on":
        return show_date(date.fromisoformat(value))
    if name == "place_code":
        return place_name(value)
    if name == "origin":
        return Origin(value).label
    if name == "kind_id":
        return kind_name(value)
    return "✓" if value is True else value

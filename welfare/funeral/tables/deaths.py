"""Deaths, dues and groups' parts as tables, in baht."""

import django_tables2
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from federation.kit.tables import CountColumn, MoneyColumn, NameColumn, StateColumn, Table, ThaiDateColumn
from welfare.funeral.models import DeathState

WAITS = "waits"
STATES = {
    WAITS: ("warn", _("waits for a second person")),
    DeathState.OPEN: ("info", DeathState.OPEN.label),
    DeathState.PAID: ("good", DeathState.PAID.label),
    DeathState.CLOSED: ("plain", DeathState.CLOSED.label),
    DeathState.TAKEN_BACK: ("plain", DeathState.TAKEN_BACK.label),
}


def state_of(death) -> str:
    """Return how a round stands: its state, or that it waits for a second person."""
    return death.state if death.checked_by_id else WAITS


def link_to_death(record, table):
    """Return the address of a death's page."""
    return reverse("welfare:death", kwargs={"code": table.organisation.code, "pk": record["death"].pk})


class DeathsTable(Table):
    """The deaths of an organisation's schemes: what is not collected and until when, what payees get and had."""

    number = CountColumn(accessor="death__number", verbose_name=_("No."))
    name = NameColumn(accessor="death__covered__shown_name", verbose_name=_("Who died"), linkify=link_to_death)
    scheme = django_tables2.Column(accessor="death__scheme__name", verbose_name=_("Scheme"))
    claimed_on = ThaiDateColumn(accessor="death__claimed_on", verbose_name=_("Claim filed"))
    dues_by = ThaiDateColumn(verbose_name=_("Dues run until"), default="–")
    still_owed = MoneyColumn(verbose_name=_("Dues not collected yet"))
    due_on = ThaiDateColumn(accessor="death__due_on", verbose_name=_("Payees paid until"))
    net = MoneyColumn(accessor="death__net", verbose_name=_("For the payees"))
    paid_out = MoneyColumn(verbose_name=_("Handed to the payees"))
    state = StateColumn(states=STATES, verbose_name=_("State"))

    class Meta:
        empty_text = _("No death is entered.")
        orderable = False

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation = organisation


class PartsTable(Table):
    """What each group owes for a death, and paid over."""

    name = NameColumn(accessor="organisation__name", verbose_name=_("Group"))
    payers = CountColumn(verbose_name=_("Payers"), total=True)
    amount = MoneyColumn(verbose_name=_("To pay over"), total=True)
    paid = MoneyColumn(verbose_name=_("Paid over"), total=True)
    settled_on = ThaiDateColumn(verbose_name=_("Whole since"), default="")

    class Meta:
        empty_text = _("No group pays for this death.")
        orderable = False


class DuesTable(Table):
    """What each member brings for a death."""

    number = NameColumn(accessor="membership__shown_number", verbose_name=_("Member"))
    name = NameColumn(accessor="membership__name", verbose_name=_("Name"))
    amount = MoneyColumn(verbose_name=_("To bring"), total=True)
    paid = MoneyColumn(verbose_name=_("Brought"), total=True)
    given_up = MoneyColumn(verbose_name=_("Given up"), total=True)
    settled_on = ThaiDateColumn(verbose_name=_("Settled on"), default="")
    act = django_tables2.Column(empty_values=(), verbose_name="", attrs={"td": {"class": "no-print"}})

    class Meta:
        empty_text = _("Nobody brings money for this death.")
        orderable = False

    def __init__(self, *args, organisation, may_ask=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation, self.may_ask = organisation, may_ask

    def render_act(self, record):
        if not self.may_ask or record.settled_on:
            return ""
        parts = {"code": self.organisation.code, "pk": record.death_id, "due": record.pk}
        return format_html('<a href="{}">{}</a>', reverse("welfare:death_give_up", kwargs=parts), gettext("give up"))

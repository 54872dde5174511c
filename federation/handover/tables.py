"""The months of a network, and the groups of one month, as tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from federation.handover.queries import GroupStatus
from federation.handover.rules import Heads, State
from federation.kit.addresses import show_in_address
from federation.kit.clock import BANGKOK
from federation.kit.tables import (
    CountColumn,
    MoneyColumn,
    MonthColumn,
    OrganisationColumn,
    StateColumn,
    Table,
    ThaiDateColumn,
)

STATES = {
    State.DRAFT: ("plain", State.NAMES[State.DRAFT]),
    State.CLOSED: ("warn", State.NAMES[State.CLOSED]),
    State.SENT: ("info", State.NAMES[State.SENT]),
    State.CHECKED: ("info", State.NAMES[State.CHECKED]),
    State.RETURNED: ("bad", State.NAMES[State.RETURNED]),
    State.ACCEPTED: ("good", State.NAMES[State.ACCEPTED]),
    State.PAPER: ("good", State.NAMES[State.PAPER]),
    State.PAPER_MISSING: ("warn", State.NAMES[State.PAPER_MISSING]),
}


TO_MONTH = ("federation:month", {"code": tables.A("code"), "month": tables.A("month")})


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A group in a month: how it stands, and the figures that a meeting asks for; unknown ones are None."""

    code: str
    name: str
    state: str
    notes: str
    since: date | None
    heads: Heads
    url: str


def rows_of(found: Iterable[GroupStatus], *, network, month: date) -> list[MonthRow]:
    """Return the groups of a month as rows that lead to each one's page."""
    return [_row(status, network=network, month=month) for status in found]


def _row(status: GroupStatus, *, network, month: date) -> MonthRow:
    group = status.organisation
    page = "paper_month" if status.is_paper else "month_group"
    parts = {"code": network.code, "month": show_in_address(month), "group": group.code}
    notes = [
        (status.is_late, _("late")),
        (status.was_late and not status.is_late, _("sent late")),
        (bool(status.changed), _("figures changed since sent")),
        (bool(status.problems), _("does not tie")),
        (getattr(status.paper, "changed_late", False), _("changed after acceptance")),
        (not status.is_paper and status.state in State.HANDED_OVER and not status.is_closed, _("month still open")),
    ]
    return MonthRow(
        code=group.code,
        name=group.name,
        state=status.state,
        notes=", ".join(str(words) for holds, words in notes if holds),
        since=status.since and status.since.astimezone(BANGKOK).date(),
        heads=status.heads or Heads(),
        url=reverse(f"federation:{page}", kwargs=parts),
    )


class MonthTable(Table):
    """The groups of a month; money in baht."""

    code = tables.Column(verbose_name=_("Code"))
    name = OrganisationColumn(verbose_name=_("Group"), linkify=lambda record: record.url)
    state = StateColumn(states=STATES, verbose_name=_("State"))
    notes = tables.Column(verbose_name=_("Look at"), default="")
    since = ThaiDateColumn(verbose_name=_("Since"))
    members = CountColumn(accessor="heads__members_closing", total=True, verbose_name=_("Members"))
    satja = MoneyColumn(accessor="heads__satja_in", total=True, verbose_name=_("Satja paid in this month"))
    saved = MoneyColumn(accessor="heads__satja_closing", total=True, verbose_name=_("Satja in all"))
    lent = MoneyColumn(accessor="heads__loans_closing", total=True, verbose_name=_("Still lent"))
    late = MoneyColumn(accessor="heads__late", total=True, verbose_name=_("Lent on late loans"))
    money = MoneyColumn(accessor="heads__money", total=True, verbose_name=_("Cash and bank"))

    class Meta:
        orderable = False
        empty_text = _("No group yet.")


class MonthsTable(Table):
    """The months, newest first, and how many groups of each came how far."""

    month = MonthColumn(style="long", verbose_name=_("Month"), linkify=TO_MONTH)
    closed = CountColumn(verbose_name=_("Closed by their groups"))
    sent = CountColumn(verbose_name=_("Sent, to be checked"))
    checked = CountColumn(verbose_name=_("Checked, to be accepted"))
    returned = CountColumn(verbose_name=_("Returned"))
    accepted = CountColumn(verbose_name=_("Accepted"))
    paper = CountColumn(verbose_name=_("Entered from paper"))

    class Meta:
        orderable = False
        empty_text = _("There is no month yet.")

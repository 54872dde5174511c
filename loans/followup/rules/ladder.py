"""The steps from a friendly word to the court, as data: what, when, whose, and which law stands at the step.

Source: domain: 5.2 Escalation ladder.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from federation.kit.dates import last_day, next_month
from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _

SUIT_NOTICE_DAYS = 30


class Side(StrEnum):
    """Who sees to a step."""

    GROUP = "group"
    NETWORK = "network"
    LEGAL = "legal"


SIDES = {
    Side.GROUP: _("the group's committee"),
    Side.NETWORK: _("the network's committee"),
    Side.LEGAL: _("the network's legal unit"),
}


@dataclass(frozen=True)
class Rung:
    """A step of the ladder: so many months and days after the due date that was missed.

    wait: days between the step before and this one, so that people get time to act. gate: what the law says of it.
    """

    key: str
    title: Sentence
    what: Sentence
    short: Sentence
    months: int | None
    sides: frozenset
    days: int = 0
    gate: Sentence | str = ""
    wait: int = 0

    def due(self, unpaid_since: date) -> date | None:
        """Return the usual day of this step for a due date that was missed; None where a meeting decides."""
        if self.months is None:
            return None
        return months_later(unpaid_since, by=self.months) + timedelta(self.days)


GROUPS = frozenset({Side.GROUP})
HELPERS = frozenset({Side.GROUP, Side.NETWORK})
LAWYERS = frozenset({Side.NETWORK, Side.LEGAL})

_RUNGS = (
    Rung(
        "remind",
        _("Reminder of the meeting day"),
        _("A word before the due date; nothing is owed yet."),
        short=_("Reminder"),
        months=0,
        days=-3,
        sides=GROUPS,
        gate=_("Not a demand."),
    ),
    Rung(
        "call",
        _("A word or a call"),
        _("A friendly word, a call or a message by the group's own committee."),
        short=_("Word"),
        months=0,
        days=1,
        sides=GROUPS,
        gate=_("Once a day at most, and within the hours of the law."),
    ),
    Rung(
        "visit",
        _("Visit"),
        _("Go and see; write down why it was not paid: illness, crop, family, prices, flood."),
        short=_("Visit"),
        months=1,
        sides=GROUPS,
        gate=_("Only the debtor, or whom the debtor named in writing, may be told."),
        wait=7,
    ),
    Rung(
        "letter_1",
        _("First letter, and word to the guarantors"),
        _("A reminding letter to the borrower; a notice to each guarantor."),
        short=_("Letter 1"),
        months=1,
        days=7,
        sides=GROUPS,
        gate=_(
            "Guarantors are told within 60 days of the default, else later interest is not theirs (Civil Code s.686)."
        ),
        wait=7,
    ),
    Rung(
        "letter_2",
        _("Second letter, and a talk with the committee"),
        _("A second letter invites to the committee; a plan is made and signed."),
        short=_("Letter 2"),
        months=2,
        sides=GROUPS,
        gate=_("Owning up to the debt in writing starts the years of limitation anew (Civil Code s.193/14)."),
        wait=14,
    ),
    Rung(
        "guarantors",
        _("Guarantors join the talk"),
        _("Guarantors meet with the borrower and the committee; they help to pay, or take over. A third letter."),
        short=_("Guarantors"),
        months=3,
        sides=GROUPS,
        gate=_(
            "More time given to the borrower without the guarantor's consent frees the guarantor (Civil Code s.700)."
        ),
        wait=14,
    ),
    Rung(
        "network",
        _("The network helps"),
        _("The network's committee advises, or steps in to talk with both."),
        short=_("Network"),
        months=4,
        sides=HELPERS,
        gate=_("From here on the network's committee sees this case."),
        wait=14,
    ),
    Rung(
        "mediation",
        _("Mediation"),
        _("The community mediation centre or the district office; what is agreed is written and signed."),
        short=_("Mediation"),
        months=6,
        sides=HELPERS,
        gate=_("Mediation Act 2562; the district chief mediates up to 200,000 baht."),
        wait=30,
    ),
    Rung(
        "suit_notice",
        _("Notice before a suit"),
        _("A letter that names the day until which one can still pay or agree."),
        short=_("Notice"),
        months=9,
        sides=HELPERS | LAWYERS,
        gate=_("The letter leaves 30 days."),
        wait=30,
    ),
    Rung(
        "hand_over",
        _("Handed to the legal unit"),
        _("All papers go to the network's legal unit as one file."),
        short=_("Legal unit"),
        months=10,
        sides=HELPERS | LAWYERS,
        gate=_("Thirty days after the notice at the earliest."),
        wait=SUIT_NOTICE_DAYS,
    ),
    Rung(
        "court",
        _("Court"),
        _("A small claim at the court of the district; its dates and costs are written down."),
        short=_("Court"),
        months=12,
        sides=LAWYERS,
        gate=_(
            "A small claim goes up to 300,000 baht; a group that is not registered sues in the names of its committee."
        ),
        wait=30,
    ),
    Rung(
        "write_off",
        _("Written off by the general meeting"),
        _("The general meeting decides; the claim stays on a list."),
        short=_("Written off"),
        months=None,
        sides=GROUPS,
    ),
)

RUNGS: Mapping[str, Rung] = {rung.key: rung for rung in _RUNGS}
ORDER = tuple(RUNGS)
FIRST = "call"
OPENED = "opened"
HELP = "help"  # what only the network's people do, at no step of its own
LAW = frozenset({"suit_notice", "hand_over", "court"})

# What has to be done before a step: (step, days in between).
_FIRST_DO = {
    "letter_2": ("letter_1", 0),
    "guarantors": ("letter_1", 0),
    "suit_notice": ("letter_2", 0),
    "hand_over": ("suit_notice", SUIT_NOTICE_DAYS),
    "court": ("hand_over", 0),
}


def months_later(day: date, *, by: int) -> date:
    """Return the same day so many months later, or that month's last day where there is no such day."""
    month = next_month(day.replace(day=1), by=by)
    return month.replace(day=min(day.day, last_day(month).day))


def months_late(unpaid_since: date, *, on: date) -> int:
    """Return the full months since a due date."""
    months = (on.year - unpaid_since.year) * 12 + on.month - unpaid_since.month
    return months if months_later(unpaid_since, by=months) <= on else months - 1


def place(step: str) -> int:
    """Return how far up the ladder a step stands; 0 for a case that was only opened."""
    return ORDER.index(step) if step in RUNGS else 0


def opens_on(unpaid_since: date) -> date:
    """Return from which day a loan with a missed due date gets a case."""
    return RUNGS[FIRST].due(unpaid_since)


def usual_next(step: str, *, unpaid_since: date, on: date) -> tuple[str, date | None]:
    """Return the step that usually follows and its day: its own, but never before people had time since the last.

    step: the step the case has come to, or "opened". on: the day of that step. After the last there is none.
    """
    at = place(step) + 1
    if at >= len(ORDER):
        return "", None
    rung = RUNGS[ORDER[at]]
    usual = rung.due(unpaid_since)
    return rung.key, usual and max(usual, on + timedelta(rung.wait))


def not_yet(step: str, *, done: Iterable[tuple[str, date]], on: date) -> Sentence | None:
    """Return why a step can't be taken yet, or None. done: (step of the ladder, day) of what was done."""
    if step not in _FIRST_DO:
        return None
    before, days = _FIRST_DO[step]
    when = [day for key, day in done if key == before]
    if not when:
        return _("Before this comes: %(step)s.") % {"step": RUNGS[before].title}
    earliest = min(when) + timedelta(days)
    if on < earliest:
        return _("This step may follow %(days)s days after the one before it. Wait until then.") % {"days": days}
    return None

"""When a debtor or guarantor may be asked, and by whom.

Source: domain: 5.3 Debt Collection Act 2558; domain: 9 Consolidated defaults, caution 7.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from federation.kit.clock import BANGKOK
from federation.kit.dates import show_date
from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _
from loans.followup.rules.days import holiday, is_day_off
from loans.followup.rules.ladder import HELP, LAWYERS, RUNGS, SIDES, Side

MORNING = time(8)
EVENING = time(20)
EVENING_OF_A_DAY_OFF = time(18)


def hours_on(day: date) -> tuple[time, time]:
    """Return from when until when one may ask on a day: 08:00 to 20:00, on weekends and holidays to 18:00."""
    return MORNING, EVENING_OF_A_DAY_OFF if is_day_off(day) else EVENING


def outside_hours(day: date, hour: time) -> Sentence | None:
    """Return when one may ask instead, if the law does not allow that hour on that day; else None."""
    first, last = hours_on(day)
    if first <= hour <= last:
        return None
    words = _(
        "On %(day)s%(why)s the law allows asking from %(first)s to %(last)s only. Next time: %(next)s from 08.00."
    )
    following = day if hour < first else day + timedelta(1)
    shown = {"day": show_date(day), "why": _why(day), "first": f"{first:%H.%M}", "last": f"{last:%H.%M}"}
    return words % {**shown, "next": show_date(following)}


def _why(day: date) -> str:
    if name := holiday(day):
        return f" ({name})"
    return f" ({_('weekend')})" if is_day_off(day) else ""


def not_happened_yet(day: date, hour: time, *, now: datetime) -> bool:
    """Return whether a moment in Thailand lies ahead of `now`."""
    return datetime.combine(day, hour, tzinfo=BANGKOK) > now


def next_free_day(day: date, *, asked_on: Collection[date]) -> date:
    """Return the first day from `day` on at which this person has not been asked yet."""
    while day in asked_on:
        day += timedelta(1)
    return day


def sides_for(step: str) -> frozenset:
    """Return whose people may do a step: those of the ladder's, or anybody's for none in particular."""
    if step == HELP:
        return LAWYERS
    return RUNGS[step].sides if step in RUNGS else frozenset(Side)


@dataclass(frozen=True)
class Doer:
    """What counts about somebody who would see to a step."""

    public_post: str = ""
    is_borrower: bool = False
    is_guarantor: bool = False
    sides: frozenset = frozenset()


def why_not(doer: Doer, *, step: str = "") -> Sentence | None:
    """Return why somebody may not own or do a step of a case, or None. step: of the ladder, or none in particular."""
    if doer.public_post:
        return _("A state officer, kamnan or village headman may not ask others for their debts. Choose somebody else.")
    if doer.is_borrower:
        return _("The borrower cannot see to the own case. Choose somebody else.")
    if doer.is_guarantor:
        return _("A guarantor of this loan cannot see to its case. Choose somebody else.")
    if not doer.sides:
        return _("Only the committee of the group or of its network sees to a case. Choose somebody else.")
    owners = sides_for(step)
    if not owners & doer.sides:
        allowed = ", ".join(str(SIDES[side]) for side in Side if side in owners)
        return _("This step belongs to %(who)s. Choose somebody from there.") % {"who": allowed}
    return None

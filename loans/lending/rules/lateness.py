"""How late a loan is: from the oldest unpaid instalment, the days of pauses taken off. Source: features 92, 102."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from federation.kit.dates.months import days_in, months_between

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Paused:
    """A pause for flood or illness, both days included. interest_runs: whether interest goes on meanwhile."""

    first: date
    last: date
    interest_runs: bool = True

    @property
    def span(self) -> tuple[date, date]:
        """The days of the pause as a span that leaves its first day out, as interest counts."""
        return (self.first - DAY, self.last)


def days_late(unpaid_since: date | None, *, on: date, pauses: Iterable[Paused] = ()) -> int:
    """Return the days late on a day; 0 where nothing is unpaid or the due date lies ahead."""
    if unpaid_since is None or unpaid_since >= on:
        return 0
    return counted_days(unpaid_since, on, pauses)


def counted_days(first: date, last: date, pauses: Iterable[Paused]) -> int:
    """Return the days after `first` up to `last` that lie in no pause."""
    days, free_to = (last - first).days, first
    for pause in sorted(pauses, key=lambda p: p.first):
        start, end = max(pause.first - DAY, free_to), min(pause.last, last)
        if end > start:
            days -= (end - start).days
            free_to = end
    return days


def months_begun(first: date, last: date) -> int:
    """Return how many months have begun after `first` by `last`: 1 on the next day, 2 a month and a day later."""
    months = months_between(first, last)
    return months + (last.day > min(first.day, days_in(last.year, last.month)))

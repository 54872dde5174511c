"""By which day a group's month is to be with its network."""

from datetime import date, timedelta

from federation.kit.dates import last_day, next_month


def due_on(month: date, *, meeting_day: int) -> date:
    """Return the day before the network's first meeting after a month; of a short month its last day stands in.

    Source: domain, 4.3 Monthly report, deadline.
    """
    following = next_month(month)
    return following.replace(day=min(meeting_day, last_day(following).day)) - timedelta(days=1)

"""Meetings whose sheet is not entered yet: who paid there still counts as late until it is."""

from collections.abc import Iterable
from datetime import date

from federation.bylaws.queries import bylaws_of
from federation.kit.dates import last_day, month_of, month_range
from federation.ledger.months import open_month
from loans.arrears.queries.portfolio import LoanAt


def meetings_not_entered(organisation, *, on: date) -> list[date]:
    """Return the meeting days of open months, up to a day, that have no posted sheet; the oldest first.

    None where the bylaws fix no days. A sheet of another day of the month stands for the oldest meeting without one.
    Sheets stand above; they are read through the organisation. A constant number of queries.
    """
    days = bylaws_of(organisation, on=on)["meeting_days"] if organisation.book else ()
    if not days:
        return []
    first = open_month(organisation.book)
    posted = organisation.sheets.filter(network_id=organisation.network_key, state="posted", month__gte=first)
    held = set(posted.values_list("meeting_on", flat=True))
    missing = [day for month in month_range(first, on) for day in _without_sheet(month, days, held=held)]
    return [day for day in missing if day <= on]


def _without_sheet(month: date, days: Iterable[int], *, held: set[date]) -> list[date]:
    """Return the meeting days of a month for which none of the sheets held stands."""
    planned = {month.replace(day=min(day, last_day(month).day)) for day in days}
    moved = [day for day in held - planned if month_of(day) == month]
    return sorted(planned - held)[len(moved) :]


def waits_for_sheet(loan: LoanAt, meetings: Iterable[date]) -> bool:
    """Tell whether a loan is late only since a meeting whose sheet is not entered. meetings: the oldest first."""
    first = next(iter(meetings), None)
    return first is not None and loan.is_late and loan.since >= first

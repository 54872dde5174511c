"""Meetings whose sheet is not entered yet: who paid there still counts as late until it is."""

from collections.abc import Iterable
from datetime import date

from federation.bylaws.queries import bylaws_of, bylaws_of_all
from federation.kit.dates import last_day, month_of, month_range
from federation.ledger.months import open_month, open_months
from federation.organisations.models import Organisation
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
    return _missing(days, first=first, on=on, held=set(posted.values_list("meeting_on", flat=True)))


def meetings_of_all(network, organisations: Iterable[Organisation], *, on: date, bylaws=None) -> dict[int, list[date]]:
    """Return {organisation id: its meetings not entered} of those that have any; all kept by one network.

    As `meetings_not_entered`, for all at once. bylaws: of that day, where they were read already. A constant number of
    queries.
    """
    keeping = {one.pk: one for one in organisations if one.book_id}
    bylaws = bylaws or (bylaws_of_all(keeping.values(), on=on) if keeping else {})
    opened = open_months(network.network_key) if keeping else {}
    posted = Organisation.objects.filter(
        pk__in=keeping,
        sheets__network_id=network.network_key,
        sheets__state="posted",
        sheets__month__gte=min(opened.values(), default=on),
    )
    held: dict = {}
    for pk, day, month in posted.values_list("pk", "sheets__meeting_on", "sheets__month"):
        if month >= opened[keeping[pk].book_id]:
            held.setdefault(pk, set()).add(day)
    found = {
        pk: _missing(bylaws[pk]["meeting_days"], first=opened[one.book_id], on=on, held=held.get(pk, set()))
        for pk, one in keeping.items()
    }
    return {pk: days for pk, days in found.items() if days}


def _missing(days: Iterable[int], *, first: date, on: date, held: set[date]) -> list[date]:
    if not days or first > on:
        return []
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

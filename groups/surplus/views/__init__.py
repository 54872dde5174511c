"""Pages of a year's surplus: what they share."""

from datetime import date
from functools import wraps

from django.http import Http404
from django.shortcuts import redirect, render

from groups.surplus.models import YearState
from groups.surplus.queries.years import standing_close, years_of
from groups.surplus.rules import Year

PAGE = "groups/surplus/"
ADOPTED = (YearState.ADOPTED, YearState.PAID)


def page(request, name, organisation, *, status=200, **context):
    context |= {"organisation": organisation, "whose": organisation.name, "demo": organisation.is_demo}
    return render(request, f"{PAGE}{name}.html", context, status=status)


def year_or_404(request, organisation, until: str) -> Year:
    """Return the year of an organisation's book that ends on a day of the address."""
    if organisation.book_id is None:
        raise Http404
    try:
        day = date.fromisoformat(until)
    except ValueError:
        raise Http404 from None
    for year in years_of(organisation, today=request.today):
        if year.until == day:
            return year
    raise Http404


def of_close(*states):
    """Let a view have the close of the year in its address, where it is in one of these states; else show the year."""

    def guard(view):
        @wraps(view)
        def guarded(request, organisation, until, **kwargs):
            year = year_or_404(request, organisation, until)
            close = standing_close(organisation, until=year.until)
            if close is None or close.state not in states:
                return to_year(organisation, year)
            return view(request, organisation, close, **kwargs)

        return guarded

    return guard


def to_year(organisation, year):
    return redirect("groups:year", code=organisation.code, until=f"{year.until}")

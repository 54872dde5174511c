"""When putting somebody out is proposed: unpaid cases, or a yearly fee over its day. Only a person puts out."""

from collections.abc import Sequence
from datetime import date, timedelta

from welfare.funeral.rules.terms import Terms


def unpaid_that_count(unpaid: Sequence[bool], *, terms: Terms) -> list[int]:
    """Return which cases speak for putting out, by their place; none where they are too few.

    unpaid: of each case that fell due, oldest first. "Three cases" are a run, or so many in all, by the terms.

    >>> unpaid_that_count([True, True, False, True], terms=Terms(lapse_cases=3))
    []
    >>> unpaid_that_count([True, True, False, True], terms=Terms(lapse_cases=3, lapse_counts="in_all"))
    [0, 1, 3]
    """
    if not terms.lapse_cases:
        return []
    found = [at for at, open_still in enumerate(unpaid) if open_still]
    if terms.lapse_counts == "in_a_row":
        found = _longest_run(found)
    return found if len(found) >= terms.lapse_cases else []


def _longest_run(places: list[int]) -> list[int]:
    """Return the longest stretch of places that follow one another, the later of two equal ones."""
    best: list[int] = []
    run: list[int] = []
    for at in places:
        run = [*run, at] if run and at == run[-1] + 1 else [at]
        best = run if len(run) >= len(best) else best
    return best


def fee_day_passed(terms: Terms, *, on: date) -> date:
    """Return the latest day that ended a year's fee (model C) and lies before a day."""
    this_year = terms.yearly_due_on(on.year)
    return this_year if this_year < on else terms.yearly_due_on(on.year - 1)


def may_be_put_out_from(terms: Terms, *, noticed_on: date) -> date:
    """Return the first day on which who got a written notice may be put out."""
    return noticed_on + timedelta(days=terms.lapse_notice_days + 1)

"""Rates as people say them, per year, month or term, turned into the yearly fraction the arithmetic uses."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from federation.kit.refusals import NotReadable
from federation.kit.wording import gettext_lazy as _
from loans.schedules.rules.daycount import year_fraction
from loans.schedules.rules.plan import make_schedule
from loans.schedules.rules.terms import Terms

PERS = ("year", "month", "term")


class NotARate(NotReadable):
    """A rate for the whole term needs a term with some length."""


def yearly_rate(percent: Decimal, *, per: str) -> Fraction:
    """Return a rate in per cent of a year or month as a yearly fraction: 1 % a month is 12 % a year, 0.12."""
    return Fraction(percent) / 100 * {"year": 1, "month": 12}[per]


def with_rate(terms: Terms, *, percent: Decimal, per: str, payouts, **dates) -> Terms:
    """Return terms with the rate that someone said, in per cent per year, month or whole term.

    For the whole term the rate is divided by its length in years, by the terms' own day count. dates: what
    `make_schedule` takes besides. Raises `NotARate`, `NoSchedule`.
    """
    if per != "term":
        return replace(terms, yearly_rate=yearly_rate(percent, per=per))
    free = replace(terms, yearly_rate=Decimal(0))
    schedule = make_schedule(payouts, terms=free, **dates)
    years = year_fraction(schedule.payouts[0][0], schedule.rows[-1].due, free.counting, day=schedule.day)
    if not years:
        raise NotARate(_("The term is too short for a rate per term."), reason="rate")
    return replace(terms, yearly_rate=Fraction(percent) / 100 / years)

"""The equal instalment: worked out exactly for any lengths of periods, rounded, and evened out at the end."""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

from federation.kit.money import ZERO
from loans.schedules.rules.periods import Course, Period
from loans.schedules.rules.rounding import round_to
from loans.schedules.rules.terms import LEVEL, Terms, too_large_a_multiple

_DIGITS = 50
_ROUNDS = 3


def level_instalment(
    course: Course, periods: Sequence[Period], *, balance: Decimal, deferred: Decimal = ZERO
) -> Decimal:
    """Return the instalment in baht that repays a balance over these periods, by what is known within the first.

    It is rounded to the multiple of the terms, then evened out: where the last instalment would differ by more than
    half a multiple for each instalment, the difference is spread if that makes it less.
    deferred: baht of interest put off until the first of these periods.

    Source: features 78; domain: E5.
    """
    known = course.known_by(periods[0].last)
    exact = _exact(known, periods, balance=balance)
    instalment = _rounded(max(exact, Decimal(0)), known)
    if exact > 0 and not instalment:
        raise too_large_a_multiple()
    paying = sum(1 for period in periods if period.pays_principal)
    difference = _difference(known, periods, balance=balance, deferred=deferred, instalment=instalment)
    for _round in range(_ROUNDS):
        if abs(difference) <= (paying // 2) * known.terms.multiple or paying < 2:
            break
        tried = _rounded(max(instalment + difference / paying, Decimal(0)), known)
        left = _difference(known, periods, balance=balance, deferred=deferred, instalment=tried)
        if abs(left) >= abs(difference):
            break
        instalment, difference = tried, left
    return instalment


def balloon_of(course: Course) -> Decimal:
    """Return the baht of principal left to the last instalment."""
    if course.terms.method != "balloon":
        return ZERO
    lent = sum((amount for _on, amount in course.payouts), ZERO)
    return round_to(Fraction(lent) * Fraction(course.terms.balloon), mode=course.terms.rounding)


def _exact(known: Course, periods: Sequence[Period], *, balance: Decimal) -> Decimal:
    """Return the equal instalment, not rounded, that leaves nothing (or the balloon) after the last period.

    The balance after each period is owed − repaid × instalment; both grow by the period's interest.
    """
    with localcontext() as context:
        context.prec = _DIGITS
        owed, repaid = balance, Decimal(0)
        for period in periods:
            growth, on_fresh = (_decimal(exact) for exact in known.growth(period))
            if period.pays_principal:
                owed += owed * growth + on_fresh
                repaid += repaid * growth + 1
            owed += known.fresh(period)
        return (owed - balloon_of(known)) / repaid


def interest_within(period: Period, terms: Terms, *, own: Decimal, deferred: Decimal) -> Decimal:
    """Return the baht of interest that an instalment covers before its principal; the rest is due on top of it.

    own: of the period; deferred: put off by a grace or a pause until then.
    """
    if terms.method in LEVEL and terms.deferred_on_top:
        return own
    return own + deferred if period.pays_interest else ZERO


def _difference(
    known: Course, periods: Sequence[Period], *, balance: Decimal, deferred: Decimal, instalment: Decimal
) -> Decimal:
    """Return by how much the last instalment would exceed the others, in baht."""
    for period in periods:
        own = known.interest(period, balance=balance).own
        balance += known.fresh(period)
        within = interest_within(period, known.terms, own=own, deferred=deferred)
        due = balance + within
        if period.pays_principal:
            balance -= min(max(instalment - within, ZERO), balance)
        deferred = ZERO if period.pays_interest else deferred + own
    return due - balloon_of(known) - instalment


def _rounded(exact: Decimal, known: Course) -> Decimal:
    return round_to(exact, mode=known.terms.rounding, multiple=known.terms.multiple)


def _decimal(exact: Fraction) -> Decimal:
    return Decimal(exact.numerator) / Decimal(exact.denominator)

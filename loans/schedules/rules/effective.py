"""The effective yearly rate: what a loan really costs, fees included, and whether the law allows it."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from federation.kit.refusals import NotReadable
from federation.kit.wording import gettext_lazy as _
from loans.schedules.rules.daycount import year_fraction

CEILING = Decimal("0.15")  # a year; Civil and Commercial Code, section 654
_PLACES = Decimal("0.0001")
_STEPS = 200
_HIGHEST = Decimal(10) ** 9

Flow = tuple[date, Decimal]


class NoEffectiveRate(NotReadable):
    """No rate of zero or more explains these payments: too little comes back, or no time passes."""


def effective_yearly_rate(
    cash_out: Sequence[Flow], payments: Sequence[Flow], day_count: str, *, day: int | None = None
) -> Decimal:
    """Return the yearly rate as a fraction with four places: 0.2146 is 21.46 % a year.

    It is the rate that leaves nothing after the last payment when it is charged on the balance between dates by the
    day count: simple inside a span, carried to the balance at each payment. With monthly payments by 30/360 that is
    twelve times the monthly internal rate.

    cash_out: what the borrower got in hand, fees taken off. payments: all that was paid, in baht. day: as for
    `year_fraction`.
    Raises `NoEffectiveRate`.

    Source: domain: 1.5 Interest arithmetic and the 15 % cap.
    """
    flows = _spans([*cash_out, *((on, -amount) for on, amount in payments)], day_count=day_count, day=day)
    with localcontext() as context:
        context.prec = 40
        if _left(flows, Decimal(0)) > 0:
            raise NoEffectiveRate(_("Less is paid back than was lent."), reason="less")
        low, high = Decimal(0), Decimal(1)
        while _left(flows, high) < 0:
            low, high = high, high * 2
            if high > _HIGHEST:
                raise NoEffectiveRate(_("No time passes between the payout and the payments."), reason="no_time")
        for _step in range(_STEPS):
            middle = (low + high) / 2
            if high - low < _PLACES**5:
                break
            low, high = (middle, high) if _left(flows, middle) < 0 else (low, middle)
        return high.quantize(_PLACES**3).quantize(_PLACES, rounding=ROUND_HALF_UP)


def above_ceiling(yearly_rate: Decimal | Fraction) -> bool:
    """Return whether an effective yearly rate (a fraction) breaks the lawful ceiling.

    Measured at two places of a per cent: the satang of a rounded instalment do not make a loan unlawful.

    Source: domain: 1.5 Interest arithmetic and the 15 % cap.
    """
    return yearly_rate > CEILING


def _spans(flows: Sequence[Flow], *, day_count: str, day: int | None) -> list[tuple[Decimal, Decimal]]:
    """Return [(part of a year since the flow before, sum of the flows of that day)] in order of time."""
    by_day: dict[date, Decimal] = {}
    for on, amount in flows:
        by_day[on] = by_day.get(on, Decimal(0)) + amount
    dates = sorted(by_day)
    spans = []
    for before, on in zip([dates[0], *dates], dates, strict=False):
        part = year_fraction(before, on, day_count, day=day)
        with localcontext() as context:
            context.prec = 40
            spans.append((Decimal(part.numerator) / Decimal(part.denominator), by_day[on]))
    return spans


def _left(flows: Sequence[tuple[Decimal, Decimal]], yearly_rate: Decimal) -> Decimal:
    """Return what is still owed after the last flow if the balance bears this rate."""
    balance = Decimal(0)
    for part, amount in flows:
        balance += balance * yearly_rate * part + amount
    return balance

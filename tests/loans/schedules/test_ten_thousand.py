"""Ten thousand loans with numpy-financial as judge from outside.

The judge works in floats and rounds nothing. A schedule is allowed what rounding it must have: half a satang for each
interest, and the difference between its instalment and the exact one, both carried on by the interest itself. The
instalment may differ by half a satang, or by as much as evening out the last one takes.
"""

import random
from datetime import date
from decimal import Decimal

import numpy
import numpy_financial
import pytest

from loans.schedules.rules import Terms, make_schedule

LOANS = 10_000
HALF_SATANG = 0.005
FLOATS = 1e-6  # what the judge's own floats may be off
START = date(2026, 1, 31)


def drawn(seed, count):
    """Yield (baht, points of a per cent a month, instalments), the same ones every time."""
    dice = random.Random(seed)
    for _loan in range(count):
        yield Decimal(dice.randint(100_00, 300_000_00)).scaleb(-2), dice.randint(0, 300), dice.randint(2, 18)


def level(lent, points, count):
    terms = Terms(method="equal-instalment", yearly_rate=Decimal(points) * 12 / 10_000)
    return make_schedule([(START, lent)], terms=terms, instalments=count)


def judge_level(made, *, lent, rate):
    """Return what the judge holds against a schedule of equal instalments."""
    rows, count = made.rows, len(made.rows)
    paid = [float(row.total) for row in rows]
    exact = float(-numpy_financial.pmt(rate, count, float(lent)))
    off = abs(paid[0] - exact)
    after = numpy.arange(1, count + 1)
    judged = -numpy_financial.fv(rate, after, -exact, float(lent)) if rate else float(lent) - exact * after
    allowed = (HALF_SATANG + off) * ((1 + rate) ** after - 1) / rate if rate else (HALF_SATANG + off) * after
    apart = numpy.abs(numpy.array([float(row.balance) for row in rows]) - judged)
    wrong = [
        len(set(paid[:-1])) > 1 and "instalments are not equal",
        off > HALF_SATANG + FLOATS and not evened_out(made, exact) and f"instalment is {off} off",
        (apart[:-1] > allowed[:-1] + FLOATS).any() and "a balance is further off than rounding explains",
        abs(paid[-1] - exact) > allowed[-1] + HALF_SATANG + FLOATS and "the last instalment is too far off",
    ]
    return [what for what in wrong if what]


def evened_out(made, exact):
    """Tell whether an instalment a satang away brought the last one nearer to the others."""
    level, last, count = float(made.rows[0].total), float(made.rows[-1].total), len(made.rows)
    return abs(level - exact) <= 3 * HALF_SATANG and abs(last - level) <= count * 2 * HALF_SATANG


def test_ten_thousand_level_loans_agree_with_the_judge():
    found = []
    for lent, points, count in drawn("level", LOANS):
        made = level(lent, points, count)
        if wrong := judge_level(made, lent=lent, rate=points / 10_000):
            found.append((lent, points, count, wrong))

    assert found == []


@pytest.mark.parametrize("method", ["equal-principal", "flat", "bullet"])
def test_internal_rate_of_other_methods_agrees_with_the_judge(method):
    """300 of each; the judge sees only what is paid, so its rate is that of the satang paid."""
    for lent, points, count in drawn(method, 300):
        if lent < 1000:
            continue  # a satang more or less on a few baht moves the judge's root as well
        terms = Terms(method=method, yearly_rate=Decimal(points) * 12 / 10_000)
        made = make_schedule([(START, lent)], terms=terms, instalments=count)
        judged = 12 * numpy_financial.irr([-float(lent), *(float(row.total) for row in made.rows)])

        assert abs(Decimal(judged) - made.effective_yearly_rate) <= Decimal("0.00005001"), (lent, points, count)

"""Whether a product may be lent at all: what it costs at the worst, held against the lawful rate.

Source: domain: 1.5 Interest arithmetic and the 15 % cap, 9 Consolidated defaults; features 89.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from federation.kit.refusals import Refused
from federation.kit.wording import gettext_lazy as _
from loans.products.rules.parts import plain, short_baht
from loans.products.rules.terms import ProductTerms
from loans.schedules.rules import CEILING, Schedule, above_ceiling, make_schedule

EXAMPLE_START = date(2026, 1, 5)  # any day of the year does; the figures are those of an example
_STEP = Decimal("0.0001")


class RateNotLawful(Refused):
    """Raised for terms that can cost more than the law allows; no resolution makes them lawful."""


@dataclass(frozen=True)
class Case:
    """One loan that a product allows, and the yearly rate it really costs (a fraction, four places)."""

    amount: Decimal
    instalments: int
    yearly_rate: Decimal


def example_schedule(
    terms: ProductTerms, amount: Decimal, instalments: int, *, start: date = EXAMPLE_START
) -> Schedule:
    """Return the schedule of a loan of this amount in baht, paid out on a day. Raises `NoSchedule`."""
    return make_schedule(
        [(start, amount)],
        terms=terms.schedule,
        instalments=instalments,
        due_dates=terms.due_dates(start, instalments=instalments, day=start.day),
        fees=terms.fee.of(amount),
    )


def effective_yearly_rate_with(terms: ProductTerms, schedule: Schedule) -> Decimal:
    """Return what a loan costs a year at the worst, with its fee and its fines: a fraction, four places.

    It is the higher of two: the rate of a loan that is paid on time, and a yearly fine beside what overdue principal
    costs anyhow. A fine in baht is cut where the two reach the lawful rate, so it adds what is left up to there and no
    more.
    Raises `NoEffectiveRate`.
    """
    on_time = schedule.effective_yearly_rate
    if terms.fine.kind != "yearly":
        return on_time
    return max(on_time, (_cost_before_fines(terms, schedule) + terms.fine.yearly_rate).quantize(_STEP))


def effective_yearly_rate_of(terms: ProductTerms, amount: Decimal, instalments: int) -> Decimal:
    """Return what such a loan costs a year at the worst; see `effective_yearly_rate_with`."""
    return effective_yearly_rate_with(terms, example_schedule(terms, amount, instalments))


def most_fine_rate(terms: ProductTerms) -> Decimal:
    """Return the highest yearly rate, a fraction, that fines may add on what is overdue: what the law leaves."""
    left = max(CEILING - terms.contract_rate, Decimal(0))
    return min(terms.fine.yearly_rate, left) if terms.fine.kind == "yearly" else left if terms.fine else Decimal(0)


def late_yearly_rate(terms: ProductTerms, *, on_time: Decimal, worst: Decimal) -> Decimal:
    """Return the most that interest and fines come to a year, a fraction: fines stop where the lawful rate is reached.

    on_time, worst: what the loan costs paid on time, and by `effective_yearly_rate_with`.
    """
    return max(worst, min(CEILING, on_time + most_fine_rate(terms)))


def dearest_case(terms: ProductTerms) -> Case:
    """Return the dearest loan the terms allow: the least and the most amount, in the fewest and the most instalments.

    Raises `NoSchedule` where the terms fit no such loan.
    """
    return max(_cases(terms), key=lambda case: case.yearly_rate)


def check_lawful(terms: ProductTerms) -> None:
    """Raise `RateNotLawful` where a loan that the terms allow costs over 15 % a year, fee and fines included."""
    dearest = dearest_case(terms)
    if not above_ceiling(dearest.yearly_rate):
        return
    shown = {
        "rate": percent_words(dearest.yearly_rate),
        "amount": short_baht(dearest.amount),
        "n": dearest.instalments,
    }
    words = _(
        "A loan of %(amount)s baht in %(n)s instalments would cost %(rate)s a year, fee and fines included."
        " The law allows 15.00 %% (Civil Code, section 654), and no resolution makes more lawful."
    )
    raise RateNotLawful(words % shown, problems=[words % shown, *_remedies(terms, dearest)])


def highest_lawful_rate(terms: ProductTerms, amount: Decimal, instalments: int) -> Decimal | None:
    """Return the highest nominal yearly rate (a fraction, four places) at which this loan is lawful, if any is."""
    low, high = -1, int(CEILING / _STEP)
    while low < high:
        middle = (low + high + 1) // 2
        tried = replace(terms, schedule=replace(terms.schedule, yearly_rate=middle * _STEP))
        if above_ceiling(effective_yearly_rate_of(tried, amount, instalments)):
            high = middle - 1
        else:
            low = middle
    return None if low < 0 else low * _STEP


def percent_words(fraction: Decimal) -> str:
    """Return a fraction as a percentage with two places: "21.46 %"."""
    return f"{fraction * 100:.2f}\u00a0%"


def _cases(terms: ProductTerms) -> Iterator[Case]:
    for amount in (terms.most_amount, terms.least_amount):
        for instalments in (terms.most_instalments, fewest_instalments(terms)):
            yield Case(amount, instalments, effective_yearly_rate_of(terms, amount, instalments))


def fewest_instalments(terms: ProductTerms) -> int:
    """Return the fewest instalments that a schedule can have: graces end before the last, weights count them."""
    if terms.schedule.weights:
        return len(terms.schedule.weights)
    graces = max(terms.schedule.grace_principal, terms.schedule.grace_interest)
    return min(max(terms.least_instalments, graces + 1), terms.most_instalments)


def _cost_before_fines(terms: ProductTerms, schedule: Schedule) -> Decimal:
    """Return what overdue principal costs a year without fines: its interest, and what a fee adds to it.

    Flat interest counts as what it really costs. The satang of rounded instalments leave no less room for a fine.
    """
    if terms.schedule.method == "flat":
        return schedule.effective_yearly_rate
    if not schedule.fees:
        return terms.contract_rate
    of_fees = schedule.effective_yearly_rate - replace(schedule, fees=Decimal(0)).effective_yearly_rate
    return terms.contract_rate + of_fees


def _remedies(terms: ProductTerms, case: Case):
    """Yield what would make the dearest loan lawful: another rate, a smaller fine, a smaller fee."""
    unfined = replace(terms, fine=type(terms.fine)())
    if not above_ceiling(effective_yearly_rate_of(unfined, case.amount, case.instalments)):
        left = {"most": percent_words(max(CEILING - case.yearly_rate + terms.fine.yearly_rate, Decimal(0)))}
        if terms.fee:
            yield _("Beside this interest and fee, a fine of at most %(most)s a year is lawful.") % left
        else:
            yield _("Beside this interest, a fine of at most %(most)s a year is lawful.") % left
        return
    highest = highest_lawful_rate(unfined, case.amount, case.instalments)
    if highest is None:
        yield _(
            "Even without interest the fee is too high. Lower it, or set a higher least amount or more instalments."
        )
        return
    shown = {"rate": percent_words(highest), "month": plain((highest * 100 / 12).quantize(Decimal("0.01")))}
    yield _("With the same instalments, at most %(rate)s a year is lawful (%(month)s %% a month).") % shown
    if terms.schedule.method == "flat":
        yield _("Reckoned on what is still owed instead, %(month)s %% a month is lawful.") % {
            "month": plain(CEILING * 100 / 12)
        }
    if terms.fee:
        yield _("A higher least amount, more instalments or a lower fee makes room too.")

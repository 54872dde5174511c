"""What every schedule must be, whatever its terms; and what each choice of terms does."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.kit.refusals import NotReadable
from loans.schedules.rules import (
    DAY_COUNTS,
    BadTerms,
    Every,
    NoSchedule,
    Pause,
    Terms,
    make_schedule,
    round_to,
)

START = date(2026, 1, 31)
METHODS_BY_RATE = ("equal-instalment", "equal-principal", "flat", "bullet", "percent", "balloon")


def terms(method="equal-instalment", rate="0.12", **more):
    return Terms(method=method, yearly_rate=Decimal(rate), **more)


def schedule(amount=12000, *, instalments=6, of=None, **more):
    return make_schedule([(START, Decimal(amount))], terms=of or terms(), instalments=instalments, **more)


def totals(made):
    return [row.total for row in made.rows]


baht = st.integers(100_00, 500_000_00).map(lambda satang: Decimal(satang).scaleb(-2))
days = st.dates(date(2020, 1, 1), date(2031, 12, 31))
rates = st.integers(0, 3600).map(lambda points: Decimal(points).scaleb(-4))


@st.composite
def loans(draw):
    """Draw a loan with anything a group may agree on."""
    method, instalments = draw(st.sampled_from(METHODS_BY_RATE)), draw(st.integers(2, 18))
    start = draw(days)
    grace = st.integers(0, min(3, instalments - 1))
    grace_principal = draw(grace)
    share = Decimal(draw(st.integers(1, 99))) / 100
    of = Terms(
        method=method,
        yearly_rate=draw(rates),
        every=Every(*draw(st.sampled_from([(1, "month"), (3, "month"), (2, "week"), (15, "day")]))),
        day_count=draw(st.sampled_from(DAY_COUNTS)),
        rounding=draw(st.sampled_from(["half-up", "half-even"])),
        multiple=draw(st.sampled_from([Decimal("0.01"), Decimal("1.00")])),
        grace_principal=grace_principal,
        grace_interest=draw(grace),
        grace_charge=draw(grace),
        deferred_on_top=draw(st.booleans()),
        percent=share / (instalments - grace_principal) if method == "percent" else None,
        balloon=share if method == "balloon" else None,
    )
    payouts = [(start, draw(baht))]
    if draw(st.booleans()):
        payouts.append((start + timedelta(draw(st.integers(0, 12))), draw(baht)))
    changes = [(start + timedelta(draw(st.integers(1, 200))), draw(rates))] if draw(st.booleans()) else []
    pause_from = start + timedelta(draw(st.integers(20, 120)))
    pauses = [Pause(pause_from, pause_from + timedelta(70), charge=draw(st.booleans()))] if draw(st.booleans()) else []
    return payouts, {"terms": of, "instalments": instalments, "rates": changes, "pauses": pauses}


@settings(max_examples=400, deadline=None)
@given(loans())
def test_every_schedule_repays_exactly_what_was_lent_and_never_a_negative_part(loan):
    payouts, how = loan
    try:
        made = make_schedule(payouts, **how)
    except BadTerms as refusal:  # a multiple of one baht can be too much for a small loan in many parts
        assert refusal.reason == "multiple"
        return

    assert made.principal_total == sum(amount for _on, amount in payouts)
    assert made.rows[-1].balance == 0
    for row in made.rows:
        assert min(row.principal, row.interest, row.balance) >= 0
        assert row.total == row.principal + row.interest
        assert (row.principal, row.interest) == (round(row.principal, 2), round(row.interest, 2))
    dues = [row.due for row in made.rows]
    assert dues == sorted(set(dues)) and dues[0] > payouts[0][0]
    assert [row.n for row in made.rows] == list(range(1, len(dues) + 1)) and len(dues) <= how["instalments"]
    assert not any(pause.first <= due <= pause.last for pause in how["pauses"] for due in dues)


@settings(max_examples=300, deadline=None)
@given(loans())
def test_every_figure_of_interest_is_the_sum_of_its_steps_rounded_once(loan):
    payouts, how = loan
    try:
        made = make_schedule(payouts, **how)
    except BadTerms:
        return

    for row in made.rows:
        assert recomputed(row.workings, how["terms"]) == row.interest


def recomputed(workings, of):
    """Work a figure out again from nothing but what its workings show."""
    figure = Decimal("0.00")
    for part in (*workings.carried, workings):
        exact = sum((Fraction(s.balance) * Fraction(s.yearly_rate) * s.part for s in part.steps), Fraction(0))
        share = max((exact - Fraction(part.charged)) / part.parts, Fraction(0))
        own = round_to(share, mode=of.rounding, multiple=part.multiple)
        figure += own if part.most is None else min(own, part.most)
    return figure


def test_whole_term_of_a_flat_loan_is_charged_to_the_satang():
    made = schedule(10000, instalments=7, of=terms("flat", "0.1", day_count="actual/365"))

    days_in_all = (made.rows[-1].due - START).days
    assert made.interest_total == round_to(Fraction(1000) * days_in_all / 365)
    assert len({row.interest for row in made.rows[:-1]}) == 1


def test_flat_interest_too_small_to_divide_is_charged_only_once():
    made = schedule(10, instalments=12, of=terms("flat", "0.006"))

    assert made.interest_total == Decimal("0.06")
    assert [row.interest for row in made.rows[:7]] == [Decimal("0.01")] * 6 + [Decimal("0.00")]


def test_end_of_month_is_clamped_and_restored():
    assert [row.due for row in schedule(instalments=3).rows] == [
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]


def test_bullet_pays_interest_each_time_and_the_principal_at_the_end():
    made = schedule(of=terms("bullet"), instalments=3)

    assert totals(made) == [Decimal("120.00"), Decimal("120.00"), Decimal("12120.00")]


def test_percent_of_principal_leaves_the_rest_to_the_last():
    made = schedule(of=terms("percent", percent=Decimal("0.1")), instalments=4)

    assert [row.principal for row in made.rows] == [Decimal("1200.00")] * 3 + [Decimal("8400.00")]
    assert [row.interest for row in made.rows] == [Decimal(d) for d in ("120.00", "108.00", "96.00", "84.00")]


def test_balloon_is_left_to_the_last_instalment():
    made = schedule(of=terms("balloon", balloon=Decimal("0.5")), instalments=6)

    level = made.rows[0].total
    assert {row.total for row in made.rows[:-1]} == {level}
    assert abs(made.rows[-1].total - level - 6000) <= Decimal("0.03")


def test_seasonal_loan_repays_on_harvest_days_by_weight():
    of = terms("seasonal", "0.10", day_count="actual/365", weights=(1, 3))
    made = schedule(of=of, instalments=None, due_dates=[date(2026, 6, 15), date(2026, 12, 15)])

    assert [(row.principal, row.interest) for row in made.rows] == [
        (Decimal("3000.00"), Decimal("443.84")),  # 12,000 × 10 % × 135/365
        (Decimal("9000.00"), Decimal("451.23")),  # 9,000 × 10 % × 183/365
    ]


def test_interest_put_off_falls_due_with_the_next_instalment_without_interest_on_it():
    made = schedule(of=terms("equal-principal", grace_interest=2), instalments=4)

    assert [row.interest for row in made.rows] == [Decimal(d) for d in ("0.00", "0.00", "270.00", "30.00")]


def test_interest_put_off_lies_within_a_level_instalment_or_on_top_of_it():
    within = schedule(of=terms(grace_interest=2))
    on_top = schedule(of=terms(grace_interest=2, deferred_on_top=True))

    assert len(set(totals(within)[:-1])) == 1
    assert totals(on_top)[2] - totals(on_top)[3] == on_top.rows[2].workings.carried[0].own * 2 - Decimal("19.51")


def test_periods_without_charge_bear_nothing_at_all():
    made = schedule(of=terms("equal-principal", grace_charge=2), instalments=4)

    assert [row.interest for row in made.rows] == [Decimal(d) for d in ("0.00", "0.00", "60.00", "30.00")]


@pytest.mark.parametrize(("charge", "interest"), [(True, "300.00"), (False, "100.00")])
def test_pause_moves_the_dates_on_and_its_interest_falls_due_after_it(charge, interest):
    pause = Pause(date(2026, 3, 1), date(2026, 4, 30), charge=charge)
    made = schedule(of=terms("equal-principal"), pauses=[pause])

    assert [row.due for row in made.rows[:3]] == [date(2026, 2, 28), date(2026, 5, 31), date(2026, 6, 30)]
    assert (made.rows[1].interest, made.rows[1].days) == (Decimal(interest), 92)


@pytest.mark.parametrize("method", ["equal-instalment", "flat"])
def test_payout_within_a_pause_is_worked_into_the_rest(method):
    lent = [(START, Decimal(12000)), (date(2026, 4, 15), Decimal(6000))]
    pause = Pause(date(2026, 4, 1), date(2026, 5, 15), charge=False)
    rows = make_schedule(lent, terms=terms(method), instalments=6, pauses=[pause]).rows

    assert rows[2].total > rows[1].total + 1000
    assert max(row.total for row in rows[2:]) - min(row.total for row in rows[2:]) < 1


def test_rate_change_shows_both_segments_in_the_workings():
    made = schedule(of=terms("equal-principal", day_count="actual/365"), rates=[(date(2026, 2, 15), Decimal("0.06"))])

    steps = made.rows[0].workings.steps
    assert [(step.days, step.yearly_rate) for step in steps] == [(15, Decimal("0.12")), (13, Decimal("0.06"))]


def test_multiple_of_ten_baht_leaves_the_difference_to_the_last():
    made = schedule(10000, instalments=12, of=terms(multiple=Decimal("10.00")))

    assert {row.total for row in made.rows[:-1]} == {Decimal("890.00")}
    assert made.rows[-1].total == Decimal("870.81")


def test_rounding_up_to_a_large_multiple_ends_the_loan_sooner():
    made = schedule(1000, instalments=12, of=terms("equal-principal", multiple=Decimal("100.00")))

    assert [row.principal for row in made.rows] == [Decimal("100.00")] * 10


@pytest.mark.parametrize(
    ("reason", "how"),
    [
        ("instalments", {"instalments": 0}),
        ("instalments", {"instalments": 601}),
        ("first_due", {"instalments": 2, "first_due": START}),
        ("grace_interest", {"instalments": 2, "of": terms(grace_interest=2)}),
        ("grace_principal", {"instalments": 2, "of": terms(grace_principal=2)}),
        ("percent", {"instalments": 11, "of": terms("percent", percent=Decimal("0.1"))}),
        ("fees", {"fees": Decimal(12000)}),
        ("instalment", {"instalment": Decimal(0)}),
        ("rate", {"rates": [(date(2026, 3, 1), Decimal("-0.01"))]}),
        ("day", {"day": 32}),
        ("day", {"first_due": date(2026, 3, 5), "day": 20}),
        ("payout", {"amount": 0}),
        ("due_dates", {"instalments": None, "due_dates": [date(2026, 5, 1), date(2026, 4, 1)]}),
        ("weights", {"instalments": None, "of": terms("seasonal", weights=(1, 1)), "due_dates": [date(2026, 5, 1)]}),
        ("multiple", {"amount": 100, "instalments": 12, "of": terms(multiple=Decimal("100.00"))}),
    ],
)
def test_contradicting_figures_are_refused_by_reason(reason, how):
    with pytest.raises((NoSchedule, BadTerms)) as refused:
        schedule(**how)

    assert refused.value.reason == reason


def test_loan_past_the_end_of_the_calendar_is_refused():
    with pytest.raises(NotReadable) as refused:
        make_schedule([(date(9999, 6, 1), Decimal(1200))], terms=terms(), instalments=12)

    assert refused.value.reason == "too_long"


@pytest.mark.parametrize("last", [date(2026, 1, 30), date(2046, 1, 31)])
def test_pause_that_nobody_means_is_refused(last):
    with pytest.raises(NotReadable):
        Pause(START, last)


def test_payout_after_the_last_instalment_is_refused():
    with pytest.raises(NoSchedule) as refused:
        make_schedule([(START, Decimal(1)), (date(2027, 1, 1), Decimal(1))], terms=terms(), instalments=3)

    assert refused.value.reason == "payout_late"

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.promises.rules import ZERO, Short, Sitting, fine_due, recount, settle

JAN, FEB, MAR, APR = (date(2026, month, 1) for month in range(1, 5))
D = Decimal


def sitting(month, satja, *, day=5, fine="0.00", excused=False):
    return Sitting(month, month.replace(day=day), D(satja), D(fine), excused)


def ten_baht(_sitting):
    return D("10.00")


def settled(shorts, sitting, *, promised="100.00", brought="0.00", rate_of=ten_baht):
    return settle(shorts, sitting, promised=D(promised), brought=D(brought), rate_of=rate_of)


def counted(sittings, *, promised="100.00"):
    return recount(sittings, promised_at=lambda _sitting: D(promised), rate_of=ten_baht)


def shown(shorts):
    return [(short.month.month, str(short.paid), short.excused, str(short.fined)) for short in shorts]


def test_a_promise_kept_leaves_nothing_short():
    assert counted([sitting(JAN, "100.00"), sitting(FEB, "100.00")]) == []


def test_a_month_without_money_is_short_by_the_whole_promise():
    [short] = counted([sitting(JAN, "0.00")])

    assert (short.month, short.missing, short.fine) == (JAN, D("100.00"), D("10.00"))


def test_excess_makes_up_the_oldest_month_first():
    sittings = [sitting(JAN, "40.00"), sitting(FEB, "0.00"), sitting(MAR, "210.00")]

    shorts = counted(sittings)

    assert shown(shorts) == [(1, "100.00", False, "0.00"), (2, "50.00", False, "0.00")]


def test_two_meetings_of_a_month_keep_its_promise_together():
    sittings = [sitting(JAN, "60.00"), sitting(JAN, "40.00", day=20)]

    assert counted(sittings) == []


def test_the_second_meeting_of_a_month_is_not_a_make_up_of_it():
    first = settled([], sitting(JAN, "60.00"))

    assert shown(first) == [(1, "60.00", False, "0.00")]
    assert settled(first, sitting(JAN, "40.00", day=20), brought="60.00") == []


def test_a_fine_is_due_once_a_month_is_made_up_and_not_before():
    short = settled([], sitting(JAN, "0.00"))
    made_up = settled(short, sitting(FEB, "200.00"))

    assert fine_due(short) == ZERO
    assert fine_due(made_up) == D("10.00")


def test_a_fine_brought_with_the_make_up_is_not_asked_again():
    short = settled([], sitting(JAN, "0.00"))
    made_up = settled(short, sitting(FEB, "200.00", fine="10.00"))

    assert fine_due(made_up) == ZERO
    assert shown(made_up) == [(1, "100.00", False, "10.00")]


def test_part_of_a_fine_leaves_the_rest_due():
    short = settled([], sitting(JAN, "0.00"))
    made_up = settled(short, sitting(FEB, "200.00", fine="4.00"))

    assert fine_due(made_up) == D("6.00")


def test_an_excused_month_is_made_up_without_a_fine():
    short = settled([], sitting(JAN, "0.00", excused=True))
    made_up = settled(short, sitting(FEB, "200.00"))

    assert made_up == [Short(JAN, D("100.00"), D("100.00"), excused=True, fine=D("10.00"))]
    assert fine_due(made_up) == ZERO


def test_the_fine_is_the_one_of_the_day_it_was_missed():
    short = settled([], sitting(JAN, "0.00"), rate_of=lambda s: D(s.month.month * 10))
    made_up = settled(short, sitting(FEB, "200.00"), rate_of=lambda s: D(s.month.month * 10))

    assert fine_due(made_up) == D("10.00")


def test_a_fine_beyond_what_is_due_settles_the_open_months_in_advance_and_no_more():
    sittings = [sitting(JAN, "0.00"), sitting(FEB, "0.00"), sitting(MAR, "200.00", fine="50.00")]

    shorts = counted(sittings)

    assert [short.fined for short in shorts] == [D("10.00"), D("10.00")]


def test_without_a_promise_nothing_is_short():
    assert counted([sitting(JAN, "0.00"), sitting(FEB, "50.00")], promised="0.00") == []


amounts = st.integers(0, 30_000).map(lambda satang: D(satang) / 100)
meetings = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from([5, 20]), amounts, amounts, st.booleans()),
    unique_by=lambda m: m[:2],
    max_size=12,
).map(
    lambda rows: [
        Sitting(date(2026, 1 + month, 1), date(2026, 1 + month, day), satja, fine, excused)
        for month, day, satja, fine, excused in rows
    ]
)


@settings(max_examples=300, deadline=None)
@given(meetings, st.randoms(), amounts)
def test_settling_one_by_one_is_the_recount_in_whatever_order_it_reads(sittings, random, promise):
    shorts, brought = [], {}
    for one in sorted(sittings, key=lambda s: s.on):
        shorts = settled(shorts, one, promised=promise, brought=brought.get(one.month, ZERO))
        brought[one.month] = brought.get(one.month, ZERO) + one.satja
    shuffled = sittings[:]
    random.shuffle(shuffled)

    assert counted(shuffled, promised=promise) == shorts


@settings(max_examples=300, deadline=None)
@given(meetings, amounts)
def test_what_is_missing_is_what_was_promised_less_what_came_up_to_the_promise_so_far(sittings, promise):
    """Sums, by another road: money only settles its own month and earlier ones."""
    shorts = counted(sittings, promised=promise)

    missing = ZERO
    for month in sorted({s.month for s in sittings}):
        came = sum((s.satja for s in sittings if s.month == month), ZERO)
        missing = missing + promise - came if came < promise else max(missing - (came - promise), ZERO)
    assert sum((short.missing for short in shorts), ZERO) == missing
    assert all(ZERO <= short.paid <= short.promised and ZERO <= short.fined <= short.fine for short in shorts)


@settings(max_examples=300, deadline=None)
@given(meetings, amounts)
def test_older_months_are_made_up_before_younger_ones(sittings, promise):
    shorts = counted(sittings, promised=promise)

    touched_late = [s for s in shorts if s.is_open]
    own = {m: sum((s.satja for s in sittings if s.month == m), ZERO) for m in {s.month for s in sittings}}
    for older, younger in zip(touched_late, touched_late[1:], strict=False):
        assert younger.paid == own[younger.month], (older, younger)


@pytest.mark.parametrize("fine", ["0.00", "3.00", "10.00", "500.00"])
def test_fines_never_settle_satja(fine):
    shorts = counted([sitting(JAN, "0.00"), sitting(FEB, "100.00", fine=fine)])

    assert [short.paid for short in shorts] == [ZERO]

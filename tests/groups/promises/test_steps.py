from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from federation.bylaws.steps import set_bylaw_step
from groups.promises.models import Promise, ShortMonth
from groups.promises.queries import (
    all_short_months,
    kept_months,
    month_of_members,
    open_short_months,
    promises_on,
    recounted,
)
from groups.promises.steps import NotThatPromise, promise_step, settle_sheet_step
from groups.registry.models import MembershipState
from groups.registry.steps import change_state_step
from groups.sheets.steps import RowIn, book_sheet_step
from tests import builders
from tests.builders import AT, BOOKS_FROM

pytestmark = pytest.mark.django_db
D = Decimal
JAN, FEB, MAR, APR = (date(2026, month, 1) for month in range(1, 5))


@transaction.atomic
def sheet(group, month, rows, *, day=5):
    """Post a sheet: rows are {member: "100.00"} or {member: {column: baht}}; "excused" for who asked leave."""

    def row(membership, paid):
        if paid == "excused":
            return RowIn(membership, {}, "excused")
        amounts = paid if isinstance(paid, dict) else {"satja": paid}
        return RowIn(membership, {code: D(amount) for code, amount in amounts.items()}, "part")

    return book_sheet_step(
        group,
        meeting_on=month.replace(day=day),
        rows=[row(membership, paid) for membership, paid in rows.items()],
        by=builders.user("treasurer"),
        at=AT,
    )


def set_bylaw(group, rule, value, *, holds_from=BOOKS_FROM):
    set_bylaw_step(
        group,
        rule=rule,
        value=value,
        holds_from=holds_from,
        resolution_no="1/2569",
        resolution_on=holds_from,
        resolution_text="ที่ประชุมเห็นชอบ",
        by=builders.user("chair"),
        at=AT,
    )


def shown(membership):
    return [
        (short.month.month, str(short.paid), str(short.promised), short.excused)
        for short in all_short_months([membership]).get(membership.pk, [])
    ]


@pytest.fixture
def group():
    return builders.group()


@pytest.fixture
def anon(group):
    return builders.member(group, "อานนท์", promise="100.00")


@pytest.fixture
def busaba(group):
    return builders.member(group, "บุษบา", promise="50.00")


def test_a_sheet_leaves_short_who_did_not_keep_the_promise(group, anon, busaba):
    sheet(group, JAN, {anon: "100.00", busaba: "20.00"})

    assert shown(anon) == []
    assert shown(busaba) == [(1, "20.00", "50.00", False)]


def test_a_later_sheet_makes_up_the_oldest_month(group, anon, busaba):
    sheet(group, JAN, {anon: "0.00", busaba: "50.00"})
    sheet(group, FEB, {anon: "0.00", busaba: "50.00"})

    sheet(group, MAR, {anon: "250.00", busaba: "50.00"})

    assert shown(anon) == [(1, "100.00", "100.00", False), (2, "50.00", "100.00", False)]
    assert [short.month for short in open_short_months([anon, busaba])[anon.pk]] == [FEB]


def test_two_meetings_of_a_month_keep_its_promise_together(group, anon):
    sheet(group, JAN, {anon: "60.00"})
    assert shown(anon) == [(1, "60.00", "100.00", False)]

    sheet(group, JAN, {anon: "40.00"}, day=20)

    assert shown(anon) == []


def test_a_sheet_posted_late_is_counted_as_if_it_came_in_time(group, anon, busaba):
    sheet(group, FEB, {anon: "200.00", busaba: "50.00"})
    assert shown(anon) == []

    sheet(group, JAN, {anon: "0.00", busaba: "50.00"})

    assert shown(anon) == [(1, "100.00", "100.00", False)]


def test_who_was_excused_is_short_and_not_fined(group, anon, busaba):
    sheet(group, JAN, {anon: "excused", busaba: "50.00"})
    sheet(group, FEB, {anon: "200.00", busaba: "50.00"})

    assert shown(anon) == [(1, "100.00", "100.00", True)]


def test_months_before_the_books_follow_a_member_are_not_short(group):
    late = builders.member(group, "มาทีหลัง", joined_on=date(2026, 2, 10))
    other = builders.member(group, "เพื่อน")

    sheet(group, JAN, {late: "0.00", other: "100.00"})
    sheet(group, FEB, {late: "0.00", other: "100.00"})

    assert shown(late) == [(2, "0.00", "100.00", False)]


def test_on_hold_nothing_is_missed(group, anon, busaba):
    change_state_step(
        anon, state=MembershipState.ON_HOLD, on=date(2026, 2, 1), reason="ไปทำงานต่างจังหวัด", by=builders.user(), at=AT
    )
    for month in (JAN, FEB):
        sheet(group, month, {anon: "0.00", busaba: "50.00"})
    change_state_step(anon, state=MembershipState.ADMITTED, on=date(2026, 3, 1), by=builders.user(), at=AT)
    sheet(group, MAR, {anon: "0.00", busaba: "50.00"})

    assert [month for month, *_rest in shown(anon)] == [1, 3]


def test_the_fine_is_kept_as_the_bylaws_asked_when_it_was_missed(group, anon, busaba):
    sheet(group, JAN, {anon: "0.00", busaba: "50.00"})
    set_bylaw(group, "late_fine_month", D("20.00"), holds_from=BOOKS_FROM)

    sheet(group, FEB, {anon: "0.00", busaba: "50.00"})

    assert list(ShortMonth.objects.order_by("month").values_list("fine", flat=True)) == [D("10.00"), D("20.00")]


def test_recounting_all_sheets_gives_what_settling_one_by_one_gave(group, anon, busaba):
    sheet(group, FEB, {anon: "150.00", busaba: "excused"})
    sheet(group, JAN, {anon: "30.00", busaba: "50.00"})
    sheet(group, MAR, {anon: {"satja": "120.00", "fine": "10.00"}, busaba: "0.00"})
    sheet(group, MAR, {anon: "100.00", busaba: "100.00"}, day=20)
    members = [anon, busaba]
    known = all_short_months(members)

    again = recounted(members, known=known)

    assert {m.pk: shorts for m, shorts in again.items() if shorts} == {
        pk: [row.short for row in rows] for pk, rows in known.items()
    }
    assert shown(anon) != [] and shown(busaba) != []


def test_settling_a_sheet_costs_as_many_queries_for_ten_as_for_two(group, django_assert_num_queries):
    members = builders.members(group, 10)
    for many in (members[:2], members):
        sheet(group, JAN if many is not members else FEB, dict.fromkeys(many, "50.00"))
    rows = [(membership, {"satja": D("60.00")}, False) for membership in members]

    for month, some in ((MAR, rows[:2]), (APR, rows)):
        with django_assert_num_queries(6):
            settle_sheet_step(some, month=month, on=month.replace(day=5))


def test_a_promise_holds_from_its_month_on(group, anon):
    promise_step(anon, amount=D("200.00"), from_month=date(2027, 1, 1), by=builders.user(), at=AT)

    assert promises_on([anon], date(2026, 12, 1)) == {anon.pk: D("100.00")}
    assert promises_on([anon], date(2027, 1, 1)) == {anon.pk: D("200.00")}


@pytest.mark.parametrize(
    ("amount", "month", "field"),
    [
        ("5.00", date(2027, 1, 1), "amount"),
        ("1000.01", date(2027, 1, 1), "amount"),
        ("200.00", date(2026, 6, 1), "from_month"),
        ("200.00", date(2025, 12, 1), "from_month"),
    ],
)
def test_a_promise_the_bylaws_do_not_allow(group, anon, amount, month, field):
    with pytest.raises(NotThatPromise) as caught:
        promise_step(anon, amount=D(amount), from_month=month, by=builders.user(), at=AT)

    assert list(caught.value.fields) == [field]
    assert Promise.objects.count() == 1


def test_a_resolution_allows_a_lower_promise_in_the_middle_of_the_year(group, anon):
    promise_step(anon, amount=D("5.00"), from_month=date(2026, 6, 1), resolution_no="6/2569", by=builders.user(), at=AT)

    assert promises_on([anon], date(2026, 6, 1)) == {anon.pk: D("5.00")}


def test_promises_change_in_any_month_where_the_bylaws_say_so(group, anon):
    set_bylaw(group, "promise_change", "any_month")

    promise_step(anon, amount=D("200.00"), from_month=date(2026, 6, 1), by=builders.user(), at=AT)

    assert promises_on([anon], date(2026, 6, 1)) == {anon.pk: D("200.00")}


def test_a_month_already_posted_keeps_its_promise(group, anon):
    set_bylaw(group, "promise_change", "any_month")
    sheet(group, MAR, {anon: "100.00"})

    with pytest.raises(NotThatPromise, match="2569"):
        promise_step(anon, amount=D("200.00"), from_month=MAR, by=builders.user(), at=AT)
    promise_step(anon, amount=D("200.00"), from_month=APR, by=builders.user(), at=AT)


def test_where_promises_buy_shares_they_are_whole_shares(group, anon):
    set_bylaw(group, "satja_goes_to", "shares")
    set_bylaw(group, "promise_change", "any_month")

    with pytest.raises(NotThatPromise):
        promise_step(anon, amount=D("105.00"), from_month=FEB, by=builders.user(), at=AT)


def test_a_promise_not_yet_used_is_put_right(group, anon):
    promise_step(anon, amount=D("150.00"), from_month=JAN, by=builders.user(), at=AT)

    assert promises_on([anon], JAN) == {anon.pk: D("150.00")}
    assert Promise.objects.count() == 1


def test_every_month_shows_what_was_promised_brought_and_made_up(group, anon, busaba):
    sheet(group, JAN, {anon: "0.00", busaba: "50.00"})
    sheet(group, FEB, {anon: "200.00", busaba: "50.00"})
    sheet(group, MAR, {anon: "70.00", busaba: "50.00"})

    months = kept_months(anon, since=JAN)

    assert [(m.month.month, str(m.promised), str(m.brought), str(m.missing), m.state) for m in months] == [
        (3, "100.00", "70.00", "30.00", "short"),
        (2, "100.00", "200.00", "0.00", "kept"),
        (1, "100.00", "0.00", "0.00", "made_up"),
    ]


def test_a_month_of_members_tells_who_kept_it(group, anon, busaba):
    sheet(group, JAN, {anon: "120.00", busaba: "excused"})

    rows = month_of_members([anon, busaba], month=JAN, on=date(2026, 1, 31))

    assert [(r.membership, r.promised, r.brought, r.is_kept, r.excused) for r in rows] == [
        (anon, D("100.00"), D("120.00"), True, False),
        (busaba, D("50.00"), D("0.00"), False, True),
    ]

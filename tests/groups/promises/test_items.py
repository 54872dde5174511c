from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from federation.bylaws.queries import bylaws_of
from federation.ledger import books, chart
from groups.promises.items import TooManyShares, items
from groups.promises.models import ShortMonth
from groups.registry.models import MembershipState
from groups.registry.steps import change_state_step
from tests import builders
from tests.builders import AT
from tests.groups.promises.test_steps import APR, FEB, JAN, MAR, set_bylaw, sheet

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def group():
    return builders.group()


@pytest.fixture
def anon(group):
    return builders.member(group, "อานนท์", promise="100.00")


def columns(group, members, month, *, day=5, paid=None):
    on = month.replace(day=day)
    made = items(group, members, month=month, on=on, bylaws=bylaws_of(group, on=on), paid_this_month=paid or {})
    return {item.code: item for item in made}


def test_the_columns_stand_in_their_order(group, anon):
    assert list(columns(group, [anon], JAN)) == ["satja", "shares", "special", "entry_fee", "fine"]


def test_on_a_network_s_sheet_the_special_column_is_the_pool_and_stands_open(group, anon):
    brought = columns(group.keeper, [builders.member_group(group.keeper, group)], JAN)["special"]
    own = columns(group, [anon], JAN)["special"]
    assert (str(brought.label), brought.collapsed) == ("Savings for the pool", False)
    assert (str(own.label), own.collapsed) == ("Special savings", True)


def test_due_is_the_promise_of_this_month_and_never_what_was_missed(group, anon):
    sheet(group, JAN, {anon: {"satja": "10.00"}})

    satja = columns(group, [anon], FEB)["satja"]

    assert satja.dues == {anon.pk: D("100.00")}
    assert satja.notes == {anon.pk: "missed Jan 2026 (90.00 baht)"}


def test_at_the_second_meeting_of_a_month_the_rest_is_due(group, anon):
    half = columns(group, [anon], JAN, day=20, paid={anon.pk: {"satja": D("60.00")}})["satja"]
    whole = columns(group, [anon], JAN, day=20, paid={anon.pk: {"satja": D("100.00")}})["satja"]

    assert half.dues == {anon.pk: D("40.00")}
    assert whole.dues == {}


def test_a_month_under_way_is_not_named_as_missed_beside_its_own_due(group, anon):
    sheet(group, JAN, {anon: {"satja": "10.00"}})

    at_second_meeting = columns(group, [anon], JAN, day=20, paid={anon.pk: {"satja": D("10.00")}})["satja"]

    assert (at_second_meeting.dues, at_second_meeting.notes) == ({anon.pk: D("90.00")}, {})


def test_many_missed_months_are_counted_and_not_listed(group, anon):
    other = builders.member(group, "บุษบา")
    for month in (JAN, FEB, MAR, APR):
        sheet(group, month, {anon: "0.00", other: "100.00"})

    notes = columns(group, [anon], date(2026, 5, 1))["satja"].notes

    assert notes == {anon.pk: "missed 4 months since Jan 2026 (400.00 baht)"}


def test_on_hold_nothing_is_due(group, anon):
    anon = change_state_step(
        anon, state=MembershipState.ON_HOLD, on=date(2026, 1, 1), reason="ย้ายไปทำงาน", by=builders.user(), at=AT
    )

    satja = columns(group, [anon], JAN)["satja"]

    assert (satja.dues, satja.notes) == ({}, {anon.pk: "on hold"})


def test_the_entry_fee_is_due_until_it_is_paid(group, anon):
    assert columns(group, [anon], JAN)["entry_fee"].dues == {anon.pk: D("20.00")}

    sheet(group, JAN, {anon: {"satja": "100.00", "entry_fee": "20.00"}})

    assert columns(group, [anon], FEB)["entry_fee"].dues == {}


def test_who_joined_before_these_books_owes_no_entry_fee(group, anon):
    anon.joined_on = date(2025, 12, 20)

    assert columns(group, [anon], JAN)["entry_fee"].dues == {}


def test_a_fine_is_due_once_a_month_is_made_up(group, anon):
    other = builders.member(group, "บุษบา")
    sheet(group, JAN, {anon: "0.00", other: "100.00"})
    assert columns(group, [anon], FEB)["fine"].dues == {}

    sheet(group, FEB, {anon: "200.00", other: "100.00"})

    fine = columns(group, [anon], MAR)["fine"]
    assert fine.dues == {anon.pk: D("10.00")}
    assert fine.notes == {anon.pk: "made up Jan 2026"}

    sheet(group, MAR, {anon: {"satja": "100.00", "fine": "10.00"}, other: "100.00"})
    assert columns(group, [anon], APR)["fine"].dues == {}
    assert ShortMonth.objects.get().fined == D("10.00")


def test_each_column_credits_its_own_account(group, anon):
    made = columns(group, [anon], JAN)
    ten = D("10.00")

    assert made["satja"].account_of(anon, ten) == [(anon.satja_account_id, ten)]
    assert made["shares"].account_of(anon, ten) == [(anon.shares_account_id, ten)]
    assert made["special"].account_of(anon, ten) == [(anon.special_account_id, ten)]
    assert made["entry_fee"].account_of(anon, ten) == [(books.account(group.book, chart.ENTRY_FEES).pk, ten)]
    assert made["fine"].account_of(anon, ten) == [(books.account(group.book, chart.SATJA_FINES).pk, ten)]


def test_where_satja_buys_shares_it_comes_in_whole_shares(group, anon):
    set_bylaw(group, "satja_goes_to", "shares")
    set_bylaw(group, "share_value", D("50.00"))

    satja = columns(group, [anon], JAN)["satja"]

    assert satja.step == D("50.00")
    assert satja.account_of(anon, D("50.00")) == [(anon.shares_account_id, D("50.00"))]


def test_shares_are_bought_in_their_months_only(group, anon):
    set_bylaw(group, "shares_buying_months", (1, 2))

    assert "shares" in columns(group, [anon], FEB)
    assert "shares" not in columns(group, [anon], MAR)


def test_nobody_buys_more_shares_than_the_bylaws_allow(group, anon):
    other = builders.member(group, "บุษบา")
    sheet(group, JAN, {anon: {"shares": "200.00"}, other: {"shares": "800.00"}})
    set_bylaw(group, "shares_max_percent", D("25.00"))
    shares = columns(group, [anon], FEB)["shares"]

    assert shares.account_of(anon, D("60.00"))
    with pytest.raises(TooManyShares, match="25%"):
        shares.account_of(anon, D("70.00"))


def test_the_columns_cost_as_many_queries_for_thirty_as_for_three(group, django_assert_num_queries):
    members = builders.members(group, 30)
    sheet(group, JAN, dict.fromkeys(members, "50.00"))
    bylaws = bylaws_of(group, on=FEB)

    for some in (members[:3], members):
        with django_assert_num_queries(4):
            items(group, some, month=FEB, on=FEB.replace(day=5), bylaws=bylaws, paid_this_month={})


def test_bare_columns_ask_nothing(group, django_assert_num_queries):
    bylaws = bylaws_of(group, on=JAN)

    with django_assert_num_queries(0):
        items(group, [], month=JAN, on=JAN, bylaws=bylaws, paid_this_month={})

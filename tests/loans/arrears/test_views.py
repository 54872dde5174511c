from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from federation.access.permissions import Role
from federation.kit import clock
from federation.kit.dates import month_of, next_month
from loans.arrears.queries.late import late_loans
from loans.arrears.queries.meetings import meetings_not_entered, meetings_of_all, waits_for_sheet
from loans.arrears.queries.network import groups_lending
from loans.followup.queries.cases import to_open
from tests import builders
from tests.federation.reports.worlds import sheet
from tests.loans.arrears import worlds
from tests.loans.arrears.test_month_end import FEBRUARY, JANUARY, lend_e9, resolve

pytestmark = pytest.mark.django_db

D = Decimal
MARCH_20 = date(2026, 3, 20)


def browser(organisation, role=Role.LOAN_COMMITTEE):
    client = Client()
    client.force_login(builders.officer(organisation, role))
    return client


def page(organisation, view="arrears", *, role=Role.LOAN_COMMITTEE, **asked):
    address = reverse(f"loans:{view}", kwargs={"code": organisation.code})
    return browser(organisation, role).get(address, asked)


def lending(n=3, **facts):
    """A group of whom each has borrowed; the loans are late by 10, 110, 210 … days."""
    opened = next_month(month_of(clock.today()), by=-14)
    group = builders.group(books_from=opened, **facts)
    group.members = [builders.member(group, given, family="ลูกหนี้") for given in builders.GIVEN[:n]]
    worlds.bank(group, on=opened)
    for at, member in enumerate(group.members):
        since = clock.today() - timedelta(days=10 + 100 * at)
        worlds.loan(member, f"{at + 1}000.00", on=opened, unpaid_since=since)
    return group


def rows(response):
    return [row.record for row in response.context["table"].rows]


def test_late_loans_are_listed_the_longest_late_first_with_their_sums():
    group = lending()

    response = page(group)

    assert [(one.days, one.overdue) for one in rows(response)] == [(210, D(3000)), (110, D(2000)), (10, D(1000))]
    assert all(member.name in response.text for member in group.members)
    assert "6,000.00" in response.text
    assert "ห้ามติดประกาศ" in response.text


@pytest.mark.parametrize(
    ("asked", "count"),
    [({"name": "normal"}, 1), ({"product": "ordinary"}, 3), ({"product": "gone"}, 3), ({"name": "loss"}, 0)],
)
def test_the_list_is_cut_as_asked(asked, count):
    assert len(rows(page(lending(), **asked))) == count


def test_codes_stand_in_place_of_names_where_the_list_leaves_the_group():
    group = lending()

    response = page(group, names="no")
    file = page_file(group, names="no")

    for content in (response.text, file):
        assert [member.name for member in group.members if member.name in content] == []
        assert "1/2569" in content


def page_file(group, **asked):
    address = reverse("loans:arrears", kwargs={"code": group.code})
    client = Client()
    client.force_login(builders.officer(group, Role.CHAIR))
    return client.get(address, {**asked, "file": "csv"}).content.decode()


def test_a_file_has_every_row_with_typed_figures():
    lines = page_file(lending()).splitlines()

    assert len(lines) == 1 + 3 + 1
    assert "เกษม ลูกหนี้" in lines[1] and "3000.00" in lines[1].replace(",", ",")


@pytest.mark.parametrize("by", ["borrower", "product", "village", "guarantor"])
def test_loans_are_put_together_by_what_they_share(by):
    response = page(lending(), by=by)

    together = rows(response)
    assert sum(one.overdue for one in together) == 6000
    assert len(together) == (3 if by == "borrower" else 1)


def test_as_of_an_earlier_day():
    group = lending()

    response = page(group, on=(clock.today() - timedelta(days=100)).isoformat())

    assert [one.days for one in rows(response)] == [110, 10]


def test_a_day_to_come_is_refused():
    response = page(lending(), on=(clock.today() + timedelta(days=1)).isoformat())

    assert response.status_code == 422
    assert "ยังไม่ถึงวันนั้น" in response.text


def test_nobody_late_says_so():
    response = page(worlds.lending_group(1))

    assert "ไม่มีเงินกู้เลยกำหนด" in response.text


def test_who_may_not_see_loans_is_refused():
    assert page(lending(), role=Role.REGISTRAR).status_code == 403


@pytest.mark.parametrize("n", [1, 4])
def test_the_list_costs_the_same_however_long(n, django_assert_num_queries):
    group = lending(n)
    client = browser(group)
    client.get(reverse("loans:arrears", kwargs={"code": group.code}))

    with django_assert_num_queries(13):
        client.get(reverse("loans:arrears", kwargs={"code": group.code}))


@pytest.mark.parametrize("n", [1, 4])
def test_the_picture_of_lending_costs_the_same_however_much_is_lent(n, django_assert_num_queries):
    group = lending(n)
    client = browser(group)
    client.get(reverse("loans:portfolio", kwargs={"code": group.code}))

    with django_assert_num_queries(17):
        client.get(reverse("loans:portfolio", kwargs={"code": group.code}))


def test_the_picture_of_lending_shows_every_ratio_with_its_formula_and_names_nobody():
    group = lending()

    response = page(group, "portfolio")

    assert [member.name for member in group.members if member.name in response.text] == []
    for ratio in response.context["position"].ratios:
        assert str(ratio.name) in response.text
        assert str(ratio.formula) in response.text
    assert len(response.context["charts"]) == 3
    assert response.text.count("<figure") == 3
    assert "แสดงให้ทราบ ไม่ได้ลงบัญชี" in response.text


def test_the_charts_say_what_they_show():
    lent, risk, collected = page(lending(), "portfolio").context["charts"]

    assert "ตอนนี้ปล่อยกู้อยู่ 6,000.00 บาท" in lent
    assert "PAR 30 ตอนนี้ร้อยละ 83.33" in risk
    assert "ถึงกำหนด 6,000.00 บาท ส่งเข้ามา 0.00 บาท" in collected


def test_without_loans_the_picture_says_what_comes():
    response = page(worlds.lending_group(1), "portfolio")

    assert "ยังไม่มีเงินกู้" in response.text
    assert response.context["charts"] == []


def test_a_network_sees_counts_and_ratios_of_its_groups_and_no_names():
    network = builders.network()
    groups = [lending(network=network), lending(1, network=network)]

    response = page(network, "arrears_groups", role=Role.NETWORK_COMMITTEE)

    found = [(row["organisation"].code, row["position"].count, row["late"], row["par_30"]) for row in rows(response)]
    assert found == [(groups[0].code, 3, 3, D("83.33")), (groups[1].code, 1, 1, D("0.00"))]
    assert "ลูกหนี้" not in response.text
    together = {row.record.key: row.record.percent for row in response.context["ratios"].rows}
    assert (together["par_30"], together["par_90"]) == (D("71.43"), D("71.43"))


def test_a_group_has_no_page_of_groups():
    assert page(lending(), "arrears_groups").status_code == 404


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_of_groups_costs_the_same_however_many(n, django_assert_num_queries):
    network = builders.network()
    for _ in range(n):
        lending(1, network=network)
    client = browser(network, Role.NETWORK_COMMITTEE)
    address = reverse("loans:arrears_groups", kwargs={"code": network.code})
    client.get(address)

    with django_assert_num_queries(9):
        client.get(address)


def test_the_network_cannot_open_a_groups_list():
    network = builders.network()
    group = lending(network=network)
    client = browser(network, Role.NETWORK_COMMITTEE)

    for name in ("arrears", "portfolio"):
        response = client.get(reverse(f"loans:{name}", kwargs={"code": group.code}))
        assert response.status_code == 403
        assert "ลูกหนี้" not in response.text


def test_the_close_page_shows_the_entries_before_they_are_booked():
    group = worlds.lending_group(5)
    lend_e9(group)
    resolve(group, allowance_posted="yes")

    client = browser(group, Role.TREASURER)
    response = client.get(reverse("federation:month_close", kwargs={"code": group.code, "month": JANUARY}))

    assert response.context["may_confirm"]
    assert "16,660.00" in response.text
    assert date(2026, 1, 31) == response.context["entries"][0][0].on


def test_who_is_late_only_since_a_meeting_without_its_sheet_stands_apart(client):
    group = builders.group()
    group.members = builders.members(group, 2)
    resolve(group, meeting_days=(5,))
    first, second = group.members
    builders.loan(first, on=date(2026, 1, 2), first_due_on=date(2026, 2, 5), instalments=6)
    builders.loan(second, on=date(2026, 1, 2), first_due_on=date(2026, 3, 5), instalments=6)
    sheet(group, JANUARY)
    sheet(group, FEBRUARY)

    assert meetings_not_entered(group, on=MARCH_20) == [date(2026, 3, 5)]
    late = late_loans(group, on=MARCH_20)
    assert {one.loan.membership_id: waits_for_sheet(one.at, [date(2026, 3, 5)]) for one in late} == {
        first.pk: False,
        second.pk: True,
    }
    assert [one.loan.membership_id for one in to_open(group, on=MARCH_20)] == [first.pk]

    client.force_login(builders.officer(group))
    with time_machine.travel("2026-03-20T03:00:00Z", tick=False):
        shown = client.get(f"/o/{group.code}/loans/arrears/")
        desk = client.get(f"/o/{group.code}/")
    words = "ใบฝากเงินวันที่ 5 มีนาคม 2569 ยังไม่บันทึก: ผู้ที่จ่ายวันนั้นยังนับว่าค้างอยู่"
    for page in (shown, desk):
        assert words in page.content.decode()
        assert "รอใบฝากเงิน 1 สัญญา" in page.content.decode()
    assert (shown.context["all"], desk.context["loans"].late_count) == (1, 1)

    assert [(one.awaited, len(one.position.late)) for one in groups_lending(group.keeper, on=MARCH_20)] == [(1, 2)]
    client.force_login(builders.officer(group.keeper, Role.NETWORK_TREASURER))
    above = client.get(f"/o/{group.keeper.code}/loans/arrears/groups/?on=2026-03-20").content.decode()
    assert "รอใบฝากเงิน 1 สัญญา" in above

    sheet(group, date(2026, 3, 1), day=6)
    assert meetings_not_entered(group, on=MARCH_20) == []
    assert meetings_of_all(group.keeper, [group], on=MARCH_20) == {}
    assert {one.loan.membership_id for one in to_open(group, on=MARCH_20)} == {first.pk, second.pk}

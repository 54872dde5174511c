from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from federation.access.permissions import Role
from federation.ledger import chart, months
from federation.ledger.books import account
from federation.ledger.posting import credit, debit, post
from federation.organisations.models import Affiliation, Organisation
from federation.start.queries import network_month
from groups.sheets.actions import mark_all_due, open_sheet
from tests import builders
from tests.federation.handover.worlds import paper_group

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_january():
    with time_machine.travel("2026-01-20T03:00:00Z", tick=False):
        yield


def page(client, organisation, role=Role.TREASURER):
    client.force_login(builders.officer(organisation, role))
    return client.get(reverse("federation:desk", kwargs={"code": organisation.code}))


def states(response):
    return [step.state for step in response.context["steps"]]


def test_start_leads_to_the_one_organisation_a_person_works_for(client):
    group = builders.group()
    client.force_login(builders.officer(group))

    assert client.get("/").url == f"/o/{group.code}/"


def test_start_lets_those_with_several_offices_choose(client):
    one, two = builders.group(), builders.group()
    officer = builders.officer(one, name="both")
    builders.officer(two, name="both")
    client.force_login(officer)

    shown = client.get("/").content.decode()
    assert f"/o/{one.code}/" in shown and f"/o/{two.code}/" in shown


def test_start_tells_those_without_office_what_to_wait_for(client):
    client.force_login(builders.user("newcomer"))

    assert "ประธานกลุ่มหรือเครือข่าย" in client.get("/").content.decode()


def test_group_desk_begins_with_the_sheet(client):
    group = builders.group()
    builders.member(group, "กมล")

    assert states(page(client, group)) == ["now", "later", "later", "later", "later"]


def test_group_desk_names_who_is_not_filled_in(client):
    group = builders.group()
    builders.member(group, "กมล", family="ทองคำ")
    open_sheet(group, meeting_on=date(2026, 1, 5), today=date(2026, 1, 20), by=builders.user(), at=builders.AT)

    response = page(client, group)

    assert "001 กมล ทองคำ" in response.content.decode()
    assert states(response) == ["now", "later", "later", "later", "later"]


def test_group_desk_asks_to_count_when_all_are_filled_in(client):
    group = builders.group()
    builders.member(group, "กมล")
    sheet = open_sheet(group, meeting_on=date(2026, 1, 5), today=date(2026, 1, 20), by=builders.user(), at=builders.AT)
    mark_all_due(sheet, by=builders.user(), at=builders.AT)

    assert states(page(client, group)) == ["done", "now", "later", "later", "later"]


def test_group_desk_names_who_is_late_and_leads_to_the_work(client):
    group = builders.group()
    builders.loan(builders.member(group, "กมล"), "12000.00", on=date(2026, 1, 2), first_due_on=date(2026, 1, 6))

    shown = page(client, group)

    work = shown.context["loans"]
    assert (work.out, work.late_count, work.late[0][1:]) == (Decimal("12000.00"), 1, (date(2026, 1, 6), 14))
    assert [(one.title, one.count) for one in work.waiting] == [("เงินกู้ค้างงวดที่ยังไม่เปิดแฟ้มติดตาม", 1)]


def test_loans_of_members_are_not_shown_to_a_facilitator(client):
    group = builders.group()
    builders.loan(builders.member(group, "กมล"), "12000.00", on=date(2026, 1, 2), first_due_on=date(2026, 1, 6))

    assert page(client, group, Role.FACILITATOR).context["loans"] is None


def test_a_network_sees_what_its_groups_lend_and_no_names(client):
    network = builders.network()
    group = builders.group(network)
    builders.loan(builders.member(group, "กมล", family="ทองคำ"), "12000.00", on=date(2026, 1, 2))

    response = page(client, network, Role.NETWORK_COMMITTEE)

    [row] = response.context["month"].rows
    assert (row.loans.out, row.loans.at_risk, row.loans.bad) == (Decimal("12000.00"), Decimal("0.00"), 0)
    assert "ทองคำ" not in response.content.decode()


@pytest.mark.parametrize("groups", [1, 4])
def test_network_desk_shows_every_group_in_a_fixed_number_of_queries(client, groups, django_assert_num_queries):
    network = builders.network()
    for _ in range(groups):
        group = builders.group(network)
        builders.members(group, 3)
    client.force_login(builders.officer(network, Role.NETWORK_COMMITTEE))

    with django_assert_num_queries(24):
        response = client.get(reverse("federation:desk", kwargs={"code": network.code}))

    assert [row.members for row in response.context["month"].rows] == [3] * groups


def test_network_desk_counts_no_opening_balance_as_received_and_late_facts_in_their_month():
    network = builders.network()
    group = builders.group(network)
    ana = builders.member(group, "กมล")
    cash = account(group.book, chart.CASH)

    def enter(kind, key, amount, **more):
        moves = [debit(cash.pk, Decimal(amount)), credit(ana.satja_account_id, Decimal(amount))]
        post(book=group.book, kind=kind, key=key, moves=moves, by=builders.user(), **more)

    enter("opening", "opening", "5000.00", on=date(2026, 1, 1), checked_by=builders.user("checks"))
    enter("sheet", "january", "100.00", on=date(2026, 1, 5))
    with time_machine.travel("2026-02-20T03:00:00Z", tick=False):
        enter("sheet", "february", "70.00", on=date(2026, 2, 5))
        enter("sheet", "late", "8.00", on=date(2026, 2, 6), concerns_month=date(2026, 1, 1))

    month = network_month(network, on=date(2026, 2, 20), months=2)

    assert month.flows == [(date(2026, 1, 1), Decimal("108.00")), (date(2026, 2, 1), Decimal("70.00"))]
    assert month.rows[0].brought == Decimal("70.00")
    assert month.rows[0].saved == Decimal("5178.00")


def test_a_forming_group_without_members_is_not_shown():
    network = builders.network()
    forming = builders.group(network)
    Organisation.objects.filter(pk=forming.pk).update(state="forming")

    assert network_month(network, on=date(2026, 1, 20)).rows == []
    builders.member(forming, "กมล")
    assert [row.members for row in network_month(network, on=date(2026, 1, 20)).rows] == [1]


def test_group_desk_has_nothing_to_do_before_the_next_month_begins(client):
    group = builders.group()
    builders.member(group, "กมล")
    months.close(group.book, month=date(2026, 1, 1))

    response = page(client, group)

    assert states(response) == []
    assert "ยังไม่ถึงเดือนกุมภาพันธ์ 2569" in response.content.decode()


def test_group_desk_shows_six_figures_that_lead_to_their_definition(client):
    group = builders.group()
    builders.members(group, 3)

    response = page(client, group)

    assert [one["value"] for one in response.context["six"]] == ["3", "0.00", "0.00", "–", "–", "–"]
    assert f"/o/{group.code}/ratios/utilisation/" in response.content.decode()


def test_a_network_above_networks_shows_the_totals_below_it_not_zeros(client):
    province = builders.network("SRT", level="province")
    district = builders.network("D1")
    Affiliation.objects.create(member=district, upper=province)
    builders.member(builders.group(district), "กมล")
    shown = page(client, province, Role.NETWORK_TREASURER)

    assert (shown.context["below"].groups, shown.context["below"].total.members) == (1, 1)
    words = shown.content.decode()
    assert "เครือข่ายนี้ไม่ได้ดูแลบัญชีของกลุ่มเอง" in words and "ยังไม่มีกลุ่ม" not in words


def test_a_network_says_that_groups_on_paper_are_not_in_its_figures(client):
    network = builders.network()
    builders.member(builders.group(network), "กมล")
    paper_group(network, code="PAPER", name="กลุ่มบ้านบนดอย", since=date(2025, 1, 1))

    assert "ไม่รวมกลุ่มบัญชีกระดาษ 1 กลุ่ม" in page(client, network, Role.NETWORK_TREASURER).content.decode()

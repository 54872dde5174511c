"""What waits about welfare, leavers and the year on the start pages: for whom, how many, and how late."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from federation.access.permissions import GRANTS, Permission, Role
from federation.start.welfare_work import welfare_work
from groups.surplus import steps
from tests import builders
from tests.groups.departures import worlds as leaving
from tests.groups.surplus import worlds as years
from tests.welfare.claims import claim_worlds as claims
from tests.welfare.funds.worlds import gift
from tests.welfare.funeral import death_worlds as deaths
from welfare.funds.steps.acts import propose_act_step

pytestmark = pytest.mark.django_db
TODAY = date(2026, 2, 25)
ALL = frozenset(Permission)


def work(organisation, role=None, *, user=None, on=TODAY):
    held = GRANTS[role] if role else ALL
    return welfare_work(organisation, on=on, held=held, user=user or builders.user("reads"))


def counts(organisation, role=None, **facts):
    return {str(one.url): one.count for one in work(organisation, role, **facts)}


def urls(found):
    return [one.url for one in found]


def address(name, organisation, **more):
    return reverse(name, kwargs={"code": organisation.code, **more})


def test_a_claim_waits_for_one_person_after_the_other():
    world = claims.world()
    group, people = world.organisation, (world.agrees, world.approves, world.pays)
    roles = (Role.WELFARE_COMMITTEE, Role.CHAIR, Role.TREASURER)

    def who_is_asked():
        return [len(work(group, role, user=user)) for role, user in zip(roles, people, strict=True)]

    claim = claims.filed(world)
    assert who_is_asked() == [1, 0, 0]
    claim = claims.agreed(world, claim)
    assert who_is_asked() == [0, 1, 0]
    claims.claims.approve_step(claim, by=world.approves, **claims.at())
    assert who_is_asked() == [0, 0, 1]


def test_a_claim_that_lacks_papers_waits_for_who_files():
    world = claims.world()
    claims.filed(world, papers=False)

    assert len(work(world.organisation, Role.REGISTRAR)) == 1
    assert (
        work(world.organisation, Role.WELFARE_COMMITTEE)[0].title == work(world.organisation, Role.REGISTRAR)[0].title
    )


def test_who_filed_a_claim_is_not_asked_to_approve_it():
    world = claims.world()
    claims.agreed(world)

    assert len(work(world.organisation, Role.CHAIR)) == 1
    assert work(world.organisation, Role.CHAIR, user=world.files) == []


def test_a_claim_says_how_late_it_is():
    world = claims.world()
    claims.filed(world, on=date(2026, 1, 10), event_on=date(2026, 1, 9))

    [early] = work(world.organisation, Role.WELFARE_COMMITTEE, on=date(2026, 2, 9))
    [late] = work(world.organisation, Role.WELFARE_COMMITTEE, on=date(2026, 2, 12))

    assert early.note == ""
    assert "3" in late.note


def test_a_death_waits_for_a_check_by_another_and_then_for_its_payees():
    group = builders.group()
    scheme = deaths.scheme(group)
    first, *_others = deaths.cover(scheme, builders.members(group, 3))
    death = deaths.entered(first)

    assert len(work(group, Role.WELFARE_COMMITTEE)) == 1
    assert work(group, Role.WELFARE_COMMITTEE, user=death.opened_by) == []
    assert work(group, Role.TREASURER) == []

    death = deaths.checked(death)
    assert work(group, Role.WELFARE_COMMITTEE) == []
    [to_pay] = work(group, Role.TREASURER, on=date.fromordinal(death.due_on.toordinal() + 5))
    assert "5" in to_pay.note
    payout = deaths.proposed(death, "50.00")
    assert urls(work(group, Role.CHAIR)) == [address("welfare:deaths", group)]
    assert work(group, Role.CHAIR, user=payout.asked_by) == []


def test_what_was_asked_about_a_death_waits_for_another():
    group = builders.group()
    first, *_others = deaths.cover(deaths.scheme(group), builders.members(group, 3))
    act = deaths.asked_to_give_up(deaths.opened(first))

    assert len(work(group, Role.WELFARE_COMMITTEE)) == 1
    assert work(group, Role.WELFARE_COMMITTEE, user=act.asked_by) == []


def test_an_act_on_a_fund_waits_for_the_chair():
    group = builders.group()
    fund = builders.fund(group)
    gift(fund, "500.00")
    given = {"kind": "spend", "on": date(2026, 1, 20), "amount": deaths.Decimal("100.00"), "reason": "ค่าเอกสาร"}
    given |= {"resolution_no": "1/2569", "resolution_on": date(2026, 1, 10)}
    data = {"for": "running", "from": "bank", "payee": "ร้านเครื่องเขียน"}
    act = propose_act_step(fund, **given, data=data, by=builders.user("asks"), at=builders.at_noon(date(2026, 1, 20)))

    assert urls(work(group, Role.CHAIR)) == [address("welfare:fund_act", group, pk=act.pk)]
    assert work(group, Role.CHAIR, user=act.asked_by) == []


def test_a_leaver_is_decided_then_a_payment_prepared_then_handed_out():
    group = builders.group()
    asked = leaving.asked(leaving.saver(group, satja="500.00"))
    here = [address("groups:leaving", group)]

    assert (urls(work(group, Role.CHAIR)), work(group, Role.TREASURER)) == (here, [])
    assert work(group, Role.CHAIR, user=asked.asked_by) == []
    decided = leaving.decided(asked)
    assert (work(group, Role.CHAIR), urls(work(group, Role.TREASURER))) == ([], here)
    [payment] = decided.payments.all()
    leaving.paying.prepare_step(payment, purse="11010", **leaving.who("pays"))
    assert (urls(work(group, Role.CHAIR)), work(group, Role.TREASURER)) == (here, [])
    assert work(group, Role.CHAIR, user=builders.user("pays")) == []


def test_tasks_that_a_death_left_are_counted_with_how_late_they_are():
    group = builders.group()
    made = leaving.mourned(group, "สมหมาย")
    waiting = made.tasks.filter(done_on=None)
    due = min(task.due_on for task in waiting if task.due_on)

    found = {one.title: one for one in work(group, Role.SECRETARY, on=date.fromordinal(due.toordinal() + 15))}

    tasks = found["งานที่ต้องทำต่อจากการเสียชีวิต"]
    assert tasks.count == waiting.count()
    assert "15" in tasks.note


def test_a_year_waits_for_a_second_person_at_each_of_its_steps():
    group = years.group()
    years.earn(group, "1000.00")
    years.close_months(group)
    given = {"by": builders.user("treasurer"), "at": years.AT}
    with years.transaction.atomic():
        close = steps.propose_close_step(group, year=years.YEAR, **given)
    at = {"until": "2025-12-31"}

    assert urls(work(group, Role.CHAIR)) == [address("groups:year_decide", group, **at)]
    assert work(group, Role.CHAIR, user=close.asked_by) == []
    with years.transaction.atomic():
        close = steps.decide_close_step(close, agreed=True, by=builders.user("chair"), at=years.AT)
    assert work(group, Role.CHAIR) == []
    with years.transaction.atomic():
        resolution = {"plan": years.plan(reserve=100), "meeting_on": years.MEETING, "resolution_no": "3/2569"}
        steps.propose_plan_step(close, **resolution, **given)
    assert urls(work(group, Role.CHAIR)) == [address("groups:adopt", group, **at)]


def test_nothing_waits_for_who_only_reads(django_assert_num_queries):
    world = claims.world()
    claims.filed(world)

    with django_assert_num_queries(0):
        assert work(world.organisation, Role.FACILITATOR, user=world.files) == []


def test_the_work_costs_the_same_few_queries_for_many_claims():
    world = claims.world()
    reader, costs = builders.user("reads"), []
    for days in ((1,), (2, 3, 4)):
        for day in days:
            claims.filed(world, event_on=date(2026, 2, day), on=date(2026, 2, 20))
        work(world.organisation, user=reader)
        with CaptureQueriesContext(connection) as counted:
            work(world.organisation, user=reader)
        costs.append(len(counted))

    assert costs == [16, 16]


def test_the_desk_of_a_group_leads_to_the_claim_that_waits(client):
    world = claims.world()
    claims.filed(world)
    client.force_login(world.agrees)

    with time_machine.travel(builders.at_noon(TODAY), tick=False):
        page = client.get(address("federation:desk", world.organisation)).content.decode()

    assert f'href="{address("welfare:claims", world.organisation)}"' in page


def test_the_chair_who_did_nothing_about_a_death_sees_it_until_it_is_paid():
    group = builders.group()
    made = leaving.mourned(group, "สมหมาย")
    titles = [one.title for one in work(group, Role.CHAIR)]

    assert "มีรายงานการเสียชีวิต โปรดตรวจดูว่าจริง" in titles
    for user in (made.asked_by, made.decided_by):
        assert "มีรายงานการเสียชีวิต โปรดตรวจดูว่าจริง" not in [one.title for one in work(group, Role.CHAIR, user=user)]

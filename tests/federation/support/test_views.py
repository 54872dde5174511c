"""The pages, walked by those who use them."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from federation.access.permissions import Role
from federation.audit.models import Act
from federation.kit.dates import show_date
from federation.organisations.models import Affiliation, Grade, GradeCriteria
from federation.support.models import Facilitation, Support
from federation.support.rules import DEFAULT
from tests import builders
from tests.federation.support import worlds

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_february():
    with time_machine.travel(worlds.OPENED, tick=False):
        yield


@pytest.fixture
def group():
    return builders.group(code="KLONG", name="กลุ่มคลองใหญ่")


@pytest.fixture
def committee(group):
    return builders.officer(group.keeper, Role.NETWORK_COMMITTEE)


def address(name, organisation, **more):
    return reverse(f"federation:{name}", kwargs={"code": organisation.code, **more})


def typed_day(days=0):
    return show_date(worlds.day() + timedelta(days=days), style="numeric")


def read(client, *where, **more):
    answer = client.get(address(*where, **more))
    assert answer.status_code == 200
    return answer.content.decode()


def opened(group, **changed):
    return {
        "trouble": "เงินสดไม่ตรงบัญชีสองเดือน",
        "adviser": worlds.facilitator(group.keeper).pk,
        "resolution_no": "2/2569",
        "resolution_on": typed_day(),
        "what": "นับเงินสด",
        "who": "เหรัญญิก",
        "due_on": typed_day(7),
        **changed,
    }


def test_a_plan_from_its_opening_to_its_end(client, group, committee):
    client.force_login(committee)
    assert client.post(address("support_new", group), opened(group)).status_code == 302
    plan = {"number": 1}
    client.post(
        address("support_step_new", group, **plan), {"what": "ตรวจใบเสร็จ", "who": "พี่เลี้ยง", "due_on": typed_day(9)}
    )
    done = address("support_step_done", group, position=1, **plan)
    client.post(done, {"done_on": typed_day(), "note": "เงินขาด 50 บาท ลืมลงใบเสร็จ"})

    page = read(client, "support_plan", group, **plan)
    assert all(words in page for words in ("เงินขาด 50 บาท ลืมลงใบเสร็จ", "ตรวจใบเสร็จ", "2/2569"))

    client.post(address("support_end", group, **plan), {"outcome": "บัญชีตรงแล้ว"})
    assert Support.objects.get().outcome == "บัญชีตรงแล้ว"
    assert "บัญชีตรงแล้ว" in read(client, "support", group)
    assert "บัญชีตรงแล้ว" in read(client, "support", group.keeper)
    acts = Act.objects.filter(organisation=group).values_list("what", flat=True)
    assert {"support_opened", "support_step_added", "support_step_done", "support_ended"} <= set(acts)


def test_what_was_typed_stays_when_it_is_refused(client, group, committee):
    client.force_login(committee)

    answer = client.post(address("support_new", group), opened(group, due_on=typed_day(-1)))

    assert answer.status_code == 422
    assert "เงินสดไม่ตรงบัญชีสองเดือน" in answer.content.decode()
    assert not Support.objects.exists()


def test_the_group_reads_its_next_step_on_its_first_page_and_changes_nothing(client, group):
    worlds.plan(group)
    client.force_login(builders.officer(group))

    first = read(client, "desk", group)
    assert "นับเงินสดพร้อมกรรมการ" in first
    assert address("grades", group) in first
    assert "นับเงินสดพร้อมกรรมการ" in read(client, "support_plan", group, number=1)
    assert client.get(address("support_end", group, number=1)).status_code == 403


def test_who_stands_further_above_reads_neither_plan_nor_grade(client, group):
    province = builders.network(level="province")
    Affiliation.objects.create(member=group.keeper, upper=province)
    plan, grade = worlds.plan(group), worlds.graded(group)
    client.force_login(builders.officer(province, Role.NETWORK_COMMITTEE))

    pages = [
        address("support", group),
        address("support_plan", group, number=plan.number),
        address("grades", group),
        address("grade_of", group, pk=grade.pk),
        address("support", group.keeper),
        address("grades", group.keeper),
        address("facilitators", group.keeper),
    ]
    assert {client.get(page).status_code for page in pages} == {403}


def test_an_overdue_step_is_marked_in_the_networks_list(client, group):
    worlds.plan(group, at=worlds.OPENED - timedelta(days=20))
    client.force_login(worlds.facilitator(group.keeper))

    page = read(client, "support", group.keeper)

    assert "badge-bad" in page
    assert address("support_plan", group, number=1) in page


def test_a_committee_assigns_a_facilitator_and_ends_it(client, group, committee):
    guide = worlds.facilitator(group.keeper)
    client.force_login(committee)
    facts = {"user": guide.pk, "group": group.pk, "since": typed_day(-3)}

    client.post(address("facilitator_assign", group.keeper), facts)
    held = Facilitation.objects.get()
    assert group.name in read(client, "facilitators", group.keeper)

    client.post(address("facilitation_end", group.keeper, pk=held.pk), {"until": typed_day(-1)})
    held.refresh_from_db()
    assert show_date(held.until, style="numeric") == typed_day(-1)


def test_a_facilitator_assigns_nobody(client, group):
    client.force_login(worlds.facilitator(group.keeper))

    assert client.get(address("facilitator_assign", group.keeper)).status_code == 403


def test_criteria_are_adopted_and_a_group_is_graded(client, group, committee):
    client.force_login(committee)
    assert address("grade_criteria", group.keeper) in read(client, "grade_new", group)
    points = {f"{one.key}_points": f"{one.of}" for one in DEFAULT.indicators}
    resolved = {"resolution_no": "1/2569", "resolution_on": typed_day(), "holds_from": typed_day()}

    wrong = client.post(address("grade_criteria_set", group.keeper), points | resolved | {"npl_points": "17"})
    assert wrong.status_code == 422
    client.post(address("grade_criteria_set", group.keeper), points | resolved)
    assert GradeCriteria.objects.get().version == 1

    form = client.get(address("grade_new", group)).context["form"]
    typed = {name: 100 if name.endswith("_share") else "เห็นสมุดวันที่ 10 ก.พ. 69" for name in form.fields}
    half_done = client.post(address("grade_new", group), typed | {"rules_evidence": ""})
    assert (half_done.status_code, Grade.objects.count()) == (422, 0)
    client.post(address("grade_new", group), typed)

    assert Grade.objects.get().total == 100
    page = read(client, "grades", group)
    assert "เห็นสมุดวันที่ 10 ก.พ. 69" in page
    assert "badge-good" in page


def test_the_networks_list_shows_graded_groups_and_others_by_code(client, group, committee):
    other = builders.group(group.keeper, code="AOM")
    worlds.graded(group)
    client.force_login(committee)

    page = read(client, "grades", group.keeper)

    assert page.index(address("grades", other)) < page.index(address("grades", group))
    assert "100.00" in page


def test_the_group_reads_its_grade_and_its_criteria(client, group):
    grade = worlds.graded(group)
    client.force_login(builders.officer(group))

    assert "เห็นกับตา" in read(client, "grades", group)
    assert "เห็นกับตา" in read(client, "grade_of", group, pk=grade.pk)
    read(client, "grade_criteria", group)
    assert client.get(address("grade_new", group)).status_code == 403


def test_somebody_with_a_post_in_the_group_may_not_open_the_form(client, group, committee):
    worlds.criteria(group.keeper)
    builders.officer(group, Role.AUDITOR, name=committee.username)
    client.force_login(committee)

    assert client.get(address("grade_new", group)).status_code == 403
    assert address("grade_new", group) not in read(client, "grades", group)

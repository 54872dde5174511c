"""Plans, facilitators and grades, as they are written and as the database keeps them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from federation.access.permissions import Role
from federation.kit.dates import month_range
from federation.organisations.grades import grade_on
from federation.support import steps
from federation.support.models import Facilitation, Support, SupportStep
from federation.support.queries.facilitators import workloads
from federation.support.queries.grading import grades_of, may_grade, scores_of
from federation.support.queries.supports import is_near, running_in
from federation.support.rules import DEFAULT
from groups.sheets.steps import RowIn, book_sheet_step
from tests import builders
from tests.federation.support import worlds

pytestmark = pytest.mark.django_db


def meet(group, members, month, *, paying):
    """Post the sheet of a month of which the first so many members pay."""
    on = month.replace(day=5)
    rows = [
        RowIn(m, {"satja": Decimal("100.00")} if n < paying else {}, "paid" if n < paying else "absent", dues={})
        for n, m in enumerate(members)
    ]
    book_sheet_step(group, meeting_on=on, rows=rows, by=builders.user("treasurer"), at=builders.at_noon(on))


def test_a_plan_takes_the_groups_figures_before_and_after():
    group = builders.group()
    members = builders.members(group, 4)
    meet(group, members, date(2026, 1, 1), paying=2)
    plan = worlds.plan(group)
    meet(group, members, date(2026, 2, 1), paying=4)
    later = worlds.OPENED + timedelta(days=20)

    ended = steps.end_support_step(plan, outcome="ทุกคนส่งครบ", at=later)

    assert plan.before == {
        "on": "2026-01-31",
        "members": "4",
        "promise_kept": "50.00",
        "savings": "200.00",
        "loans": "0.00",
        "par_30": None,
        "late": None,
        "cash": "200.00",
        "level": "calm",
    }
    assert (ended.after["promise_kept"], ended.after["savings"], ended.after["on"]) == (
        "100.00",
        "600.00",
        "2026-02-28",
    )
    assert ended.ended_on == date(2026, 3, 6)


def test_one_plan_at_a_time_and_the_next_has_the_next_number():
    group = builders.group()
    plan = worlds.plan(group)
    with pytest.raises(steps.SupportRunning):
        worlds.plan(group)

    steps.end_support_step(plan, outcome="จบ", at=worlds.OPENED)

    assert worlds.plan(group).number == 2


def test_only_the_networks_own_people_advise():
    group = builders.group()
    stranger = worlds.facilitator(builders.network(), name="elsewhere")

    with pytest.raises(steps.NotForThis) as refusal:
        worlds.plan(group, adviser=stranger)

    assert "adviser" in refusal.value.fields
    assert not Support.objects.exists()


def test_a_plan_needs_a_resolution_of_the_past_and_a_step_ahead():
    group, tomorrow = builders.group(), worlds.day() + timedelta(days=1)
    with pytest.raises(steps.DateOutOfOrder):
        worlds.plan(group, resolution_on=tomorrow)
    with pytest.raises(steps.DateOutOfOrder):
        worlds.plan(group, plan={"what": "ก", "who": "ข", "due_on": worlds.day() - timedelta(days=1)})


def test_a_step_is_done_once_and_never_before_the_plan_or_ahead():
    plan = worlds.plan(builders.group())
    step = plan.steps.get()
    for wrong in (worlds.day() - timedelta(days=1), worlds.day() + timedelta(days=1)):
        with pytest.raises(steps.DateOutOfOrder):
            steps.finish_step_step(step, done_on=wrong, note="พบเงินครบ", at=worlds.OPENED)

    steps.finish_step_step(step, done_on=worlds.day(), note="พบเงินครบ", at=worlds.OPENED)

    with pytest.raises(steps.StepDone):
        steps.finish_step_step(step, done_on=worlds.day(), note="อื่น", at=worlds.OPENED)
    assert SupportStep.objects.get().note == "พบเงินครบ"


def test_an_ended_plan_takes_no_more_steps():
    plan = worlds.plan(builders.group())
    steps.end_support_step(plan, outcome="จบ", at=worlds.OPENED)

    with pytest.raises(steps.SupportOver):
        steps.add_step_step(
            plan, what="ก", who="ข", due_on=worlds.day(), by=builders.user("committee"), at=worlds.OPENED
        )


def test_running_plans_show_the_earliest_step_and_what_is_overdue():
    network = builders.network()
    late, calm = builders.group(network), builders.group(network)
    for group, days in ((calm, 9), (late, 2)):
        worlds.plan(group, plan={"what": "ก", "who": "ข", "due_on": worlds.day() + timedelta(days=days)})

    running = running_in(network, on=worlds.day() + timedelta(days=5))

    assert [(one.support.organisation, one.late, one.left) for one in running] == [(late, True, 1), (calm, False, 1)]


def test_plans_and_grades_are_for_the_group_and_its_network():
    province = builders.network(level="province")
    network = builders.network()
    group = builders.group(network)
    people = [(group, Role.CHAIR), (network, Role.NETWORK_COMMITTEE), (province, Role.NETWORK_COMMITTEE)]
    near = [is_near(builders.officer(where, role), group, on=worlds.day()) for where, role in people]

    assert near == [True, True, False]


def test_a_facilitators_groups_with_their_history():
    network = builders.network()
    group = builders.group(network)
    held = worlds.looked_after(group)
    worlds.plan(group)
    with pytest.raises(steps.LookedAfterAlready):
        worlds.looked_after(group)

    [load] = [one for one in workloads(network, on=worlds.day()) if one.groups]
    assert (load.user.username, [one.organisation for one in load.groups], load.plans) == ("pi.liang", [group], 1)

    steps.end_facilitation_step(held, until=date(2026, 2, 20))
    worlds.looked_after(group, since=date(2026, 3, 1))
    assert Facilitation.objects.filter(organisation=group).count() == 2
    with pytest.raises(steps.DateOutOfOrder):
        steps.end_facilitation_step(held, until=date(2026, 2, 25))


def test_only_a_facilitator_of_the_network_looks_after_a_group():
    group = builders.group()

    with pytest.raises(steps.NotForThis):
        worlds.looked_after(group, user=builders.officer(group.keeper, Role.NETWORK_COMMITTEE))


def a_year_of_meetings():
    group = builders.group()
    members = builders.members(group, 4)
    for month in month_range(date(2026, 1, 1), date(2026, 3, 1)):
        meet(group, members, month, paying=4)
    return group


IN_APRIL = builders.AT + timedelta(days=100)


def test_a_grade_scores_from_the_data_and_keeps_the_proof():
    group = a_year_of_meetings()

    grade = worlds.graded(group, at=IN_APRIL)

    scores = {one.indicator: one for one in scores_of(grade)}
    promises = scores["promises"]
    assert (promises.by_data, promises.score, promises.value, promises.on) == (
        *(True, Decimal("10.00"), "100.00", "2026-03-31"),
    )
    assert promises.link == {
        "view": "federation:ratio",
        "parts": {"code": group.code, "key": "promise_kept"},
        "query": "on=2026-03-31",
    }
    assert (scores["cash"].by_data, scores["cash"].score) == (True, Decimal("7.00"))
    assert (scores["npl"].by_data, scores["rules"].by_data, scores["sent"].by_data) == (False, False, False)
    assert (grade.total, grade.band) == (sum(one.score for one in scores.values()), "A")


def test_two_graders_have_the_same_points_by_data_whatever_they_type():
    group = a_year_of_meetings()
    half = dict.fromkeys(worlds.FULL, (50, "เห็นต่างกัน"))

    one = worlds.graded(group, by=builders.user("one"), at=IN_APRIL)
    other = worlds.graded(group, by=builders.user("other"), typed=half, at=IN_APRIL)

    by_data = [[score for score in scores_of(grade) if score.by_data] for grade in (one, other)]
    assert by_data[0] == by_data[1] != []
    assert "ABCD".index(other.band) - "ABCD".index(one.band) <= 2
    [newest, first] = grades_of(group)
    assert (newest.by, first.by) == (other.total - one.total, None)
    assert {score.indicator for score, _by in newest.moved} == {
        score.indicator for score in scores_of(other) if not score.by_data
    }


def test_a_typed_score_without_its_evidence_is_refused():
    group = a_year_of_meetings()
    typed = worlds.FULL | {"rules": (100, " . . . . . . ดี"), "audit": (70, "เห็นแล้ว")}

    with pytest.raises(steps.NotAllScored) as refusal:
        worlds.graded(group, typed=typed, at=IN_APRIL)

    assert set(refusal.value.fields) == {"rules_evidence", "audit_share"}


def test_nobody_grades_again_within_thirty_days_by_the_same_criteria_and_the_lower_of_two_counts():
    group = a_year_of_meetings()
    none = dict.fromkeys(worlds.FULL, (0, "ไปดูแล้วไม่พบเอกสาร"))
    low = worlds.graded(group, by=builders.user("one"), typed=none, at=IN_APRIL)
    high = worlds.graded(group, by=builders.user("other"), at=IN_APRIL + timedelta(days=5))
    assert low.band > high.band

    with pytest.raises(steps.GradedLately):
        worlds.graded(group, by=builders.user("one"), at=IN_APRIL + timedelta(days=29))
    assert len(grades_of(group)) == 2
    assert grade_on(group, on=high.graded_on) == low
    assert grade_on(group, on=low.graded_on) == low
    later = worlds.graded(group, by=builders.user("one"), at=IN_APRIL + timedelta(days=30))
    assert grade_on(group, on=later.graded_on).band == high.band


def test_nobody_with_a_post_in_the_group_grades_it():
    group = a_year_of_meetings()
    own = builders.officer(group, Role.CHAIR)
    builders.officer(group.keeper, Role.NETWORK_COMMITTEE, name=own.username)

    assert not may_grade(own, group, on=worlds.day())
    with pytest.raises(steps.OwnGroup):
        worlds.graded(group, by=own, at=IN_APRIL)


def test_a_network_adopts_criteria_before_it_grades():
    with pytest.raises(steps.NoCriteria):
        steps.grade_step(builders.group(), typed=worlds.FULL, by=builders.user("grader"), at=worlds.OPENED)


def test_a_grade_keeps_the_criteria_it_was_given_by():
    group = a_year_of_meetings()
    before = worlds.graded(group, at=IN_APRIL)
    points = {one.key: one.of for one in DEFAULT.indicators} | {"rules": Decimal(3), "committees": Decimal(5)}

    made = worlds.criteria(group.keeper, data=DEFAULT.with_points(points), holds_from=date(2026, 4, 1), at=IN_APRIL)

    assert made.version == 2
    again = worlds.graded(group, by=builders.user("second"), at=IN_APRIL)
    assert (before.criteria.version, again.criteria.version) == (1, 2)
    assert {one.indicator: one.score for one in scores_of(again)}["rules"] == Decimal("3.00")


WRITES = [
    "UPDATE federation_grade SET total = 100",
    "DELETE FROM federation_grade",
    "UPDATE federation_gradecriteria SET data = '{}'",
    "DELETE FROM federation_gradecriteria",
    "UPDATE federation_support SET trouble = 'x'",
    "UPDATE federation_support SET before = '{}'",
    "DELETE FROM federation_support",
    "UPDATE federation_supportstep SET what = 'x'",
    "UPDATE federation_supportstep SET note = 'x' WHERE done_on IS NOT NULL",
    "DELETE FROM federation_supportstep",
    "UPDATE federation_facilitation SET since = '2020-01-01'",
    "DELETE FROM federation_facilitation",
    "TRUNCATE federation_supportstep CASCADE",
]


def test_the_database_lets_nothing_be_rewritten():
    group = builders.group()
    step = worlds.plan(group).steps.get()
    steps.finish_step_step(step, done_on=worlds.day(), note="พบเงินครบ", at=worlds.OPENED)
    worlds.looked_after(group)
    worlds.graded(group)

    for write in WRITES:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(write)

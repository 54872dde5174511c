"""Groups that a network stands by, and graded ones."""

from datetime import date, timedelta

from federation.access.permissions import Role
from federation.kit.clock import BANGKOK
from federation.support import steps
from federation.support.rules import DEFAULT
from tests import builders

OPENED = builders.AT + timedelta(days=40)  # 14 February 2026
FULL = {one.key: (100, "เห็นกับตาวันที่ 10 ก.พ. 69") for one in DEFAULT.indicators}


def day(at=OPENED):
    return at.astimezone(BANGKOK).date()


def facilitator(network, name="pi.liang"):
    return builders.officer(network, Role.FACILITATOR, name=name)


def plan(group, *, at=OPENED, trouble="เงินขาดสองเดือนติดกัน", **changed):
    """A running plan with one step due a week later."""
    facts = {
        "trouble": trouble,
        "adviser": facilitator(group.keeper),
        "resolution_no": "2/2569",
        "resolution_on": day(at),
        "plan": {"what": "นับเงินสดพร้อมกรรมการ", "who": "เหรัญญิกกับพี่เลี้ยง", "due_on": day(at) + timedelta(days=7)},
        "by": builders.user("committee"),
    }
    return steps.open_support_step(group, at=at, **{**facts, **changed})


def looked_after(group, *, since=date(2026, 1, 10), **changed):
    facts = {"user": facilitator(group.keeper), "by": builders.user("committee"), "at": OPENED}
    return steps.assign_step(group, since=since, **{**facts, **changed})


def criteria(network, *, data=DEFAULT, holds_from=date(2026, 1, 1), at=OPENED):
    facts = {"resolution_no": "1/2569", "resolution_on": holds_from, "by": builders.user("committee"), "at": at}
    return steps.set_criteria_step(network, criteria=data, holds_from=holds_from, **facts)


def graded(group, *, by=None, typed=None, at=OPENED):
    """A grade by the scorecard proposed; adopted at first need."""
    if steps.criteria_on(group.keeper, on=day(at)) is None:
        criteria(group.keeper)
    return steps.grade_step(group, typed=typed or FULL, by=by or builders.user("grader"), at=at)

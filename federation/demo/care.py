"""How the network looks after its groups: who looks after which, how strong they were found, where it steps in."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from federation.demo import officers
from federation.demo.frame import Frame
from federation.demo.group_loans import LATE
from federation.demo.money import moment
from federation.demo.network import MEETS_ON
from federation.demo.world import VILLAGES, Village
from federation.kit.dates import be_year, last_day
from federation.organisations.models import Organisation
from federation.support.rules import DEFAULT
from federation.support.steps import (
    add_step_step,
    assign_step,
    finish_step_step,
    grade_step,
    open_support_step,
    set_criteria_step,
)

LOOKED_AFTER = (1, 2, 3, 4, 5, 6, LATE)
# {number of the group: per cent of the points that people give, in turn}; the rest is scored by the books
GRADED = {VILLAGES[0].number: (100,), 2: (100, 50), 3: (50,), 5: (50, 0), LATE: (0, 50, 0), 12: (100, 100, 50)}
TROUBLE = "เหรัญญิกปิดเดือนช้าและกลุ่มค้างส่งเงินกู้เครือข่าย"
SEEN = ("ดูสมุดคู่ฝากและใบฝากเงินที่ที่ทำการกลุ่ม", "สอบถามกรรมการและสมาชิกในวันประชุม", "ดูรายงานการประชุมของกลุ่ม")
PLAN = (
    (3, "พี่เลี้ยงไปนั่งทำใบฝากและปิดเดือนพร้อมเหรัญญิก", "พี่เลี้ยงและเหรัญญิกกลุ่ม"),
    (40, "คุยกับผู้กู้ที่ค้างส่ง ทำตารางส่งใหม่", "ประธานกลุ่ม"),
    (75, "ส่งเงินกู้เครือข่ายที่ค้างให้ครบสองงวด", "เหรัญญิกกลุ่ม"),
)
FOUND = "ลงใบฝากครบแล้ว ยังขาดการปิดเดือน เหรัญญิกต้องการคนช่วยนับเงินหนึ่งคน"


def look_after(network: officers.Network, villages: Sequence[Village], frame: Frame) -> None:
    """Give groups their facilitator, grade some by criteria, and step into the one that is late."""
    groups = {
        village.number: Organisation.objects.select_related("book", "keeper").get(code=village.code)
        for village in villages
    }
    since = frame.ago(1).replace(day=MEETS_ON)
    for number in LOOKED_AFTER:
        if number in groups:
            at = moment(since, 15, until=frame.now)
            assign_step(groups[number], user=network.mentor, since=since, by=network.chair, at=at)
    _grade(network, {groups[number]: given for number, given in GRADED.items() if number in groups}, frame)
    if LATE in groups:
        _step_in(network, groups[LATE], frame, since=since + timedelta(days=1))


def _grade(network: officers.Network, groups: Mapping[Organisation, Sequence[int]], frame: Frame) -> None:
    first, on = frame.ago(2).replace(day=MEETS_ON), last_day(frame.ago(1))
    resolved = {"holds_from": first, "resolution_no": _resolution(first), "resolution_on": first}
    who = {"by": network.chair, "at": moment(first, 12, until=frame.now)}
    set_criteria_step(network.organisation, criteria=DEFAULT, **resolved, **who)
    for group, given in groups.items():
        at = moment(on, 14, until=frame.now)
        grade_step(group, typed=_typed(given), by=network.secretary, at=at)


def _typed(given: Sequence[int]) -> dict:
    """Return what a person says of each indicator, with the evidence."""
    by_people = [one for one in DEFAULT.indicators if not one.measure]
    typed = {one.key: (100, SEEN[0]) for one in DEFAULT.indicators}
    return typed | {one.key: (given[at % len(given)], SEEN[at % len(SEEN)]) for at, one in enumerate(by_people)}


def _resolution(on: date) -> str:
    return f"{on.month}/{be_year(on)}"


def _step_in(network: officers.Network, group: Organisation, frame: Frame, *, since: date) -> None:
    """Step into a group with an adviser and a plan of three steps, of which one is done."""
    at = moment(since, 10, until=frame.now)
    steps = [{"what": what, "who": who, "due_on": since + timedelta(days=days)} for days, what, who in PLAN]
    facts = {"resolution_no": _resolution(since), "resolution_on": since - timedelta(days=1)}
    facts |= {"trouble": TROUBLE, "adviser": network.mentor, "plan": steps[0]}
    support = open_support_step(group, **facts, by=network.chair, at=at)
    for step in steps[1:]:
        add_step_step(support, **step, by=network.mentor, at=at)
    done_on = since + timedelta(days=PLAN[0][0])
    first = support.steps.order_by("position").first()
    finish_step_step(first, done_on=done_on, note=FOUND, at=moment(done_on, 17, until=frame.now))

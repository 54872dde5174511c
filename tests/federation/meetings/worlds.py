"""A network of three groups that meets, for the tests of meetings: one month closed, one open, one group on paper."""

from datetime import UTC, date, datetime

from federation.meetings.models import Decision
from federation.meetings.queries.meetings import groups_of, items_of
from federation.meetings.reports import meeting_report
from federation.meetings.steps import (
    ITEM,
    found_meeting_step,
    issue_meeting_step,
    open_for_correction_step,
    save_agenda_step,
    save_attendance_step,
)
from tests import builders
from tests.federation.reports.worlds import close, sheet

JANUARY = date(2026, 1, 1)
HELD = date(2026, 2, 16)
AT = datetime(2026, 2, 20, 3, 0, tzinfo=UTC)
HEAD = {
    "kind": "monthly",
    "number": 1,
    "held_on": HELD,
    "month": JANUARY,
    "began_at": None,
    "ended_at": None,
    "place": "วัดคลองน้ำใส",
    "host": None,
    "chair": "นางกตัญญู ปู่ญี่ปุ่น",
    "recorder": "",
    "checker": "",
    "next_on": date(2026, 3, 16),
    "next_host": None,
}


def meeting(organisation, **head):
    return found_meeting_step(organisation, by=builders.user("facilitates"), at=AT, **{**HEAD, **head})


def network_of_groups():
    """A network with groups A1 (January closed), A2 (open) and A3 (closed), three members each who saved 100."""
    network = builders.network("NET", name="เครือข่ายสัจจะทดสอบ")
    for code, name in (("A1", "กลุ่มบ้านหนึ่ง"), ("A2", "กลุ่มบ้านสอง"), ("A3", "กลุ่มบ้านสาม")):
        group = builders.group(network, code=code, name=name)
        group.members = builders.members(group, 3)
        sheet(group, JANUARY)
        if code != "A2":
            close(group, JANUARY)
        setattr(network, code.lower(), group)
    return network


def rows_of(made):
    """Return the agenda as `save_agenda_step` takes it."""
    return [{name: getattr(item, name) for name in ITEM} | {"item": item.pk} for item in items_of(made)]


def resolved(made, *texts, part=4, **more):
    """Add resolved items to a meeting's agenda and save it."""
    rows = rows_of(made)
    for text in texts:
        row = dict.fromkeys(ITEM, "") | {"part": part, "subject": text, "decision": Decision.AGREED}
        rows.append(row | {"resolution": text, "due_on": None, "done": False, "item": None} | more)
    save_agenda_step(made, items=rows)
    return made


def attended(made, **counts):
    """Write down attendance: code of a group, or none, by kind: a1={"member": 3}."""
    groups = {code.lower(): group for code, group in _groups(made).items()}
    by_key = {(groups.get(code), kind): n for code, kinds in counts.items() for kind, n in kinds.items()}
    save_attendance_step(made, counts=by_key, names={})


def _groups(made):
    return {group.code: group for group in groups_of(made.organisation, on=made.held_on)}


def issued(made, *, at=AT, correcting=""):
    """Issue a meeting's report, and open it again for a correction where one is named."""
    issue_meeting_step(made, meeting_report(made, at=at, draft=False), by=builders.user("facilitates"), at=at)
    if correcting:
        open_for_correction_step(made, reason=correcting)
    return made

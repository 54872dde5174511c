"""Meetings of the network, host in turn, and one of the first group: who came, what was resolved, what is issued."""

from collections.abc import Sequence
from datetime import date, time
from random import Random

from federation.demo import officers
from federation.demo.frame import Frame
from federation.demo.money import moment
from federation.demo.network import MEETS_ON
from federation.demo.people import dice
from federation.kit.dates import next_month
from federation.meetings.models import AttendeeKind, Decision, Meeting
from federation.meetings.queries.meetings import chair_of, groups_of, items_of
from federation.meetings.queries.proposals import head_proposed
from federation.meetings.reports import meeting_report
from federation.meetings.steps import (
    ITEM,
    found_meeting_step,
    issue_meeting_step,
    save_agenda_step,
    save_attendance_step,
)
from federation.organisations.models import Organisation

HELD = 2  # meetings of the network whose report is issued; the one of this month is still written
RESOLVED = (
    (
        ("เงินกู้กลุ่มสมาชิก", Decision.APPROVED, "ให้กลุ่มที่ยื่นคำขอกู้ตามวงเงินหุ้น ดอกเบี้ยร้อยละ 0.5 ต่อเดือน", "เหรัญญิกเครือข่าย"),
        ("ดอกเบี้ยเงินออมกองกลาง", Decision.AGREED, "จ่ายดอกเบี้ยเงินออมกองกลางให้ทุกกลุ่มตามระเบียบ", "เหรัญญิกเครือข่าย"),
        ("ดูงานการทำบัญชี", Decision.ASSIGNED, "ให้กลุ่มบ้านสวนยางสอนการลงบัญชีแก่กลุ่มอื่น กลุ่มละสองคน", "เลขานุการเครือข่าย"),
    ),
    (
        ("กลุ่มที่ส่งเงินกู้ช้า", Decision.ASSIGNED, "ตั้งพี่เลี้ยงไปช่วยกลุ่มบ้านห้วยทรายทำบัญชีและวางแผนส่งคืน", "ประธานเครือข่าย"),
        ("ปลูกป่าริมคลอง", Decision.AGREED, "ร่วมกันปลูกไม้ริมคลองกะแดะ กลุ่มละสิบต้น", "กลุ่มเจ้าภาพ"),
    ),
)
OF_GROUP = (
    ("คำขอกู้ของสมาชิก", Decision.APPROVED, "เห็นชอบเงินกู้ตามที่คณะกรรมการเสนอ", "เหรัญญิก"),
    ("ปุ๋ยของกลุ่ม", Decision.AGREED, "ให้นำปุ๋ยที่ซื้อไว้จำหน่ายให้สมาชิกในราคาทุนบวกค่าขนส่ง", "คณะกรรมการ"),
)


def hold_meetings(network: officers.Network, frame: Frame) -> None:
    """Write down the network's last meetings and the coming one, and the last one of the first group."""
    for ago in range(HELD, -1, -1):
        month = next_month(frame.this, by=-ago)
        if month <= frame.first:  # there is no month before it to report
            continue
        meeting = _network_meeting(network, month, frame)
        if ago:
            _resolve(meeting, RESOLVED[HELD - ago])
            _issue(meeting, by=network.mentor, frame=frame)
    _group_meeting(frame)


def _network_meeting(network: officers.Network, month: date, frame: Frame) -> Meeting:
    on = month.replace(day=MEETS_ON)
    organisation, at = network.organisation, moment(on, 16, until=frame.now)
    head = head_proposed(organisation, on=on, by=network.mentor) | {"held_on": on, "month": next_month(month, by=-1)}
    head |= {"began_at": time(9, 30), "ended_at": time(12, 10), "chair": chair_of(head["host"], on=on)}
    head |= {"checker": network.secretary.person.name}
    meeting = found_meeting_step(organisation, by=network.mentor, at=at, **head)
    if on <= frame.today:
        groups = [group for group in groups_of(organisation, on=on) if group.state == "active"]
        _attend(meeting, groups, rng=dice(f"meeting:{month.month}"))
    return meeting


def _attend(meeting: Meeting, groups: Sequence[Organisation], *, rng: Random) -> None:
    counts = {(None, AttendeeKind.FACILITATOR.value): 1, (None, AttendeeKind.AGENCY.value): rng.randint(1, 3)}
    for group in groups:
        counts[group, AttendeeKind.COMMITTEE.value] = rng.randint(1, 3)
        counts[group, AttendeeKind.MEMBER.value] = rng.randint(0, 4)
    names = {(None, AttendeeKind.AGENCY.value): "พัฒนากรอำเภอ"}
    save_attendance_step(meeting, counts=counts, names=names)


def _resolve(meeting: Meeting, resolved: Sequence[tuple]) -> None:
    """Add what was resolved to the agenda, as matters to consider."""
    rows = [{name: getattr(item, name) for name in ITEM} | {"item": item.pk} for item in items_of(meeting)]
    blank = dict.fromkeys(ITEM, "") | {"done": False, "item": None, "part": 4}
    for subject, decision, words, who in resolved:
        row = {"subject": subject, "decision": decision.value, "resolution": words, "responsible": who}
        rows.append(blank | row | {"due_on": next_month(meeting.held_on.replace(day=1)).replace(day=MEETS_ON)})
    save_agenda_step(meeting, items=rows)


def _issue(meeting: Meeting, *, by, frame: Frame) -> None:
    at = moment(meeting.held_on, 20, until=frame.now)
    issue_meeting_step(meeting, meeting_report(meeting, at=at, draft=False), by=by, at=at)


def _group_meeting(frame: Frame) -> None:
    """Write down the first group's meeting of last month."""
    group = Organisation.objects.groups().select_related("book").exclude(book=None).order_by("pk").first()
    users = officers.of_group(group)
    on = frame.last.replace(day=1)
    head = head_proposed(group, on=on, by=users["secretary"])
    head |= {"held_on": on, "month": max(next_month(on, by=-1), frame.first), "chair": users["chair"].person.name}
    head |= {"place": f"ที่ทำการกลุ่ม {group.village} หมู่ที่ {group.moo}", "began_at": time(13), "ended_at": time(15, 30)}
    at = moment(on, 17, until=frame.now)
    meeting = found_meeting_step(group, by=users["secretary"], at=at, **head)
    counts = {(None, AttendeeKind.COMMITTEE.value): 5, (None, AttendeeKind.MEMBER.value): 48}
    save_attendance_step(meeting, counts=counts, names={})
    _resolve(meeting, OF_GROUP)
    _issue(meeting, by=users["secretary"], frame=frame)

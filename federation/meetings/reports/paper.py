"""The report of a meeting put together: as draft from what stands now, or frozen when it is issued.

Source: domain: 7.2 Agenda templates (the formal frame, the fields of minutes).
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from federation.kit.clock import BANGKOK
from federation.kit.report import Report, Section, Signature
from federation.kit.wording import gettext_lazy as _
from federation.meetings.models import Attendance, AttendeeKind, Meeting, MeetingItem, Shows
from federation.meetings.queries.meetings import attendance_of, groups_of, items_of
from federation.meetings.queries.money import MonthOfMeeting, month_of_meeting
from federation.meetings.reports.aloud import (
    Aloud,
    Joined,
    aloud,
    next_sentences,
    resolution_sentence,
    title_of,
    when_and_where,
)
from federation.meetings.reports.tables import as_of, attendance_grid, cases_grid, groups_grid, money_grid, name_of
from federation.reports.queries import report_of

PARTS = {
    1: _("Item 1 of the agenda: what the chair tells the meeting"),
    2: _("Item 2 of the agenda: adopting the minutes of the last meeting"),
    3: _("Item 3 of the agenda: matters arising"),
    4: _("Item 4 of the agenda: matters to be considered"),
    5: _("Item 5 of the agenda: other matters"),
}
NAMED = (AttendeeKind.AGENCY, AttendeeKind.GUEST)
DOTTED = "." * 90  # on paper, where the hall writes what became of an earlier resolution


def meeting_report(meeting: Meeting, *, at: datetime, draft: bool = True) -> Report:
    """Return the report of a meeting from what is written and from the books as they stand at a moment."""
    today = at.astimezone(BANGKOK).date()
    items, came = items_of(meeting), attendance_of(meeting)
    month = month_of_meeting(meeting, today=today)
    organisation = meeting.organisation
    return Report(
        name=meeting.report_name,
        title=title_of(meeting),
        subtitle=when_and_where(meeting),
        organisation=name_of(organisation),
        code=organisation.code,
        month=meeting.month,
        made_at=at,
        sections=[
            _aloud_section(aloud(meeting, items, month, came=_people(came))),
            attendance_section(meeting, came),
            *_agenda(meeting, items, month),
            *_changed_resolutions(meeting, items),
            _end(meeting),
        ],
        signatures=[Signature(_("Recorded by"), meeting.recorder), Signature(_("Record checked by"), meeting.checker)],
        draft=draft,
        made_up=organisation.is_demo,
        foot=_("Corrected: %(what)s") % {"what": meeting.correction} if meeting.correction else "",
    )


def aloud_of(meeting: Meeting, *, at: datetime) -> Aloud:
    """Return what is read aloud of a meeting as it stands now."""
    month = month_of_meeting(meeting, today=at.astimezone(BANGKOK).date())
    return aloud(meeting, items_of(meeting), month, came=_people(attendance_of(meeting)))


def _people(came: Sequence[Attendance]) -> int:
    return sum(row.count for row in came)


def _aloud_section(said: Aloud) -> Section:
    return Section(key="aloud", title=_("To be read aloud"), items=said.sentences)


def attendance_section(meeting: Meeting, came: Sequence[Attendance]) -> Section:
    """Return who came by group and kind, which groups did not come, and who came from outside."""
    items = []
    for row in came:
        if row.kind in NAMED and row.names:
            items.append(Joined([AttendeeKind(row.kind).label, row.names], between=": "))
    there = {row.group_id for row in came if row.count}
    absent = [group for group in groups_of(meeting.organisation, on=meeting.held_on) if group.pk not in there]
    if there - {None} and absent:
        names = Joined([name_of(group) for group in absent], between=", ")
        items.append(_("Groups that did not come: %(names)s") % {"names": names})
    people = [(_("Host"), meeting.host and name_of(meeting.host)), (_("In the chair"), meeting.chair)]
    note = Joined([Joined([label, who], between=": ") for label, who in people if who], between=" · ")
    return Section(key="attendance", title=_("Who came"), note=note, grid=attendance_grid(came), items=items)


def _agenda(meeting: Meeting, items: Sequence[MeetingItem], month: MonthOfMeeting) -> Iterator[Section]:
    for part, title in PARTS.items():
        of_part = [item for item in items if item.part == part]
        yield Section(key=f"part_{part}", title=title, items=[] if of_part else [_("– nothing –")])
        for n, item in enumerate(of_part, start=1):
            yield from _item_sections(meeting, item, month, number=f"{part}.{n}")


def _item_sections(meeting: Meeting, item: MeetingItem, month: MonthOfMeeting, *, number: str) -> Iterator[Section]:
    """Yield what was put and said, the table under it, and what was resolved."""
    key = f"item_{number.replace('.', '_')}"
    said = [line.strip() for line in item.discussion.splitlines() if line.strip()]
    if item.follows_id and item.done:
        said.append(_("The earlier resolution is carried out."))
    elif item.follows_id and not said and not item.resolution_no:
        said.append(_("Result: %(line)s") % {"line": DOTTED})
    yield Section(key=key, title=f"{number} {item.subject}", items=said)
    if item.shows:
        yield _table(f"{key}_table", Shows(item.shows), meeting, month)
    if item.resolution_no:
        yield Section(key=f"{key}_resolved", title="", items=[resolution_sentence(item)])


def _table(key: str, shows: Shows, meeting: Meeting, month: MonthOfMeeting) -> Section:
    """Return a table from the books, which says how far the books had come."""
    is_group = meeting.organisation.is_group
    if shows == Shows.CASES:
        return Section(key, "", note=as_of(month), grid=cases_grid(month.bad, with_group=not is_group))
    if shows == Shows.GROUPS:
        return Section(key, "", note=as_of(month), grid=groups_grid(month.groups), items=_warnings(month))
    open_yet = [] if month.is_closed or month.own is None else [_("The month is not closed yet; figures may change.")]
    words = as_of(month, of_own_book=True)
    words = words if is_group else Joined([_("The network's own book:"), words])
    own = month.own or month.together
    return Section(key, "", note=words, grid=money_grid(own), items=open_yet)


def _warnings(month: MonthOfMeeting) -> list:
    """Name the groups whose month is not closed, and say of the others what they stand on."""
    if not month.missing:
        return []
    names = Joined([name_of(one.organisation) for one in month.missing], between=", ")
    words = _("Not closed yet (%(count)s of %(all)s groups): %(names)s. Their figures are those of now.")
    return [words % {"count": len(month.missing), "all": len(month.groups), "names": names}]


def _changed_resolutions(meeting: Meeting, items: Sequence[MeetingItem]) -> Iterator[Section]:
    """Yield, in a correction, the resolutions as they were issued before and as they read now, where that differs."""
    if not meeting.correction:
        return
    before = [said for part in report_of(meeting.issued_report).sections if _is_resolved(part) for said in part.items]
    now = [resolution_sentence(item) for item in items if item.resolution_no]
    same = {str(said) for said in before} & {str(said) for said in now}
    told = [_("Issued before: %(words)s") % {"words": said} for said in before if str(said) not in same]
    told += [_("Now: %(words)s") % {"words": said} for said in now if str(said) not in same]
    if told:
        yield Section(key="changed", title=_("Resolutions that this correction changes"), items=told)


def _is_resolved(section: Section) -> bool:
    return section.key.startswith("item_") and section.key.endswith("_resolved")


def _end(meeting: Meeting) -> Section:
    """Say when the next one is and when this one ended."""
    items = next_sentences(meeting)
    if meeting.ended_at:
        items.append(_("The meeting ended at %(hour)s.") % {"hour": f"{meeting.ended_at:%H.%M}"})
    return Section(key="end", title="", items=items)

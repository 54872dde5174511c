"""Keeping a meeting: its head, who came, its agenda; issuing its report, and opening it again to correct it.

Each stands in the caller's transaction and refuses, changing nothing, what somebody else has changed meanwhile.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from federation.access.queries import NOT_INDEPENDENT, independent
from federation.audit.models import Act
from federation.kit.dates import be_year
from federation.kit.refusals import Refused
from federation.kit.wording import gettext_lazy as _
from federation.ledger.refusals import NeedsSecondPerson
from federation.meetings.models import Attendance, Meeting, MeetingItem
from federation.meetings.queries.meetings import next_number
from federation.meetings.queries.proposals import items_proposed
from federation.meetings.rules import resolution_numbers
from federation.reports.models import IssuedReport
from federation.reports.steps import issue_step

HEAD = (
    *("kind", "number", "held_on", "month", "began_at", "ended_at", "place", "host", "chair"),
    *("recorder", "checker", "next_on", "next_host"),
)
NUMBERED = ("kind", "number", "be_year")
ITEM = ("part", "subject", "discussion", "decision", "resolution", "responsible", "due_on", "shows", "done")


class MeetingNumberTaken(Refused):
    """Another meeting of this kind has the number in that year."""


class MeetingIssued(Refused):
    """The report is issued; the meeting is as it was read aloud."""


class NumberFixed(Refused):
    """An issued report is known by its number, which stays."""


class ResolutionFollowed(Refused):
    """A later meeting takes the resolution up, so it stays."""


def found_meeting_step(organisation, *, by, at: datetime, **head) -> Meeting:
    """Enter a meeting with the agenda that the books and earlier meetings ask for. head: the fields of `HEAD`.

    Raises `MeetingNumberTaken`.
    """
    meeting = Meeting(
        network_id=organisation.network_key,
        organisation=organisation,
        be_year=be_year(head["held_on"]),
        made_by=by,
        made_at=at,
        **head,
    )
    _save_numbered(meeting, force_insert=True)
    proposed = [
        MeetingItem(
            network_id=meeting.network_id,
            meeting=meeting,
            position=position,
            **{name: getattr(item, name) for name in ("part", "subject", "shows", "follows")},
        )
        for position, item in enumerate(items_proposed(meeting), start=1)
    ]
    MeetingItem.objects.bulk_create(proposed)
    return meeting


def open_meeting_locked(meeting: Meeting) -> Meeting:
    """Return the meeting as it is now, locked. Raises `MeetingIssued` unless it can be written in."""
    found = Meeting.objects.select_for_update(of=("self",)).select_related("organisation__book")
    now = found.get(network_id=meeting.network_id, pk=meeting.pk)
    if not now.is_open:
        raise MeetingIssued(_("The report is issued. To change something, open it for a correction first."))
    return now


def save_head_step(meeting: Meeting, **head) -> list[str]:
    """Save the fields of `HEAD` and return the names of those that changed. The meeting is locked.

    Raises `MeetingNumberTaken`, `NumberFixed`.
    """
    values = {**head, "be_year": be_year(head["held_on"])}
    changed = [name for name, value in values.items() if getattr(meeting, name) != value]
    if meeting.issued_report_id and set(changed) & set(NUMBERED):
        raise NumberFixed(_("An issued report is known by its number and year. Both stay as they were issued."))
    for name in changed:
        setattr(meeting, name, values[name])
    if changed:
        meeting.version += 1
        _save_numbered(meeting, update_fields=[*changed, "version"])
    return changed


def _save_numbered(meeting: Meeting, **how) -> None:
    try:
        with transaction.atomic():
            meeting.save(**how)
    except IntegrityError as error:
        if "meeting_number_unique" not in str(error):
            raise
        free = next_number(meeting.organisation, kind=meeting.kind, be_year=meeting.be_year)
        words = _("Meeting %(number)s is there already. The next free number of that year is %(free)s.")
        words = words % {"number": f"{meeting.number}/{meeting.be_year}", "free": free}
        raise MeetingNumberTaken(words, fields={"number": words}) from error


def save_attendance_step(meeting: Meeting, *, counts: Mapping, names: Mapping) -> None:
    """Save who came. counts: {(group or None, kind): people}; names: the same keys. The meeting is locked."""
    Attendance.objects.filter(network_id=meeting.network_id, meeting=meeting).delete()
    rows = [
        Attendance(
            network_id=meeting.network_id,
            meeting=meeting,
            group=group,
            kind=kind,
            count=count,
            names=names.get((group, kind), ""),
        )
        for (group, kind), count in counts.items()
        if count or names.get((group, kind))
    ]
    Attendance.objects.bulk_create(rows)
    _count_version(meeting)


def save_agenda_step(meeting: Meeting, *, items: Iterable[Mapping]) -> None:
    """Save the agenda. items: in their order; each the fields of `ITEM`, and `item` where it was there before.

    One without a subject is taken out; one that is not among them stays as it is. Resolutions are numbered anew, or,
    once issued, keep their numbers. The meeting is locked. Raises `ResolutionFollowed`.
    """
    there = {item.pk: item for item in MeetingItem.objects.filter(network_id=meeting.network_id, meeting=meeting)}
    rows = [(there.pop(row["item"], None) if row.get("item") else None, row) for row in items]
    _take_out(item for item, row in rows if item and not row["subject"])
    rows = [(item, row) for item, row in rows if row["subject"]]
    rows += [(item, {name: getattr(item, name) for name in ITEM}) for item in there.values()]
    rows.sort(key=lambda pair: pair[1]["part"])
    numbers = resolution_numbers(
        [bool(row["decision"]) for _item, row in rows],
        kept=[item and item.resolution_no for item, _row in rows],
        fixed=meeting.issued_report_id is not None,
    )
    of_meeting = MeetingItem.objects.filter(network_id=meeting.network_id, meeting=meeting)
    of_meeting.update(resolution_no=None)  # each number is held once, also while they change places
    for position, ((item, row), number) in enumerate(zip(rows, numbers, strict=True), start=1):
        _write(item or MeetingItem(network_id=meeting.network_id, meeting=meeting), row, position, number)
    _count_version(meeting)


def _take_out(items: Iterable[MeetingItem]) -> None:
    for item in items:
        if item.followed_by.filter(network_id=item.network_id).exists():
            words = _("A later meeting takes up “%(what)s”, so it stays on the agenda.")
            raise ResolutionFollowed(words % {"what": item.subject})
        item.delete()


def _write(item: MeetingItem, row: Mapping, position: int, number: int | None) -> None:
    new = item._state.adding
    for name in ITEM:
        setattr(item, name, row[name])
    item.position, item.resolution_no = position, number
    if new:
        item.save(force_insert=True)
    else:
        item.save(update_fields=[*ITEM, "position", "resolution_no"])


def _count_version(meeting: Meeting) -> None:
    meeting.version += 1
    meeting.save(update_fields=["version"])


def issue_meeting_step(meeting: Meeting, report, *, by, at: datetime) -> IssuedReport:
    """Put a meeting's report on the shelf, as a further version where it was issued before. The meeting is locked.

    A correction is issued by another person than who opened it. Raises `NeedsSecondPerson`.
    """
    if meeting.issued_report_id:
        _check_another(meeting, by=by, at=at)
    before = IssuedReport.objects.filter(network_id=meeting.network_id, organisation_id=meeting.organisation_id)
    version = before.filter(name=report.name).count() + 1
    issued = issue_step(meeting.organisation, report, by=by, at=at, version=version)
    meeting.issued_report, meeting.correction = issued, ""
    meeting.version += 1
    meeting.save(update_fields=["issued_report", "correction", "version"])
    return issued


def _check_another(meeting: Meeting, *, by, at: datetime) -> None:
    """Refuse whoever opened the correction, as the log has it, and whoever may have acted under that name."""
    opened = Act.objects.filter(network_id=meeting.network_id, about=f"meeting:{meeting.pk}", what="meeting_correction")
    last = opened.select_related("by").order_by("-at", "-pk").first()
    if last is None:
        return
    if last.by_id == by.pk:
        raise NeedsSecondPerson(_("You opened this correction. Let another person read it and issue it."))
    if not independent(last.by, by, first_at=last.at, at=at):
        raise NeedsSecondPerson(NOT_INDEPENDENT)


def open_for_correction_step(meeting: Meeting, *, reason: str) -> None:
    """Open an issued meeting again. reason: what is corrected and why; it is printed on the next version."""
    meeting.correction = reason
    meeting.version += 1
    meeting.save(update_fields=["correction", "version"])

"""What is done with a meeting, each as one durable transaction and one line in the log."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction

from federation.audit.log import record
from federation.ledger.posting import lock
from federation.meetings import steps
from federation.meetings.models import Meeting
from federation.reports.models import IssuedReport


@transaction.atomic(durable=True)
def found_meeting(organisation, *, by, at: datetime, **head) -> Meeting:
    """Enter a meeting; see `steps.found_meeting_step`."""
    meeting = steps.found_meeting_step(organisation, by=by, at=at, **head)
    _record("meeting_entered", meeting, by=by, at=at)
    return meeting


@transaction.atomic(durable=True)
def save_head(meeting: Meeting, *, unchanged: Callable, by, at: datetime, **head) -> None:
    """Save day, place, host and who chaired. unchanged: as `_locked`; see `steps.save_head_step`."""
    now = _locked(meeting, unchanged)
    changed = steps.save_head_step(now, **head)
    if changed:
        _record("meeting_changed", now, by=by, at=at)


@transaction.atomic(durable=True)
def save_attendance(
    meeting: Meeting, *, unchanged: Callable, counts: Mapping, names: Mapping, by, at: datetime
) -> None:
    """Save who came. unchanged: as `_locked`; see `steps.save_attendance_step`."""
    now = _locked(meeting, unchanged)
    steps.save_attendance_step(now, counts=counts, names=names)
    _record("meeting_attendance_saved", now, by=by, at=at, people=sum(counts.values()))


@transaction.atomic(durable=True)
def save_agenda(meeting: Meeting, *, unchanged: Callable, items: list[Mapping], by, at: datetime) -> None:
    """Save the agenda and its resolutions. unchanged: as `_locked`; see `steps.save_agenda_step`."""
    now = _locked(meeting, unchanged)
    steps.save_agenda_step(now, items=items)
    _record("meeting_agenda_saved", now, by=by, at=at, rows=len(items))


@transaction.atomic(durable=True)
def issue_meeting(meeting: Meeting, *, draw: Callable, by, at: datetime) -> IssuedReport:
    """Issue the report as the books and the meeting stand now. draw: makes it of the locked meeting."""
    if meeting.organisation.book:
        lock(meeting.organisation.book)
    now = steps.open_meeting_locked(meeting)
    note = now.correction
    issued = steps.issue_meeting_step(now, draw(now), by=by, at=at)
    _record("meeting_issued", now, by=by, at=at, **({"reason": note} if note else {}))
    return issued


@transaction.atomic(durable=True)
def open_for_correction(meeting: Meeting, *, reason: str, by, at: datetime) -> None:
    """Open an issued meeting again for a reason that the next version prints; one that is open stays so."""
    now = Meeting.objects.select_for_update().get(network_id=meeting.network_id, pk=meeting.pk)
    if not now.is_open:
        steps.open_for_correction_step(now, reason=reason)
        _record("meeting_correction", now, by=by, at=at, reason=reason)


def _locked(meeting: Meeting, unchanged: Callable) -> Meeting:
    """Return the meeting locked. unchanged: called with it, raises where its part was changed by somebody else."""
    now = steps.open_meeting_locked(meeting)
    unchanged(now)
    return now


def _record(what: str, meeting: Meeting, *, by, at: datetime, **after) -> None:
    after = {"number": str(meeting), **after}
    organisation = meeting.organisation
    record(what, by=by, at=at, organisation=organisation, about=f"meeting:{meeting.pk}", after=after)

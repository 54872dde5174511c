"""What a new meeting begins with: its number, day, host, and the items that the books and earlier meetings ask for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from federation.kit.dates import be_year, month_of, next_month
from federation.meetings.models import Meeting, MeetingItem, MeetingKind, Shows
from federation.meetings.queries.meetings import (
    chair_of,
    groups_of,
    host_in_turn,
    meeting_before,
    meeting_day,
    month_to_report,
    next_number,
    not_carried_out,
)
from federation.meetings.queries.money import bad_loans
from welfare.claims.queries.claims import open_claims

FOLLOWED_AT_MOST = 12
SUBJECT = 200


@dataclass(frozen=True, slots=True)
class ItemProposed:
    """An item that a new agenda begins with; see `MeetingItem`."""

    part: int
    subject: str
    shows: str = ""
    follows: MeetingItem | None = None
    decision: str = ""


def head_proposed(organisation, *, on: date, by) -> dict:
    """Return the fields of a new meeting as they most likely are."""
    groups = groups_of(organisation, on=on)
    host = host_in_turn(organisation, groups)
    day = meeting_day(organisation, month_of(on)) or on
    return {
        "kind": MeetingKind.MONTHLY,
        "number": next_number(organisation, kind=MeetingKind.MONTHLY, be_year=be_year(day)),
        "held_on": day,
        "month": month_to_report(organisation, on=day),
        "place": _place(organisation, host),
        "host": host,
        "chair": "" if groups else chair_of(organisation, on=day),
        "recorder": by.person.name if by.person_id else "",
        "next_on": meeting_day(organisation, next_month(month_of(day))),
        "next_host": host_in_turn(organisation, groups, after=host) if host else None,
    }


def _place(organisation, host) -> str:
    """Return where the host meets, as far as is known, else where this organisation met last."""
    if host:
        return _("where %(group)s meets") % {"group": host.name}
    held = Meeting.objects.filter(network_id=organisation.network_key, organisation=organisation)
    return held.order_by("-held_on", "-number").values_list("place", flat=True).first() or ""


def items_proposed(meeting: Meeting) -> Iterator[ItemProposed]:
    """Yield the items of a new agenda: the last minutes, what is not done yet, the money, bad loans, the groups."""
    yield ItemProposed(1, _("News from the chair"))
    before = meeting_before(meeting)
    if before:
        yield ItemProposed(2, _("Minutes of meeting %(number)s") % {"number": before})
    for item in not_carried_out(meeting)[:FOLLOWED_AT_MOST]:
        words = _("Resolution %(n)s of meeting %(number)s: %(what)s")
        what = {"n": item.resolution_no, "number": item.meeting, "what": item.resolution or item.subject}
        yield ItemProposed(3, (words % what)[:SUBJECT], follows=item)
    yield ItemProposed(4, _("The money of the month"), shows=Shows.MONEY)
    if not meeting.organisation.is_group:
        yield ItemProposed(4, _("What the groups report"), shows=Shows.GROUPS)
    if bad_loans(meeting.organisation, on=meeting.held_on):
        yield ItemProposed(4, _("Bad loans, by number"), shows=Shows.CASES)
    if claims := open_claims(meeting.organisation, on=meeting.held_on):
        said = {"n": len(claims), "late": sum(one.late for one in claims)}
        yield ItemProposed(4, _("Welfare claims that wait: %(n)s, %(late)s of them late") % said)
    yield ItemProposed(5, _("The next meeting"))

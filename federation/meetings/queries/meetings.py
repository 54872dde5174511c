"""Which meetings there were, whose turn it is, what earlier ones left to be done."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from federation.bylaws.queries import bylaws_of
from federation.kit.dates import last_day, month_of, next_month
from federation.kit.digits import to_arabic_digits
from federation.ledger.months import open_month
from federation.meetings.models import Attendance, Decision, Meeting, MeetingItem, MeetingKind
from federation.meetings.rules import next_in_turn
from federation.organisations.models import Organisation, State
from federation.reports.models import IssuedReport
from groups.registry.models import OfficePost
from groups.registry.queries import offices_on
from groups.sheets.models import RowState, Sheet, SheetRow, SheetState

MONTHS_TO_CHOOSE = 12
CAME = (RowState.PAID, RowState.PART)


def meetings_of(organisation) -> QuerySet[Meeting]:
    """Return the meetings of an organisation, the newest first, with how many `came` and were `resolved`."""
    found = Meeting.objects.filter(network_id=organisation.network_key, organisation=organisation)
    came = Attendance.objects.filter(network_id=OuterRef("network_id"), meeting=OuterRef("pk")).order_by()
    came = came.values("meeting").annotate(n=Sum("count")).values("n")
    resolved = Count("items", filter=Q(items__resolution_no__isnull=False))
    return (
        found.annotate(came=came, resolved=resolved)
        .select_related("host", "issued_report")
        .defer("issued_report__data")
        .order_by("-held_on", "-number", "-pk")
    )


def sought(meetings: QuerySet[Meeting], search: str) -> QuerySet[Meeting]:
    """Cut meetings to a search: a number with or without its year ("3/2569"), a place, or words of a resolution."""
    words = to_arabic_digits(search).strip()
    if not words:
        return meetings
    number, _slash, year = words.partition("/")
    if number.isdigit():
        found = meetings.filter(number=int(number[:4]))
        return found.filter(be_year=int(year[:4])) if year.isdigit() else found
    told = MeetingItem.objects.filter(network_id=OuterRef("network_id"), meeting=OuterRef("pk"))
    told = told.filter(Q(resolution__icontains=search) | Q(subject__icontains=search))
    return meetings.filter(Q(place__icontains=search) | Q(host__name_th__icontains=search) | Exists(told))


def meeting_of(organisation, pk) -> Meeting | None:
    found = Meeting.objects.filter(network_id=organisation.network_key, organisation=organisation, pk=pk)
    people = ("organisation__book", "host", "next_host", "issued_report")
    return found.select_related(*people).defer("issued_report__data").first()


def items_of(meeting: Meeting) -> list[MeetingItem]:
    """Return the items of an agenda in their order."""
    found = MeetingItem.objects.filter(network_id=meeting.network_id, meeting=meeting)
    return list(found.select_related("follows__meeting").order_by("part", "position", "pk"))


def attendance_of(meeting: Meeting) -> list[Attendance]:
    found = Attendance.objects.filter(network_id=meeting.network_id, meeting=meeting)
    return list(found.select_related("group").order_by("group__code", "kind"))


def versions_of(meeting: Meeting) -> QuerySet[IssuedReport]:
    """Return the reports of a meeting as they were issued, the newest first, without their data."""
    found = IssuedReport.objects.filter(network_id=meeting.network_id, organisation_id=meeting.organisation_id)
    return found.filter(name=meeting.report_name).defer("data").select_related("issued_by__person").order_by("-version")


def groups_of(network, *, on: date) -> list[Organisation]:
    """Return who meets in a network on a day, by code: the groups whose account it keeps, and who belongs to it."""
    if network.is_group:
        return []
    members = Organisation.objects.members_of(network, on)
    found = Organisation.objects.filter(Q(keeper=network) | Q(pk__in=members.values("pk")))
    return list(found.exclude(state=State.CLOSED).select_related("book").order_by("code"))


def next_number(organisation, *, kind: str, be_year: int) -> int:
    """Return the number after the highest of a kind of meeting in a Buddhist year."""
    held = Meeting.objects.filter(network_id=organisation.network_key, organisation=organisation)
    return (held.filter(kind=kind, be_year=be_year).aggregate(last=Max("number"))["last"] or 0) + 1


def meeting_before(meeting: Meeting) -> Meeting | None:
    """Return the meeting of the same kind that was held last before one."""
    held = Meeting.objects.filter(network_id=meeting.network_id, organisation_id=meeting.organisation_id)
    held = held.filter(kind=meeting.kind).exclude(pk=meeting.pk)
    return held.filter(held_on__lte=meeting.held_on).order_by("-held_on", "-number").first()


def host_in_turn(organisation, groups: Sequence[Organisation], *, after: Organisation | None = None):
    """Return the group whose turn it is to be host: after another, or whom the last meeting agreed on, or in turn.

    A group that is not active takes no turn.
    """
    last, agreed = (after.pk, None) if after else _last_host(organisation)
    active = {group.pk: group for group in groups if group.state == State.ACTIVE}
    turn = [group.pk for group in groups if group.pk in active or group.pk == last]
    return active.get(agreed) or active.get(next_in_turn(turn, after=last))


def _last_host(organisation) -> tuple[int | None, int | None]:
    """Return who was host last, and whom that meeting agreed on as the next."""
    held = Meeting.objects.filter(network_id=organisation.network_key, organisation=organisation)
    held = held.filter(kind=MeetingKind.MONTHLY, host__isnull=False)
    last = held.order_by("-held_on", "-number").values_list("host_id", "next_host_id").first()
    return last or (None, None)


def drafts_of(organisation) -> list[Meeting]:
    """Return the meetings that can still be written in, the newest first."""
    held = Meeting.objects.filter(network_id=organisation.network_key, organisation=organisation)
    return [one for one in held.order_by("-held_on", "-number") if one.is_open]


def host_is_missing(meeting: Meeting) -> bool:
    """Whether people came to a meeting and nobody of the group whose turn it was."""
    groups = {row.group_id for row in attendance_of(meeting) if row.count}
    return bool(groups) and meeting.host_id is not None and meeting.host_id not in groups


def months_to_report(organisation, *, on: date) -> list[date]:
    """Return the months whose money a meeting can report, the newest first: at most a year of them."""
    first = organisation.book.opened_on if organisation.book else date.min
    months = [next_month(month_of(on), by=-back) for back in range(MONTHS_TO_CHOOSE)]
    return [month for month in months if month >= month_of(first)] or [month_of(on)]


def month_to_report(organisation, *, on: date) -> date:
    """Return the month a meeting most likely reports: the one before, or the open one where the books began later."""
    before = next_month(month_of(on), by=-1)
    if organisation.book is None:
        return before
    return max(before, organisation.book.opened_on, min(open_month(organisation.book), before))


def meeting_day(organisation, month: date) -> date | None:
    """Return the day of a month on which the bylaws have an organisation meet, or None where they fix none."""
    bylaws = bylaws_of(organisation, on=last_day(month))
    days = bylaws["meeting_days"] if organisation.is_group else [bylaws["network_meeting_day"]]
    return month.replace(day=min(days[0], last_day(month).day)) if days else None


def chair_of(organisation, *, on: date) -> str:
    """Return the name of an organisation's chair on a day, or nothing."""
    office = offices_on(organisation, on).filter(post=OfficePost.CHAIR).select_related("person").first()
    return office.person.name if office else ""


def came_to_sheet(organisation, *, on: date) -> int | None:
    """Return how many members a group's posted sheet has as not absent: that day's, or the month's last; None without.

    Who was excused did not come either.
    """
    posted = Sheet.objects.of(organisation).filter(state=SheetState.POSTED, month=month_of(on))
    sheet = posted.filter(meeting_on=on).first() or posted.order_by("-meeting_on").first()
    if sheet is None:
        return None
    return SheetRow.objects.filter(network_id=sheet.network_id, sheet=sheet, state__in=CAME).count()


def not_carried_out(meeting: Meeting) -> list[MeetingItem]:
    """Return the resolutions of earlier meetings that somebody was to carry out and nobody has said are done.

    A follow-up itself is not followed up: the resolution it takes up is, until it is done.
    """
    done = MeetingItem.objects.filter(network_id=OuterRef("network_id"), follows=OuterRef("pk"), done=True)
    found = MeetingItem.objects.filter(
        ~Q(responsible="") | Q(due_on__isnull=False) | Q(decision=Decision.ASSIGNED),
        network_id=meeting.network_id,
        meeting__organisation_id=meeting.organisation_id,
        meeting__held_on__lte=meeting.held_on,
        resolution_no__isnull=False,
        follows=None,
    )
    found = found.exclude(meeting=meeting).exclude(Exists(done)).select_related("meeting")
    return list(found.order_by("meeting__held_on", "meeting__number", "resolution_no"))

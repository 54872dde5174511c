"""How the month of every group stands with its network."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Min, Q, QuerySet

from federation.access.models import Appointment
from federation.bylaws.queries import bylaws_of
from federation.closing.models import ClosedMonth
from federation.handover.models import Handover, HandoverState, PaperMonth
from federation.handover.queries.heads import heads_by_group, paper_heads
from federation.handover.rules import Heads, State, differences, due_on, identity_problems
from federation.kit.clock import BANGKOK
from federation.kit.dates import last_day, month_of, month_range
from federation.ledger.months import head_of, open_months
from federation.organisations.models import Organisation
from federation.organisations.models import State as Life
from federation.reports.models import IssuedReport
from groups.registry.models import Membership, Office


@dataclass(frozen=True)
class GroupStatus:
    """How one group's month stands with its network.

    state: see `rules.State`. heads: as sent, else as the books have them now; of a paper group as entered, or None.
    books: as the books have them now, None for a paper group. last: the last step of the handshake. report: the id of
    the monthly report as issued. since: when it came into its state, where that is known. due_on: to be sent by.
    is_late: not sent, and that day is over; was_late: first sent after it.
    """

    organisation: Organisation
    state: str
    heads: Heads | None
    books: Heads | None
    is_paper: bool
    due_on: date
    is_closed: bool = False
    last: Handover | None = None
    paper: PaperMonth | None = None
    report: object = None
    since: datetime | None = None
    is_late: bool = False
    was_late: bool = False

    @cached_property
    def changed(self) -> list[tuple]:
        """The figures that the books have otherwise now than they were sent: (figure, sent, now)."""
        return differences(self.heads, self.books) if self.last and self.books else []

    @cached_property
    def problems(self) -> list[tuple]:
        """Where opening + in − out is not what is written at the end."""
        return identity_problems(self.heads) if self.heads else []

    @property
    def is_handed_over(self) -> bool:
        return self.state in State.HANDED_OVER or self.state == State.PAPER

    @property
    def name(self):
        """What the state is called."""
        return State.NAMES[self.state]


def statuses(network: Organisation, month: date, *, today: date = date.max) -> list[GroupStatus]:
    """Return how each group's month stands, by code: those with books here, then those on paper. Constant queries.

    today: what is late, and loans of a month under way, are those of this day.
    """
    groups = list(stands_below(network, month))
    here = [group for group in groups if not on_paper(group, network, month)]
    papers = [group for group in groups if on_paper(group, network, month)]
    by = due_on(month, meeting_day=bylaws_of(network, on=last_day(month))["network_meeting_day"])
    found = _with_books(network, here, month, today=today, by=by)
    entered = paper_heads(network, month) if papers else {}
    return found + [_paper_status(group, entered.get(group.pk), by=by, today=today) for group in papers]


def stands_below(network: Organisation, month: date) -> QuerySet[Organisation]:
    """Return the groups whose month the network's report is to hold, by code: that belonged to it at the month's end.

    Left out are groups that are closed, and those still forming without a member.
    """
    last = last_day(month)
    belonging = Organisation.objects.members_of(network, last).groups().values("pk")
    joined = Membership.objects.of(network).live(last).filter(member_organisation__isnull=False)
    joined = joined.values("member_organisation")
    kept = Q(keeper=network, book__opened_on__lte=last)
    groups = Organisation.objects.groups().filter(kept | Q(pk__in=belonging) | Q(pk__in=joined))
    with_members = Membership.objects.filter(network_id=network.network_key, joined_on__lte=last).values("organisation")
    forming = Q(state=Life.FORMING, book__isnull=False) & ~Q(pk__in=with_members)
    return groups.exclude(forming).exclude(state=Life.CLOSED).select_related("book", "keeper").order_by("code")


def on_paper(group: Organisation, network: Organisation, month: date) -> bool:
    """Tell whether a group keeps no books of a month with this network, so that the network enters its totals."""
    return group.book_id is None or group.keeper_id != network.pk or group.book.opened_on > month


def _with_books(network, groups: list[Organisation], month: date, *, today: date, by: date) -> list[GroupStatus]:
    books = heads_by_group(network.network_key, groups, month, today=today)
    steps, reports = _last_steps(network, groups, month), _reports(network, groups, month)
    sent = _first_sent(groups, month)
    opened = open_months(network.network_key) if groups else {}
    closed_at = dict(
        ClosedMonth.objects.filter(network_id=network.network_key, month=month).values_list("book_id", "closed_at")
    )
    return [
        _status(
            group,
            books[group.pk],
            last=steps.get(group.pk),
            is_closed=opened[group.book_id] > month,
            closed_at=closed_at.get(group.book_id),
            report=reports.get(group.pk),
            sent_at=sent.get(group.pk),
            by=by,
            today=today,
        )
        for group in groups
    ]


def _status(
    group, books: Heads, *, last, is_closed: bool, closed_at, report, sent_at, by: date, today: date
) -> GroupStatus:
    state = state_of(last, is_closed=is_closed)
    return GroupStatus(
        organisation=group,
        state=state,
        heads=Heads.from_data(last.figures) if last else books,
        books=books,
        is_paper=False,
        is_closed=is_closed,
        last=last,
        report=report,
        since=last.at if last else closed_at,
        due_on=by,
        is_late=state not in State.HANDED_OVER and today > by,
        was_late=sent_at is not None and sent_at.astimezone(BANGKOK).date() > by,
    )


def state_of(last: Handover | None, *, is_closed: bool) -> str:
    """Return the state of a month of a group with books: by the last step, or whether it is closed."""
    if last:
        return last.state
    return State.CLOSED if is_closed else State.DRAFT


def _paper_status(group: Organisation, paper: PaperMonth | None, *, by: date, today: date) -> GroupStatus:
    return GroupStatus(
        organisation=group,
        state=State.PAPER if paper else State.PAPER_MISSING,
        heads=Heads.from_data(paper.figures) if paper else None,
        books=None,
        is_paper=True,
        paper=paper,
        since=paper.entered_at if paper else None,
        due_on=by,
        is_late=paper is None and today > by,
    )


def _last_steps(network, groups: Iterable[Organisation], month: date) -> dict[int, Handover]:
    steps = Handover.objects.filter(network_id=network.network_key, organisation__in=groups, month=month)
    steps = steps.order_by("organisation_id", "-n").distinct("organisation_id")
    return {step.organisation_id: step for step in steps.select_related("by__person")}


def _first_sent(groups: Collection[Organisation], month: date) -> dict[int, datetime]:
    """Return {organisation id: when its month was sent for the first time}. One query."""
    sent = Handover.objects.filter(network_id__in={group.network_key for group in groups}, organisation__in=groups)
    sent = sent.filter(month=month, state=HandoverState.SENT).order_by().values("organisation_id")
    return dict(sent.annotate(first=Min("at")).values_list("organisation_id", "first"))


def _reports(network, groups: Iterable[Organisation], month: date) -> dict:
    issued = IssuedReport.objects.filter(network_id=network.network_key, name="monthly", month=month)
    issued = issued.filter(organisation__in=groups).order_by("organisation_id", "version")
    return dict(issued.values_list("organisation_id", "pk"))


def paper_status_of(
    group: Organisation, paper: PaperMonth | None, *, network: Organisation, month: date
) -> GroupStatus:
    """Return how the month of a paper group stands; paper: what was entered of it last, or None."""
    by = due_on(month, meeting_day=bylaws_of(network, on=last_day(month))["network_meeting_day"])
    return _paper_status(group, paper, by=by, today=date.min)


@dataclass(frozen=True)
class MonthOfGroups:
    """How many groups of a network came how far with a month."""

    month: date
    code: str
    closed: int
    sent: int
    checked: int
    returned: int
    accepted: int
    paper: int


def months_of(network: Organisation, *, on: date) -> list[MonthOfGroups]:
    """Return every month since the oldest book of a network's groups was opened, newest first. Four queries."""
    groups = Organisation.objects.kept_by(network).filter(book__isnull=False)
    opened = groups.order_by().aggregate(first=Min("book__opened_on"))["first"] or network.book.opened_on
    of = {"network_id": network.network_key}
    closed = Counter(ClosedMonth.objects.filter(**of, organisation__in=groups).values_list("month", flat=True))
    newest = (
        Handover.objects.filter(**of).order_by("organisation_id", "month", "-n").distinct("organisation_id", "month")
    )
    steps = Counter(newest.values_list("month", "state"))
    papers = Counter(PaperMonth.objects.filter(**of, version=1).values_list("month", flat=True))
    return [
        MonthOfGroups(
            month=at,
            code=network.code,
            closed=closed[at],
            **{str(state): steps[at, state] for state in HandoverState.values},
            paper=papers[at],
        )
        for at in reversed(list(month_range(opened, month_of(on))))
    ]


def _newest_of_all(network: Organisation) -> QuerySet[Handover]:
    steps = Handover.objects.filter(network_id=network.network_key)
    return steps.order_by("organisation_id", "month", "-n").distinct("organisation_id", "month")


def under_way(network: Organisation) -> list[Handover]:
    """Return the months that wait for the network: sent or checked, of whatever month, the oldest first. One query."""
    waiting = (HandoverState.SENT, HandoverState.CHECKED)
    return sorted((step for step in _newest_of_all(network) if step.state in waiting), key=lambda step: step.month)


def posts_of(user, *, on: date) -> set[int]:
    """Return the ids of all organisations in which `holds_post_in` is true of a user on a day. Two queries."""
    roles = set(Appointment.objects.holding(on).filter(user=user).values_list("organisation_id", flat=True))
    if user.person_id is None:
        return roles
    same = Q(person=user.person_id)
    if user.person.identity_id:
        same |= Q(person__identity=user.person.identity_id)
    seats = Office.objects.filter(same, since__lte=on, until__gte=on)
    return roles | set(seats.values_list("organisation_id", flat=True))


def steps_of(group: Organisation, month: date) -> QuerySet[Handover]:
    """Return every step of a group's month, the oldest first."""
    found = Handover.objects.filter(network_id=group.network_key, organisation=group, month=month)
    return found.select_related("by__person").order_by("n")


def last_step(group: Organisation, month: date) -> Handover | None:
    """Return the last step of a group's month, or None before it was sent."""
    return steps_of(group, month).last()


def status_of(group: Organisation, month: date, *, today: date = date.max) -> GroupStatus:
    """Return how one group's month stands with the network that keeps its account."""
    by = due_on(month, meeting_day=bylaws_of(group.keeper, on=last_day(month))["network_meeting_day"])
    closed = head_of(group.book).closed_through
    closed_at = ClosedMonth.objects.filter(network_id=group.network_key, book=group.book, month=month)
    return _status(
        group,
        heads_by_group(group.network_key, [group], month, today=today)[group.pk],
        last=last_step(group, month),
        is_closed=closed is not None and closed >= month,
        closed_at=closed_at.values_list("closed_at", flat=True).first(),
        report=_reports(group.keeper, [group], month).get(group.pk),
        sent_at=_first_sent([group], month).get(group.pk),
        by=by,
        today=today,
    )


def returned(group: Organisation) -> list[Handover]:
    """Return the months that the network sent back and that the group has not sent again, the oldest first."""
    return [step for step in newest(group) if step.state == HandoverState.RETURNED]


def newest(group: Organisation) -> list[Handover]:
    """Return the last step of every month of a group, by month. One query."""
    steps = Handover.objects.filter(network_id=group.network_key, organisation=group)
    return list(steps.order_by("month", "-n").distinct("month"))


def counted(found: Iterable[GroupStatus]) -> dict[str, int]:
    """Return {state: how many groups are in it}, in the order of the states, without those that nobody is in."""
    states = [status.state for status in found]
    return {state: states.count(state) for state in State.NAMES if state in states}

"""Who leaves, who left and is still owed something, who the ladder proposes to put out, who moves here."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Max, Q, QuerySet

from federation.bylaws.queries import bylaws_of
from federation.kit.money import ZERO
from federation.ledger.queries import signed_balance_of
from groups.departures.models import RUNNING, Departure, DepartureKind, DepartureState, PaidOut, Task
from groups.departures.queries.family import done_elsewhere
from groups.departures.queries.net import net_of
from groups.departures.rules import days_idle, is_proposed
from groups.promises.queries import open_short_months
from groups.registry.models import Membership, MembershipState
from groups.registry.queries import holds_of, members_on, register
from groups.sheets.models import RowState, SheetRow, SheetState
from loans.lending.models import Loan, LoanState
from loans.lending.queries.standing import standings

PEOPLE = ("membership__person", "membership__organisation", "organisation__book", "to__book", "new_membership")
USERS = ("asked_by__person", "decided_by__person", "back_asked_by__person", "back_by__person", "entry")


def departures_of(organisation) -> QuerySet[Departure]:
    """Return the departures of an organisation, the newest first."""
    found = Departure.objects.filter(network_id=organisation.network_key, organisation=organisation)
    return found.select_related(*PEOPLE, *USERS).order_by("-asked_at", "-pk")


def departure(organisation, pk) -> Departure | None:
    """Return a departure of an organisation, or one that moves a member to it, or None."""
    own = Q(organisation=organisation) | Q(to=organisation, kind=DepartureKind.TRANSFER)
    found = Departure.objects.filter(own, network_id=organisation.network_key, pk=pk)
    return found.select_related(*PEOPLE, *USERS).first()


def running(organisation) -> QuerySet[Departure]:
    """Return those that wait for somebody: asked, noticed, decided and not paid whole."""
    return departures_of(organisation).filter(state__in=RUNNING)


def with_net(departures: QuerySet[Departure], *, on: date) -> list[Departure]:
    """Return departures with the net of a day where nothing is decided yet, as their pages show it."""
    found = list(departures)
    for one in found:
        if one.state in RUNNING and not one.settlement:
            one.net = net_of(one.membership, on=on).net
    return found


def ended(organisation) -> QuerySet[Departure]:
    """Return those that are over, one way or the other."""
    return departures_of(organisation).exclude(state__in=RUNNING)


def coming(organisation) -> QuerySet[Departure]:
    """Return who was let go by another group and waits to be admitted here."""
    found = Departure.objects.filter(network_id=organisation.network_key, to=organisation)
    found = found.filter(kind=DepartureKind.TRANSFER, state=DepartureState.DECIDED)
    return found.select_related(*PEOPLE, *USERS).order_by("decided_at")


def running_of(membership: Membership) -> Departure | None:
    """Return the departure of a member that stands: waiting, decided or done."""
    found = Departure.objects.filter(network_id=membership.network_id, membership=membership)
    return found.filter(state__in=(*RUNNING, DepartureState.DONE)).select_related(*PEOPLE).first()


def payments_of(departure: Departure) -> QuerySet[PaidOut]:
    """Return what each person gets, in the order of the shares."""
    return departure.payments.select_related("by__person", "checked_by__person", "entry").order_by("-percent", "pk")


def payment(departure: Departure, pk) -> PaidOut | None:
    return payments_of(departure).filter(pk=pk).select_related("departure__organisation").first()


def tasks_of(departure: Departure) -> QuerySet[Task]:
    """Return what a death left to do, what is due first at the top; `done_elsewhere` where its own page shows it."""
    found = departure.tasks.annotate(done_elsewhere=done_elsewhere()).select_related(
        "guarantee__membership__person", "loan__membership__person", "done_by__person"
    )
    return found.order_by(F("done_on").asc(nulls_first=True), "due_on", "pk")


def open_tasks(organisation) -> QuerySet[Task]:
    """Return the tasks of all deaths that are not done, here or by a claim, what is due first at the top."""
    found = Task.objects.filter(network_id=organisation.network_key, departure__organisation=organisation, done_on=None)
    found = found.exclude(departure__state__in=(DepartureState.TAKEN_BACK, DepartureState.WITHDRAWN))
    found = found.annotate(done_elsewhere=done_elsewhere()).filter(done_elsewhere=False)
    return found.select_related("departure__membership__person", "loan").order_by("due_on", "pk")


def open_refunds(organisation) -> list[Membership]:
    """Return persons who left before and still hold something, with `held` in baht, and no departure of theirs."""
    of_all = Departure.objects.filter(network_id=organisation.network_key, organisation=organisation)
    standing = of_all.filter(state__in=(*RUNNING, DepartureState.DONE))
    found = register(organisation).filter(ended_on__isnull=False, person__isnull=False)
    found = found.exclude(pk__in=standing.values("membership")).annotate(
        held=-signed_balance_of("satja_account")
        - signed_balance_of("shares_account")
        - signed_balance_of("special_account")
    )
    return list(found.filter(held__gt=0))


@dataclass(frozen=True, slots=True)
class Proposal:
    """A member whom the ladder proposes to put out: days without payment, those on hold apart. A person decides."""

    membership: Membership
    last_paid_on: date
    days: int
    months_missed: int
    overdue: Decimal

    @property
    def grounds(self) -> list[dict]:
        """What is kept with the departure, as JSON can hold it."""
        return [
            {"what": "idle", "days": self.days, "on": self.last_paid_on.isoformat()},
            {"what": "short", "months": self.months_missed},
            {"what": "overdue", "amount": str(self.overdue)},
        ]


def proposals(organisation, *, on: date) -> list[Proposal]:
    """Return the members whom the bylaws' days propose to put out on a day; nothing is done. A few queries.

    Who is on hold is not among them. Source: domain, 1.2 Membership rules, drop-out by arrears; 9, caution 1.
    """
    limit = bylaws_of(organisation, on=on)["dropout_days"]
    if not limit:
        return []
    members = members_on(organisation, on).filter(state=MembershipState.ADMITTED, person__isnull=False)
    members = list(members.exclude(departures__state__in=RUNNING))
    if not members:
        return []
    paid, holds = _last_paid(members), holds_of(members)
    begun = organisation.book.opened_on
    idle = []
    for member in members:
        last = max(filter(None, (paid.get(member.pk), member.joined_on, begun)))
        days = days_idle(last, on=on, holds=holds.get(member.pk, ()))
        if is_proposed(days, dropout_days=limit):
            idle.append((member, last, days))
    return _with_figures(idle, on=on)


def proposal_of(membership: Membership, *, on: date) -> Proposal | None:
    """Return what speaks for putting one member out, or None where the ladder does not propose it."""
    return next((one for one in proposals(membership.organisation, on=on) if one.membership == membership), None)


def _last_paid(members: list[Membership]) -> dict:
    """Return {membership id: the last meeting at which something was brought}."""
    rows = SheetRow.objects.filter(network_id=members[0].network_id, membership__one_of=[one.pk for one in members])
    rows = rows.filter(sheet__state=SheetState.POSTED, state__in=(RowState.PAID, RowState.PART), taken_back=None)
    return dict(rows.order_by().values_list("membership").annotate(last=Max("sheet__meeting_on")))


def _with_figures(idle: list[tuple], *, on: date) -> list[Proposal]:
    if not idle:
        return []
    members = [member for member, _last, _days in idle]
    shorts = open_short_months(members)
    loans = Loan.objects.filter(network_id=members[0].network_id, membership__in=members, state=LoanState.RUNNING)
    loans = list(loans.select_related("account"))
    overdue: dict = {}
    stands = standings(loans, on=on)
    for loan in loans:
        overdue[loan.membership_id] = overdue.get(loan.membership_id, ZERO) + stands[loan.pk].overdue.total
    return [
        Proposal(member, last, days, len(shorts.get(member.pk, ())), overdue.get(member.pk, ZERO))
        for member, last, days in idle
    ]

"""Acts that wait and acts that are done, whom a loan concerns, and what a month's acts took off."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum

from federation.access.models import Appointment
from federation.access.permissions import Permission
from federation.access.queries import roles_with
from federation.kit.dates import last_day
from federation.kit.money import ZERO
from federation.ledger.chart import ALLOWANCE
from federation.ledger.funds import MAIN_FUND, fund_account
from federation.ledger.queries import balance
from federation.people.models import User
from groups.registry.models import Membership
from loans.acts.models import Act, ActKind
from loans.lending.models import EventKind, Guarantee, JointBorrower, Loan, LoanEvent
from loans.lending.queries.posts import holds_post_in

PEOPLE = ("loan__membership__person", "loan__membership__member_organisation", "asked_by__person", "decided_by__person")
LOSSES = (EventKind.CHARGE_OFF, EventKind.WRITE_OFF, EventKind.RECOVERY, EventKind.WAIVER)


def acts_of(organisation) -> QuerySet[Act]:
    """Return the acts of an organisation with their loans and people, the newest first."""
    found = Act.objects.filter(network_id=organisation.network_key, organisation=organisation)
    return found.select_related("organisation__book", "event__entry", *PEOPLE).order_by("-asked_at", "-pk")


def waiting(organisation, *, loan: Loan | None = None) -> QuerySet[Act]:
    """Return the acts that wait for their second person: all, or those of one loan."""
    found = acts_of(organisation).filter(decided_at=None)
    return found.filter(loan=loan) if loan else found


def decided(organisation, *, loan: Loan | None = None) -> QuerySet[Act]:
    """Return the acts that were carried out or declined, those decided last first."""
    found = acts_of(organisation).exclude(decided_at=None).order_by("-decided_at", "-pk")
    return found.filter(loan=loan) if loan else found


def act(organisation, pk: uuid.UUID) -> Act | None:
    return acts_of(organisation).filter(pk=pk).first()


def deciders(organisation, *, on: date) -> QuerySet[User]:
    """Return who may decide acts in an organisation on a day."""
    posts = Appointment.objects.holding(on).filter(
        organisation=organisation, role__in=roles_with(Permission.LOANS_CHECK)
    )
    return User.objects.filter(pk__in=posts.values("user"), is_active=True).select_related("person").order_by("pk")


def debtors(loan: Loan) -> set:
    """Return the ids of the persons who owe a loan: the borrower and the joint borrowers."""
    joint = JointBorrower.objects.filter(network_id=loan.network_id, request__isnull=False, request=loan.request_id)
    return {loan.membership.person_id, *joint.values_list("membership__person", flat=True)} - {None}


def persons_bound(loan: Loan) -> set:
    """Return the ids of the persons who owe a loan or guarantee it."""
    return debtors(loan) | set(guarantees_of(loan).values_list("membership__person", flat=True)) - {None}


def owes(user: User, loan: Loan, *, on: date) -> bool:
    """Tell whether a user owes a loan, alone, jointly, or as an officer of the organisation that borrowed.

    Source: trust: I-14 Nobody makes or checks a loan to themself, I-15.
    """
    if user.person_id in debtors(loan):
        return True
    borrower = loan.membership.member_organisation if loan.membership.member_organisation_id else None
    return borrower is not None and holds_post_in(user, borrower, on=on)


def is_bound(user: User, loan: Loan, *, on: date) -> bool:
    """Tell whether a user owes a loan or guarantees it."""
    return user.person_id in persons_bound(loan) or owes(user, loan, on=on)


def guarantees_of(loan: Loan) -> QuerySet[Guarantee]:
    """Return the guarantees that stand for a loan, by the guarantor's number."""
    found = Guarantee.objects.filter(network_id=loan.network_id, loan=loan, released_on=None)
    return found.select_related("membership__person", "membership__member_organisation").order_by(
        "membership__number", "pk"
    )


def recourse(loan: Loan) -> list[tuple[Membership, Decimal]]:
    """Return [(guarantor, baht paid for the borrower)]: what each may ask back from the borrower."""
    guarantors = Guarantee.objects.filter(network_id=loan.network_id, loan=loan)
    paid = (
        LoanEvent.objects.filter(network_id=loan.network_id, loan=loan, struck_at=None, payer__isnull=False)
        .filter(kind__in=[EventKind.REPAYMENT, EventKind.PREPAYMENT, EventKind.RECOVERY])
        .exclude(payer=loan.membership_id)
        .filter(payer__in=guarantors.values("membership"))
        .values("payer")
        .annotate(paid=Sum("amount"))
        .order_by("payer")
    )
    amounts = {row["payer"]: row["paid"] for row in paid}
    found = Membership.objects.filter(pk__in=amounts).select_related("person", "member_organisation")
    return [(member, amounts[member.pk]) for member in found.order_by("number")]


def events_of(loan: Loan) -> QuerySet[LoanEvent]:
    """Return what was recorded of a loan and not struck, the latest first."""
    found = LoanEvent.objects.filter(network_id=loan.network_id, loan=loan, struck_at=None)
    return found.select_related("entry", "payer__person").order_by("-on", "-seq")


def acts_to_strike(loan: Loan) -> QuerySet[Act]:
    """Return the acts that changed a loan without a fact in its course, and were not taken back."""
    without_event = (ActKind.IN_COURT, ActKind.GUARANTOR_CALL, ActKind.GUARANTOR_CHANGE)
    found = Act.objects.filter(network_id=loan.network_id, loan=loan, agreed=True, kind__in=without_event)
    struck = Act.objects.filter(network_id=loan.network_id, loan=loan, agreed=True, strikes__isnull=False)
    return found.exclude(pk__in=struck.values("strikes")).order_by("-decided_at", "-pk")


def waived_near(act: Act, *, days: tuple[date, date]) -> Decimal:
    """Return the interest and fines that other waivers gave up on an act's loan in these days, or would if agreed."""
    of_loan = {"network_id": act.network_id, "loan": act.loan_id, "kind": EventKind.WAIVER, "on__range": days}
    decided = LoanEvent.objects.filter(struck_at=None, **of_loan)
    waits = Act.objects.filter(decided_at=None, **of_loan).exclude(pk=act.pk)
    return sum((Decimal(one.data["interest"]) + Decimal(one.data["fine"]) for one in (*decided, *waits)), ZERO)


def allowance_left(book, *, fund: str = MAIN_FUND) -> Decimal:
    """Return the allowance for doubtful loans of a fund that charge-offs may use up.

    It stands among the assets with a credit balance.
    """
    return max(-balance(fund_account(book, ALLOWANCE, fund=fund)), ZERO)


def older_debts(loan: Loan) -> Iterable[Loan]:
    """Return the borrower's other running loans in the same organisation, the oldest contract first."""
    found = Loan.objects.filter(network_id=loan.network_id, organisation=loan.organisation_id)
    others = found.filter(membership=loan.membership_id).running().exclude(pk=loan.pk)
    return others.select_related("account", "membership").order_by("signed_on", "number")


@dataclass(frozen=True, slots=True)
class MonthlyAct:
    """A charge-off, write-off, recovery or waiver of a month. amount: baht taken off, or recovered."""

    event: LoanEvent
    loan: Loan
    amount: Decimal
    act: Act | None

    @property
    def kind(self) -> str:
        return self.event.get_kind_display()

    @property
    def resolution_no(self) -> str:
        return self.act.resolution_no if self.act else ""


def monthly_acts(organisation, month: date) -> list[MonthlyAct]:
    """Return what was charged off, written off, recovered and waived in a month, by kind and day.

    Source: features: 76 Write-off, charge-off, later recovery.
    """
    events = (
        LoanEvent.objects.filter(network_id=organisation.network_key, loan__organisation=organisation)
        .filter(kind__in=LOSSES, on__range=(month, last_day(month)), struck_at=None)
        .select_related("loan__membership__person", "loan__membership__member_organisation", "by__person")
        .order_by("kind", "on", "loan__number", "seq")
    )
    acts = Act.objects.filter(network_id=organisation.network_key, event__in=events)
    by_event = {one.event_id: one for one in acts}
    return [MonthlyAct(e, e.loan, _taken(e), by_event.get(e.pk)) for e in events]


def _taken(event: LoanEvent) -> Decimal:
    """Return what an event took off or brought back: its amount; for a waiver, the interest and fines given up."""
    if event.kind == EventKind.WAIVER:
        return Decimal(event.data["interest"]) + Decimal(event.data["fine"])
    return event.amount

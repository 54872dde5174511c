"""What a month did to loans: paid out, repaid, waived, given up, recovered; and a look back over months."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Case, Count, F, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from federation.kit.dates import last_day
from federation.kit.money import ZERO
from federation.ledger.journal import entries
from loans.lending.models import EventKind, LoanAdjustment, LoanEvent


@dataclass(frozen=True, slots=True)
class Flow:
    """Facts of one kind together: how many, and what they moved, in baht."""

    count: int = 0
    amount: Decimal = ZERO
    principal: Decimal = ZERO
    interest: Decimal = ZERO
    fine: Decimal = ZERO

    def __add__(self, other: "Flow") -> "Flow":
        return Flow(*(getattr(self, name) + getattr(other, name) for name in Flow.__slots__))

    def __neg__(self) -> "Flow":
        return Flow(*(-getattr(self, name) for name in Flow.__slots__))

    def __sub__(self, other: "Flow") -> "Flow":
        return self + -other


CLAIM = "claim"  # a write-off of what was charged off before: it moves no money
PAYMENTS = (EventKind.REPAYMENT, EventKind.PREPAYMENT)
PARTS = ("principal", "interest", "fine")


@dataclass(frozen=True)
class LoanMonth:
    """What happened to a group's loans in a month, as its books have it. flows: {(product id, kind): Flow}.

    right: what the month's entries put right of payments that other months took in.
    """

    flows: dict
    right: Flow = Flow()

    def of(self, *kinds: str, product=None) -> Flow:
        """Return what facts of some kinds did together, of one product or of all."""
        wanted = (
            flow for (of, kind), flow in self.flows.items() if kind in kinds and (product is None or of == product)
        )
        return sum(wanted, Flow())

    @property
    def products(self) -> set:
        return {product for product, _kind in self.flows}


def month_of_loans(organisation, month: date) -> LoanMonth:
    """Return what happened to a group's loans in a month: what moves money by the date of its entry. Three queries.

    A payment that was split anew counts here as this month's entries have it; the rest in the month that moved it.
    """
    return months_of_loans(organisation.network_key, [organisation.pk], month)[organisation.pk]


def months_of_loans(network_id: int, organisations: Iterable[int], month: date) -> dict[int, LoanMonth]:
    """Return {organisation id: its `month_of_loans`} for organisations of one network. Three queries for all."""
    of, within = list(organisations), (month, last_day(month))
    events = _counted(_events(network_id, of), within)
    what = Case(When(kind=EventKind.WRITE_OFF, entry=None, then=Value(CLAIM)), default=F("kind"))
    rows = events.order_by().annotate(what=what).values_list("loan__organisation_id", "loan__product_id", "what")
    flows: dict = {pk: {} for pk in of}
    for pk, product, kind, *figures in rows.annotate(Count("pk"), *map(Sum, ("amount", *PARTS))):
        flows[pk][product, kind] = Flow(*figures)
    right = _taken_back(network_id, of, within)
    for pk, counted, standing, booked, product, kind, moved in _moved(network_id, of, within):
        if counted and not standing and booked:
            flows[pk][product, kind] += moved  # a struck fact stands as it was first booked
        elif counted and standing and not booked:
            flows[pk][product, kind] -= moved  # one that stands, as it is booked by now
        elif booked and not counted:
            right[pk] = right.get(pk, Flow()) + moved
    return {pk: LoanMonth(flows[pk], right.get(pk, Flow())) for pk in of}


def _events(network_id: int, organisations: list[int]):
    return LoanEvent.objects.filter(network_id=network_id, loan__organisation__in=organisations)


def _counted(events, within: tuple):
    """Return the facts of a month that its books still had at its end."""
    dated = Q(entry__on__range=within) | Q(entry=None, on__range=within)
    return events.filter(dated, Q(struck_at=None) | Q(struck_by__on__gt=within[1]))


def _taken_back(network_id: int, organisations: list[int], within: tuple) -> dict[int, Flow]:
    """Return, below zero, what payments brought that were booked in an earlier month and taken back in this one."""
    gone = _events(network_id, organisations).filter(kind__in=PAYMENTS, struck_by__on__range=within)
    sums = gone.filter(entry__on__lt=within[0]).order_by().values_list("loan__organisation_id")
    return {pk: -Flow(0, ZERO, *parts) for pk, *parts in sums.annotate(*map(Sum, PARTS))}


def _moved(network_id: int, organisations: list[int], within: tuple) -> Iterator[tuple]:
    """Yield (organisation, counted, standing, booked, product, kind, Flow) of what entries moved between the parts of
    payments.

    counted: whether the payment is one of the month; standing: it was never struck; booked: moved by an entry of it.
    """
    of = LoanAdjustment.objects.filter(network_id=network_id, event__loan__organisation__in=organisations)
    in_month = Q(event__entry__on__range=within) & (Q(event__struck_at=None) | Q(event__struck_by__on__gt=within[1]))
    rows = (
        of.filter(in_month | Q(entry__on__range=within))
        .order_by()
        .annotate(
            counted=Case(When(in_month, then=Value(True)), default=Value(False)),
            standing=Case(When(event__struck_at=None, then=Value(True)), default=Value(False)),
            booked=Case(When(entry__on__range=within, then=Value(True)), default=Value(False)),
        )
        .values_list(
            "event__loan__organisation_id", "counted", "standing", "booked", "event__loan__product_id", "event__kind"
        )
    )
    for *which, principal, interest, fine in rows.annotate(*map(Sum, PARTS)):
        yield *which, Flow(0, ZERO, principal, interest, fine)


def booked_otherwise(organisation, month: date, *, codes: Iterable[str]) -> dict[str, Decimal]:
    """Return {code: baht} that a month's entries brought these income accounts without a payment on a loan. One query.

    Such as interest earned that a month's end books, and what was written in the journal by hand.
    """
    of_loans = ("loan", "sheet")
    found = entries(organisation.book, since=month, until=last_day(month)).order_by()
    found = found.exclude(kind__in=("opening", *of_loans)).exclude(reverses__kind__in=of_loans)
    control = Coalesce("lines__account__control__code", "lines__account__code")
    found = found.annotate(code=control).filter(code__in=list(codes)).values_list("code")
    return dict(found.annotate(net=Sum(F("lines__credit") - F("lines__debit"))))


# What fell due by the schedule then in force, of loans that were paid out by then, neither closed nor taken off the
# books; and what came in.
DUE_AND_COLLECTED = """
SELECT m.month,
       (SELECT coalesce(sum(r.principal + r.interest), 0)
          FROM loans_loan l
          JOIN LATERAL (
              SELECT v.id FROM loans_scheduleversion v
               WHERE v.network_id = l.network_id AND v.loan_id = l.id AND v.holds_from < (m.month + interval '1 month')
               ORDER BY v.number DESC LIMIT 1) v ON true
          JOIN loans_schedulerow r ON r.network_id = l.network_id AND r.schedule_id = v.id
           AND r.due_on >= m.month AND r.due_on < (m.month + interval '1 month')
         WHERE l.network_id = %(network)s AND l.organisation_id = %(organisation)s AND l.state <> 'cancelled'
           AND (l.closed_on IS NULL OR l.closed_on >= r.due_on)
           AND EXISTS (SELECT FROM loans_loanevent o
                        WHERE o.network_id = l.network_id AND o.loan_id = l.id AND o.kind IN ('payout', 'opening')
                          AND o.struck_at IS NULL AND o."on" <= r.due_on)
           AND NOT EXISTS (SELECT FROM loans_loanevent x
                            WHERE x.network_id = l.network_id AND x.loan_id = l.id AND x.struck_at IS NULL
                              AND x.kind IN ('charge_off', 'write_off') AND x."on" <= r.due_on)),
       (SELECT coalesce(sum(e.principal + e.interest), 0)
          FROM loans_loan l
          JOIN loans_loanevent e ON e.network_id = l.network_id AND e.loan_id = l.id
           AND e.kind IN ('repayment', 'prepayment') AND e.struck_at IS NULL
           AND e."on" >= m.month AND e."on" < (m.month + interval '1 month')
         WHERE l.network_id = %(network)s AND l.organisation_id = %(organisation)s)
  FROM unnest(%(months)s::date[]) AS m (month) ORDER BY m.month
"""


def due_and_collected(organisation, *, months: Sequence[date]) -> list[tuple[Decimal, Decimal]]:
    """Return (due, collected) of each month, principal and interest in baht. One query."""
    given = {"network": organisation.network_key, "organisation": organisation.pk, "months": list(months)}
    with connection.cursor() as cursor:
        cursor.execute(DUE_AND_COLLECTED, given)
        return [(due, collected) for _month, due, collected in cursor.fetchall()]

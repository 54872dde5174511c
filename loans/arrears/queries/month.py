"""What a month did to loans: paid out, repaid, waived, given up, recovered; and a look back over months."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Case, Count, F, Q, Sum, Value, When

from federation.kit.dates import last_day
from federation.kit.money import ZERO
from loans.lending.models import EventKind, LoanEvent


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


CLAIM = "claim"  # a write-off of what was charged off before: it moves no money
PAYMENTS = (EventKind.REPAYMENT, EventKind.PREPAYMENT)


@dataclass(frozen=True)
class LoanMonth:
    """What happened to a group's loans in a month. flows: {(product id, kind): Flow}."""

    flows: dict

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
    """Return what happened to a group's loans in a month: what moves money by the date of its entry. One query."""
    within = [month, last_day(month)]
    events = LoanEvent.objects.filter(
        Q(entry__on__range=within) | Q(entry=None, on__range=within),
        network_id=organisation.network_key,
        loan__organisation=organisation,
        struck_at=None,
    )
    sums = ("amount", "principal", "interest", "fine")
    what = Case(When(kind=EventKind.WRITE_OFF, entry=None, then=Value(CLAIM)), default=F("kind"))
    rows = events.order_by().annotate(what=what).values_list("loan__product_id", "what")
    rows = rows.annotate(Count("pk"), *map(Sum, sums))
    return LoanMonth({(product, kind): Flow(*figures) for product, kind, *figures in rows})


# What fell due by the schedule then in force, of loans that were paid out and not yet closed; and what came in.
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
           AND (l.closed_on IS NULL OR l.closed_on >= r.due_on)),
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

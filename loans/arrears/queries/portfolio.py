"""How loans stood at the end of a day: what is still owed, since when a part is late, by how many days.

One statement for all loans of a group or of a whole network, from the newest fact of each loan. It costs loans, not
the years behind them. The class is worked out by the rules and stored nowhere.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from federation.kit.money import ZERO
from loans.arrears.rules import Standing, months_late
from loans.lending.models import Loan
from loans.lending.queries.standing import Owed, standings
from loans.lending.rules.facts import KINDS

# Loans running at the end of each of some days: `n` is the newest fact up to then, `late` the days of lateness
# (OFFSET keeps the planner from working them out anew wherever they are named).
RUNNING = """
  FROM unnest(%(days)s::date[]) AS d (day)
  JOIN loans_loan l ON l.network_id = %(network)s AND l.signed_on <= d.day
                   AND (l.closed_on IS NULL OR l.closed_on > d.day)
  JOIN ledger_account a ON a.id = l.account_id
  JOIN LATERAL (
      SELECT e.unpaid_since, e.principal_after FROM loans_loanevent e
       WHERE e.network_id = l.network_id AND e.loan_id = l.id AND e."on" <= d.day AND e.struck_at IS NULL
       ORDER BY e."on" DESC, array_position(%(order)s, e.kind::text) DESC, e.seq DESC LIMIT 1) n
    ON n.principal_after > 0 OR n.unpaid_since IS NOT NULL
 CROSS JOIN LATERAL (
      SELECT CASE WHEN n.unpaid_since < d.day THEN d.day - n.unpaid_since - (
          SELECT coalesce(sum(upper(s.span) - lower(s.span)), 0)::int
            FROM unnest((
                SELECT range_agg(daterange(p."on", (p.data ->> 'until')::date, '[]'))
                  FROM loans_loanevent p
                 WHERE p.network_id = l.network_id AND p.loan_id = l.id AND p.kind = 'pause'
                   AND p."on" <= d.day AND p.struck_at IS NULL
            ) * datemultirange(daterange(n.unpaid_since, d.day, '(]'))) AS s (span)
      ) ELSE 0 END AS days OFFSET 0) late
"""

OF = " WHERE %(organisation)s::int IS NULL OR l.organisation_id = %(organisation)s"

# Of a late loan: what was paid on its first schedule, and what of that fell due before the day. `apart`: other things
# happened to it, and only its own rules tell what is overdue.
PAID = """
  LEFT JOIN LATERAL (
      SELECT coalesce(sum(e.principal) FILTER (WHERE e.kind = 'repayment'), 0) AS principal,
             bool_or(e.kind IN ('prepayment', 'opening', 'schedule')) AS apart
        FROM loans_loanevent e
       WHERE n.unpaid_since < d.day AND e.network_id = l.network_id AND e.loan_id = l.id AND e."on" <= d.day
         AND e.struck_at IS NULL) paid ON true
  LEFT JOIN LATERAL (
      SELECT coalesce(sum(r.principal) FILTER (WHERE r.due_on < d.day), 0) AS principal, max(r.due_on) AS last_on
        FROM loans_scheduleversion v JOIN loans_schedulerow r ON r.network_id = v.network_id AND r.schedule_id = v.id
       WHERE n.unpaid_since < d.day AND v.network_id = l.network_id AND v.loan_id = l.id AND v.number = 1) due ON true
"""

# Paid from the front, an instalment is overdue for what was not paid on it; the last one for all that is left.
OVERDUE = """
CASE WHEN late.days = 0 THEN 0.00 WHEN paid.apart THEN NULL WHEN due.last_on < d.day THEN n.principal_after
     ELSE least(n.principal_after, greatest(0.00, due.principal - paid.principal)) END
"""

# `restructured_on` is the newest restructure; on a day before it, an earlier one may hold already.
RESTRUCTURED = """
(l.restructured_on IS NOT NULL AND (l.restructured_on <= d.day OR EXISTS (
    SELECT FROM loans_loanevent s
     WHERE s.network_id = l.network_id AND s.loan_id = l.id AND s.kind = 'schedule' AND s."on" <= d.day
       AND s.struck_at IS NULL)))
"""

FACTS = f"""
SELECT d.day, l.organisation_id, l.id, l.membership_id, l.product_id, split_part(a.code, '.', 1), n.principal_after,
       n.unpaid_since, late.days,
       {RESTRUCTURED},
       coalesce(l.in_court_since <= d.day, false),
"""
PORTFOLIO = f"{FACTS} {OVERDUE} {RUNNING} {PAID} {OF}"
HISTORY = f"{FACTS} 0.00 {RUNNING} {OF}"
DAYS_LATE = f"SELECT l.id, late.days {RUNNING} {OF}"


class LoanAt(NamedTuple):
    """How one loan stood at the end of a day.

    control: code of its account. since: due date of the oldest instalment not fully paid, which may lie ahead.
    principal: still owed; overdue: of a late loan, principal of instalments not paid when due; both in baht. Only where
    asked for: interest and fine overdue, and the borrower's own satja and shares counted against it.
    """

    organisation_id: int
    loan_id: UUID
    membership_id: UUID
    product_id: UUID
    control: str
    principal: Decimal
    since: date | None
    standing: Standing
    overdue: Decimal = ZERO
    interest: Decimal = ZERO
    fine: Decimal = ZERO
    own: Decimal = ZERO

    @property
    def is_late(self) -> bool:
        return self.standing.days > 0

    @property
    def total_overdue(self) -> Decimal:
        return self.overdue + self.interest + self.fine


def portfolio(organisation, *, on: date) -> list[LoanAt]:
    """Return every loan of a group that ran at the end of a day. One query, two more where one was paid early."""
    return _portfolio(organisation.network_key, on=on, organisation=organisation)


def network_portfolio(network, *, on: date) -> list[LoanAt]:
    """Return every loan that ran at the end of a day in any group whose account a network keeps; as `portfolio`."""
    return _portfolio(network.network_key, on=on)


def portfolio_history(organisation, *, days: list[date]) -> dict[date, list[LoanAt]]:
    """Return {day: the loans that ran at its end}, without what is overdue. One query for all the days."""
    found: dict = {day: [] for day in days}
    for day, loan in _read(HISTORY, organisation.network_key, days=days, organisation=organisation):
        found[day].append(loan)
    return found


def network_history(network, *, days: list[date]) -> dict[date, list[LoanAt]]:
    """Return {day: the loans that ran at its end} in all groups whose account a network keeps. One query."""
    found: dict = {day: [] for day in days}
    for day, loan in _read(HISTORY, network.network_key, days=days, organisation=None):
        found[day].append(loan)
    return found


def parts_overdue(network_id: int, loans: Iterable[LoanAt], *, on: date) -> list[LoanAt]:
    """Return loans of one network with principal, interest and fine overdue by the rules of each. Three queries."""
    loans = list(loans)
    found = standings(loans_among(network_id, loans), on=on) if loans else {}
    return [_with_parts(loan, found[loan.loan_id].overdue) for loan in loans]


def loans_among(network_id: int, loans: Iterable[LoanAt]) -> QuerySet[Loan]:
    """Return the contracts of these loans of one network."""
    return Loan.objects.filter(network_id=network_id, pk__one_of=[loan.loan_id for loan in loans])


def _with_parts(loan: LoanAt, overdue: Owed) -> LoanAt:
    return loan._replace(overdue=overdue.principal, interest=overdue.interest, fine=overdue.fine)


def _portfolio(network_id: int, *, on: date, organisation=None) -> list[LoanAt]:
    loans = [loan for _day, loan in _read(PORTFOLIO, network_id, days=[on], organisation=organisation)]
    apart = parts_overdue(network_id, (loan for loan in loans if loan.overdue is None), on=on)
    known = {loan.loan_id: loan.overdue for loan in apart}
    return [loan._replace(overdue=known[loan.loan_id]) if loan.loan_id in known else loan for loan in loans]


def _read(statement: str, network_id: int, *, days: list[date], organisation) -> Iterator[tuple[date, LoanAt]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, _given(network_id, days=days, organisation=organisation))
        for day, *facts, late, restructured, in_court, overdue in cursor.fetchall():
            months = months_late(late, on=day) if late else 0
            yield day, LoanAt(*facts, Standing(late, months, restructured, in_court), overdue)


def days_late(network_id: int, *, on: date) -> dict[UUID, int]:
    """Return {loan id: days late} of every running loan of a network at the end of a day. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(DAYS_LATE, _given(network_id, days=[on]))
        return dict(cursor.fetchall())


def _given(network_id: int, *, days: list[date], organisation=None) -> dict:
    """Return the parameters of the statements; facts of one day count in the order that the rules name."""
    return {
        "network": network_id,
        "days": days,
        "organisation": organisation and organisation.pk,
        "order": list(KINDS),
    }

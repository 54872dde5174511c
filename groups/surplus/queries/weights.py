"""Who gets a dividend of a year, and what each weighs. One statement for all members, from the lines of the year.

Source: domain, 1.6, dividend formulas; 10, trap 5: who left in December is not forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import Sum

from federation.kit.money import ZERO
from groups.surplus.rules import Year, factor, opening_factor
from loans.lending.models import EventKind, LoanEvent

ACCOUNTS = {"satja": ["satja"], "shares": ["shares"], "both": ["satja", "shares"]}
PAID_INTEREST = (EventKind.REPAYMENT, EventKind.PREPAYMENT)


@dataclass(frozen=True, slots=True)
class Held:
    """What a member weighs, and held at the beginning and at the end of a year; in baht. gone: left by its end."""

    membership_id: object
    number: int
    gone: bool
    weight: Decimal
    opening: Decimal
    closing: Decimal


# `odd` are entries whose money counts from another day than theirs: what was brought forward was there before the
# year; what mends an entry counts from the day of that entry, and a late fact from the end of the month it concerns.
HELD = """
WITH year (day, factor) AS (SELECT * FROM unnest(%(days)s::date[], %(factors)s::int[])),
odd (id, day) AS (
    SELECT e.id, CASE WHEN coalesce(o.kind, e.kind) = 'opening' THEN %(before)s::date
                      WHEN o.id IS NULL THEN (e.concerns_month + interval '1 month - 1 day')::date
                      ELSE coalesce((o.concerns_month + interval '1 month - 1 day')::date, o."on") END
      FROM ledger_entry e
      LEFT JOIN ledger_entry o ON o.network_id = e.network_id AND o.id = coalesce(e.reverses_id, e.corrects_id)
     WHERE e.network_id = %(network)s AND e.book_id = %(book)s AND e."on" >= %(since)s
       AND (e.kind = 'opening' OR e.concerns_month IS NOT NULL OR o.id IS NOT NULL)
),
member AS (
    SELECT m.id, m.number, m.satja_account_id, m.shares_account_id, coalesce(m.ended_on <= %(until)s, false) AS gone
      FROM groups_membership m
     WHERE m.network_id = %(network)s AND m.organisation_id = %(organisation)s
       AND m.state <> 'applied' AND m.joined_on <= %(until)s
       AND (m.ended_on IS NULL OR m.ended_on > %(until)s OR m.ended_on >= %(since)s AND (
            %(leavers)s = 'yes' OR %(leavers)s = 'died' AND m.state = 'died'
            OR EXISTS (SELECT FROM groups_membership w WHERE w.network_id = m.network_id AND w.came_from_id = m.id)))
),
holding AS (
    SELECT id, satja_account_id AS account_id FROM member WHERE 'satja' = ANY (%(earns)s)
    UNION ALL
    SELECT id, shares_account_id FROM member WHERE 'shares' = ANY (%(earns)s)
),
moved AS (
    SELECT h.id, h.account_id,
           sum(n.net * CASE WHEN n.day < %(since)s THEN 0 ELSE %(whole)s - coalesce(y.factor, 0) END) AS lost,
           sum(n.net) FILTER (WHERE n.day >= %(since)s) AS since, sum(n.net) FILTER (WHERE n.day > %(until)s) AS after
      FROM holding h
      JOIN ledger_line l ON l.network_id = %(network)s AND l.account_id = h.account_id AND l."on" >= %(since)s
      LEFT JOIN odd ON odd.id = l.entry_id
     CROSS JOIN LATERAL (SELECT l.credit - l.debit AS net, coalesce(odd.day, l."on") AS day) n
      LEFT JOIN year y ON y.day = n.day
     GROUP BY 1, 2
)
SELECT m.id, m.number, m.gone,
       sum(coalesce(-newest.balance, 0) * %(whole)s - coalesce(v.lost, 0)),
       sum(coalesce(-newest.balance, 0) - coalesce(v.since, 0)),
       sum(coalesce(-newest.balance, 0) - coalesce(v.after, 0))
  FROM member m
  JOIN holding h ON h.id = m.id
  LEFT JOIN moved v ON v.account_id = h.account_id
  LEFT JOIN LATERAL (
      SELECT l.balance FROM ledger_line l WHERE l.network_id = %(network)s AND l.account_id = h.account_id
       ORDER BY l.number DESC, l.n DESC LIMIT 1) newest ON true
 GROUP BY m.id, m.number, m.gone
 ORDER BY m.number
"""


def held_in_year(organisation, year: Year, *, basis: str, earns: str, leavers: str) -> list[Held]:
    """Return what every member who may get a dividend weighs, by number, those who weigh nothing too.

    basis: of `rules.BASES`. earns: "satja", "shares" or "both". leavers: the bylaw `dividend_leavers`; who went on to
    another group is no leaver. Costs the members and their lines since the year began.
    """
    span = {"since": year.since, "until": year.until}
    days = [year.since + timedelta(days=n) for n in range((year.until - year.since).days + 1)]
    given = {
        **span,
        "before": year.since - timedelta(days=1),
        "network": organisation.network_key,
        "organisation": organisation.pk,
        "book": organisation.book_id,
        "days": days,
        "factors": [factor(basis, day, **span) for day in days],
        "whole": opening_factor(basis, **span),
        "earns": ACCOUNTS[earns],
        "leavers": leavers,
    }
    with connection.cursor() as cursor:
        cursor.execute(HELD, given)
        return [Held(*row) for row in cursor.fetchall()]


def interest_paid(organisation, year: Year) -> Mapping[object, Decimal]:
    """Return {membership id: baht of interest paid in a year} on loans of the main fund."""
    events = LoanEvent.objects.filter(
        network_id=organisation.network_key,
        loan__organisation=organisation,
        loan__account__fund="main",
        kind__in=PAID_INTEREST,
        struck_at=None,
        on__gte=year.since,
        on__lte=year.until,
    )
    found = events.order_by().values_list("loan__membership_id").annotate(paid=Sum("interest"))
    return {membership: paid for membership, paid in found if paid != ZERO}

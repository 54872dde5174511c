"""What the books kept here say of the organisations of an area: by kind and place, from month totals.

Money is what members keep in the organisation and what the state gave it: savings, satja, shares, grants. It is summed
per organisation first and joined after, so the cost grows with organisations, never with entries.
Source: scale: Queries.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from federation.kit.dates import month_of
from federation.ledger.chart import SATJA, SHARES, SPECIAL_SAVINGS

FUNDS = ("21010", SPECIAL_SAVINGS, "21030", "21040", SHARES, SATJA, "32010", "32020", "32030", "32060")

# `beginnings`: of the place codes; none for the whole country.
GROUPS = """
SELECT o.id, o.network_id, o.book_id, o.kind_id, o.place_code
  FROM (SELECT id, coalesce(keeper_id, id) AS network_id, book_id, kind_id, place_code, level, state
          FROM federation_organisation) o
 WHERE o.level = 'group' AND o.state <> 'closed' AND o.book_id IS NOT NULL
   AND (%(all)s OR left(o.place_code, 2) = ANY (%(provinces)s))
   AND (%(all)s OR o.place_code LIKE ANY (%(beginnings)s))
"""

TOTALS = f"""
WITH here AS MATERIALIZED ({GROUPS}),
money AS (
    SELECT t.book_id, -sum(t.opening + t.debit - t.credit) AS baht
      FROM (SELECT DISTINCT ON (m.account_id) m.book_id, m.account_id, m.opening, m.debit, m.credit
              FROM ledger_monthtotal m
              JOIN ledger_account a ON a.network_id = m.network_id AND a.id = m.account_id
             WHERE m.month <= %(month)s AND a.control_id IS NULL AND a.code = ANY (%(codes)s)
               AND (%(all)s OR m.book_id IN (SELECT book_id FROM here))
             ORDER BY m.account_id, m.month DESC) t
     GROUP BY t.book_id),
people AS (
    SELECT s.organisation_id, count(*) AS n
      FROM groups_membership s
     WHERE s.joined_on <= %(on)s AND s.state <> 'applied' AND (s.ended_on IS NULL OR s.ended_on > %(on)s)
       AND s.person_id IS NOT NULL AND (%(all)s OR s.organisation_id IN (SELECT id FROM here))
     GROUP BY s.organisation_id)
SELECT here.kind_id, here.place_code, count(*)::int, coalesce(sum(people.n), 0)::int, coalesce(sum(money.baht), 0.00)
  FROM here LEFT JOIN money ON money.book_id = here.book_id LEFT JOIN people ON people.organisation_id = here.id
 GROUP BY here.kind_id, here.place_code
"""


@dataclass(frozen=True, slots=True)
class Total:
    """The organisations of one kind that are registered in one place and keep books here; money in baht."""

    kind: str
    place: str
    groups: int
    members: int
    money: Decimal


def totals_by_area(beginnings: Sequence[str] = (), *, on: date) -> list[Total]:
    """Return the totals by kind and place at the end of a day's month. One query.

    beginnings: of place codes, two figures or more; none means the whole country.
    """
    given = {
        "all": not beginnings,
        "provinces": [each[:2] for each in beginnings],
        "beginnings": [f"{each}%" for each in beginnings],
        "codes": list(FUNDS),
        "month": month_of(on),
        "on": on,
    }
    with connection.cursor() as cursor:
        cursor.execute(TOTALS, given)
        return [Total(*row) for row in cursor.fetchall()]

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

# `beginnings`: of the place codes; none for the whole country. `begun`: its book holds an entry.
GROUPS = """
SELECT o.id, o.network_id, o.book_id, o.kind_id, o.place_code, coalesce(h.number, 0) > 0 AS begun, o.state
  FROM (SELECT id, coalesce(keeper_id, id) AS network_id, book_id, kind_id, place_code, level, state
          FROM federation_organisation) o
  LEFT JOIN ledger_head h ON h.network_id = o.network_id AND h.book_id = o.book_id
 WHERE o.level = 'group' AND o.state <> 'closed' AND o.book_id IS NOT NULL
   AND (%(all)s OR left(o.place_code, 2) = ANY (%(provinces)s))
   AND (%(all)s OR o.place_code LIKE ANY (%(beginnings)s))
"""

# One look for each book and code: the planner would else read all accounts of a book, one for every member.
TOTALS = f"""
WITH here AS MATERIALIZED ({GROUPS}),
money AS (
    SELECT a.book_id, -sum(t.opening + t.debit - t.credit) AS baht
      FROM here
     CROSS JOIN unnest(%(codes)s::text[]) AS wanted (code)
      JOIN LATERAL (
          SELECT c.id, c.network_id, c.book_id FROM ledger_account c
           WHERE c.network_id = here.network_id AND c.book_id = here.book_id AND c.code = wanted.code
           OFFSET 0) a ON true
      JOIN LATERAL (
          SELECT m.opening, m.debit, m.credit FROM ledger_monthtotal m
           WHERE m.network_id = a.network_id AND m.account_id = a.id AND m.month <= %(month)s
           ORDER BY m.month DESC LIMIT 1) t ON true
     GROUP BY a.book_id),
people AS (
    SELECT f.organisation_id, sum(f.joined - f.gone) AS n
      FROM here JOIN groups_memberflow f ON f.network_id = here.network_id AND f.organisation_id = here.id
     WHERE f.month <= %(month)s
     GROUP BY f.organisation_id)
SELECT kind_id, place_code, keeps, count(*)::int, sum(members)::int, sum(baht),
       count(members) IN (0, count(*)) AND count(baht) IN (0, count(*))
  FROM (SELECT here.kind_id, here.place_code,
               here.begun OR coalesce(people.n, 0) > 0 OR here.state <> 'forming' AS keeps,
               people.n AS members, CASE WHEN here.begun THEN coalesce(money.baht, 0.00) END AS baht
          FROM here
          LEFT JOIN money ON money.book_id = here.book_id
          LEFT JOIN people ON people.organisation_id = here.id) each_one
 GROUP BY kind_id, place_code, keeps
"""


@dataclass(frozen=True, slots=True)
class Total:
    """The organisations of one kind that are registered in one place and have a book here; money in baht.

    keeps: False of those still forming whose book holds neither entry nor member. members, money: None where nobody
    knows; whole: False where some are not known.
    """

    kind: str
    place: str
    keeps: bool
    groups: int
    members: int | None
    money: Decimal | None
    whole: bool


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
    }
    with connection.cursor() as cursor:
        cursor.execute(TOTALS, given)
        return [Total(*row) for row in cursor.fetchall()]

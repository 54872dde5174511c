"""The dividend of ten thousand members tried out, against the plain SQL for the same parts."""

from datetime import date
from decimal import Decimal

from django.db import connection, transaction

from federation.ledger import books
from federation.ledger.posting import credit, debit, post
from groups.surplus.queries.rehearsal import Rehearsal, facts_of
from groups.surplus.rules import Plan, Year
from tests import builders
from tests.bench.measuring import in_turns, milliseconds, report
from tests.bench.worlds import analyse

MEMBERS, MONTHS = 10_000, 12
SINCE, UNTIL = date(2025, 1, 1), date(2025, 12, 31)
POOL = Decimal("987654.32")
PLAN = Plan({"dividend": Decimal("100.00")}, deducts="nothing")

# Weights by months and the pool divided by largest remainder, for members none of whom left and nothing was mended.
PLAIN = """
WITH weighed AS (
    SELECT m.id, m.number, sum((l.credit - l.debit) * (12 - extract(month FROM l."on"))) AS weight
      FROM groups_membership m
      JOIN ledger_line l ON l.network_id = m.network_id AND l.account_id = m.satja_account_id
     WHERE m.organisation_id = %(group)s AND l."on" BETWEEN %(since)s AND %(until)s
     GROUP BY m.id, m.number
), shared AS (
    SELECT id, number, div(%(satang)s * weight, sum(weight) OVER ()) AS part,
           mod(%(satang)s * weight, sum(weight) OVER ()) AS rest FROM weighed
), ranked AS (
    SELECT id, part, row_number() OVER (ORDER BY rest DESC, number) AS place,
           %(satang)s - sum(part) OVER () AS left_over FROM shared
)
SELECT id, (part + CASE WHEN place <= left_over THEN 1 ELSE 0 END) / 100 FROM ranked
"""


def run():
    group = _group()
    assert _ours(group) == _plain(group)
    times = in_turns(lambda: _ours(group), lambda: _plain(group), repeats=7)
    ratio = times[0] / times[1]
    detail = {"members": MEMBERS, "months": MONTHS} | milliseconds(times, ["rehearsal", "sql"])
    report("dividend_10k_members_vs_sql", ratio=ratio, bar=5, better="lower", **detail)


def _group():
    network = builders.network(books_from=SINCE)
    group = builders.group(network, books_from=SINCE)
    members = builders.members(group, MEMBERS, promise=None)
    by = builders.user("bench")
    for month in range(1, MONTHS + 1):
        with transaction.atomic():
            _sheet(group, members, on=date(2025, month, 5), by=by)
    analyse()
    return group


def _sheet(group, members, *, on, by):
    sums = [Decimal(50 + (place * 7 + on.month * 13) % 450) for place in range(len(members))]
    moves = [debit(books.account(group.book, "11010").pk, sum(sums, Decimal(0)))]
    moves += [credit(member.satja_account_id, baht) for member, baht in zip(members, sums, strict=True)]
    post(book=group.book, on=on, kind="journal", key=f"bench:{on}", moves=moves, by=by)


def _ours(group) -> dict:
    facts = facts_of(group, Year(SINCE, UNTIL), PLAN, surplus=POOL, on=UNTIL)
    return {pk: dividend for pk, (dividend, _refund) in Rehearsal(facts, PLAN).allotted.parts.items()}


def _plain(group) -> dict:
    with connection.cursor() as cursor:
        given = {"group": group.pk, "since": SINCE, "until": UNTIL, "satang": int(POOL * 100)}
        cursor.execute(PLAIN, given)
        return dict(cursor.fetchall())

"""Who is late, and by how much, over thousands of loans: our queries against the plain SQL for the same answer."""

from decimal import Decimal

from django.db import connection

from loans.arrears.queries.portfolio import days_late, portfolio
from loans.arrears.rules import Age, Scale, ageing
from tests.bench.loan_worlds import ON, network_lending
from tests.bench.measuring import in_turns, milliseconds, report

SCALE = Scale()

# Nothing but the newest fact of each loan, and pauses, none of which overlap here.
PLAIN_DAYS = """
SELECT l.id,
       CASE WHEN n.unpaid_since < %(on)s THEN %(on)s - n.unpaid_since - coalesce((
           SELECT sum(least((p.data ->> 'until')::date, %(on)s) - greatest(p."on", n.unpaid_since + 1) + 1)
             FROM loans_loanevent p
            WHERE p.network_id = l.network_id AND p.loan_id = l.id AND p.kind = 'pause' AND p.struck_at IS NULL
              AND p."on" <= %(on)s AND (p.data ->> 'until')::date > n.unpaid_since), 0)
       ELSE 0 END
  FROM loans_loan l
  JOIN LATERAL (
      SELECT e.unpaid_since, e.principal_after FROM loans_loanevent e
       WHERE e.network_id = l.network_id AND e.loan_id = l.id AND e."on" <= %(on)s AND e.struck_at IS NULL
       ORDER BY e."on" DESC, e.seq DESC LIMIT 1) n ON n.principal_after > 0
 WHERE l.network_id = %(network)s AND l.state = 'running'
"""

PLAIN_AGEING = f"""
WITH late AS (
    SELECT l.id, n.principal_after, n.days::int AS days,
           12 * extract(year FROM age(%(on)s::date, %(on)s::date - n.days::int))
             + extract(month FROM age(%(on)s::date, %(on)s::date - n.days::int)) AS months
      FROM loans_loan l JOIN ({PLAIN_DAYS.replace("SELECT l.id,", "SELECT l.id, n.principal_after,", 1)})
        AS n (id, principal_after, days) ON n.id = l.id
     WHERE n.days > 0 AND l.organisation_id = %(group)s
)
SELECT width_bucket(late.months, ARRAY[2, 4, 7, 13]::numeric[]), count(*), sum(late.principal_after),
       sum(late.principal_after - coming.principal)
  FROM late
  JOIN loans_scheduleversion s ON s.network_id = %(network)s AND s.loan_id = late.id
 CROSS JOIN LATERAL (
      SELECT coalesce(sum(r.principal), 0) AS principal FROM loans_schedulerow r
       WHERE r.network_id = %(network)s AND r.schedule_id = s.id AND r.due_on >= %(on)s) coming
 GROUP BY 1 ORDER BY 1
"""


def run():
    many = network_lending(100_000, groups=10, with_schedules=False)
    _compare(
        "days_late_100k_loans_vs_sql",
        lambda: days_late(many.pk, on=ON),
        lambda: dict(_asked(PLAIN_DAYS, network=many.pk)),
        bar=2,
        loans=100_000,
    )
    group = network_lending(10_000, groups=1).kept.get()
    _compare(
        "ageing_10k_loans_vs_sql",
        lambda: ageing(portfolio(group, on=ON), scale=SCALE),
        lambda: _aged(_asked(PLAIN_AGEING, network=group.network_key, group=group.pk)),
        bar=3,
        loans=10_000,
    )


def _compare(name, ours, plain, *, bar, **detail):
    answers = ours(), plain()
    assert answers[0] == answers[1], f"{name}: {answers[0]} / {answers[1]}"
    mine, theirs = in_turns(ours, plain, repeats=7)
    report(
        name, ratio=mine / theirs, bar=bar, better="lower", **detail, **milliseconds([mine, theirs], ["ours", "sql"])
    )


def _asked(statement, **given):
    with connection.cursor() as cursor:
        cursor.execute(statement, {"on": ON, **given})
        return cursor.fetchall()


def _aged(rows):
    found = {place: Age(count, principal, overdue) for place, count, principal, overdue in rows}
    return [found.get(place, Age(0, Decimal(0))) for place in range(5)]

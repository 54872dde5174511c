"""Thousands of running loans, written in bulk: real entries for their money, real facts, nothing worked out by steps.

Of five loans one has stopped paying, since one to fourteen months; one in a hundred was paused for a month.
"""

import json
from decimal import Decimal

from django.db import connection, transaction

from federation.kit.dates import last_day, next_month
from federation.ledger import books
from federation.ledger.posting import EntryKind, credit, debit, post
from loans.products.models import Product
from tests import builders
from tests.bench.worlds import THIS_MONTH, analyse

MEMBERS = 100
PRINCIPAL, PART = Decimal("12000.00"), Decimal("500.00")
MONTHS = 15  # since the payout; an instalment a month, of 24
FIRST = next_month(THIS_MONTH, by=-MONTHS)
ON = last_day(next_month(THIS_MONTH, by=-1))

LOANS = """
INSERT INTO loans_loan (id, network_id, organisation_id, number, contract_no, membership_id, product_id, terms,
       principal, effective_yearly_rate, signed_on, last_due_on, account_id, state, is_imported, flags, signed_by_id,
       signed_at)
SELECT gen_random_uuid(), %(network)s, %(group)s, a.n, a.n || '/2569', (%(members)s::uuid[])[1 + a.n %% %(count)s],
       %(product)s, %(terms)s::jsonb, %(principal)s, 0.12, %(first)s, %(first)s::date + interval '24 months', a.id,
       'running', true, '[]', %(by)s, %(at)s
  FROM unnest(%(accounts)s::uuid[]) WITH ORDINALITY AS a (id, n)
"""

# The loan of number n has stopped after so many instalments, when it is one of five; the others pay all.
PAID = "CASE WHEN l.number %% 5 = 0 THEN l.number / 5 %% 14 ELSE 15 END"

FACTS = f"""
INSERT INTO loans_loanevent (id, network_id, loan_id, kind, "on", seq, amount, data, entry_id, by_id, checked_by_id, at,
       principal, interest, fine, principal_after, interest_after, fine_after, unpaid_since)
SELECT gen_random_uuid(), l.network_id, l.id, CASE m.n WHEN 0 THEN 'payout' ELSE 'repayment' END,
       (%(first)s::date + m.n * interval '1 month')::date, m.n, CASE m.n WHEN 0 THEN 12000 ELSE 500 END, '{{}}',
       (%(entries)s::uuid[])[m.n + 1], %(by)s, %(checker)s, %(at)s, CASE m.n WHEN 0 THEN 0 ELSE 500 END, 0, 0,
       12000 - 500 * m.n, 0, 0, (%(first)s::date + (m.n + 1) * interval '1 month')::date
  FROM loans_loan l JOIN generate_series(0, %(months)s - 1) AS m (n) ON m.n <= {PAID}
 WHERE l.network_id = %(network)s AND l.organisation_id = %(group)s
"""

PAUSES = """
INSERT INTO loans_loanevent (id, network_id, loan_id, kind, "on", seq, amount, data, by_id, at, principal, interest,
       fine, principal_after, interest_after, fine_after, unpaid_since)
SELECT gen_random_uuid(), l.network_id, l.id, 'pause', n."on" + 10, 99, 0,
       jsonb_build_object('until', n."on" + 40, 'interest_runs', true), %(by)s, %(at)s, 0, 0, 0, n.principal_after, 0,
       0, n.unpaid_since
  FROM loans_loan l
  JOIN LATERAL (SELECT * FROM loans_loanevent e WHERE e.network_id = l.network_id AND e.loan_id = l.id
                 ORDER BY e."on" DESC LIMIT 1) n ON true
 WHERE l.network_id = %(network)s AND l.organisation_id = %(group)s AND l.number %% 100 = 0
"""

SCHEDULES = """
WITH made AS (
    INSERT INTO loans_scheduleversion (id, network_id, loan_id, number, holds_from, reason, resolution_no, made_by_id,
           made_at)
    SELECT gen_random_uuid(), l.network_id, l.id, 1, l.signed_on, '', '', %(by)s, %(at)s FROM loans_loan l
     WHERE l.network_id = %(network)s AND l.organisation_id = %(group)s
    RETURNING id, network_id
)
INSERT INTO loans_schedulerow (id, network_id, schedule_id, n, due_on, principal, interest)
SELECT gen_random_uuid(), s.network_id, s.id, m.n, (%(first)s::date + m.n * interval '1 month')::date, 500, 0
  FROM made s CROSS JOIN generate_series(1, 24) AS m (n)
"""


def network_lending(loans: int, *, groups: int, with_schedules: bool = True):
    """Return a network whose groups have so many running loans together."""
    network = builders.network(books_from=FIRST)
    for _ in range(groups):
        with transaction.atomic():
            _lend(builders.group(network, books_from=FIRST), loans // groups, with_schedules=with_schedules)
    analyse()
    return network


def _lend(group, count, *, with_schedules):
    members = builders.members(group, MEMBERS)
    product = Product.objects.create(
        network_id=group.network_key, organisation=group, code="ordinary", kind="ordinary", name_th="สามัญ"
    )
    control = books.account(group.book, "13010")
    names = [(f"{n:06d}", f"สัญญา {n}", f"loan {n}") for n in range(1, count + 1)]
    accounts = books.holder_accounts(group.book, control=control, holders=names)
    given = {
        "network": group.network_key,
        "group": group.pk,
        "members": [member.pk for member in members],
        "count": MEMBERS,
        "product": product.pk,
        "terms": json.dumps(builders.loan_terms().to_data()),
        "principal": PRINCIPAL,
        "first": FIRST,
        "accounts": [account.pk for account in accounts],
        "by": builders.user("treasurer").pk,
        "checker": builders.user("chair").pk,
        "at": builders.AT,
        "months": MONTHS,
        "entries": _entries(group, accounts),
    }
    with connection.cursor() as cursor:
        for statement in (LOANS, FACTS, PAUSES, *([SCHEDULES] if with_schedules else [])):
            cursor.execute(statement, given)


def _entries(group, accounts):
    """Post the payouts as one entry, and each month's repayments as another; return their ids."""
    bank = books.account(group.book, "12300").pk
    grant = books.account(group.book, "32010").pk
    whole = PRINCIPAL * len(accounts)
    _post(group, "grant", [debit(bank, whole), credit(grant, whole)], on=FIRST)
    paid_out = [debit(account.pk, PRINCIPAL) for account in accounts]
    entries = [_post(group, "payouts", [*paid_out, credit(bank, whole)], on=FIRST)]
    for month in range(1, MONTHS):
        paid = [credit(a.pk, PART) for n, a in enumerate(accounts, start=1) if month <= _paid(n)]
        moves = [debit(bank, PART * len(paid)), *paid]
        entries.append(_post(group, f"month-{month}", moves, on=next_month(FIRST, by=month)))
    return entries


def _paid(number):
    return number // 5 % 14 if number % 5 == 0 else 15


def _post(group, key, moves, *, on):
    by = builders.user("treasurer")
    return post(book=group.book, on=on, kind=EntryKind.LOAN, key=f"bench:{key}", moves=moves, by=by).entry.pk

"""The nation's table and a province's, against the bare SQL over month totals, and how they grow."""

import time
from decimal import Decimal

from django.db import connection

from federation.demo.nation.seed import Plan, seed
from federation.kit import clock
from federation.kit.dates import next_month
from federation.nation.books_here import FUNDS
from federation.nation.queries import area_table, national_table
from tests.bench.databases import empty_database
from tests.bench.measuring import in_turns, milliseconds, report
from tests.bench.worlds import THIS_MONTH, TODAY

LAST_MONTH = next_month(THIS_MONTH, by=-1)
PROVINCE = "10"
FEW, MANY = 1_000, 100_000  # groups
THIN, FULL, MONTHS = 5, 50, 2  # members of each, and months

# The newest month of each account that counts, summed per book first and joined after.
BARE = """
SELECT o.kind_id, left(o.place_code, %(figures)s), count(*), sum(s.baht)
  FROM (SELECT t.book_id, -sum(t.opening + t.debit - t.credit) AS baht
          FROM ledger_monthtotal t JOIN ledger_account a ON a.network_id = t.network_id AND a.id = t.account_id
         WHERE t.month = %(month)s AND a.code = ANY (%(codes)s)
           AND (%(province)s = '' OR t.book_id IN (
                SELECT book_id FROM federation_organisation WHERE left(place_code, 2) = %(province)s))
         GROUP BY t.book_id) s
  JOIN federation_organisation o ON o.book_id = s.book_id
 WHERE o.level = 'group' AND o.state <> 'closed'
 GROUP BY 1, 2
"""

# What grows with every member and month, and what stands once for each member.
BY_MONTH = ("ledger_line", "ledger_entry", "ledger_monthtotal", "groups_sheet", "groups_sheetrow")
BY_MEMBER = ("people_person", "groups_membership", "groups_membershipevent", "groups_promise", "ledger_account")
COUNTRY = 25_000_000  # memberships; scale: What was found
GIGABYTE = 1_000_000_000


def run():
    with empty_database():
        _seed(FEW, members=THIN, months=MONTHS)
        few = _national()
    with empty_database():
        _seed(FEW, members=FULL, months=MONTHS)
        _against_sql()
        full = _national()
        _weigh(FEW * FULL, FEW * FULL * MONTHS)
    detail = {"groups": FEW, "members": [FEW * THIN, FEW * FULL]} | milliseconds([few, full], ["few", "many"])
    report("national_table_10x_members", ratio=full / few, bar=1.5, better="lower", **detail)
    with empty_database():
        rate = _seed(MANY, members=2, months=1)
        many = _national()
        _province_of_many()
    # "linear" is a ratio of one here: seconds a group, of many and of few
    detail = {"groups": [FEW, MANY], "rows_a_second": rate} | milliseconds([few, many], ["few", "many"])
    report("national_table_100x_groups_per_group", ratio=many / few * FEW / MANY, bar=1.2, better="lower", **detail)


def _seed(groups, *, members, months):
    """Seed a nation with small charts; return how many rows went in a second."""
    of = [next_month(THIS_MONTH, by=-back) for back in range(months, 0, -1)]
    begun = time.perf_counter()
    rows = seed(Plan(groups, members, of, clock.now(), whole_chart=False))
    return round(sum(rows.written.values()) / (time.perf_counter() - begun))


def _national():
    [seconds] = in_turns(lambda: national_table(on=TODAY), repeats=5)
    return seconds


def _against_sql():
    _compare("national_table_vs_sql", lambda: national_table(on=TODAY), province="", groups=FEW)
    _compare("province_dashboard_vs_sql", lambda: area_table(PROVINCE, on=TODAY), province=PROVINCE, groups=FEW)


def _province_of_many():
    _compare("province_of_100k_groups_vs_sql", lambda: area_table(PROVINCE, on=TODAY), province=PROVINCE, groups=MANY)


def _compare(name, ours, *, province, groups):
    assert ours().here.money == sum((row[3] for row in _bare(province)), Decimal(0)), name
    mine, plain = in_turns(ours, lambda: _bare(province), repeats=9)
    detail = {"groups": groups} | milliseconds([mine, plain], ["ours", "sql"])
    report(name, ratio=mine / plain, bar=5, better="lower", **detail)


def _bare(province):
    given = {"figures": 4 if province else 2, "month": LAST_MONTH, "codes": list(FUNDS), "province": province}
    with connection.cursor() as cursor:
        cursor.execute(BARE, given)
        return cursor.fetchall()


def _weigh(members, member_months):
    """Report the bytes of a member's month, and what the country would come to, on paper."""
    a_month, a_member = _bytes(BY_MONTH) / member_months, _bytes(BY_MEMBER) / members
    a_year = COUNTRY * 12 * a_month / GIGABYTE
    detail = {"bytes_a_member": round(a_member), "country_gb_a_year": round(a_year)}
    detail |= {"country_gb_members": round(COUNTRY * a_member / GIGABYTE), "country_members": COUNTRY}
    report("bytes_a_member_month", ratio=a_month, bar=1_000, better="lower", **detail)


def _bytes(tables):
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(pg_total_relation_size(t::regclass)) FROM unnest(%s::text[]) AS t", [list(tables)])
        return int(cursor.fetchone()[0])

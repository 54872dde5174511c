"""What must hold of closed years, allotments and dividends. Codes are those of the trust page, section 4."""

from functools import partial
from pathlib import Path

from federation.kit.invariants import by_sql, pieces, scoped
from federation.kit.wording import gettext_lazy as _

# What every member claims of a head: (total, weight, whole, part), or what the rate gives, where a rate says so.
CLAIMS = scoped(
    """(
    WITH one AS (
        SELECT b.code AS book, y.id AS year_id, y.until, y.basis, m.number, p.weight, p.interest_paid,
               p.dividend, p.patronage
          FROM groups_dividendpart p
          JOIN groups_yearclose y ON y.id = p.year_id
          JOIN groups_membership m ON m.id = p.membership_id
          JOIN federation_organisation o ON o.id = y.organisation_id
          JOIN ledger_book b ON b.id = o.book_id
         WHERE within(b, id)
    ), claim AS (
        SELECT book, year_id, until, number, 'dividend' AS head, weight, dividend AS part,
               CASE WHEN basis ->> 'basis' = 'rate' THEN (basis ->> 'rate')::numeric END AS rate,
               basis ->> 'rounding' AS rounding FROM one
         UNION ALL
        SELECT book, year_id, until, number, 'patronage', interest_paid, patronage,
               nullif((basis ->> 'patronage_rate')::numeric, 0), basis ->> 'rounding' FROM one
    ), rated AS (
        SELECT c.*, CASE WHEN rounding = 'quarter' THEN ceil(round(weight * rate, 2) * 4) / 4
                         ELSE round(weight * rate, 2) END AS rated FROM claim c
    )
    SELECT r.*, coalesce(h.amount, 0) AS total, sum(weight) OVER head_of AS whole,
           rate IS NOT NULL AND sum(rated) OVER head_of = coalesce(h.amount, 0) AS at_rate
      FROM rated r LEFT JOIN groups_headpart h ON h.year_id = r.year_id AND h.head = r.head
    WINDOW head_of AS (PARTITION BY r.year_id, r.head)
) AS dividend_claims"""
)
QUERIES = {
    name: query.replace("FROM dividend_claims", f"FROM {CLAIMS}")
    for name, query in pieces(Path(__file__).with_suffix(".sql")).items()
}
asked = partial(by_sql, QUERIES)

CHECKS = [
    asked("I-36", _("members' parts of a surplus are what was declared, and its heads are a hundred"), of="adopted"),
    asked("I-36b", _("what the books owe as dividend is what members still wait for"), of="books"),
    asked("I-36c", _("every dividend is paid once, by the list that two people agreed to"), of="parts"),
    asked("I-37", _("each part is its exact share to less than a satang; no weight, no part"), of="parts"),
    asked("I-38", _("satang left over went to the largest remainder, then the lower number"), of="parts"),
    asked("I-48", _("income and expenses were nothing after a year's close"), of="closed"),
    asked("I-51", _("no more was declared than the closed year left to allot"), of="adopted"),
]

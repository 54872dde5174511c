-- What must hold of closed years and adopted surpluses, each as a query that yields one text for every break and
-- nothing when all is well. A break is named by book, last day of the year and member number ("K01 2025-12-31 012").

--: count adopted
SELECT count(*)
  FROM groups_yearclose y
  JOIN federation_organisation o ON o.id = y.organisation_id
  JOIN ledger_book b ON b.id = o.book_id
 WHERE within(b, id) AND y.state IN ('adopted', 'paid')

--: count closed
SELECT count(*)
  FROM groups_yearclose y
  JOIN federation_organisation o ON o.id = y.organisation_id
  JOIN ledger_book b ON b.id = o.book_id
 WHERE within(b, id) AND y.state IN ('closed', 'adopted', 'paid')

--: count parts
SELECT count(*)
  FROM groups_dividendpart p
  JOIN groups_yearclose y ON y.id = p.year_id
  JOIN federation_organisation o ON o.id = y.organisation_id
  JOIN ledger_book b ON b.id = o.book_id
 WHERE within(b, id)

--: count books
SELECT count(*)
  FROM ledger_account a
 WHERE within(a) AND a.code = '23040'

--: I-36
WITH year AS (
    SELECT y.*, b.code AS book
      FROM groups_yearclose y
      JOIN federation_organisation o ON o.id = y.organisation_id
      JOIN ledger_book b ON b.id = o.book_id
     WHERE within(b, id) AND y.state IN ('adopted', 'paid')
), declared AS (
    SELECT y.id, coalesce(sum(h.amount) FILTER (WHERE h.head = 'dividend'), 0) AS dividend,
           coalesce(sum(h.amount) FILTER (WHERE h.head = 'patronage'), 0) AS patronage,
           sum(h.percent) AS percent
      FROM year y LEFT JOIN groups_headpart h ON h.year_id = y.id
     GROUP BY y.id
), parts AS (
    SELECT y.id, coalesce(sum(p.dividend), 0) AS dividend, coalesce(sum(p.patronage), 0) AS patronage
      FROM year y LEFT JOIN groups_dividendpart p ON p.year_id = y.id
     GROUP BY y.id
)
SELECT format('%s %s: %s / %s', y.book, y.until, d.dividend + d.patronage, p.dividend + p.patronage)
  FROM year y JOIN declared d ON d.id = y.id JOIN parts p ON p.id = y.id
 WHERE (d.dividend, d.patronage) <> (p.dividend, p.patronage) OR d.percent <> 100
 ORDER BY 1

--: I-36b
SELECT format('%s: %s / %s', b.code, owed.baht, waits.baht)
  FROM ledger_account a
  JOIN ledger_book b ON b.id = a.book_id
  JOIN federation_organisation o ON o.book_id = b.id
 CROSS JOIN LATERAL (
      SELECT coalesce(sum(l.credit - l.debit), 0) AS baht
        FROM ledger_entry e
        LEFT JOIN ledger_entry r ON r.id = e.reverses_id
        JOIN ledger_line l ON l.network_id = e.network_id AND l.entry_id = e.id
        JOIN ledger_account x ON x.id = l.account_id
       WHERE e.network_id = a.network_id AND e.book_id = a.book_id AND (x.id = a.id OR x.control_id = a.id)
         AND coalesce(r.key, e.key) LIKE 'year:%') owed
 CROSS JOIN LATERAL (
      SELECT coalesce(sum(p.dividend + p.patronage - p.deducted), 0) AS baht
        FROM groups_yearclose y
        JOIN groups_dividendpart p ON p.year_id = y.id
       WHERE y.network_id = a.network_id AND y.organisation_id = o.id AND p.paid_on IS NULL) waits
 WHERE within(a) AND a.code = '23040' AND owed.baht <> waits.baht
 ORDER BY 1

--: I-36c
SELECT format('%s %s %s', b.code, y.until, lpad(m.number::text, 3, '0'))
  FROM groups_dividendpart p
  JOIN groups_yearclose y ON y.id = p.year_id
  JOIN groups_membership m ON m.id = p.membership_id
  JOIN federation_organisation o ON o.id = y.organisation_id
  JOIN ledger_book b ON b.id = o.book_id
  LEFT JOIN groups_paybatch g ON g.id = p.batch_id
 WHERE within(b, id)
   AND (m.organisation_id <> y.organisation_id
        OR p.deducted <> (SELECT coalesce(sum((d ->> 2)::numeric), 0) FROM jsonb_array_elements(p.deductions) AS d)
        OR p.entry_id IS NOT NULL AND p.entry_id IS DISTINCT FROM
           CASE WHEN p.deducted = p.dividend + p.patronage THEN y.adoption_id ELSE g.entry_id END
        OR g.agreed AND p.entry_id IS NULL)
 ORDER BY 1

--: I-37
WITH claim AS (SELECT * FROM dividend_claims)
SELECT format('%s %s %s: %s', book, until, lpad(number::text, 3, '0'), part)
  FROM claim
 WHERE CASE WHEN at_rate THEN part <> rated
            WHEN weight = 0 THEN part <> 0
            ELSE abs(part * 100 * whole - total * 100 * weight) >= whole END
 ORDER BY 1

--: I-38
WITH claim AS (SELECT * FROM dividend_claims),
ranked AS (
    SELECT c.*, div(total * 100 * weight, whole) AS least,
           row_number() OVER (PARTITION BY year_id, head ORDER BY mod(total * 100 * weight, whole) DESC, number) AS place
      FROM claim c WHERE NOT at_rate AND whole > 0
), left_over AS (
    SELECT year_id, head, max(total) * 100 - sum(least) AS satang FROM ranked GROUP BY 1, 2
)
SELECT format('%s %s %s: %s', r.book, r.until, lpad(r.number::text, 3, '0'), r.part)
  FROM ranked r JOIN left_over f ON f.year_id = r.year_id AND f.head = r.head
 WHERE r.part * 100 <> r.least + CASE WHEN r.place <= f.satang THEN 1 ELSE 0 END
 ORDER BY 1

--: I-48
SELECT format('%s %s: %s %s', b.code, y.until, coalesce(c.code, a.code), sum(l.debit - l.credit))
  FROM groups_yearclose y
  JOIN ledger_entry t ON t.id = y.entry_id
  JOIN ledger_book b ON b.id = t.book_id
  JOIN ledger_entry e ON e.network_id = t.network_id AND e.book_id = t.book_id AND e.number <= t.number
   AND (e."on" <= y.until OR e.concerns_month <= y.until)
  JOIN ledger_line l ON l.network_id = e.network_id AND l.entry_id = e.id
  JOIN ledger_account a ON a.id = l.account_id
  LEFT JOIN ledger_account c ON c.id = a.control_id
 WHERE within(b, id) AND y.state IN ('closed', 'adopted', 'paid') AND a.kind IN ('income', 'expense')
 GROUP BY b.code, y.id, coalesce(c.code, a.code)
HAVING sum(l.debit - l.credit) <> 0
 ORDER BY 1

--: I-51
WITH year AS (
    SELECT y.*, b.id AS book_id, b.code AS book
      FROM groups_yearclose y
      JOIN federation_organisation o ON o.id = y.organisation_id
      JOIN ledger_book b ON b.id = o.book_id
     WHERE within(b, id) AND y.state IN ('adopted', 'paid')
), told AS (
    SELECT y.id, y.book, y.until, y.surplus,
           (SELECT coalesce(sum(l.credit - l.debit), 0)
              FROM ledger_line l JOIN ledger_account a ON a.id = l.account_id
             WHERE l.network_id = y.network_id AND l.entry_id = y.entry_id AND a.code = '33020') AS carried,
           (SELECT coalesce(sum(h.amount), 0) FROM groups_headpart h WHERE h.year_id = y.id) AS declared,
           coalesce((SELECT -l.balance
              FROM ledger_line l JOIN ledger_account a ON a.id = l.account_id
             WHERE l.network_id = y.network_id AND a.book_id = y.book_id AND a.code = '33010' AND l.number < t.number
             ORDER BY l.number DESC, l.n DESC LIMIT 1), 0) AS retained,
           h.closed_through >= date_trunc('month', y.until::timestamp)::date AS sealed
      FROM year y
      JOIN ledger_entry t ON t.id = y.adoption_id
      JOIN ledger_head h ON h.network_id = y.network_id AND h.book_id = y.book_id
)
SELECT format('%s %s: %s / %s', book, until, declared, greatest(0, surplus + least(retained, 0)))
  FROM told
 WHERE declared > greatest(0, surplus + least(retained, 0)) OR carried <> surplus OR sealed IS NOT TRUE
 ORDER BY 1

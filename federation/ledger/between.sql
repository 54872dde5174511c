-- What must hold between two books; see invariants.sql for how these queries are written.

--: count twins
SELECT count(*) FROM ledger_twin t WHERE within(t)

--: count between
SELECT count(*) FROM ledger_entry e WHERE within(e) AND e.kind = 'between'

-- Two accounts that stand for the same money add up to nothing at the end of every day since they were tied. Each
-- pair is named once, with its first day on which it does not.
--: I-30
WITH pair AS (
    SELECT DISTINCT ON (least(t.account_id, t.other_account_id)) t.*
      FROM ledger_twin t WHERE within(t)
     ORDER BY least(t.account_id, t.other_account_id), t.is_upper DESC
), line AS (
    SELECT p.id, l."on", l.debit - l.credit AS net
      FROM pair p JOIN ledger_line l ON l.network_id = p.network_id AND l.account_id = p.account_id
    UNION ALL
    SELECT p.id, l."on", l.debit - l.credit
      FROM pair p JOIN ledger_line l ON l.network_id = p.other_network_id AND l.account_id = p.other_account_id
), day AS (
    SELECT id, "on", sum(sum(net)) OVER (PARTITION BY id ORDER BY "on") AS apart,
           lead("on", 1, 'infinity') OVER (PARTITION BY id ORDER BY "on") AS until
      FROM line GROUP BY id, "on"
), first AS (
    SELECT DISTINCT ON (d.id) d.id, greatest(d."on", p.since) AS "on", d.apart
      FROM day d JOIN pair p ON p.id = d.id
     WHERE d.apart <> 0 AND d.until > p.since
     ORDER BY d.id, d."on"
)
SELECT format('%s, %s / %s, %s: %s, %s', b.code, a.code, c.code, o.code, to_char(f."on", 'YYYY-MM-DD'), f.apart)
  FROM first f
  JOIN pair p ON p.id = f.id
  JOIN ledger_book b ON b.id = p.book_id
  JOIN ledger_account a ON a.id = p.account_id
  LEFT JOIN ledger_book c ON c.id = p.other_book_id
  LEFT JOIN ledger_account o ON o.id = p.other_account_id
 ORDER BY b.code, a.code

-- What an event moves on such an account it moves the other way on its twin, in another book and on the same day.
-- What was brought forward when a book opened later than its organisation joined stands in that book alone (I-30 sees
-- to it). Mirrors are written within minutes of what they mirror.
--: I-31
WITH line AS (
    SELECT t.book_id, t.account_id, t.since, e.event, l."on", l.debit - l.credit AS net
      FROM ledger_twin t
      JOIN ledger_line l ON l.network_id = t.network_id AND l.account_id = t.account_id
      JOIN ledger_entry e ON e.id = l.entry_id
     WHERE within(t) AND e.kind <> 'opening'
    UNION ALL
    SELECT t.book_id, t.account_id, t.since, e.event, l."on", l.debit - l.credit
      FROM ledger_twin t
      JOIN ledger_line l ON l.network_id = t.other_network_id AND l.account_id = t.other_account_id
      JOIN ledger_entry e ON e.id = l.entry_id
     WHERE within(t) AND e.kind <> 'opening'
), alone AS (
    SELECT book_id, account_id, event, "on", sum(net) AS net
      FROM line WHERE "on" >= since
     GROUP BY book_id, account_id, event, "on" HAVING sum(net) <> 0
), late AS (
    SELECT m.book_id, m.number
      FROM ledger_entry m
      LEFT JOIN ledger_entry e ON 'between:' || e.id = m.key AND e.network_id IN (
           SELECT t.other_network_id FROM ledger_twin t WHERE t.network_id = m.network_id AND t.book_id = m.book_id)
       AND e.event = m.event
     WHERE within(m) AND m.kind = 'between'
       AND (e.id IS NULL OR e.book_id = m.book_id OR e."on" <> m."on"
            OR abs(extract(epoch FROM m.recorded_at - e.recorded_at)) > 900)
    UNION ALL
    SELECT r.book_id, r.number
      FROM ledger_entry r
      JOIN ledger_entry m ON m.id = r.reverses_id AND m.kind = 'between'
     WHERE within(r) AND NOT EXISTS (
           SELECT 1 FROM ledger_entry e
            WHERE e.event = r.event AND e.book_id <> r.book_id AND e.kind IN ('reversal', 'correction')
              AND e."on" = r."on" AND abs(extract(epoch FROM r.recorded_at - e.recorded_at)) <= 900)
)
SELECT format('%s, %s: %s, %s', b.code, a.code, to_char(x."on", 'YYYY-MM-DD'), x.net) AS broken
  FROM alone x JOIN ledger_book b ON b.id = x.book_id JOIN ledger_account a ON a.id = x.account_id
UNION ALL
SELECT format('%s #%s', b.code, x.number) FROM late x JOIN ledger_book b ON b.id = x.book_id
 ORDER BY broken

-- Only the two books carry it. A mirror stands on accounts tied to the book it mirrors, and on money, on goods that
-- were lent or came back, on what is owed to a guarantor who paid, and on what is taken of members for it; what one keeps
-- of an organisation above it is always tied; two that are tied name each other and are nobody else's.
--: I-32
SELECT format('%s #%s: %s', b.code, e.number, a.code) AS broken
  FROM ledger_entry e
  JOIN ledger_book b ON b.id = e.book_id
  JOIN ledger_line l ON l.entry_id = e.id
  JOIN ledger_account a ON a.id = l.account_id
  LEFT JOIN ledger_twin t ON t.network_id = l.network_id AND t.account_id = l.account_id
  LEFT JOIN ledger_entry o ON o.event = e.event AND 'between:' || o.id = e.key
 WHERE within(e) AND e.kind = 'between'
   AND (t.id IS NULL AND a.code !~ '^((11010|12[1-6]00|14040|15010|23070|45030)(-|$)|24030[.])' OR t.other_book_id <> o.book_id)
UNION ALL
SELECT format('%s, %s', b.code, a.code)
  FROM ledger_account a
  JOIN ledger_book b ON b.id = a.book_id
  LEFT JOIN ledger_twin t ON t.network_id = a.network_id AND t.account_id = a.id
 WHERE within(a) AND a.control_id IS NOT NULL AND t.id IS NULL
   AND NOT (a.code LIKE '%.closed' AND a.kind IN ('income', 'expense'))
   AND split_part(a.code, '.', 1) IN ('17040', '17050', '17060', '24020', '45020', '46050', '55060', '55070', '55080')
UNION ALL
SELECT format('%s, %s', b.code, a.code)
  FROM ledger_twin t
  JOIN ledger_book b ON b.id = t.book_id
  JOIN ledger_account a ON a.id = t.account_id
  LEFT JOIN ledger_twin o ON o.network_id = t.other_network_id AND o.account_id = t.other_account_id
 WHERE within(t)
   AND ((a.network_id, a.book_id) IS DISTINCT FROM (t.network_id, t.book_id)
        OR (o.book_id, o.other_network_id, o.other_book_id, o.other_account_id, o.is_upper, o.since)
           IS DISTINCT FROM (t.other_book_id, t.network_id, t.book_id, t.account_id, NOT t.is_upper, t.since))
 ORDER BY broken

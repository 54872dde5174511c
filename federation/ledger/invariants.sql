-- What must hold of the books, each as a query that yields one text for every break and nothing when all is well.
-- A break is named by book and entry ("K01 #12"), then by account or line; figures follow as "is / should be".
-- within(x) keeps the rows of the table known as x inside what is looked at: everything, a network or one book.

--: count entries
SELECT count(*) FROM ledger_entry e WHERE within(e)

--: count lines
SELECT count(*) FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id WHERE within(e)

--: count books
SELECT count(*) FROM ledger_book b WHERE within(b, id)

--: count receipts
SELECT count(*) FROM ledger_receipt r WHERE within(r)

--: count totals
SELECT count(*) FROM ledger_monthtotal t WHERE within(t)

--: count submissions
SELECT count(*) FROM ledger_submission s WHERE within(s)

--: count reversals
SELECT count(*) FROM ledger_entry e WHERE within(e) AND e.reverses_id IS NOT NULL

--: count holders
SELECT count(*) FROM ledger_account a WHERE within(a) AND a.control_id IS NOT NULL

--: count purses
SELECT count(*) FROM ledger_account a WHERE within(a) AND a.control_id IS NULL AND a.never_negative

--: count funds
SELECT count(*) FROM ledger_fund f WHERE within(f) AND f.code <> 'main'

--: count kept
SELECT count(*) FROM ledger_account a
 WHERE within(a) AND (a.control_id IS NOT NULL OR a.code ~ '^(11010|12[1-6]00)(-|$)')

--: I-01
SELECT format('%s #%s: %s / %s', b.code, e.number, sum(l.debit), sum(l.credit))
  FROM ledger_line l
  JOIN ledger_account a ON a.id = l.account_id
  JOIN ledger_entry e ON e.id = l.entry_id
  JOIN ledger_book b ON b.id = e.book_id
 WHERE within(e)
 GROUP BY b.code, e.id, e.number, a.fund
HAVING sum(l.debit) <> sum(l.credit)
 ORDER BY b.code, e.number

--: I-02
SELECT format('%s #%s', b.code, e.number)
  FROM ledger_entry e
  JOIN ledger_book b ON b.id = e.book_id
  LEFT JOIN ledger_line l ON l.entry_id = e.id
 WHERE within(e)
 GROUP BY b.code, e.id, e.number
HAVING count(l.n) < 2 OR min(l.n) <> 1 OR max(l.n) <> count(l.n)
    OR bool_or(least(l.debit, l.credit) <> 0 OR greatest(l.debit, l.credit) NOT BETWEEN 0.01 AND 99999999999.99)
 ORDER BY b.code, e.number

--: I-03
SELECT format('%s #%s, %s', coalesce(b.code, '?'), l.number, l.n)
  FROM ledger_line l
  LEFT JOIN ledger_entry e ON e.id = l.entry_id
  LEFT JOIN ledger_book b ON b.id = e.book_id
  LEFT JOIN ledger_account a ON a.id = l.account_id
 WHERE within(a)
   AND (e.id IS NULL OR a.id IS NULL OR a.is_control OR a.book_id <> e.book_id OR a.network_id <> e.network_id
        OR l.network_id <> e.network_id OR l.number <> e.number OR l."on" <> e."on")
 ORDER BY b.code, l.number, l.n

--: I-04
SELECT format('%s: %s', b.code, sum(l.debit - l.credit))
  FROM ledger_line l
  JOIN ledger_account a ON a.id = l.account_id
  JOIN ledger_book b ON b.id = a.book_id
 WHERE within(a)
 GROUP BY b.code, b.id
HAVING sum(l.debit - l.credit) <> 0
 ORDER BY b.code

--: I-05
SELECT format('%s #%s', b.code, e.number)
  FROM (SELECT network_id, book_id, number, lag(number, 1, 0) OVER (PARTITION BY book_id ORDER BY number) AS before
          FROM ledger_entry) e
  JOIN ledger_book b ON b.id = e.book_id
 WHERE within(e) AND e.number <> e.before + 1
 ORDER BY b.code, e.number

--: I-06
SELECT format('%s: #%s / #%s', b.code, h.number, coalesce(e.number, 0))
  FROM ledger_book b
  LEFT JOIN ledger_head h ON h.book_id = b.id AND h.network_id = b.network_id
  LEFT JOIN LATERAL (
      SELECT number, hash, recorded_at FROM ledger_entry
       WHERE network_id = b.network_id AND book_id = b.id ORDER BY number DESC LIMIT 1) e ON true
 WHERE within(b, id)
   AND (h.number IS DISTINCT FROM coalesce(e.number, 0)
        OR h.hash IS DISTINCT FROM coalesce(e.hash, decode(repeat('00', 32), 'hex'))
        OR h.recorded_at IS DISTINCT FROM e.recorded_at)
 ORDER BY b.code

--: I-09
SELECT format('%s #%s', b.code, e.number)
  FROM ledger_submission s
  JOIN ledger_entry e ON e.id = s.entry_id
  JOIN ledger_book b ON b.id = e.book_id
 WHERE within(s)
   AND (e.book_id <> s.book_id OR e.network_id <> s.network_id OR e.by_id <> s.user_id
        OR octet_length(s.digest) <> 32)
 ORDER BY b.code, e.number

--: I-10
SELECT format('%s #%s', b.code, e.number)
  FROM ledger_entry e
  JOIN ledger_book b ON b.id = e.book_id
  JOIN ledger_entry o ON o.id = e.reverses_id
 WHERE within(e)
   AND (o.book_id <> e.book_id OR o."on" > e."on" OR o.number >= e.number
        OR EXISTS (SELECT 1 FROM ledger_entry again WHERE again.reverses_id = o.id AND again.id <> e.id)
        OR EXISTS ((SELECT n, account_id, debit, credit FROM ledger_line WHERE entry_id = o.id
                    EXCEPT SELECT n, account_id, credit, debit FROM ledger_line WHERE entry_id = e.id)
                   UNION ALL
                   (SELECT n, account_id, credit, debit FROM ledger_line WHERE entry_id = e.id
                    EXCEPT SELECT n, account_id, debit, credit FROM ledger_line WHERE entry_id = o.id)))
 ORDER BY b.code, e.number

--: I-11
SELECT format('%s #%s', b.code, e.number)
  FROM ledger_entry e
  JOIN ledger_book b ON b.id = e.book_id
  LEFT JOIN ledger_entry o ON o.id = e.reverses_id
 WHERE within(e) AND ((e.kind = 'reversal') <> (e.reverses_id IS NOT NULL) OR o.kind = 'reversal')
 ORDER BY b.code, e.number

--: I-13
SELECT format('%s #%s', b.code, e.number)
  FROM ledger_entry e
  JOIN ledger_book b ON b.id = e.book_id
 WHERE within(e)
   AND (e.checked_by_id = e.by_id OR e.kind IN ('opening', 'reversal', 'correction') AND e.checked_by_id IS NULL)
 ORDER BY b.code, e.number

--: I-16
SELECT format('%s #%s: %s', b.code, e.number, to_char(e."on", 'YYYY-MM-DD'))
  FROM ledger_entry e
  JOIN ledger_book b ON b.id = e.book_id
 WHERE within(e)
   AND (e."on" < b.opened_on OR e."on" > (e.recorded_at AT TIME ZONE 'Asia/Bangkok')::date
        OR e.concerns_month >= e."on" OR extract(day FROM e.concerns_month) <> 1)
 ORDER BY b.code, e.number

--: I-20
SELECT format('%s #%s, %s: %s / %s', b.code, l.number, a.code, l.balance, l.recomputed)
  FROM (SELECT account_id, number, n, balance,
               sum(debit - credit) OVER (PARTITION BY account_id ORDER BY number, n) AS recomputed
          FROM ledger_line) l
  JOIN ledger_account a ON a.id = l.account_id
  JOIN ledger_book b ON b.id = a.book_id
 WHERE within(a) AND l.balance <> l.recomputed
 ORDER BY b.code, l.number, l.n

--: I-20b
WITH counted AS (
    SELECT a.network_id, a.book_id, coalesce(a.control_id, a.id) AS account_id,
           date_trunc('month', l."on"::timestamp)::date AS month, sum(l.debit) AS debit, sum(l.credit) AS credit
      FROM ledger_line l JOIN ledger_account a ON a.id = l.account_id
     WHERE within(a)
     GROUP BY 1, 2, 3, 4
), recomputed AS (
    SELECT *, sum(debit - credit) OVER (PARTITION BY account_id ORDER BY month) - debit + credit AS opening
      FROM counted
), kept AS (
    SELECT * FROM ledger_monthtotal t WHERE within(t)
)
SELECT format('%s, %s, %s: %s %s %s / %s %s %s', b.code, a.code, to_char(coalesce(t.month, r.month), 'YYYY-MM'),
              t.opening, t.debit, t.credit, r.opening, r.debit, r.credit)
  FROM kept t
  FULL JOIN recomputed r ON r.account_id = t.account_id AND r.month = t.month
  JOIN ledger_account a ON a.id = coalesce(t.account_id, r.account_id)
  JOIN ledger_book b ON b.id = a.book_id
 WHERE (t.network_id, t.book_id, t.opening, t.debit, t.credit)
       IS DISTINCT FROM (r.network_id, r.book_id, r.opening, r.debit, r.credit)
 ORDER BY b.code, a.code, coalesce(t.month, r.month)

--: I-21
SELECT format('%s, %s', b.code, a.code)
  FROM ledger_account a
  JOIN ledger_book b ON b.id = a.book_id
  LEFT JOIN ledger_account c ON c.id = a.control_id
 WHERE within(a) AND a.control_id IS NOT NULL
   AND (c.id IS NULL OR NOT c.is_control OR c.book_id <> a.book_id OR c.network_id <> a.network_id
        OR c.fund <> a.fund OR c.kind <> a.kind)
 ORDER BY b.code, a.code

-- Money moves between cash and bank by two lines; members' accounts are opened once, before anything else on them,
-- and otherwise are moved by sheets, loans and what mends these, not by journal entries. A loan moves itself, money or
-- goods, interest, fines and fees, what is lost of it and recovered, and the savings and the dividend that are set off
-- against it.
-- What is kept of another organisation's book is moved by any entry: that both books agree is looked at by I-30 to I-32.
--: I-21b
WITH parts AS (
    SELECT e.id, b.code, e.number, e.kind, a.code AS account,
           CASE e.kind
               WHEN 'transfer' THEN a.code !~ '^(11010|12[1-6]00)(-|$)'
               WHEN 'opening' THEN a.control_id IS NOT NULL AND EXISTS (
                   SELECT 1 FROM ledger_line x
                    WHERE x.network_id = l.network_id AND x.account_id = l.account_id AND x.number < l.number)
               WHEN 'loan' THEN CASE WHEN a.control_id IS NULL
                   THEN a.code !~ '^(11010|12[1-6]00|13090|13110|15010|23040|4[12]0[123]0|43020|46040|58010)(-|$)'
                   ELSE split_part(split_part(a.code, '.', 1), '-', 1)
                            NOT IN ('13010', '13020', '13030', '13040', '41040', '42050', '43050', '58020')
                        AND (split_part(a.code, '.', 1) NOT IN ('21020', '31010', '31020', '31030') OR l.debit = 0)
               END
               WHEN 'between' THEN a.code !~ '^((11010|12[1-6]00|14040|15010|23070|45030)(-|$)|24030[.])' AND t.id IS NULL
               ELSE a.control_id IS NOT NULL AND t.id IS NULL
           END AS strange
      FROM ledger_entry e
      JOIN ledger_book b ON b.id = e.book_id
      JOIN ledger_line l ON l.entry_id = e.id
      JOIN ledger_account a ON a.id = l.account_id
      LEFT JOIN ledger_twin t ON t.network_id = l.network_id AND t.account_id = l.account_id
     WHERE within(e) AND e.kind IN ('transfer', 'journal', 'closing', 'opening', 'loan', 'between')
)
SELECT format('%s #%s: %s', code, number, string_agg(account, ' ' ORDER BY account) FILTER (WHERE strange))
  FROM parts
 GROUP BY id, code, number, kind
HAVING bool_or(strange) OR kind = 'transfer' AND count(*) <> 2
 ORDER BY code, number

--: I-23
SELECT format('%s #%s, %s: %s', b.code, l.number, a.code, CASE WHEN a.kind IN ('asset', 'expense') THEN 1 ELSE -1 END * l.balance)
  FROM ledger_account a
  JOIN ledger_line l ON l.account_id = a.id
  JOIN ledger_book b ON b.id = a.book_id
 WHERE within(a) AND a.control_id IS NOT NULL AND NOT (a.code LIKE '%.closed' AND a.kind IN ('income', 'expense'))
   AND CASE WHEN a.kind IN ('asset', 'expense') THEN l.balance < 0 ELSE l.balance > 0 END
 ORDER BY b.code, l.number, l.n

--: I-24
SELECT format('%s #%s, %s: %s', b.code, l.number, a.code, l.balance)
  FROM ledger_account a
  JOIN ledger_line l ON l.account_id = a.id
  JOIN ledger_book b ON b.id = a.book_id
 WHERE within(a) AND a.control_id IS NULL AND a.never_negative AND l.balance < 0
 ORDER BY b.code, l.number, l.n

-- What a fund owns less what it owes, after every entry in their order. Its purses are held by I-24.
--: I-25
WITH moved AS (
    SELECT a.book_id, a.fund, l.number, sum(l.debit - l.credit) AS net
      FROM ledger_fund f
      JOIN ledger_account a ON a.network_id = f.network_id AND a.book_id = f.book_id AND a.fund = f.code
      JOIN ledger_line l ON l.network_id = a.network_id AND l.account_id = a.id
     WHERE within(f) AND f.code <> 'main' AND a.kind IN ('asset', 'liability')
     GROUP BY 1, 2, 3
), stood AS (
    SELECT book_id, fund, number, sum(net) OVER (PARTITION BY book_id, fund ORDER BY number) AS balance FROM moved
)
SELECT format('%s #%s, %s: %s', b.code, s.number, s.fund, s.balance)
  FROM stood s JOIN ledger_book b ON b.id = s.book_id
 WHERE s.balance < 0
 ORDER BY b.code, s.number, s.fund

-- The mark by which the database holds an account at or above zero. What a year end carries out of interest that is
-- held group by group stands on a part of its own ("41040.closed"), below zero as a matter of course.
--: I-24b
SELECT format('%s, %s', b.code, a.code)
  FROM ledger_account a
  JOIN ledger_book b ON b.id = a.book_id
 WHERE within(a) AND NOT a.never_negative
   AND (a.control_id IS NOT NULL OR a.code ~ '^(11010|12[1-6]00)(-|$)')
   AND NOT (a.code LIKE '%.closed' AND a.kind IN ('income', 'expense'))
 ORDER BY b.code, a.code

--: I-34
SELECT format('%s %s/%s', b.code, r.number, r.be_year)
  FROM (SELECT network_id, book_id, be_year, number, entry_id,
               lag(number, 1, 0) OVER (PARTITION BY book_id, be_year ORDER BY number) AS before
          FROM ledger_receipt) r
  JOIN ledger_book b ON b.id = r.book_id
  LEFT JOIN ledger_entry e ON e.id = r.entry_id AND e.book_id = r.book_id
 WHERE within(r) AND (r.number <> r.before + 1 OR r.be_year IS DISTINCT FROM extract(year FROM e."on") + 543)
 ORDER BY b.code, r.be_year, r.number

--: I-35
WITH named AS (
    SELECT r.entry_id, r.number, r.amount, line.n FROM ledger_receipt r, unnest(r.lines) AS line (n) WHERE within(r)
), stamped AS (
    SELECT l.entry_id, l.receipt AS number, l.n, l.credit
      FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id
     WHERE within(e) AND l.receipt IS NOT NULL
), papers AS (
    SELECT coalesce(p.entry_id, s.entry_id) AS entry_id, coalesce(p.number, s.number) AS number,
           bool_or(p.n IS NULL OR s.n IS NULL) OR max(p.amount) <> sum(s.credit) AS wrong
      FROM named p
      FULL JOIN stamped s ON s.entry_id = p.entry_id AND s.number = p.number AND s.n = p.n
     GROUP BY 1, 2
)
SELECT format('%s #%s: %s', b.code, e.number, p.number)
  FROM papers p JOIN ledger_entry e ON e.id = p.entry_id JOIN ledger_book b ON b.id = e.book_id
 WHERE p.wrong
 ORDER BY b.code, e.number, p.number

--: I-46
SELECT format('%s, %s: %s', coalesce(b.code, '?'), k.key, k.times)
  FROM (SELECT network_id, book_id, key, count(*) AS times FROM ledger_entry GROUP BY 1, 2, 3
        UNION ALL
        SELECT network_id, NULL, key::text, count(*) FROM ledger_submission GROUP BY 1, 3) k
  LEFT JOIN ledger_book b ON b.id = k.book_id
 WHERE k.times > 1 AND within(k)
 ORDER BY 1

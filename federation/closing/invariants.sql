-- What must hold of closed months; see the ledger's file for how to read this.

--: count months
SELECT count(*) FROM federation_closedmonth c WHERE within(c)

--: I-08
SELECT format('%s %s #%s', b.code, to_char(c.month, 'YYYY-MM'), c.head_number)
  FROM federation_closedmonth c
  JOIN ledger_book b ON b.id = c.book_id
  LEFT JOIN ledger_entry e ON e.network_id = c.network_id AND e.book_id = c.book_id AND e.number = c.head_number
 WHERE within(c)
   AND c.head_hash IS DISTINCT FROM
       CASE WHEN c.head_number = 0 THEN decode(repeat('00', 32), 'hex') ELSE e.hash END
 ORDER BY b.code, c.month

--: I-17
SELECT format('%s #%s: %s', b.code, e.number, to_char(e."on", 'YYYY-MM-DD'))
  FROM federation_closedmonth c
  JOIN ledger_book b ON b.id = c.book_id
  JOIN ledger_entry e ON e.network_id = c.network_id AND e.book_id = c.book_id AND e.number > c.head_number
   AND e."on" >= c.month AND e."on" < (c.month + interval '1 month')::date
 WHERE within(c)
 ORDER BY b.code, e.number

--: I-19
WITH months AS (
    SELECT b.id AS book_id, b.network_id, b.code, b.opened_on, h.closed_through, c.month,
           lag(c.month) OVER (PARTITION BY b.id ORDER BY c.month) AS before,
           lead(c.month) OVER (PARTITION BY b.id ORDER BY c.month) AS after
      FROM ledger_book b
      JOIN ledger_head h ON h.book_id = b.id
      LEFT JOIN federation_closedmonth c ON c.book_id = b.id
)
SELECT format('%s %s', m.code, to_char(coalesce(m.month, m.closed_through), 'YYYY-MM'))
  FROM months m
 WHERE within(m)
   AND (m.month IS NULL AND m.closed_through IS NOT NULL
        OR m.month IS NOT NULL AND m.month <> coalesce((m.before + interval '1 month')::date, m.opened_on)
        OR m.month IS NOT NULL AND m.after IS NULL AND m.month IS DISTINCT FROM m.closed_through)
 ORDER BY m.code, m.month

--: I-39
SELECT format('%s %s: %s', b.code, to_char(c.month, 'YYYY-MM'), t.closing)
  FROM federation_closedmonth c
  JOIN ledger_book b ON b.id = c.book_id
  JOIN ledger_account a ON a.network_id = c.network_id AND a.book_id = c.book_id AND a.code = '59000'
  JOIN LATERAL (
      SELECT m.opening + m.debit - m.credit AS closing FROM ledger_monthtotal m
       WHERE m.network_id = a.network_id AND m.account_id = a.id AND m.month <= c.month
       ORDER BY m.month DESC LIMIT 1) t ON true
 WHERE within(c) AND t.closing <> 0
 ORDER BY b.code, c.month

-- What must hold of funds; a break is named by the book and the entry ("K01 #12").

--: count dues
SELECT count(*) FROM welfare_duespaid d JOIN ledger_entry e ON e.id = d.entry_id WHERE within(e)
--: count acts
SELECT (SELECT count(*) FROM welfare_gift g JOIN ledger_entry e ON e.id = g.entry_id WHERE within(e))
     + (SELECT count(*) FROM welfare_fundact x JOIN ledger_entry e ON e.id = x.entry_id WHERE within(e))

-- Dues come in on sheets and when an organisation pays for its leaders; a part's belong to the whole fund. What a
-- group takes for its network's fund counts when it takes it, not when it tells the network.
--: I-78
WITH booked AS (
    SELECT e.id, coalesce(f.part_of_id, f.id) AS fund_id, sum(l.credit - l.debit) AS baht
      FROM ledger_entry e
      JOIN ledger_line l ON l.entry_id = e.id
      JOIN ledger_account a ON a.id = l.account_id
      JOIN federation_organisation o ON o.book_id = e.book_id
      JOIN welfare_welfarefund f ON f.organisation_id = o.id AND a.code = '43060-' || f.code
     WHERE within(e) AND e.kind IN ('sheet', 'fund') AND e.key NOT LIKE 'fund_told:%'
     GROUP BY 1, 2
    UNION ALL
    SELECT e.id, f.id, sum(l.credit - l.debit)
      FROM ledger_entry e
      JOIN ledger_line l ON l.entry_id = e.id
      JOIN ledger_account a ON a.id = l.account_id
      JOIN welfare_welfarefund f ON f.network_id = e.network_id
      JOIN federation_organisation n ON n.id = f.organisation_id AND a.code = '24030.' || n.code || '.' || f.code || '.IN'
     WHERE within(e) AND e.kind = 'sheet'
     GROUP BY 1, 2
), kept AS (
    SELECT d.entry_id AS id, p.fund_id, sum(d.amount) AS baht
      FROM welfare_duespaid d
      JOIN welfare_enrolment p ON p.id = d.enrolment_id
      JOIN ledger_entry e ON e.id = d.entry_id
     WHERE within(e)
     GROUP BY 1, 2
)
SELECT format('%s #%s, %s: %s / %s', b.code, e.number, f.code, coalesce(k.baht, 0), coalesce(x.baht, 0))
  FROM booked x
  FULL JOIN kept k ON k.id = x.id AND k.fund_id = x.fund_id
  JOIN ledger_entry e ON e.id = coalesce(x.id, k.id)
  JOIN ledger_book b ON b.id = e.book_id
  JOIN welfare_welfarefund f ON f.id = coalesce(x.fund_id, k.fund_id)
 WHERE x.baht IS DISTINCT FROM k.baht
 ORDER BY 1

--: I-78b
WITH came AS (
    SELECT entry_id, struck_by_id FROM welfare_duespaid WHERE entry_id IS NOT NULL
    UNION ALL
    SELECT entry_id, struck_by_id FROM welfare_gift
)
SELECT DISTINCT format('%s #%s', b.code, e.number)
  FROM came c
  JOIN ledger_entry e ON e.id = c.entry_id
  JOIN ledger_book b ON b.id = e.book_id
  LEFT JOIN ledger_entry r ON r.reverses_id = e.id
  LEFT JOIN ledger_entry s ON s.id = c.struck_by_id
 WHERE within(e)
   AND (c.struck_by_id IS NULL AND r.id IS NOT NULL
        OR c.struck_by_id IS NOT NULL
           AND coalesce(s.reverses_id, s.corrects_id) IS DISTINCT FROM e.id)
 ORDER BY 1

--: I-79
SELECT format('%s #%s', b.code, e.number) AS broken
  FROM welfare_gift g
  JOIN ledger_entry e ON e.id = g.entry_id
  JOIN ledger_book b ON b.id = e.book_id
 WHERE within(e)
   AND (e.key <> 'fund_gift:' || g.id OR e."on" <> g."on"
        OR g.amount <> (SELECT sum(l.debit) FROM ledger_line l WHERE l.entry_id = e.id))
UNION ALL
SELECT format('%s #%s', b.code, e.number)
  FROM welfare_fundact x
  JOIN ledger_entry e ON e.id = x.entry_id
  JOIN ledger_book b ON b.id = e.book_id
 WHERE within(e)
   AND ((e.by_id, e.checked_by_id) IS DISTINCT FROM (x.asked_by_id, x.decided_by_id)
        OR x.kind <> 'strike' AND (
           e.key <> 'fund_act:' || x.id OR e."on" <> x."on"
           OR NOT EXISTS (SELECT FROM ledger_line l JOIN ledger_account a ON a.id = l.account_id
                           WHERE l.entry_id = e.id AND l.credit = x.amount AND a.code ~ '^(11010|12[1-6]00)(-|$)'))
        OR x.kind = 'strike' AND e.kind <> 'reversal')
 ORDER BY broken

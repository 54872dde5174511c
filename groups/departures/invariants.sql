-- What must hold of departures, each as a query that yields one text for every break and nothing when all is well.
-- A break is named by book and member number ("K01 012"). within(x) keeps what is looked at.

--: count books
SELECT count(*) FROM ledger_account a WHERE within(a) AND a.code = '23050'

--: count departures
SELECT count(*)
  FROM groups_departure d
  JOIN federation_organisation o ON o.id = d.organisation_id
  JOIN ledger_book b ON b.id = o.book_id
 WHERE within(b, id)

--: count names
SELECT count(*)
  FROM groups_beneficiary n
  JOIN groups_membership m ON m.id = n.membership_id
  JOIN federation_organisation o ON o.id = m.organisation_id
  JOIN ledger_book b ON b.id = o.book_id
 WHERE within(b, id)

--: I-56
SELECT format('%s: %s / %s', b.code, -coalesce(last.balance, 0), owed.baht)
  FROM ledger_account a
  JOIN ledger_book b ON b.id = a.book_id
  JOIN federation_organisation o ON o.book_id = b.id
  LEFT JOIN LATERAL (
      SELECT l.balance FROM ledger_line l WHERE l.network_id = a.network_id AND l.account_id = a.id
       ORDER BY l.number DESC, l.n DESC LIMIT 1) last ON true
  JOIN LATERAL (
      SELECT coalesce(sum(p.amount), 0) AS baht
        FROM groups_paidout p JOIN groups_departure d ON d.network_id = p.network_id AND d.id = p.departure_id
       WHERE d.network_id = a.network_id AND d.organisation_id = o.id AND d.state = 'decided' AND p.entry_id IS NULL) owed ON true
 WHERE within(a) AND a.code = '23050' AND -coalesce(last.balance, 0) <> owed.baht
 ORDER BY b.code

--: I-56b
SELECT format('%s %s: %s', b.code, lpad(m.number::text, 3, '0'), held.baht)
  FROM groups_departure d
  JOIN groups_membership m ON m.network_id = d.network_id AND m.id = d.membership_id
  JOIN federation_organisation o ON o.id = d.organisation_id
  JOIN ledger_book b ON b.id = o.book_id
  JOIN LATERAL (
      SELECT coalesce(sum(-last.balance), 0) AS baht
        FROM unnest(ARRAY[m.satja_account_id, m.shares_account_id, m.special_account_id]) AS account (id)
        JOIN LATERAL (
            SELECT l.balance FROM ledger_line l WHERE l.network_id = m.network_id AND l.account_id = account.id
             ORDER BY l.number DESC, l.n DESC LIMIT 1) last ON true) held ON true
 WHERE within(b, id)
   AND (d.state = 'done' OR d.state = 'decided' AND d.kind <> 'transfer')
   AND (held.baht <> 0 OR m.ended_on IS NULL)
 ORDER BY b.code, m.number

--: I-56c
SELECT format('%s %s: %s / %s', b.code, lpad(m.number::text, 3, '0'), paid.baht, d.net)
  FROM groups_departure d
  JOIN groups_membership m ON m.network_id = d.network_id AND m.id = d.membership_id
  JOIN federation_organisation o ON o.id = d.organisation_id
  JOIN ledger_book b ON b.id = o.book_id
  JOIN LATERAL (
      SELECT coalesce(sum(p.amount), 0) AS baht, count(*) FILTER (WHERE p.entry_id IS NULL) AS waiting
        FROM groups_paidout p WHERE p.network_id = d.network_id AND p.departure_id = d.id) paid ON true
 WHERE within(b, id) AND d.kind <> 'transfer' AND d.state IN ('decided', 'done')
   AND (paid.baht <> d.net OR (d.state = 'done') <> (paid.waiting = 0))
 ORDER BY b.code, m.number

--: I-56d
SELECT format('%s %s: %s', b.code, lpad(m.number::text, 3, '0'), s.meeting_on)
  FROM groups_departure d
  JOIN groups_membership m ON m.network_id = d.network_id AND m.id = d.membership_id
  JOIN federation_organisation o ON o.id = d.organisation_id
  JOIN ledger_book b ON b.id = o.book_id
  JOIN groups_sheetrow r ON r.network_id = m.network_id AND r.membership_id = m.id AND r.taken_back_id IS NULL
  JOIN groups_sheet s ON s.network_id = r.network_id AND s.id = r.sheet_id
 WHERE within(b, id) AND d.kind = 'death' AND d.state IN ('asked', 'decided', 'done')
   AND s.state = 'posted' AND s.meeting_on >= m.ended_on AND s.posted_at > d.asked_at AND r.amounts <> '{}'::jsonb
 ORDER BY b.code, m.number, s.meeting_on

--: I-56e
SELECT format('%s %s: %s', b.code, lpad(m.number::text, 3, '0'), sum(n.percent))
  FROM groups_beneficiary n
  JOIN groups_membership m ON m.network_id = n.network_id AND m.id = n.membership_id
  JOIN federation_organisation o ON o.id = m.organisation_id
  JOIN ledger_book b ON b.id = o.book_id
 WHERE within(b, id)
 GROUP BY b.code, m.id, m.number, n.named_at
HAVING sum(n.percent) <> 100
 ORDER BY b.code, m.number

--: I-56f
SELECT format('%s %s: %s / %s', b.code, lpad(m.number::text, 3, '0'), d.net, came.baht)
  FROM groups_departure d
  JOIN groups_membership m ON m.network_id = d.network_id AND m.id = d.membership_id
  JOIN groups_membership j ON j.network_id = d.network_id AND j.id = d.new_membership_id
  JOIN federation_organisation o ON o.id = d.organisation_id
  JOIN ledger_book b ON b.id = o.book_id
  JOIN LATERAL (
      SELECT coalesce(sum(l.credit - l.debit), 0) AS baht
        FROM ledger_entry e JOIN ledger_line l ON l.network_id = e.network_id AND l.entry_id = e.id
       WHERE e.network_id = d.network_id AND e.event = d.event
         AND l.account_id IN (j.satja_account_id, j.shares_account_id, j.special_account_id)) came ON true
 WHERE within(b, id) AND d.kind = 'transfer' AND d.state = 'done'
   AND (came.baht <> d.net OR j.came_from_id IS DISTINCT FROM m.id)
 ORDER BY b.code, m.number

-- What a fund paid, held against the ledger and the rule. A claim is named by book, fund and number ("K01 WELF 3/2569").

--: count claims
SELECT count(*) FROM welfare_claim c JOIN federation_organisation o ON o.id = c.organisation_id
  JOIN ledger_book b ON b.id = o.book_id WHERE within(b, id)

--: I-33
WITH paid AS (
    SELECT c.*, b.id AS book_id, b.code AS book, f.code AS fund, t.type,
           concat_ws(' ', b.code, f.code, c.number || '/' || c.be_year) AS name
      FROM welfare_claim c
      JOIN federation_organisation o ON o.id = c.organisation_id
      JOIN ledger_book b ON b.id = o.book_id
      JOIN welfare_welfarefund f ON f.id = c.fund_id
      JOIN welfare_benefit t ON t.id = c.benefit_id
     WHERE within(b, id) AND c.state IN ('paid', 'received', 'taken_back')
), booked AS (
    SELECT p.id, sum(l.debit) AS debit,
           sum(l.debit) FILTER (WHERE a.code ~ '^560[1-5]0-' AND a.fund = p.fund) AS expense,
           sum(l.credit) FILTER (WHERE split_part(a.code, '-', 1) IN ('11010', '12400') AND a.fund = p.fund) AS purse
      FROM paid p
      JOIN ledger_line l ON l.network_id = p.network_id AND l.entry_id = p.entry_id
      JOIN ledger_account a ON a.id = l.account_id
     GROUP BY p.id
)
SELECT p.name || ': ' || p.amount || ' / ' || coalesce(k.debit::text, 'no entry') || coalesce(' ' || e.key, '')
  FROM paid p
  LEFT JOIN booked k ON k.id = p.id
  LEFT JOIN ledger_entry e ON e.network_id = p.network_id AND e.id = p.entry_id
 WHERE e.id IS NULL OR e.book_id <> p.book_id OR e.key <> 'claim:' || p.id OR e.kind <> 'fund'
    OR (p.amount, p.amount, p.amount) IS DISTINCT FROM (k.debit, k.expense, k.purse)
    OR e."on" <> p.paid_on OR e.by_id <> p.paid_by_id OR e.checked_by_id IS DISTINCT FROM p.approved_by_id
    OR (p.state = 'taken_back') <> EXISTS (
        SELECT 1 FROM ledger_entry r WHERE r.network_id = p.network_id AND r.reverses_id = p.entry_id)
 ORDER BY p.name

--: I-33b
SELECT b.code || ' #' || e.number || ': ' || e.key
  FROM ledger_entry e JOIN ledger_book b ON b.id = e.book_id
 WHERE within(b, id) AND e.key LIKE 'claim:%'
   AND NOT EXISTS (SELECT 1 FROM welfare_claim c WHERE c.network_id = e.network_id AND c.entry_id = e.id)
 ORDER BY b.code, e.number

--: I-33c
SELECT b.code || ' ' || f.code || ' ' || t.type || ' ' || c.event_on || ': ' || string_agg(c.number || '/' || c.be_year, ', ' ORDER BY c.be_year, c.number)
  FROM welfare_claim c
  JOIN federation_organisation o ON o.id = c.organisation_id
  JOIN ledger_book b ON b.id = o.book_id
  JOIN welfare_welfarefund f ON f.id = c.fund_id
  JOIN welfare_benefit t ON t.id = c.benefit_id
 WHERE within(b, id) AND c.state NOT IN ('refused', 'withdrawn', 'taken_back')
 GROUP BY b.code, f.code, t.type, c.benefit_id, c.membership_id, c.event_on, c.event_no
HAVING count(*) > 1
 ORDER BY 1

--: I-33d
SELECT concat_ws(' ', b.code, f.code, c.number || '/' || c.be_year) || ': '
       || concat_ws(', ',
            CASE WHEN v.benefit_id <> c.benefit_id OR v.holds_from > c.event_on OR v.terms = '{}' THEN 'not its rule' END,
            CASE WHEN later.id IS NOT NULL THEN 'a newer rule held' END,
            CASE WHEN c.amount > (c.working->>'amount')::numeric THEN 'more than its working' END,
            CASE WHEN c.amount < (c.working->>'amount')::numeric AND c.working->>'reason' = '' THEN 'less without a reason' END,
            CASE WHEN c.agreed_by_id = c.paid_by_id THEN 'agreed and paid by one' END,
            CASE WHEN s.id IS NULL THEN 'no resolution' END)
  FROM welfare_claim c
  JOIN federation_organisation o ON o.id = c.organisation_id
  JOIN ledger_book b ON b.id = o.book_id
  JOIN welfare_welfarefund f ON f.id = c.fund_id
  JOIN welfare_benefitversion v ON v.id = c.version_id
  LEFT JOIN LATERAL (
       SELECT id, at FROM welfare_claimstep s WHERE s.claim_id = c.id AND s.kind = 'agreed' AND s.resolution_no <> '' LIMIT 1
  ) s ON true
  LEFT JOIN LATERAL (
       SELECT id FROM welfare_benefitversion n WHERE n.benefit_id = c.benefit_id AND n.holds_from > v.holds_from
          AND n.holds_from <= c.event_on AND n.set_at < s.at LIMIT 1
  ) later ON true
 WHERE within(b, id)
   AND (v.benefit_id <> c.benefit_id OR v.holds_from > c.event_on OR v.terms = '{}' OR later.id IS NOT NULL
        OR c.amount > (c.working->>'amount')::numeric
        OR c.amount < (c.working->>'amount')::numeric AND c.working->>'reason' = ''
        OR c.agreed_by_id = c.paid_by_id OR s.id IS NULL)
 ORDER BY 1

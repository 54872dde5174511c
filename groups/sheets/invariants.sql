-- Every query below is put after the two that begin it: the sheets that are no drafts, and what their rows say.

--: begin
WITH posted AS (
    SELECT s.*, b.code, b.id AS book
      FROM groups_sheet s
      JOIN federation_organisation o ON o.id = s.organisation_id
      JOIN ledger_book b ON b.id = o.book_id
     WHERE within(b, id) AND s.state <> 'draft'
), paid AS (
    SELECT r.sheet_id, r.membership_id, coalesce(r.payer_id, r.membership_id) AS payer_id,
           coalesce(sum(a.value::numeric) FILTER (WHERE a.key IN ('satja', 'shares', 'special')), 0) AS saved,
           coalesce(sum(a.value::numeric) FILTER (WHERE a.key LIKE 'loan%'), 0) AS lent,
           coalesce(sum(a.value::numeric), 0) AS paid
      FROM groups_sheetrow r LEFT JOIN LATERAL jsonb_each_text(r.amounts) a ON true
     WHERE r.sheet_id IN (SELECT id FROM posted)
     GROUP BY r.id, r.sheet_id, r.membership_id, r.payer_id
)
--: count sheets
SELECT count(*) FROM posted
--: count rows
SELECT count(*) FROM paid
--: count receipts
SELECT count(*) FROM posted s JOIN ledger_receipt r ON r.entry_id = s.entry_id
--: count sheet entries
SELECT count(*) FROM ledger_entry e WHERE within(e) AND e.kind = 'sheet'
--: count mended entries
SELECT count(*) FROM ledger_entry e WHERE within(e) AND e.kind IN ('reversal', 'correction')

-- The entry is of the sheet's book, kind, key and day; a sheet is reversed exactly when its entry is. Only a sheet
-- that stands in for one taken back may be dated later, in a later month, and names its own.
--: I-60
SELECT format('%s %s', s.code, s.meeting_on)
  FROM posted s
  LEFT JOIN ledger_entry e ON e.id = s.entry_id
  LEFT JOIN ledger_entry r ON r.reverses_id = s.entry_id
 WHERE e.id IS NULL OR e.book_id <> s.book OR e.kind <> 'sheet' OR e.key <> 'sheet:' || s.id
    OR (e."on", e.concerns_month) IS DISTINCT FROM (s.meeting_on, NULL::date)
       AND (s.replaces_id IS NULL OR e.concerns_month IS DISTINCT FROM s.month
            OR date_trunc('month', e."on"::timestamp) <= s.month)
    OR (s.state = 'reversed') <> (r.id IS NOT NULL)
 ORDER BY s.code, s.meeting_on

--: I-60b
SELECT format('%s #%s', b.code, e.number)
  FROM ledger_entry e
  JOIN ledger_book b ON b.id = e.book_id
  LEFT JOIN groups_sheet s ON s.entry_id = e.id
 WHERE within(e) AND e.kind = 'sheet'
 GROUP BY b.code, e.id, e.number
HAVING count(s.id) <> 1 OR bool_or(s.posted_by_id IS DISTINCT FROM e.by_id)
 ORDER BY b.code, e.number

-- Sheets are taken back, and facts of loans; nothing else is corrected in part but what one organisation had no part in.
-- What mirrors another book's entry is taken back with that, or after a dispute by itself: I-31 sees to both books.
--: I-60c
SELECT format('%s #%s', b.code, e.number)
  FROM ledger_entry e
  JOIN ledger_book b ON b.id = e.book_id
  LEFT JOIN ledger_entry o ON o.id = coalesce(e.reverses_id, e.corrects_id)
  LEFT JOIN groups_sheetreversal r ON r.entry_id = e.id
  LEFT JOIN groups_sheet s ON s.id = r.sheet_id
 WHERE within(e) AND e.kind IN ('reversal', 'correction')
 GROUP BY b.code, e.id, e.number, o.id, o.kind, o.key
HAVING CASE WHEN e.key LIKE 'dispute:%' OR o.key LIKE 'dispute:%'
            THEN NOT EXISTS (
                SELECT FROM ledger_entry m JOIN ledger_entry back ON back.reverses_id = m.id
                 WHERE m.event = e.event AND m.kind = 'between' AND 'dispute:' || m.id IN (e.key, o.key))
            WHEN o.kind = 'between' THEN e.kind <> 'reversal'
            WHEN o.kind = 'journal' AND o.key LIKE 'pool:%'  -- an act on the pool, in both books at once
            THEN NOT EXISTS (
                SELECT FROM ledger_entry m JOIN ledger_entry back ON back.reverses_id = m.id
                 WHERE m.event = e.event AND m.key = 'between:' || o.id
                   AND (back.by_id, back.checked_by_id) IS NOT DISTINCT FROM (e.by_id, e.checked_by_id))
            WHEN o.kind = 'opening' THEN o.key NOT LIKE 'loans:opening:%'  -- a takeover of loans, taken back whole
            WHEN o.kind = 'loan'
            THEN NOT EXISTS (SELECT FROM loans_loanevent v WHERE v.struck_by_id = e.id AND v.entry_id = e.reverses_id)
            ELSE count(r.id) <> 1 OR bool_or(
                (r.asked_by_id, r.decided_by_id, s.entry_id) IS DISTINCT FROM (e.by_id, e.checked_by_id, e.reverses_id))
       END
 ORDER BY b.code, e.number

-- What a row says of a member's savings is what the entry credited to the member's own accounts.
--: I-61
, credited AS (
    SELECT s.id AS sheet_id, m.id AS membership_id, sum(l.credit) AS saved
      FROM posted s
      JOIN ledger_line l ON l.entry_id = s.entry_id
      JOIN groups_membership m ON m.organisation_id = s.organisation_id
       AND l.account_id IN (m.satja_account_id, m.shares_account_id, m.special_account_id)
     GROUP BY s.id, m.id
)
SELECT format('%s %s %s: %s / %s', s.code, s.meeting_on, to_char(m.number, 'FM000'), coalesce(p.saved, 0),
              coalesce(c.saved, 0))
  FROM paid p
  FULL JOIN credited c ON c.sheet_id = p.sheet_id AND c.membership_id = p.membership_id
  JOIN posted s ON s.id = coalesce(p.sheet_id, c.sheet_id)
  JOIN groups_membership m ON m.id = coalesce(p.membership_id, c.membership_id)
 WHERE coalesce(p.saved, 0) <> coalesce(c.saved, 0)
 ORDER BY s.code, s.meeting_on, m.number

-- What a row says was paid on a member's loans is what the entry brought to them.
--: I-61b
, brought AS (
    SELECT s.id AS sheet_id, l.membership_id, sum(v.amount) AS paid
      FROM posted s
      JOIN loans_loanevent v ON v.entry_id = s.entry_id
      JOIN loans_loan l ON l.id = v.loan_id
     GROUP BY 1, 2
), said AS (
    SELECT p.sheet_id, p.membership_id, p.lent FROM paid p WHERE p.lent > 0
)
SELECT format('%s %s %s: %s / %s', s.code, s.meeting_on, to_char(m.number, 'FM000'), coalesce(p.lent, 0),
              coalesce(c.paid, 0))
  FROM said p
  FULL JOIN brought c ON c.sheet_id = p.sheet_id AND c.membership_id = p.membership_id
  JOIN posted s ON s.id = coalesce(p.sheet_id, c.sheet_id)
  JOIN groups_membership m ON m.id = coalesce(p.membership_id, c.membership_id)
 WHERE coalesce(p.lent, 0) <> coalesce(c.paid, 0)
 ORDER BY s.code, s.meeting_on, m.number

--: I-62
SELECT format('%s %s: %s / %s', s.code, s.meeting_on, t.paid, e.credits)
  FROM posted s
  LEFT JOIN (SELECT sheet_id, sum(paid) AS paid FROM paid GROUP BY sheet_id) t ON t.sheet_id = s.id
  JOIN LATERAL (SELECT sum(l.credit) AS credits FROM ledger_line l WHERE l.entry_id = s.entry_id) e ON true
 WHERE t.paid IS DISTINCT FROM e.credits
 ORDER BY s.code, s.meeting_on

-- Notes and coins, where they were counted, went to the cash of the funds (11010), and every slip to their banks.
--: I-63
, counted AS (
    SELECT s.*, (SELECT sum(c.denomination * c.count) FROM groups_cashcount c WHERE c.sheet_id = s.id) AS cash,
           (SELECT coalesce(sum(p.amount), 0) FROM groups_slip p WHERE p.sheet_id = s.id) AS bank
      FROM posted s
)
SELECT format('%s %s: %s / %s', s.code, s.meeting_on, coalesce(s.cash, e.cash) + s.bank, e.cash + e.bank)
  FROM counted s
  JOIN LATERAL (
      SELECT coalesce(sum(l.debit) FILTER (WHERE split_part(a.code, '-', 1) = '11010'), 0) AS cash,
             coalesce(sum(l.debit) FILTER (WHERE split_part(a.code, '-', 1) <> '11010'), 0) AS bank
        FROM ledger_line l JOIN ledger_account a ON a.id = l.account_id WHERE l.entry_id = s.entry_id) e ON true
 WHERE coalesce(s.cash, e.cash) <> e.cash OR s.bank <> e.bank
 ORDER BY s.code, s.meeting_on

-- Every row ended as something, is of the sheet's own members, and who did not pay brought nothing.
--: I-64
SELECT format('%s %s %s', s.code, s.meeting_on, to_char(m.number, 'FM000'))
  FROM posted s
  JOIN groups_sheetrow r ON r.sheet_id = s.id
  JOIN groups_membership m ON m.id = r.membership_id
 WHERE r.state = 'blank' OR m.organisation_id <> s.organisation_id OR r.network_id <> s.network_id
    OR r.state IN ('absent', 'excused') AND EXISTS (
       SELECT 1 FROM jsonb_each_text(r.amounts) a WHERE a.value::numeric <> 0)
 ORDER BY s.code, s.meeting_on, m.number

-- Each envelope that held money has one receipt over it; imported sheets have none.
--: I-65
, envelopes AS (
    SELECT p.sheet_id, p.payer_id, sum(p.paid) AS paid
      FROM paid p JOIN posted s ON s.id = p.sheet_id
     WHERE NOT s.imported GROUP BY p.sheet_id, p.payer_id HAVING sum(p.paid) > 0
), given AS (
    SELECT s.id AS sheet_id, r.payer, r.amount FROM posted s JOIN ledger_receipt r ON r.entry_id = s.entry_id
)
SELECT format('%s %s %s: %s / %s', s.code, s.meeting_on, to_char(m.number, 'FM000'), coalesce(e.paid, 0),
              coalesce(g.amount, 0))
  FROM envelopes e
  FULL JOIN given g ON g.sheet_id = e.sheet_id AND g.payer = e.payer_id
  JOIN posted s ON s.id = coalesce(e.sheet_id, g.sheet_id)
  LEFT JOIN groups_membership m ON m.id = coalesce(e.payer_id, g.payer)
 WHERE e.paid IS DISTINCT FROM g.amount
 ORDER BY s.code, s.meeting_on, m.number

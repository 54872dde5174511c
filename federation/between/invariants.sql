-- A break is named by the lower book and the entry ("K01 #12").

--: count disputes
SELECT count(*) FROM federation_dispute d JOIN ledger_entry e ON e.id = d.entry_id WHERE within(e)
--: count rows
SELECT count(*) FROM ledger_entry e WHERE within(e) AND e.key LIKE 'dispute:%'

--: I-33
SELECT format('%s #%s', b.code, e.number)
  FROM federation_dispute d
  JOIN ledger_entry e ON e.id = d.entry_id
  JOIN ledger_book b ON b.id = e.book_id
  LEFT JOIN ledger_entry t ON t.id = d.taken_back_id
 WHERE within(e)
   AND (e.kind <> 'between'
        OR coalesce(d.agreed, false) <> (t.id IS NOT NULL)
        OR d.agreed AND (
            t.reverses_id IS DISTINCT FROM e.id
            OR (t.by_id, t.checked_by_id) IS DISTINCT FROM (d.asked_by_id, d.decided_by_id)
            OR NOT EXISTS (
                SELECT FROM ledger_entry u
                 WHERE u.event = e.event AND u.book_id <> e.book_id
                   AND (u.by_id, u.checked_by_id) IS NOT DISTINCT FROM (d.asked_by_id, d.decided_by_id)
                   AND (u.key = 'dispute:' || e.id OR 'between:' || u.reverses_id = e.key))))
 ORDER BY b.code, e.number

--: I-33b
SELECT format('%s #%s', b.code, e.number)
  FROM ledger_entry e
  JOIN ledger_book b ON b.id = e.book_id
 WHERE within(e) AND e.key LIKE 'dispute:%'
   AND (SELECT count(*) FROM groups_sheetrow r JOIN groups_sheet s ON s.id = r.sheet_id
         WHERE r.taken_back_id = e.id AND s.entry_id = e.corrects_id) <> 1
UNION ALL
SELECT format('%s #%s', b.code, x.number)
  FROM groups_sheetrow r
  JOIN groups_sheet s ON s.id = r.sheet_id
  JOIN ledger_entry x ON x.id = r.taken_back_id
  JOIN ledger_book b ON b.id = x.book_id
 WHERE within(x) AND (x.key NOT LIKE 'dispute:%' OR x.corrects_id IS DISTINCT FROM s.entry_id)
 ORDER BY 1

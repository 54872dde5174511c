-- The journal as it is stored, book by book and entry by entry; each row begins with book and number.

--: entries
SELECT e.book_id, e.number, b.code, e.id, e."on", e.kind, e.key, e.event, e.concerns_month, e.reverses_id,
       e.corrects_id, e.by_id, e.checked_by_id, e.recorded_at, e.receipts_digest, e.memo_digest,
       e.previous_hash, e.hash
  FROM ledger_entry e JOIN ledger_book b ON b.id = e.book_id
 WHERE within(e)
 ORDER BY e.book_id, e.number, e.id

--: lines
SELECT e.book_id, e.number, l.n, a.code, a.fund, a.kind, l.debit, l.credit, l.receipt
  FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id JOIN ledger_account a ON a.id = l.account_id
 WHERE within(e)
 ORDER BY e.book_id, e.number, l.n

--: receipts
SELECT e.book_id, e.number, r.be_year, r.number, r.payer, r.amount, r.lines
  FROM ledger_receipt r JOIN ledger_entry e ON e.id = r.entry_id
 WHERE within(e)
 ORDER BY e.book_id, e.number, r.number

--: memos
SELECT e.book_id, e.number, m.salt, m.text
  FROM ledger_memo m JOIN ledger_entry e ON e.id = m.entry_id
 WHERE within(e)
 ORDER BY e.book_id, e.number

--: totals
SELECT t.book_id, t.month, a.code, a.fund, t.opening + t.debit - t.credit
  FROM ledger_monthtotal t JOIN ledger_account a ON a.id = t.account_id
 WHERE within(t)
 ORDER BY t.book_id, t.month, a.code

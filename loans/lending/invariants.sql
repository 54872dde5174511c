-- Every query below is put after those that begin it: the loans that are looked at, and what their facts say of the
-- books. A loan is named by book and contract ("K01 12/2569"); figures follow as "facts / books".

--: begin
WITH lent AS (
    SELECT l.*, b.code AS book, b.id AS book_id, a.code AS account_code, c.code AS control
      FROM loans_loan l
      JOIN federation_organisation o ON o.id = l.organisation_id
      JOIN ledger_book b ON b.id = o.book_id
      LEFT JOIN ledger_account a ON a.id = l.account_id
      LEFT JOIN ledger_account c ON c.id = a.control_id
     WHERE within(b, id)
), moved AS (
    SELECT j.event_id, sum(j.principal) AS principal, sum(j.interest) AS interest, sum(j.fine) AS fine
      FROM loans_loanadjustment j GROUP BY j.event_id
), fact AS (
    SELECT e.*, l.book, l.book_id, l.contract_no, l.control, l.account_id,
           e.principal - coalesce(m.principal, 0) AS first_principal,
           e.interest - coalesce(m.interest, 0) AS first_interest,
           e.fine - coalesce(m.fine, 0) AS first_fine,
           CASE WHEN e.kind IN ('opening', 'payout') THEN 1
                WHEN e.kind IN ('repayment', 'prepayment', 'charge_off', 'write_off') THEN -1 ELSE 0 END AS sign
      FROM loans_loanevent e JOIN lent l ON l.id = e.loan_id LEFT JOIN moved m ON m.event_id = e.id
     WHERE e.entry_id IS NOT NULL
), said AS (
    SELECT f.entry_id, f.loan_id, f.sign * f.first_principal AS principal,
           CASE WHEN f.kind IN ('repayment', 'prepayment') THEN f.first_interest ELSE 0 END AS interest,
           CASE WHEN f.kind IN ('repayment', 'prepayment') THEN f.first_fine ELSE 0 END AS fine
      FROM fact f
    UNION ALL
    SELECT f.struck_by_id, f.loan_id, -f.sign * f.first_principal,
           CASE WHEN f.kind IN ('repayment', 'prepayment') THEN -f.first_interest ELSE 0 END,
           CASE WHEN f.kind IN ('repayment', 'prepayment') THEN -f.first_fine ELSE 0 END
      FROM fact f WHERE f.struck_by_id IS NOT NULL
    UNION ALL  -- one organisation's part was taken out of a sheet, and the sheet taken back after that: both are undone
    SELECT x.id, f.loan_id, x.way * f.sign * f.first_principal,
           CASE WHEN f.kind IN ('repayment', 'prepayment') THEN x.way * f.first_interest ELSE 0 END,
           CASE WHEN f.kind IN ('repayment', 'prepayment') THEN x.way * f.first_fine ELSE 0 END
      FROM fact f
      JOIN ledger_entry k ON k.id = f.struck_by_id AND k.kind = 'correction'
      JOIN LATERAL (SELECT r.id, CASE WHEN r.reverses_id = k.id THEN 1 ELSE -1 END AS way
                      FROM ledger_entry r WHERE r.reverses_id IN (k.id, f.entry_id)) x ON true
    UNION ALL
    SELECT j.entry_id, f.loan_id, -j.principal, j.interest, j.fine
      FROM loans_loanadjustment j JOIN fact f ON f.id = j.event_id
)
--: count loans
SELECT count(*) FROM lent
--: count requests
SELECT count(*) FROM loans_loanrequest r
  JOIN federation_organisation o ON o.id = r.organisation_id JOIN ledger_book b ON b.id = o.book_id WHERE within(b, id)
--: count lines
SELECT count(*) FROM ledger_line l JOIN lent ON lent.account_id = l.account_id AND lent.network_id = l.network_id
--: count schedules
SELECT count(*) FROM loans_scheduleversion v JOIN lent ON lent.id = v.loan_id
--: count events
SELECT count(*) FROM loans_loanevent e JOIN lent ON lent.id = e.loan_id
--: count loan entries
SELECT count(*) FROM ledger_entry e WHERE within(e) AND e.kind = 'loan'

-- Who owes a loan neither decides on it, nor checks its payout, nor makes or checks what makes it lighter; who
-- guarantees it does not decide on it.
--: I-14
, borrower AS (
    SELECT r.id AS request_id, NULL::uuid AS loan_id, m.person_id, b.code AS book, 'request ' || r.number AS name
      FROM loans_loanrequest r
      JOIN groups_membership m ON m.id = r.membership_id
      JOIN federation_organisation o ON o.id = r.organisation_id
      JOIN ledger_book b ON b.id = o.book_id
     WHERE within(b, id) AND m.person_id IS NOT NULL
    UNION ALL
    SELECT NULL, l.id, m.person_id, l.book, l.contract_no
      FROM lent l JOIN groups_membership m ON m.id = l.membership_id WHERE m.person_id IS NOT NULL
), guarantor AS (
    SELECT g.request_id, m.person_id, b.book, b.name
      FROM loans_guarantee g
      JOIN groups_membership m ON m.id = g.membership_id
      JOIN borrower b ON b.request_id = g.request_id
), deed AS (
    SELECT b.book, b.name, 'decided' AS what
      FROM borrower b
      JOIN loans_loanrequest r ON r.id = b.request_id
      JOIN people_user u ON u.id = r.decided_by_id AND u.person_id = b.person_id
    UNION ALL
    SELECT b.book, b.name, 'seat'
      FROM (SELECT request_id, person_id, book, name FROM borrower UNION SELECT * FROM guarantor) b
      JOIN loans_decisionseat s ON s.request_id = b.request_id AND s.person_id = b.person_id AND s.seat = 'decided'
    UNION ALL
    SELECT b.book, b.name, e.kind
      FROM borrower b
      JOIN loans_loanevent e ON e.loan_id = b.loan_id AND e.kind <> 'opening' AND e.struck_at IS NULL
      JOIN people_user u ON u.person_id = b.person_id
       AND (u.id = e.checked_by_id
            OR u.id = e.by_id AND e.kind IN ('waiver', 'rate', 'schedule', 'pause', 'charge_off', 'write_off'))
    UNION ALL
    SELECT b.book, b.name, a.kind
      FROM borrower b
      JOIN loans_act a ON a.loan_id = b.loan_id AND a.agreed AND a.kind <> 'opening'
      JOIN people_user u ON u.person_id = b.person_id
       AND (u.id = a.decided_by_id
            OR u.id = a.asked_by_id AND a.kind IN ('waiver', 'rate', 'restructure', 'pause', 'charge_off', 'write_off'))
)
SELECT DISTINCT format('%s %s: %s', book, name, what) FROM deed ORDER BY 1

-- Nobody with a post or a role in an organisation that borrows entered, decided, signed, handed out or checked its
-- loan, on the day he or she did so.
--: I-15
, deed AS (
    SELECT b.code AS book, 'request ' || r.number AS name, r.membership_id, x.who, x.at, x.what
      FROM loans_loanrequest r
      JOIN federation_organisation o ON o.id = r.organisation_id
      JOIN ledger_book b ON b.id = o.book_id
     CROSS JOIN LATERAL (VALUES (r.asked_by_id, r.asked_at, 'asked'), (r.decided_by_id, r.decided_at, 'decided'))
           AS x (who, at, what)
     WHERE within(b, id)
    UNION ALL
    SELECT book, contract_no, membership_id, signed_by_id, signed_at, 'signed' FROM lent WHERE NOT is_imported
    UNION ALL
    SELECT lent.book, lent.contract_no, lent.membership_id, x.who, e.at, e.kind
      FROM lent JOIN loans_loanevent e ON e.loan_id = lent.id
     CROSS JOIN LATERAL (VALUES (e.by_id), (e.checked_by_id)) AS x (who)
     WHERE e.kind NOT IN ('opening', 'repayment', 'prepayment', 'recovery')
    UNION ALL
    SELECT lent.book, lent.contract_no, lent.membership_id, a.decided_by_id, a.decided_at, a.kind
      FROM lent JOIN loans_act a ON a.loan_id = lent.id AND a.agreed
)
SELECT DISTINCT format('%s %s: %s', d.book, d.name, d.what)
  FROM deed d
  JOIN groups_membership m ON m.id = d.membership_id AND m.member_organisation_id IS NOT NULL
  LEFT JOIN people_user u ON u.id = d.who
  LEFT JOIN people_person p ON p.id = u.person_id
 WHERE EXISTS (
           SELECT FROM federation_appointment a
            WHERE a.user_id = d.who AND a.organisation_id = m.member_organisation_id AND a.declined_by_id IS NULL
              AND (a.checked_by_id IS NOT NULL OR a.set_up_reason <> '')
              AND (d.at AT TIME ZONE 'Asia/Bangkok')::date
                  BETWEEN a.since AND least(a.until, a.ended_on - 1, 'infinity'::date))
    OR EXISTS (
           SELECT FROM groups_office f JOIN people_person s ON s.id = f.person_id
            WHERE (s.id = p.id OR s.identity_id = p.identity_id) AND f.organisation_id = m.member_organisation_id
              AND (d.at AT TIME ZONE 'Asia/Bangkok')::date BETWEEN f.since AND f.until)
 ORDER BY 1

-- A loan to an organisation that keeps its book here has a twin there, which one borrowing of that organisation names;
-- no other account has one.
--: I-30b
SELECT format('%s %s', coalesce(lent.book, o.code), coalesce(lent.contract_no, w.contract_no))
  FROM (SELECT lent.*, t.other_account_id, t.other_book_id, m.member_organisation_id
          FROM lent
          JOIN groups_membership m ON m.id = lent.membership_id AND m.member_organisation_id IS NOT NULL
          JOIN federation_organisation g ON g.id = m.member_organisation_id AND g.book_id IS NOT NULL
          LEFT JOIN ledger_twin t ON t.account_id = lent.account_id AND t.network_id = lent.network_id AND t.is_upper
       ) lent
  FULL JOIN (SELECT b.* FROM loans_borrowing b
               JOIN federation_organisation l ON l.id = b.lender_id
               JOIN ledger_book k ON k.id = l.book_id WHERE within(k, id)) w ON w.loan_id = lent.id
  LEFT JOIN federation_organisation o ON o.id = w.organisation_id
 WHERE lent.id IS NULL OR w.id IS NULL AND EXISTS (
           SELECT FROM ledger_twin x JOIN ledger_account a ON a.id = x.account_id
            WHERE x.network_id = lent.network_id AND x.other_book_id = (
                SELECT book_id FROM federation_organisation WHERE id = lent.member_organisation_id))
    OR w.id IS NOT NULL AND (w.account_id IS DISTINCT FROM lent.other_account_id OR o.book_id <> lent.other_book_id
       OR w.organisation_id <> lent.member_organisation_id OR w.principal <> lent.principal OR w.lender_id <> lent.organisation_id)
 ORDER BY 1

--: I-26
SELECT format('%s %s, #%s: %s / %s', lent.book, lent.contract_no, l.number, l.balance, lent.principal)
  FROM lent JOIN ledger_line l ON l.account_id = lent.account_id AND l.network_id = lent.network_id
 WHERE l.balance NOT BETWEEN 0 AND lent.principal
 ORDER BY lent.book, lent.number, l.number

-- A loan has an account of its own under the control account of its kind, or of the fund whose money is lent, in its organisation's book; every account
-- there belongs to a loan.
--: I-27
SELECT format('%s %s', coalesce(lent.book, b.code), coalesce(lent.contract_no, a.code))
  FROM lent
  FULL JOIN (SELECT h.*, c.code AS control FROM ledger_account h JOIN ledger_account c ON c.id = h.control_id
              WHERE within(h) AND split_part(c.code, '-', 1) IN ('13010', '13020', '13030', '13040')) a ON a.id = lent.account_id
  LEFT JOIN ledger_book b ON b.id = a.book_id
  LEFT JOIN groups_membership m ON m.id = lent.membership_id
  LEFT JOIN loans_product p ON p.id = lent.product_id
 WHERE a.id IS NULL OR lent.id IS NULL OR a.book_id <> lent.book_id OR a.network_id <> lent.network_id
    OR a.control <> CASE WHEN m.member_organisation_id IS NOT NULL THEN '13040'
                         WHEN p.fund = '' THEN lent.terms ->> 'control' ELSE '13030-' || p.fund END OR m.organisation_id <> lent.organisation_id
    OR m.network_id <> lent.network_id
 ORDER BY 1

-- What each entry moved on a loan's account is what the facts say that name it: of payments, payouts and losses as
-- they were first booked, of what was booked anew, and of what was struck.
--: I-27b
, stood AS (
    SELECT entry_id, loan_id, sum(principal) AS principal FROM said GROUP BY 1, 2
), booked AS (
    SELECT l.entry_id, lent.id AS loan_id, sum(l.debit - l.credit) AS principal
      FROM ledger_line l JOIN lent ON lent.account_id = l.account_id AND lent.network_id = l.network_id
     GROUP BY 1, 2
)
SELECT format('%s %s, #%s: %s / %s', lent.book, lent.contract_no, e.number, coalesce(s.principal, 0),
              coalesce(k.principal, 0))
  FROM stood s
  FULL JOIN booked k ON k.entry_id = s.entry_id AND k.loan_id = s.loan_id
  JOIN lent ON lent.id = coalesce(s.loan_id, k.loan_id)
  LEFT JOIN ledger_entry e ON e.id = coalesce(s.entry_id, k.entry_id)
 WHERE coalesce(s.principal, 0) <> coalesce(k.principal, 0)
 ORDER BY lent.book, lent.number, e.number

-- An entry of this kind records a fact of a loan, or books payments anew. A fact's entry is of its book, made by the
-- same people, on its day; in a later month only where it names the month of the fact.
--: I-27c
SELECT format('%s #%s', b.code, e.number)
  FROM ledger_entry e
  JOIN ledger_book b ON b.id = e.book_id
 WHERE within(e) AND e.kind = 'loan'
   AND NOT EXISTS (SELECT FROM loans_loanevent v WHERE v.entry_id = e.id)
   AND NOT EXISTS (SELECT FROM loans_loanadjustment j WHERE j.entry_id = e.id)
UNION ALL
SELECT format('%s %s, %s %s', f.book, f.contract_no, f.kind, f."on")
  FROM fact f
  LEFT JOIN ledger_entry e ON e.id = f.entry_id
  LEFT JOIN ledger_entry r ON r.id = f.struck_by_id
 WHERE e.id IS NULL OR e.book_id <> f.book_id OR e.kind NOT IN ('loan', 'sheet', 'opening') OR e.by_id <> f.by_id
    OR f.checked_by_id IS DISTINCT FROM e.checked_by_id AND e.kind <> 'sheet'
    OR e."on" <> f."on" AND (e."on" < f."on" OR e.concerns_month IS DISTINCT FROM date_trunc('month', f."on"::timestamp)::date)
    OR f.struck_at IS NOT NULL AND coalesce(r.reverses_id, r.corrects_id) IS DISTINCT FROM f.entry_id
    OR f.struck_at IS NULL AND EXISTS (SELECT FROM ledger_entry x WHERE x.reverses_id = f.entry_id)
 ORDER BY 1

-- The contract's schedule adds up to the principal, or to what was left of it when the loan was taken over;
-- instalments are numbered, their days rise.
--: I-28
, row AS (
    SELECT r.*, v.loan_id, v.number,
           lag(r.due_on) OVER w AS before, row_number() OVER w AS place
      FROM loans_schedulerow r JOIN loans_scheduleversion v ON v.id = r.schedule_id
     WINDOW w AS (PARTITION BY r.schedule_id ORDER BY r.n)
), whole AS (
    SELECT loan_id, number, sum(principal) AS principal,
           bool_or(n <> place OR due_on <= before OR principal < 0 OR interest < 0) AS strange
      FROM row GROUP BY 1, 2
)
SELECT format('%s %s, %s: %s / %s', lent.book, lent.contract_no, v.number, coalesce(w.principal, 0),
              coalesce(o.amount, lent.principal))
  FROM lent
  JOIN loans_scheduleversion v ON v.loan_id = lent.id
  LEFT JOIN whole w ON w.loan_id = v.loan_id AND w.number = v.number
  LEFT JOIN loans_loanevent o ON o.loan_id = lent.id AND o.kind = 'opening'
 WHERE w.loan_id IS NULL OR w.strange
    OR v.number = 1 AND w.principal <> coalesce(o.amount, lent.principal)
UNION ALL
SELECT format('%s %s', lent.book, lent.contract_no)
  FROM lent WHERE NOT EXISTS (SELECT FROM loans_scheduleversion v WHERE v.loan_id = lent.id AND v.number = 1)
 ORDER BY 1

-- A payment is principal, interest and fine, exactly; what the entries credited to income of interest and fines is
-- what the payments they name say.
--: I-29
, stood AS (
    SELECT s.entry_id, a.code, sum(a.baht) AS baht
      FROM said s
      JOIN lent ON lent.id = s.loan_id
     CROSS JOIN LATERAL (VALUES ('41' || substr(lent.control, 3), s.interest),
                                (CASE lent.control WHEN '13040' THEN '42050' ELSE '42' || substr(lent.control, 3) END, s.fine))
           AS a (code, baht)
     GROUP BY 1, 2
), booked AS (
    SELECT l.entry_id, split_part(a.code, '.', 1) AS code, sum(l.credit - l.debit) AS baht
      FROM ledger_entry e
      LEFT JOIN ledger_entry o ON o.id = coalesce(e.reverses_id, e.corrects_id)
      LEFT JOIN ledger_entry c ON c.id = o.corrects_id
      JOIN ledger_line l ON l.entry_id = e.id
      JOIN ledger_account a ON a.id = l.account_id
     WHERE within(e) AND coalesce(c.kind, o.kind, e.kind) IN ('sheet', 'loan')
       AND split_part(split_part(a.code, '.', 1), '-', 1) IN ('41010', '41020', '41030', '41040', '42010', '42020', '42030', '42050')
     GROUP BY 1, 2
)
SELECT format('%s #%s, %s: %s / %s', b.code, e.number, coalesce(s.code, k.code), coalesce(s.baht, 0), coalesce(k.baht, 0))
  FROM stood s
  FULL JOIN booked k ON k.entry_id = s.entry_id AND k.code = s.code
  JOIN ledger_entry e ON e.id = coalesce(s.entry_id, k.entry_id)
  JOIN ledger_book b ON b.id = e.book_id
 WHERE coalesce(s.baht, 0) <> coalesce(k.baht, 0)
UNION ALL
SELECT format('%s %s, %s %s: %s / %s', f.book, f.contract_no, f.kind, f."on", f.amount, f.principal + f.interest + f.fine)
  FROM fact f
 WHERE f.kind IN ('repayment', 'prepayment') AND f.struck_at IS NULL AND f.amount <> f.principal + f.interest + f.fine
 ORDER BY 1

-- What is still owed by the newest fact is the balance of the loan's account.
--: I-71
SELECT format('%s %s: %s / %s', lent.book, lent.contract_no, coalesce(n.principal_after, 0), coalesce(l.balance, 0))
  FROM lent
  LEFT JOIN LATERAL (
      SELECT e.principal_after FROM loans_loanevent e
       WHERE e.loan_id = lent.id AND e.struck_at IS NULL
       ORDER BY e."on" DESC, array_position(ARRAY['opening', 'pause', 'rate', 'payout', 'waiver', 'repayment',
           'prepayment', 'schedule', 'charge_off', 'recovery', 'write_off'], e.kind::text) DESC, e.seq DESC LIMIT 1) n ON true
  LEFT JOIN LATERAL (
      SELECT x.balance FROM ledger_line x WHERE x.network_id = lent.network_id AND x.account_id = lent.account_id
       ORDER BY x.number DESC, x.n DESC LIMIT 1) l ON true
 WHERE coalesce(n.principal_after, 0) <> coalesce(l.balance, 0)
 ORDER BY lent.book, lent.number

-- A contract has the terms of its product's version, as they are; one taken over may have terms of its own.
--: I-72
SELECT format('%s %s', lent.book, lent.contract_no)
  FROM lent
  LEFT JOIN loans_productversion v ON v.id = lent.product_version_id
 WHERE v.id IS NULL AND NOT lent.is_imported OR v.terms <> lent.terms OR v.product_id <> lent.product_id
 ORDER BY 1

-- Who paid is who has the receipt: of money from a sheet or the desk, the receipt that names the loan's line.
--: I-73
SELECT format('%s %s, %s %s', f.book, f.contract_no, f.kind, f."on")
  FROM fact f
 WHERE f.kind IN ('repayment', 'prepayment', 'recovery') AND EXISTS (SELECT FROM ledger_receipt r WHERE r.entry_id = f.entry_id)
   AND NOT EXISTS (
       SELECT FROM ledger_receipt r
        WHERE r.entry_id = f.entry_id AND r.payer = f.payer_id
          AND (f.sign = 0 OR f.first_principal = 0
               OR EXISTS (SELECT FROM ledger_line l
                           WHERE l.entry_id = f.entry_id AND l.account_id = f.account_id AND l.n = ANY (r.lines))))
 ORDER BY 1

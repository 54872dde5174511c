-- A break is named by the book, the scheme and the death ("N01 aid 3: …"), or by the account.

--: begin
WITH death AS (
    SELECT d.*, s.code AS scheme, s.model, s.organisation_id AS whose, o.level = 'group' AS of_group, f.code AS fund,
           b.id AS book_id, b.code AS book
      FROM welfare_death d
      JOIN welfare_scheme s ON s.id = d.scheme_id
      JOIN welfare_welfarefund f ON f.id = s.fund_id
      JOIN federation_organisation o ON o.id = s.organisation_id
      JOIN ledger_book b ON b.id = o.book_id
     WHERE within(b, id)
), counted AS (
    SELECT * FROM death WHERE entry_id IS NOT NULL AND state <> 'taken_back'
), brought AS (
    SELECT * FROM welfare_deathpaid WHERE struck_by_id IS NULL
), newest AS (
    SELECT a.network_id, a.book_id, a.id, a.code, coalesce(l.balance, 0) AS signed
      FROM ledger_account a
      LEFT JOIN LATERAL (SELECT n.balance FROM ledger_line n WHERE n.network_id = a.network_id AND n.account_id = a.id
                          ORDER BY n.number DESC, n.n DESC LIMIT 1) l ON true
     WHERE within(a) AND NOT a.is_control
)

--: count deaths
SELECT count(*) FROM death
--: count dues
SELECT count(*) FROM welfare_deathdue u JOIN counted d ON d.id = u.death_id
--: count payouts
SELECT count(*) FROM welfare_payout p JOIN death d ON d.id = p.death_id
--: count schemes
SELECT count(DISTINCT scheme_id) FROM death

--: I-52
SELECT format('%s %s %s: %s / %s', d.book, d.scheme, d.number, sums.asked, d.gross)
  FROM counted d
  JOIN LATERAL (
      SELECT CASE WHEN d.of_group
                  THEN (SELECT coalesce(sum(amount), 0) FROM welfare_deathdue WHERE death_id = d.id)
                  ELSE (SELECT coalesce(sum(amount), 0) FROM welfare_deathpart WHERE death_id = d.id) END AS asked
  ) sums ON true
 WHERE d.model IN ('per_death', 'prepaid') AND (d.gross <> d.payers * d.rate OR sums.asked <> d.gross)
UNION ALL
SELECT format('%s %s %s: %s', d.book, d.scheme, d.number, 'entry')
  FROM counted d
 WHERE (SELECT coalesce(sum(debit), 0) FROM ledger_line WHERE entry_id = d.entry_id) <> d.gross
    OR EXISTS (SELECT FROM ledger_entry e WHERE e.id = d.entry_id
                AND (e.book_id <> d.book_id OR (e.by_id, e.checked_by_id) IS DISTINCT FROM (d.opened_by_id, d.checked_by_id)))
UNION ALL
SELECT format('%s %s %s: %s', d.book, d.scheme, d.number, 'part')
  FROM counted d
  JOIN welfare_deathpart p ON p.death_id = d.id
  JOIN LATERAL (SELECT count(*) AS members, sum(u.amount) AS dues FROM welfare_deathdue u
                  JOIN groups_membership m ON m.id = u.membership_id
                 WHERE u.death_id = d.id AND m.organisation_id = p.organisation_id) u ON true
 WHERE p.amount <> p.payers * d.rate OR u.members > 0 AND (u.dues <> p.amount OR u.members <> p.payers)
 ORDER BY 1

--: I-52b
SELECT format('%s %s %s: %s / %s', d.book, d.scheme, d.number, u.paid, came.paid)
  FROM counted d
  JOIN welfare_deathdue u ON u.death_id = d.id
  JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS paid FROM brought WHERE due_id = u.id) came ON true
  JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS baht FROM welfare_deathact
                 WHERE due_id = u.id AND agreed AND kind = 'give_up') given ON true
 WHERE u.paid <> came.paid OR u.given_up <> given.baht
    OR (u.settled_on IS NOT NULL) <> (u.paid + u.given_up = u.amount)
UNION ALL
SELECT format('%s %s %s: %s / %s', d.book, d.scheme, d.number, p.paid, came.paid)
  FROM counted d
  JOIN welfare_deathpart p ON p.death_id = d.id
  JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS paid FROM brought WHERE part_id = p.id) came ON true
 WHERE p.paid <> came.paid OR (p.settled_on IS NOT NULL) <> (p.paid = p.amount)
 ORDER BY 1

--: I-52c
, owed AS (
    SELECT d.network_id, d.book_id, '14040-' || d.fund AS code, u.amount - u.paid - u.given_up AS baht
      FROM counted d JOIN welfare_deathdue u ON u.death_id = d.id WHERE d.of_group
    UNION ALL
    SELECT d.network_id, d.book_id, format('14050-%s.%s', d.fund, lpad(m.number::text, 5, '0')), p.amount - p.paid
      FROM counted d
      JOIN welfare_deathpart p ON p.death_id = d.id
      JOIN groups_membership m ON m.organisation_id = d.whose AND m.member_organisation_id = p.organisation_id
       AND m.id = (SELECT x.id FROM groups_membership x WHERE x.organisation_id = d.whose
                    AND x.member_organisation_id = p.organisation_id ORDER BY x.number DESC LIMIT 1)
), known AS (
    SELECT network_id, book_id, code, sum(baht) AS baht FROM owed GROUP BY 1, 2, 3
), funds AS (
    SELECT DISTINCT book_id, fund FROM death
)
SELECT format('%s %s: %s / %s', b.code, n.code, n.signed, coalesce(k.baht, 0))
  FROM newest n
  JOIN ledger_book b ON b.id = n.book_id
  JOIN funds f ON f.book_id = n.book_id AND (n.code = '14040-' || f.fund OR n.code LIKE '14050-' || f.fund || '.%')
  LEFT JOIN known k ON k.book_id = n.book_id AND k.code = n.code
 WHERE n.signed <> coalesce(k.baht, 0)
 ORDER BY 1

--: I-52d
SELECT format('%s 14040: %s / %s', b.code, n.signed, coalesce(owed.baht, 0))
  FROM newest n
  JOIN ledger_book b ON b.id = n.book_id
  JOIN federation_organisation g ON g.book_id = b.id AND g.level = 'group'
  LEFT JOIN LATERAL (
      SELECT sum(u.amount - u.paid - u.given_up) AS baht
        FROM groups_membership m
        JOIN welfare_deathdue u ON u.network_id = m.network_id AND u.membership_id = m.id
        JOIN welfare_death d ON d.id = u.death_id AND d.entry_id IS NOT NULL AND d.state <> 'taken_back'
        JOIN welfare_scheme s ON s.id = d.scheme_id AND s.organisation_id <> g.id
       WHERE m.organisation_id = g.id) owed ON true
 WHERE n.code = '14040' AND n.signed <> coalesce(owed.baht, 0)
 ORDER BY 1

--: I-33f
SELECT format('%s %s %s: %s of %s', d.book, d.scheme, d.number, paid.baht, d.net)
  FROM death d
  JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS baht FROM welfare_payout
                 WHERE death_id = d.id AND agreed AND struck_by_id IS NULL) paid ON true
 WHERE paid.baht > d.net OR paid.baht > 0 AND (d.entry_id IS NULL OR d.state = 'taken_back')
    OR d.state IN ('paid', 'closed') <> (paid.baht = d.net AND d.entry_id IS NOT NULL AND d.state <> 'taken_back')
UNION ALL
SELECT format('%s %s %s: #%s', d.book, d.scheme, d.number, e.number)
  FROM welfare_payout p
  JOIN death d ON d.id = p.death_id
  LEFT JOIN ledger_entry e ON e.id = p.entry_id
 WHERE p.agreed AND (
       (e.by_id, e.checked_by_id) IS DISTINCT FROM (p.asked_by_id, p.decided_by_id)
       OR (SELECT coalesce(sum(l.debit), 0) FROM ledger_line l JOIN ledger_account a ON a.id = l.account_id
            WHERE l.entry_id = e.id AND a.book_id = d.book_id AND a.code = '21060-' || d.fund) <> p.amount
       OR (p.struck_by_id IS NOT NULL)
          <> EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = e.id AND r.id = p.struck_by_id))
UNION ALL
SELECT format('%s %s %s: %s', d.book, d.scheme, d.number, 'twice')
  FROM (SELECT *, count(*) OVER (PARTITION BY covered_id) AS times FROM death WHERE state <> 'taken_back') d WHERE d.times > 1
 ORDER BY 1

--: I-33g
, to_pay AS (
    SELECT d.book_id, '21060-' || d.fund AS code,
           sum(d.net - (SELECT coalesce(sum(amount), 0) FROM welfare_payout
                         WHERE death_id = d.id AND agreed AND struck_by_id IS NULL)) AS baht
      FROM counted d GROUP BY 1, 2
), funds AS (
    SELECT DISTINCT book_id, fund FROM death
)
SELECT format('%s %s: %s / %s', b.code, n.code, -n.signed, coalesce(t.baht, 0))
  FROM newest n
  JOIN ledger_book b ON b.id = n.book_id
  JOIN funds f ON f.book_id = n.book_id AND n.code = '21060-' || f.fund
  LEFT JOIN to_pay t ON t.book_id = n.book_id AND t.code = n.code
 WHERE -n.signed <> coalesce(t.baht, 0)
UNION ALL
SELECT format('%s %s', b.code, n.code)
  FROM newest n
  JOIN ledger_book b ON b.id = n.book_id
 WHERE n.code LIKE '21050-%.%'
   AND (n.signed > 0 OR (SELECT count(*) FROM welfare_covered c WHERE c.prepaid_account_id = n.id) <> 1)
UNION ALL
SELECT format('%s: #%s', a.code, e.number)
  FROM newest a
  JOIN welfare_covered c ON c.prepaid_account_id = a.id
  JOIN welfare_unitsback u ON u.covered_id = c.id AND u.agreed
  LEFT JOIN ledger_entry e ON e.id = u.entry_id
 WHERE (e.by_id, e.checked_by_id) IS DISTINCT FROM (u.asked_by_id, u.decided_by_id)
    OR (SELECT coalesce(sum(debit), 0) FROM ledger_line WHERE entry_id = e.id AND account_id = a.id) <> u.amount
 ORDER BY 1

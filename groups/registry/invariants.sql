-- What must hold of the register, each as a query that yields one text for every break and nothing when all is well.
-- A break is named by book and member number ("K01 012"). within(x) keeps what is looked at.

--: count holders
SELECT count(*)
  FROM ledger_account a
  JOIN federation_organisation o ON o.book_id = a.book_id
  JOIN ledger_account c ON c.id = a.control_id
 WHERE within(a) AND c.code IN ('31020', '31010', '31030', '21020')

--: count memberships
SELECT count(*)
  FROM groups_membership m
  JOIN federation_organisation o ON o.id = m.organisation_id
  JOIN ledger_book b ON b.id = o.book_id
 WHERE within(b, id)

--: count offices
SELECT count(*)
  FROM groups_office f
  JOIN federation_organisation o ON o.id = f.organisation_id
  JOIN ledger_book b ON b.id = o.book_id
 WHERE within(b, id)

--: I-22
SELECT format('%s, %s: %s', b.code, a.code, count(m.id))
  FROM ledger_account a
  JOIN ledger_account c ON c.id = a.control_id
  JOIN ledger_book b ON b.id = a.book_id
  JOIN federation_organisation o ON o.book_id = b.id
  LEFT JOIN LATERAL (
      SELECT id FROM groups_membership WHERE network_id = a.network_id AND organisation_id = o.id AND satja_account_id = a.id
      UNION ALL
      SELECT id FROM groups_membership WHERE network_id = a.network_id AND organisation_id = o.id AND shares_account_id = a.id
      UNION ALL
      SELECT id FROM groups_membership WHERE network_id = a.network_id AND organisation_id = o.id AND special_account_id = a.id
  ) m ON true
 WHERE within(a) AND c.code IN ('31020', '31010', '31030', '21020')
 GROUP BY b.code, a.id, a.code
HAVING count(m.id) <> 1
 ORDER BY b.code, a.code

--: I-22b
SELECT format('%s %s: %s', b.code, lpad(m.number::text, 3, '0'), concat_ws(' ', satja.code, shares.code, special.code))
  FROM groups_membership m
  JOIN federation_organisation o ON o.id = m.organisation_id
  JOIN ledger_book b ON b.id = o.book_id
  JOIN ledger_account satja ON satja.id = m.satja_account_id
  JOIN ledger_account shares ON shares.id = m.shares_account_id
  JOIN ledger_account special ON special.id = m.special_account_id
 WHERE within(b, id)
   AND (satja.book_id, shares.book_id, special.book_id, satja.code, special.code, shares.code) IS DISTINCT FROM
       (b.id, b.id, b.id, format('31020.%s', lpad(m.number::text, 5, '0')),
        format('21020.%s', lpad(m.number::text, 5, '0')),
        format('%s.%s', CASE o.level WHEN 'group' THEN '31010' ELSE '31030' END, lpad(m.number::text, 5, '0')))
 ORDER BY b.code, m.number

--: I-22c
SELECT format('%s %s: %s / %s', b.code, lpad(m.number::text, 3, '0'), m.state, coalesce(last.state, '-'))
  FROM groups_membership m
  JOIN federation_organisation o ON o.id = m.organisation_id
  JOIN ledger_book b ON b.id = o.book_id
  LEFT JOIN LATERAL (
      SELECT e.state, e."on" FROM groups_membershipevent e
       WHERE e.network_id = m.network_id AND e.membership_id = m.id
       ORDER BY e."on" DESC, e.at DESC, e.id DESC LIMIT 1) last ON true
 WHERE within(b, id)
   AND (last.state IS DISTINCT FROM m.state OR m.ended_on IS NOT NULL AND m.ended_on <> last."on")
 ORDER BY b.code, m.number

--: I-22d
SELECT format('%s %s', b.code, lpad(m.number::text, 3, '0'))
  FROM groups_membership m
  JOIN federation_organisation o ON o.id = m.organisation_id
  JOIN ledger_book b ON b.id = o.book_id
  LEFT JOIN people_person p ON p.id = m.person_id
 WHERE within(b, id)
   AND (m.network_id <> coalesce(o.keeper_id, o.id) OR p.network_id <> m.network_id OR b.network_id <> m.network_id)
 ORDER BY b.code, m.number

--: I-22e
SELECT format('%s %s: %s', b.code, f.post, f.since)
  FROM groups_office f
  JOIN federation_organisation o ON o.id = f.organisation_id
  JOIN ledger_book b ON b.id = o.book_id
 WHERE within(b, id) AND f.post IN ('chair', 'secretary', 'treasurer')
   AND EXISTS (SELECT 1 FROM groups_office g
                WHERE g.network_id = f.network_id AND g.organisation_id = f.organisation_id AND g.post = f.post
                  AND g.id <> f.id AND daterange(g.since, g.until, '[]') && daterange(f.since, f.until, '[]'))
 ORDER BY b.code, f.post, f.since

--: I-22f
SELECT format('%s %s: %s -%s / %s -%s', b.code, coalesce(f.month, c.month), f.joined, f.gone, c.joined, c.gone)
  FROM groups_memberflow f
  FULL JOIN (
      SELECT organisation_id, month, sum(joined) AS joined, sum(gone) AS gone FROM (
          SELECT organisation_id, date_trunc('month', joined_on::timestamp)::date AS month, 1 AS joined, 0 AS gone
            FROM groups_membership WHERE person_id IS NOT NULL AND state <> 'applied'
          UNION ALL
          SELECT organisation_id, date_trunc('month', ended_on::timestamp)::date, 0, 1
            FROM groups_membership WHERE person_id IS NOT NULL AND state <> 'applied' AND ended_on IS NOT NULL) moves
       GROUP BY organisation_id, month) c ON c.organisation_id = f.organisation_id AND c.month = f.month
  JOIN federation_organisation o ON o.id = coalesce(f.organisation_id, c.organisation_id)
  JOIN ledger_book b ON b.id = o.book_id
 WHERE within(b, id) AND (coalesce(f.joined, 0), coalesce(f.gone, 0)) <> (coalesce(c.joined, 0), coalesce(c.gone, 0))
 ORDER BY b.code, coalesce(f.month, c.month)

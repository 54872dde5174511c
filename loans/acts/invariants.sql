-- Every query below is put after those that begin it: the loans that are looked at, and the acts that were agreed on
-- them, with whether each was taken back since. A loan is named by book and contract ("K01 12/2569").

--: begin
WITH lent AS (
    SELECT l.*, b.code AS book
      FROM loans_loan l
      JOIN federation_organisation o ON o.id = l.organisation_id
      JOIN ledger_book b ON b.id = o.book_id
     WHERE within(b, id)
), done AS (
    SELECT a.*, lent.book, lent.contract_no,
           EXISTS (SELECT FROM loans_act s
                    WHERE s.loan_id = a.loan_id AND s.agreed AND s.kind = 'strike'
                      AND (s.strikes_id = a.id OR s.data ->> 'event' = a.event_id::text)) AS struck
      FROM loans_act a JOIN lent ON lent.id = a.loan_id
     WHERE a.agreed
), made (act, fact) AS (
    VALUES ('restructure', 'schedule'), ('rate', 'rate'), ('pause', 'pause'), ('waiver', 'waiver'),
           ('charge_off', 'charge_off'), ('write_off', 'write_off')
)
--: count loans
SELECT count(*) FROM lent
--: count acts
SELECT count(*) FROM done
--: count guarantees
SELECT count(*) FROM loans_guarantee g JOIN lent ON lent.id = g.loan_id

-- A fact that two people agree on has its one act, of its day, by the same people and with the same figures; such an
-- act has its fact, which is struck when, and only when, an act says so.
--: I-75
SELECT format('%s %s, %s %s: %s acts', lent.book, lent.contract_no, e.kind, e."on", count(a.id))
  FROM lent
  JOIN loans_loanevent e ON e.loan_id = lent.id
  JOIN made ON made.fact = e.kind
  LEFT JOIN done a ON a.event_id = e.id AND a.kind = made.act
 GROUP BY e.id, e.kind, e."on", lent.book, lent.contract_no
HAVING count(a.id) <> 1
UNION ALL
SELECT format('%s %s, %s %s', a.book, a.contract_no, a.kind, a."on")
  FROM done a
  JOIN made ON made.act = a.kind
  LEFT JOIN loans_loanevent e ON e.id = a.event_id
 WHERE e.id IS NULL OR e.kind <> made.fact OR e.loan_id <> a.loan_id OR e."on" <> a."on" OR e.by_id <> a.asked_by_id
    OR a.kind <> 'restructure' AND e.checked_by_id IS DISTINCT FROM a.decided_by_id
    OR (e.struck_at IS NOT NULL) <> a.struck
    OR a.kind = 'rate' AND e.data -> 'yearly_rate' IS DISTINCT FROM a.data -> 'yearly_rate'
    OR a.kind = 'pause' AND (e.data -> 'until', e.data -> 'interest_runs')
                            IS DISTINCT FROM (a.data -> 'until', a.data -> 'interest_runs')
    OR a.kind = 'waiver' AND ((e.data -> 'interest', e.data -> 'fine') IS DISTINCT FROM (a.data -> 'interest', a.data -> 'fine')
                              OR e.amount <> (a.data ->> 'interest')::numeric + (a.data ->> 'fine')::numeric)
    OR a.kind = 'restructure' AND a.would #> '{facts,rows}' IS DISTINCT FROM (
           SELECT jsonb_agg(jsonb_build_array(r.due_on::text, r.principal::text, r.interest::text) ORDER BY r.n)
             FROM loans_schedulerow r JOIN loans_scheduleversion v ON v.id = r.schedule_id
            WHERE v.loan_id = a.loan_id AND v.number = (e.data ->> 'version')::int)
 ORDER BY 1

-- A loan is restructured, or in court, since the day of an act that says so and stands; otherwise it is not.
--: I-76
SELECT format('%s %s: %s %s', lent.book, lent.contract_no, s.kind, s.since)
  FROM lent
 CROSS JOIN LATERAL (VALUES ('restructure', lent.restructured_on), ('in_court', lent.in_court_since)) AS s (kind, since)
 WHERE s.since IS NULL AND EXISTS (SELECT FROM done a WHERE a.loan_id = lent.id AND a.kind = s.kind AND NOT a.struck)
    OR s.since IS NOT NULL AND NOT EXISTS (
           SELECT FROM done a WHERE a.loan_id = lent.id AND a.kind = s.kind AND NOT a.struck AND a."on" = s.since)
 ORDER BY 1

-- Of a loan that is open, a guarantor is free when, and only when, an act set him or her free; of one that is closed,
-- every guarantor is.
--: I-77
, freed AS (
    SELECT a.loan_id, a."on", a.struck, one.id
      FROM done a
     CROSS JOIN LATERAL jsonb_array_elements_text(
           CASE a.kind WHEN 'guarantor_change' THEN a.data -> 'release' ELSE a.would #> '{facts,released}' END) AS one (id)
     WHERE a.kind IN ('guarantor_change', 'restructure')
)
SELECT format('%s %s, member %s: %s', lent.book, lent.contract_no, m.number, coalesce(g.released_on::text, 'not released'))
  FROM lent
  JOIN loans_guarantee g ON g.loan_id = lent.id
  JOIN groups_membership m ON m.id = g.membership_id
 WHERE lent.state IN ('settled', 'written_off', 'cancelled') AND g.released_on IS NULL
    OR g.released_on IS NULL AND EXISTS (SELECT FROM freed f WHERE f.id = g.id::text AND NOT f.struck)
    OR lent.state IN ('signed', 'running', 'charged_off') AND g.released_on IS NOT NULL
       AND NOT EXISTS (SELECT FROM freed f WHERE f.id = g.id::text AND f."on" = g.released_on AND NOT f.struck)
       AND NOT EXISTS (SELECT FROM done s WHERE s.loan_id = lent.id AND s.kind = 'strike' AND s."on" = g.released_on
                          AND s.reason = g.release_reason)
 ORDER BY 1

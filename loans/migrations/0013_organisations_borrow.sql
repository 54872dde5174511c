-- Who came for an organisation, and by which resolution of its own, stays as it was decided on.
CREATE FUNCTION loans_borrower_is_kept() RETURNS trigger AS $$
BEGIN
    IF OLD.state <> 'asked' AND (NEW.borrower_officers, NEW.borrower_resolution_no, NEW.borrower_resolution_on)
       IS DISTINCT FROM (OLD.borrower_officers, OLD.borrower_resolution_no, OLD.borrower_resolution_on) THEN
        PERFORM ledger_refuse('loan_request_is_kept', 'a decided request stays as it was decided');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER loan_request_borrower_kept BEFORE UPDATE ON loans_loanrequest
    FOR EACH ROW EXECUTE FUNCTION loans_borrower_is_kept();
ALTER TABLE loans_loanrequest ENABLE ALWAYS TRIGGER loan_request_borrower_kept;

-- What an organisation borrowed stays written down with it.
CREATE TRIGGER borrowing_append_only BEFORE UPDATE OR DELETE ON loans_borrowing
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_borrowing ENABLE ALWAYS TRIGGER borrowing_append_only;
CREATE TRIGGER borrowing_not_truncated BEFORE TRUNCATE ON loans_borrowing
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_borrowing ENABLE ALWAYS TRIGGER borrowing_not_truncated;
CREATE TRIGGER fund_fact_not_truncated BEFORE TRUNCATE ON loans_fundfact
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_fundfact ENABLE ALWAYS TRIGGER fund_fact_not_truncated;

-- Nobody who holds a post or a role in an organisation makes, decides, signs or checks a loan to it (I-15).
CREATE FUNCTION loans_has_post(who uuid, membership uuid, day date) RETURNS boolean AS $$
    SELECT EXISTS (
        SELECT FROM groups_membership m
         WHERE m.id = membership AND m.member_organisation_id IS NOT NULL AND (
            EXISTS (SELECT FROM federation_appointment a
                     WHERE a.user_id = who AND a.organisation_id = m.member_organisation_id AND a.since <= day
                       AND a.declined_by_id IS NULL AND (a.checked_by_id IS NOT NULL OR a.set_up_reason <> '')
                       AND (a.until IS NULL OR a.until >= day) AND (a.ended_on IS NULL OR a.ended_on > day))
            OR EXISTS (SELECT FROM people_user u
                         JOIN people_person p ON p.id = u.person_id
                         JOIN people_person same ON same.id = p.id OR same.identity_id = p.identity_id
                         JOIN groups_office f ON f.person_id = same.id
                        WHERE u.id = who AND f.organisation_id = m.member_organisation_id
                          AND day BETWEEN f.since AND f.until)))
$$ LANGUAGE sql STABLE;

CREATE FUNCTION loans_by_nobody_of_the_borrower(who uuid, membership uuid, at timestamptz) RETURNS void AS $$
BEGIN
    IF loans_has_post(who, membership, (at AT TIME ZONE 'Asia/Bangkok')::date) THEN
        PERFORM ledger_refuse('loan_not_made_by_who_has_a_post_there',
                              'whoever has a post in the organisation that borrows has no hand in its loan');
    END IF;
END $$ LANGUAGE plpgsql;

CREATE FUNCTION loans_request_by_others() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'INSERT' OR (NEW.asked_by_id, NEW.membership_id) IS DISTINCT FROM (OLD.asked_by_id, OLD.membership_id) THEN
        PERFORM loans_by_nobody_of_the_borrower(NEW.asked_by_id, NEW.membership_id, NEW.asked_at);
    END IF;
    IF NEW.decided_by_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.decided_by_id IS DISTINCT FROM OLD.decided_by_id) THEN
        PERFORM loans_by_nobody_of_the_borrower(NEW.decided_by_id, NEW.membership_id, NEW.decided_at);
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER loan_request_by_others BEFORE INSERT OR UPDATE ON loans_loanrequest
    FOR EACH ROW EXECUTE FUNCTION loans_request_by_others();
ALTER TABLE loans_loanrequest ENABLE ALWAYS TRIGGER loan_request_by_others;

CREATE FUNCTION loans_loan_by_others() RETURNS trigger AS $$
BEGIN
    IF NOT NEW.is_imported THEN
        PERFORM loans_by_nobody_of_the_borrower(NEW.signed_by_id, NEW.membership_id, NEW.signed_at);
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER loan_by_others BEFORE INSERT ON loans_loan FOR EACH ROW EXECUTE FUNCTION loans_loan_by_others();
ALTER TABLE loans_loan ENABLE ALWAYS TRIGGER loan_by_others;

-- Money that comes back may be taken by anybody; what is handed out or made lighter may not.
CREATE FUNCTION loans_event_by_others() RETURNS trigger AS $$
DECLARE borrower uuid;
BEGIN
    IF NEW.kind NOT IN ('opening', 'repayment', 'prepayment', 'recovery') THEN
        SELECT membership_id INTO borrower FROM loans_loan WHERE network_id = NEW.network_id AND id = NEW.loan_id;
        PERFORM loans_by_nobody_of_the_borrower(NEW.by_id, borrower, NEW.at);
        PERFORM loans_by_nobody_of_the_borrower(NEW.checked_by_id, borrower, NEW.at);
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER loan_event_by_others BEFORE INSERT ON loans_loanevent
    FOR EACH ROW EXECUTE FUNCTION loans_event_by_others();
ALTER TABLE loans_loanevent ENABLE ALWAYS TRIGGER loan_event_by_others;

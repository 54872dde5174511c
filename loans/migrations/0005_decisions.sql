-- Nobody decides on a loan to oneself, or on one that he or she guarantees; nobody signs a contract with oneself.
-- A guarantee is entered before the decision: whoever decides knows who stands for the loan.
CREATE FUNCTION loans_concerned(r loans_loanrequest) RETURNS SETOF uuid AS $$
    SELECT person_id FROM groups_membership WHERE network_id = r.network_id AND id = r.membership_id
    UNION SELECT m.person_id FROM loans_jointborrower j JOIN groups_membership m ON m.id = j.membership_id
           WHERE j.network_id = r.network_id AND j.request_id = r.id
    UNION SELECT m.person_id FROM loans_guarantee g JOIN groups_membership m ON m.id = g.membership_id
           WHERE g.network_id = r.network_id AND g.request_id = r.id AND g.released_on IS NULL
$$ LANGUAGE sql STABLE;

CREATE FUNCTION loans_request_decided_by_others() RETURNS trigger AS $$
BEGIN
    IF NEW.state IN ('approved', 'refused') AND EXISTS (
        SELECT 1 FROM people_user u WHERE u.id = NEW.decided_by_id AND u.person_id IN (SELECT loans_concerned(NEW))
    ) THEN
        PERFORM ledger_refuse('loan_not_decided_by_who_asked',
                              format('request %s is decided by who asks for it or guarantees it', NEW.number));
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER loan_request_decided_by_others BEFORE INSERT OR UPDATE ON loans_loanrequest
    FOR EACH ROW EXECUTE FUNCTION loans_request_decided_by_others();
ALTER TABLE loans_loanrequest ENABLE ALWAYS TRIGGER loan_request_decided_by_others;

CREATE FUNCTION loans_seat_of_others() RETURNS trigger AS $$
DECLARE asked loans_loanrequest;
BEGIN
    SELECT * INTO asked FROM loans_loanrequest WHERE id = NEW.request_id;
    IF NEW.seat = 'decided' AND NEW.person_id IN (SELECT loans_concerned(asked)) THEN
        PERFORM ledger_refuse('loan_not_decided_by_who_asked',
                              format('who asks for request %s or guarantees it does not decide on it', asked.number));
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER loan_seat_of_others BEFORE INSERT OR UPDATE ON loans_decisionseat
    FOR EACH ROW EXECUTE FUNCTION loans_seat_of_others();
ALTER TABLE loans_decisionseat ENABLE ALWAYS TRIGGER loan_seat_of_others;

CREATE FUNCTION loans_secured_before_decision() RETURNS trigger AS $$
DECLARE state_now text;
BEGIN
    SELECT state INTO state_now FROM loans_loanrequest WHERE id = NEW.request_id;
    IF state_now = 'approved' THEN
        PERFORM ledger_refuse('loan_secured_before_the_decision',
                              'guarantors and joint borrowers are entered before the decision');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER loan_guarantee_before_decision BEFORE INSERT ON loans_guarantee
    FOR EACH ROW EXECUTE FUNCTION loans_secured_before_decision();
ALTER TABLE loans_guarantee ENABLE ALWAYS TRIGGER loan_guarantee_before_decision;
CREATE TRIGGER loan_joint_before_decision BEFORE INSERT ON loans_jointborrower
    FOR EACH ROW EXECUTE FUNCTION loans_secured_before_decision();
ALTER TABLE loans_jointborrower ENABLE ALWAYS TRIGGER loan_joint_before_decision;

CREATE FUNCTION loans_signed_by_others() RETURNS trigger AS $$
BEGIN
    IF NOT NEW.is_imported AND EXISTS (
        SELECT 1 FROM people_user u JOIN groups_membership m ON m.person_id = u.person_id
         WHERE u.id = NEW.signed_by_id AND m.id = NEW.membership_id
    ) THEN
        PERFORM ledger_refuse('loan_not_signed_by_its_borrower', format('loan %s is made by its borrower', NEW.number));
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER loan_signed_by_others BEFORE INSERT OR UPDATE OF signed_by_id, membership_id ON loans_loan
    FOR EACH ROW EXECUTE FUNCTION loans_signed_by_others();
ALTER TABLE loans_loan ENABLE ALWAYS TRIGGER loan_signed_by_others;

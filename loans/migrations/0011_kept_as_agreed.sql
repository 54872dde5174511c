-- What was agreed stays as it was agreed: contracts, what was decided, who stands for whom, what is bound.
-- State, dates of release and what follows from facts go on; a contract gives its number back once it is cancelled.
CREATE FUNCTION loans_loan_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP <> 'UPDATE'
       OR (NEW.id, NEW.network_id, NEW.organisation_id, NEW.number, NEW.membership_id, NEW.request_id, NEW.account_id)
          IS DISTINCT FROM
          (OLD.id, OLD.network_id, OLD.organisation_id, OLD.number, OLD.membership_id, OLD.request_id, OLD.account_id)
       OR (NEW.product_id, NEW.product_version_id, NEW.terms, NEW.principal, NEW.effective_yearly_rate, NEW.is_imported)
          IS DISTINCT FROM
          (OLD.product_id, OLD.product_version_id, OLD.terms, OLD.principal, OLD.effective_yearly_rate, OLD.is_imported)
       OR (NEW.signed_on, NEW.signed_by_id, NEW.signed_at) IS DISTINCT FROM (OLD.signed_on, OLD.signed_by_id, OLD.signed_at)
       OR NEW.contract_no <> OLD.contract_no AND NEW.state <> 'cancelled' THEN
        PERFORM ledger_refuse('loan_is_kept', 'a contract stays as it was signed');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER loan_kept BEFORE UPDATE OR DELETE ON loans_loan
    FOR EACH ROW EXECUTE FUNCTION loans_loan_is_kept();
ALTER TABLE loans_loan ENABLE ALWAYS TRIGGER loan_kept;

CREATE FUNCTION loans_signed_by_unconcerned() RETURNS trigger AS $$
DECLARE asked loans_loanrequest;
BEGIN
    SELECT * INTO asked FROM loans_loanrequest WHERE network_id = NEW.network_id AND id = NEW.request_id;
    IF EXISTS (SELECT 1 FROM people_user u WHERE u.id = NEW.signed_by_id AND u.person_id IN (SELECT loans_concerned(asked))) THEN
        PERFORM ledger_refuse('loan_not_signed_by_who_owes_it',
                              format('loan %s is made by who borrows it or guarantees it', NEW.number));
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER loan_signed_by_unconcerned BEFORE INSERT ON loans_loan
    FOR EACH ROW EXECUTE FUNCTION loans_signed_by_unconcerned();
ALTER TABLE loans_loan ENABLE ALWAYS TRIGGER loan_signed_by_unconcerned;

-- A decided request changes in two ways only: the approval is taken back whole, or the contract is signed.
CREATE FUNCTION loans_request_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP <> 'UPDATE'
       OR (NEW.id, NEW.network_id, NEW.organisation_id, NEW.number) IS DISTINCT FROM (OLD.id, OLD.network_id, OLD.organisation_id, OLD.number)
       OR OLD.state = 'asked' AND NEW.state = 'signed'
       OR OLD.state <> 'asked' AND (
          NEW.state <> OLD.state AND NOT (OLD.state = 'approved' AND NEW.state IN ('asked', 'signed'))
          OR (NEW.membership_id, NEW.product_version_id, NEW.amount, NEW.instalments, NEW.first_due_on, NEW.due_dates, NEW.purpose)
             IS DISTINCT FROM
             (OLD.membership_id, OLD.product_version_id, OLD.amount, OLD.instalments, OLD.first_due_on, OLD.due_dates, OLD.purpose)
          OR (NEW.repaid_from, NEW.is_urgent, NEW.goods, NEW.refinances_id, NEW.asked_on, NEW.asked_by_id, NEW.asked_at)
             IS DISTINCT FROM
             (OLD.repaid_from, OLD.is_urgent, OLD.goods, OLD.refinances_id, OLD.asked_on, OLD.asked_by_id, OLD.asked_at)
          OR NEW.state <> 'asked' AND (
             (NEW.checks, NEW.amount_approved, NEW.instalments_approved, NEW.resolution_no, NEW.resolution_on, NEW.resolution_text)
             IS DISTINCT FROM
             (OLD.checks, OLD.amount_approved, OLD.instalments_approved, OLD.resolution_no, OLD.resolution_on, OLD.resolution_text)
             OR (NEW.decided_in, NEW.decided_by_id, NEW.decided_at) IS DISTINCT FROM (OLD.decided_in, OLD.decided_by_id, OLD.decided_at)
          )
          OR NEW.state = 'asked' AND (NEW.amount_approved IS NOT NULL OR NEW.decided_by_id IS NOT NULL)
       ) THEN
        PERFORM ledger_refuse('loan_request_is_kept', 'a decided request stays as it was decided');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER loan_request_kept BEFORE UPDATE OR DELETE ON loans_loanrequest
    FOR EACH ROW EXECUTE FUNCTION loans_request_is_kept();
ALTER TABLE loans_loanrequest ENABLE ALWAYS TRIGGER loan_request_kept;

-- Who sat in the decision and who borrows besides is written and removed only while the request waits for it.
CREATE FUNCTION loans_part_of_request_is_kept() RETURNS trigger AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM loans_loanrequest WHERE id = OLD.request_id AND state <> 'asked')
       OR TG_OP = 'UPDATE' AND NEW.request_id <> OLD.request_id THEN
        PERFORM ledger_refuse('loan_request_is_kept', 'what belongs to a decided request stays as it was decided');
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER decision_seat_kept BEFORE UPDATE OR DELETE ON loans_decisionseat
    FOR EACH ROW EXECUTE FUNCTION loans_part_of_request_is_kept();
ALTER TABLE loans_decisionseat ENABLE ALWAYS TRIGGER decision_seat_kept;
CREATE TRIGGER joint_borrower_kept BEFORE UPDATE OR DELETE ON loans_jointborrower
    FOR EACH ROW EXECUTE FUNCTION loans_part_of_request_is_kept();
ALTER TABLE loans_jointborrower ENABLE ALWAYS TRIGGER joint_borrower_kept;

-- A seat is not added after the decision either.
CREATE FUNCTION loans_seat_before_decision() RETURNS trigger AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM loans_loanrequest WHERE id = NEW.request_id AND state <> 'asked') THEN
        PERFORM ledger_refuse('loan_request_is_kept', 'who sat in a decision is written down with it');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER decision_seat_in_time BEFORE INSERT ON loans_decisionseat
    FOR EACH ROW EXECUTE FUNCTION loans_seat_before_decision();
ALTER TABLE loans_decisionseat ENABLE ALWAYS TRIGGER decision_seat_in_time;

-- Of what secures a loan only its release, and what is done about it, is written later.
CREATE FUNCTION loans_guarantee_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.loan_id IS NOT NULL OR EXISTS (SELECT 1 FROM loans_loanrequest WHERE id = OLD.request_id AND state <> 'asked') THEN
            PERFORM ledger_refuse('guarantee_is_kept', 'a guarantee is released, never removed');
        END IF;
        RETURN OLD;
    END IF;
    IF (NEW.id, NEW.network_id, NEW.request_id) IS DISTINCT FROM (OLD.id, OLD.network_id, OLD.request_id)
       OR OLD.loan_id IS NOT NULL AND NEW.loan_id IS DISTINCT FROM OLD.loan_id
       OR (NEW.membership_id, NEW.amount, NEW.is_spouse) IS DISTINCT FROM (OLD.membership_id, OLD.amount, OLD.is_spouse)
          AND (OLD.loan_id IS NOT NULL OR EXISTS (SELECT 1 FROM loans_loanrequest WHERE id = OLD.request_id AND state <> 'asked')) THEN
        PERFORM ledger_refuse('guarantee_is_kept', 'a guarantee stays as it was given');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER guarantee_kept BEFORE UPDATE OR DELETE ON loans_guarantee
    FOR EACH ROW EXECUTE FUNCTION loans_guarantee_is_kept();
ALTER TABLE loans_guarantee ENABLE ALWAYS TRIGGER guarantee_kept;

CREATE FUNCTION loans_collateral_is_kept() RETURNS trigger AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM loans_loanrequest WHERE id = OLD.request_id AND state <> 'asked') AND (
       TG_OP <> 'UPDATE'
       OR (NEW.id, NEW.network_id, NEW.request_id, NEW.kind, NEW.description, NEW.value, NEW.valued_on, NEW.document_no)
          IS DISTINCT FROM
          (OLD.id, OLD.network_id, OLD.request_id, OLD.kind, OLD.description, OLD.value, OLD.valued_on, OLD.document_no)) THEN
        PERFORM ledger_refuse('collateral_is_kept', 'collateral is released, never altered or removed');
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER collateral_kept BEFORE UPDATE OR DELETE ON loans_collateral
    FOR EACH ROW EXECUTE FUNCTION loans_collateral_is_kept();
ALTER TABLE loans_collateral ENABLE ALWAYS TRIGGER collateral_kept;

CREATE FUNCTION loans_lien_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR (NEW.id, NEW.network_id, NEW.membership_id, NEW.loan_id, NEW.why, NEW.amount, NEW.since)
          IS DISTINCT FROM (OLD.id, OLD.network_id, OLD.membership_id, OLD.loan_id, OLD.why, OLD.amount, OLD.since) THEN
        PERFORM ledger_refuse('lien_is_kept', 'bound savings are released, never altered or removed');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER lien_kept BEFORE UPDATE OR DELETE ON loans_lien
    FOR EACH ROW EXECUTE FUNCTION loans_lien_is_kept();
ALTER TABLE loans_lien ENABLE ALWAYS TRIGGER lien_kept;

-- No table of loans is emptied at one stroke.
CREATE TRIGGER product_not_truncated BEFORE TRUNCATE ON loans_product
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_product ENABLE ALWAYS TRIGGER product_not_truncated;
CREATE TRIGGER product_version_not_truncated BEFORE TRUNCATE ON loans_productversion
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_productversion ENABLE ALWAYS TRIGGER product_version_not_truncated;
CREATE TRIGGER loan_request_not_truncated BEFORE TRUNCATE ON loans_loanrequest
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_loanrequest ENABLE ALWAYS TRIGGER loan_request_not_truncated;
CREATE TRIGGER decision_seat_not_truncated BEFORE TRUNCATE ON loans_decisionseat
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_decisionseat ENABLE ALWAYS TRIGGER decision_seat_not_truncated;
CREATE TRIGGER joint_borrower_not_truncated BEFORE TRUNCATE ON loans_jointborrower
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_jointborrower ENABLE ALWAYS TRIGGER joint_borrower_not_truncated;
CREATE TRIGGER collateral_not_truncated BEFORE TRUNCATE ON loans_collateral
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_collateral ENABLE ALWAYS TRIGGER collateral_not_truncated;
CREATE TRIGGER loan_not_truncated BEFORE TRUNCATE ON loans_loan
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_loan ENABLE ALWAYS TRIGGER loan_not_truncated;
CREATE TRIGGER guarantee_not_truncated BEFORE TRUNCATE ON loans_guarantee
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_guarantee ENABLE ALWAYS TRIGGER guarantee_not_truncated;
CREATE TRIGGER lien_not_truncated BEFORE TRUNCATE ON loans_lien
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_lien ENABLE ALWAYS TRIGGER lien_not_truncated;
CREATE TRIGGER schedule_version_not_truncated BEFORE TRUNCATE ON loans_scheduleversion
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_scheduleversion ENABLE ALWAYS TRIGGER schedule_version_not_truncated;
CREATE TRIGGER schedule_row_not_truncated BEFORE TRUNCATE ON loans_schedulerow
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_schedulerow ENABLE ALWAYS TRIGGER schedule_row_not_truncated;
CREATE TRIGGER adjustment_not_truncated BEFORE TRUNCATE ON loans_loanadjustment
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_loanadjustment ENABLE ALWAYS TRIGGER adjustment_not_truncated;
CREATE TRIGGER paper_not_truncated BEFORE TRUNCATE ON loans_paper
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_paper ENABLE ALWAYS TRIGGER paper_not_truncated;
CREATE TRIGGER case_not_truncated BEFORE TRUNCATE ON loans_case
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_case ENABLE ALWAYS TRIGGER case_not_truncated;
CREATE TRIGGER case_step_not_truncated BEFORE TRUNCATE ON loans_casestep
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_casestep ENABLE ALWAYS TRIGGER case_step_not_truncated;
CREATE TRIGGER payment_promise_not_truncated BEFORE TRUNCATE ON loans_paymentpromise
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_paymentpromise ENABLE ALWAYS TRIGGER payment_promise_not_truncated;
CREATE TRIGGER letter_not_truncated BEFORE TRUNCATE ON loans_letter
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_letter ENABLE ALWAYS TRIGGER letter_not_truncated;

-- What was done in a case, and what was promised, is written once. Of a letter only its posting is added, once.
CREATE TRIGGER case_step_append_only BEFORE UPDATE OR DELETE ON loans_casestep
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_casestep ENABLE ALWAYS TRIGGER case_step_append_only;
CREATE TRIGGER payment_promise_append_only BEFORE UPDATE OR DELETE ON loans_paymentpromise
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_paymentpromise ENABLE ALWAYS TRIGGER payment_promise_append_only;

CREATE FUNCTION loans_letter_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR OLD.posted_on IS NOT NULL
       OR (NEW.id, NEW.network_id, NEW.organisation_id, NEW.case_id, NEW.kind, NEW.number, NEW.be_year, NEW.dated, NEW.data)
          IS DISTINCT FROM
          (OLD.id, OLD.network_id, OLD.organisation_id, OLD.case_id, OLD.kind, OLD.number, OLD.be_year, OLD.dated, OLD.data)
       OR (NEW.to_guarantee_id, NEW.made_by_id, NEW.made_at) IS DISTINCT FROM (OLD.to_guarantee_id, OLD.made_by_id, OLD.made_at) THEN
        PERFORM ledger_refuse('loan_letter_is_kept', 'a letter stays as it went out');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER letter_kept BEFORE UPDATE OR DELETE ON loans_letter
    FOR EACH ROW EXECUTE FUNCTION loans_letter_is_kept();
ALTER TABLE loans_letter ENABLE ALWAYS TRIGGER letter_kept;

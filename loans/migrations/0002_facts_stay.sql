-- The facts of a loan stay as they were recorded. What follows from them may be worked out anew: how an amount is
-- booked, and how the loan stood after it. A fact is struck once, never removed.
CREATE FUNCTION loans_event_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR (NEW.network_id, NEW.loan_id, NEW.kind, NEW."on", NEW.seq, NEW.amount, NEW.data, NEW.by_id, NEW.at)
          IS DISTINCT FROM (OLD.network_id, OLD.loan_id, OLD.kind, OLD."on", OLD.seq, OLD.amount, OLD.data, OLD.by_id, OLD.at)
       OR (NEW.payer_id, NEW.checked_by_id, NEW.entry_id) IS DISTINCT FROM (OLD.payer_id, OLD.checked_by_id, OLD.entry_id)
       OR OLD.struck_at IS NOT NULL AND (NEW.struck_at, NEW.struck_by_id) IS DISTINCT FROM (OLD.struck_at, OLD.struck_by_id) THEN
        PERFORM ledger_refuse('loan_event_is_kept', 'a fact of a loan is struck, never altered or removed');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER loan_event_kept BEFORE UPDATE OR DELETE ON loans_loanevent
    FOR EACH ROW EXECUTE FUNCTION loans_event_is_kept();
ALTER TABLE loans_loanevent ENABLE ALWAYS TRIGGER loan_event_kept;
CREATE TRIGGER loan_event_not_truncated BEFORE TRUNCATE ON loans_loanevent
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_loanevent ENABLE ALWAYS TRIGGER loan_event_not_truncated;

-- What was agreed on paper is written once.
CREATE TRIGGER product_version_append_only BEFORE UPDATE OR DELETE ON loans_productversion
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_productversion ENABLE ALWAYS TRIGGER product_version_append_only;
CREATE TRIGGER schedule_version_append_only BEFORE UPDATE OR DELETE ON loans_scheduleversion
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_scheduleversion ENABLE ALWAYS TRIGGER schedule_version_append_only;
CREATE TRIGGER schedule_row_append_only BEFORE UPDATE OR DELETE ON loans_schedulerow
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_schedulerow ENABLE ALWAYS TRIGGER schedule_row_append_only;
CREATE TRIGGER adjustment_append_only BEFORE UPDATE OR DELETE ON loans_loanadjustment
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_loanadjustment ENABLE ALWAYS TRIGGER adjustment_append_only;
CREATE TRIGGER paper_append_only BEFORE UPDATE OR DELETE ON loans_paper
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_paper ENABLE ALWAYS TRIGGER paper_append_only;

-- What was proposed stays as it was proposed; what was decided stays decided.
CREATE FUNCTION loans_act_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR OLD.decided_at IS NOT NULL
       OR (NEW.network_id, NEW.organisation_id, NEW.loan_id, NEW.kind, NEW."on", NEW.data, NEW.would, NEW.strikes_id)
          IS DISTINCT FROM
          (OLD.network_id, OLD.organisation_id, OLD.loan_id, OLD.kind, OLD."on", OLD.data, OLD.would, OLD.strikes_id)
       OR (NEW.reason, NEW.resolution_no, NEW.resolution_on, NEW.asked_by_id, NEW.asked_at)
          IS DISTINCT FROM (OLD.reason, OLD.resolution_no, OLD.resolution_on, OLD.asked_by_id, OLD.asked_at) THEN
        PERFORM ledger_refuse('act_is_kept', 'an act is decided once, never altered or removed');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER act_kept BEFORE UPDATE OR DELETE ON loans_act
    FOR EACH ROW EXECUTE FUNCTION loans_act_is_kept();
ALTER TABLE loans_act ENABLE ALWAYS TRIGGER act_kept;
CREATE TRIGGER act_not_truncated BEFORE TRUNCATE ON loans_act
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE loans_act ENABLE ALWAYS TRIGGER act_not_truncated;

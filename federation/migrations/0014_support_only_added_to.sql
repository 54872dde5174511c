-- What was found of a group stays as it was found; a plan, a step and a facilitation are ended once, and only so.
CREATE FUNCTION once_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ending text[] := string_to_array(TG_ARGV[0], ',');
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '% is never deleted', TG_TABLE_NAME USING ERRCODE = '23514';
    END IF;
    IF to_jsonb(OLD) ->> ending[1] IS NOT NULL OR to_jsonb(NEW) - ending <> to_jsonb(OLD) - ending THEN
        RAISE EXCEPTION '% is added to, never rewritten', TG_TABLE_NAME USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER grade_only_added_to BEFORE UPDATE OR DELETE ON federation_grade
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER grade_not_truncated BEFORE TRUNCATE ON federation_grade
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER gradecriteria_only_added_to BEFORE UPDATE OR DELETE ON federation_gradecriteria
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER gradecriteria_not_truncated BEFORE TRUNCATE ON federation_gradecriteria
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER support_only_added_to BEFORE UPDATE OR DELETE ON federation_support
    FOR EACH ROW EXECUTE FUNCTION once_only('ended_on,outcome,after');
CREATE TRIGGER support_not_truncated BEFORE TRUNCATE ON federation_support
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER supportstep_only_added_to BEFORE UPDATE OR DELETE ON federation_supportstep
    FOR EACH ROW EXECUTE FUNCTION once_only('done_on,note');
CREATE TRIGGER supportstep_not_truncated BEFORE TRUNCATE ON federation_supportstep
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER facilitation_only_added_to BEFORE UPDATE OR DELETE ON federation_facilitation
    FOR EACH ROW EXECUTE FUNCTION once_only('until');
CREATE TRIGGER facilitation_not_truncated BEFORE TRUNCATE ON federation_facilitation
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

ALTER TABLE federation_grade ENABLE ALWAYS TRIGGER grade_only_added_to;
ALTER TABLE federation_grade ENABLE ALWAYS TRIGGER grade_not_truncated;
ALTER TABLE federation_gradecriteria ENABLE ALWAYS TRIGGER gradecriteria_only_added_to;
ALTER TABLE federation_gradecriteria ENABLE ALWAYS TRIGGER gradecriteria_not_truncated;
ALTER TABLE federation_support ENABLE ALWAYS TRIGGER support_only_added_to;
ALTER TABLE federation_support ENABLE ALWAYS TRIGGER support_not_truncated;
ALTER TABLE federation_supportstep ENABLE ALWAYS TRIGGER supportstep_only_added_to;
ALTER TABLE federation_supportstep ENABLE ALWAYS TRIGGER supportstep_not_truncated;
ALTER TABLE federation_facilitation ENABLE ALWAYS TRIGGER facilitation_only_added_to;
ALTER TABLE federation_facilitation ENABLE ALWAYS TRIGGER facilitation_not_truncated;

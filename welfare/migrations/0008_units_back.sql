-- Units given back stay as they were proposed, and as they were decided.
CREATE FUNCTION welfare_units_back_is_kept() RETURNS trigger AS $$
DECLARE decided text[] := ARRAY['agreed', 'decided_by_id', 'decided_at', 'entry_id'];
BEGIN
    IF TG_OP <> 'UPDATE' OR OLD.agreed IS NOT NULL OR to_jsonb(NEW) - decided <> to_jsonb(OLD) - decided THEN
        PERFORM ledger_refuse('units_back_is_kept', 'units given back stay as they were proposed and decided');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER units_back_kept BEFORE UPDATE OR DELETE ON welfare_unitsback
    FOR EACH ROW EXECUTE FUNCTION welfare_units_back_is_kept();
ALTER TABLE welfare_unitsback ENABLE ALWAYS TRIGGER units_back_kept;

CREATE TRIGGER units_back_not_truncated BEFORE TRUNCATE ON welfare_unitsback
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_unitsback ENABLE ALWAYS TRIGGER units_back_not_truncated;

-- How a scheme works, and on which fund, is fixed at its start: units held ahead and dues billed afterwards never mix.
CREATE FUNCTION welfare_scheme_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP <> 'UPDATE'
       OR (NEW.id, NEW.network_id, NEW.organisation_id, NEW.fund_id, NEW.code, NEW.model, NEW.started_on)
          IS DISTINCT FROM
          (OLD.id, OLD.network_id, OLD.organisation_id, OLD.fund_id, OLD.code, OLD.model, OLD.started_on) THEN
        PERFORM ledger_refuse('scheme_model_is_fixed', 'a funeral aid scheme keeps the model it was started with');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER scheme_kept BEFORE UPDATE OR DELETE ON welfare_scheme
    FOR EACH ROW EXECUTE FUNCTION welfare_scheme_is_kept();
ALTER TABLE welfare_scheme ENABLE ALWAYS TRIGGER scheme_kept;
CREATE TRIGGER scheme_not_truncated BEFORE TRUNCATE ON welfare_scheme
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_scheme ENABLE ALWAYS TRIGGER scheme_not_truncated;

-- Terms are versions: a new one is written, none is altered.
CREATE TRIGGER scheme_terms_append_only BEFORE UPDATE OR DELETE ON welfare_schemeterms
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_schemeterms ENABLE ALWAYS TRIGGER scheme_terms_append_only;
CREATE TRIGGER scheme_terms_not_truncated BEFORE TRUNCATE ON welfare_schemeterms
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_schemeterms ENABLE ALWAYS TRIGGER scheme_terms_not_truncated;

-- A place in a scheme is never given to somebody else and is not removed; it goes along with who moves to another group.
CREATE FUNCTION welfare_covered_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP <> 'UPDATE'
       OR (NEW.id, NEW.network_id, NEW.scheme_id, NEW.relation, NEW.number, NEW.applied_on)
          IS DISTINCT FROM
          (OLD.id, OLD.network_id, OLD.scheme_id, OLD.relation, OLD.number, OLD.applied_on)
       OR NEW.membership_id <> OLD.membership_id
          AND (OLD.ended_on IS NOT NULL OR NOT groups_moved(OLD.network_id, OLD.membership_id, NEW.membership_id)) THEN
        PERFORM ledger_refuse('covered_is_kept', 'a place in a funeral aid scheme stays with whom it was given to');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER covered_kept BEFORE UPDATE OR DELETE ON welfare_covered
    FOR EACH ROW EXECUTE FUNCTION welfare_covered_is_kept();
ALTER TABLE welfare_covered ENABLE ALWAYS TRIGGER covered_kept;
CREATE TRIGGER covered_not_truncated BEFORE TRUNCATE ON welfare_covered
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_covered ENABLE ALWAYS TRIGGER covered_not_truncated;

CREATE TRIGGER covered_event_append_only BEFORE UPDATE OR DELETE ON welfare_coveredevent
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_coveredevent ENABLE ALWAYS TRIGGER covered_event_append_only;
CREATE TRIGGER covered_event_not_truncated BEFORE TRUNCATE ON welfare_coveredevent
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_coveredevent ENABLE ALWAYS TRIGGER covered_event_not_truncated;

CREATE TRIGGER list_check_append_only BEFORE UPDATE OR DELETE ON welfare_listcheck
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_listcheck ENABLE ALWAYS TRIGGER list_check_append_only;
CREATE TRIGGER list_check_not_truncated BEFORE TRUNCATE ON welfare_listcheck
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_listcheck ENABLE ALWAYS TRIGGER list_check_not_truncated;

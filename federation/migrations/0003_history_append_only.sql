-- What a committee resolved, and what became of an organisation, stays as it was written; a later row follows it.
CREATE TRIGGER bylaw_value_append_only BEFORE UPDATE OR DELETE ON federation_bylawvalue
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER bylaw_value_not_truncated BEFORE TRUNCATE ON federation_bylawvalue
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER state_change_append_only BEFORE UPDATE OR DELETE ON federation_statechange
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER state_change_not_truncated BEFORE TRUNCATE ON federation_statechange
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

ALTER TABLE federation_bylawvalue ENABLE ALWAYS TRIGGER bylaw_value_append_only;
ALTER TABLE federation_bylawvalue ENABLE ALWAYS TRIGGER bylaw_value_not_truncated;
ALTER TABLE federation_statechange ENABLE ALWAYS TRIGGER state_change_append_only;
ALTER TABLE federation_statechange ENABLE ALWAYS TRIGGER state_change_not_truncated;

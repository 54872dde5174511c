-- What somebody did stays written down, even where replication would skip the guard.
CREATE TRIGGER act_append_only BEFORE UPDATE OR DELETE ON federation_act
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER act_not_truncated BEFORE TRUNCATE ON federation_act
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

ALTER TABLE federation_act ENABLE ALWAYS TRIGGER act_append_only;
ALTER TABLE federation_act ENABLE ALWAYS TRIGGER act_not_truncated;

-- What was handed over stays as it was; a step follows the one before it, and nobody accepts what they checked.
CREATE FUNCTION handover_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before federation_handover;
    allowed boolean;
BEGIN
    SELECT * INTO before FROM federation_handover h
     WHERE h.network_id = NEW.network_id AND h.organisation_id = NEW.organisation_id AND h.month = NEW.month
     ORDER BY h.n DESC LIMIT 1;
    IF NEW.n <> coalesce(before.n, 0) + 1 THEN
        RAISE EXCEPTION 'step % of a handover follows %', NEW.n, coalesce(before.n, 0) USING ERRCODE = '23514';
    END IF;
    allowed := CASE NEW.state
        WHEN 'sent' THEN coalesce(before.state, 'returned') IN ('sent', 'returned')
        WHEN 'checked' THEN coalesce(before.state, '') = 'sent'
        WHEN 'returned' THEN coalesce(before.state, '') IN ('sent', 'checked', 'accepted')
        WHEN 'accepted' THEN coalesce(before.state, '') = 'checked'
        ELSE false END;
    IF NOT allowed THEN
        RAISE EXCEPTION 'a month that is % does not become %', coalesce(before.state, 'not sent'), NEW.state
            USING ERRCODE = '23514';
    END IF;
    IF NEW.state IN ('checked', 'accepted') AND (NEW.by_id = before.by_id OR NEW.figures <> before.figures) THEN
        RAISE EXCEPTION 'a handover is % by another person, with the figures as they were sent', NEW.state
            USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER handover_in_order BEFORE INSERT ON federation_handover
    FOR EACH ROW EXECUTE FUNCTION handover_in_order();

CREATE TRIGGER handover_append_only BEFORE UPDATE OR DELETE ON federation_handover
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER handover_not_truncated BEFORE TRUNCATE ON federation_handover
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER paper_month_append_only BEFORE UPDATE OR DELETE ON federation_papermonth
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER paper_month_not_truncated BEFORE TRUNCATE ON federation_papermonth
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

ALTER TABLE federation_handover ENABLE ALWAYS TRIGGER handover_in_order;
ALTER TABLE federation_handover ENABLE ALWAYS TRIGGER handover_append_only;
ALTER TABLE federation_handover ENABLE ALWAYS TRIGGER handover_not_truncated;
ALTER TABLE federation_papermonth ENABLE ALWAYS TRIGGER paper_month_append_only;
ALTER TABLE federation_papermonth ENABLE ALWAYS TRIGGER paper_month_not_truncated;

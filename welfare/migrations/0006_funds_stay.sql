-- What was paid in and given stays as it came; of a place only its end is written later, of an act only who decided.
CREATE FUNCTION welfare_fund_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP <> 'UPDATE'
       OR (NEW.id, NEW.network_id, NEW.organisation_id, NEW.code, NEW.kind, NEW.part_of_id, NEW.started_on)
          IS DISTINCT FROM
          (OLD.id, OLD.network_id, OLD.organisation_id, OLD.code, OLD.kind, OLD.part_of_id, OLD.started_on)
       OR OLD.closed_on IS NOT NULL OR OLD.may_lend AND NOT NEW.may_lend THEN
        PERFORM ledger_refuse('fund_is_kept', 'a fund stays as it was started, and once closed it stays closed');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER fund_kept BEFORE UPDATE OR DELETE ON welfare_welfarefund
    FOR EACH ROW EXECUTE FUNCTION welfare_fund_is_kept();
ALTER TABLE welfare_welfarefund ENABLE ALWAYS TRIGGER fund_kept;

CREATE TRIGGER dues_rule_append_only BEFORE UPDATE OR DELETE ON welfare_duesrule
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_duesrule ENABLE ALWAYS TRIGGER dues_rule_append_only;

CREATE FUNCTION welfare_place_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'UPDATE'
       AND to_jsonb(NEW) - 'membership_id' - 'until' - 'why_ended' = to_jsonb(OLD) - 'membership_id' - 'until' - 'why_ended' THEN
        IF NEW.membership_id = OLD.membership_id AND OLD.until IS NULL THEN
            RETURN NEW;
        ELSIF NEW.membership_id = OLD.membership_id AND NEW.until IS NULL AND NEW.why_ended = ''
              AND EXISTS (SELECT FROM groups_departure d
                           WHERE d.network_id = OLD.network_id AND d.membership_id = OLD.membership_id AND d.kind = 'death'
                             AND d.state IN ('asked', 'decided', 'done') AND d.back_asked_by_id IS NOT NULL) THEN
            RETURN NEW;
        ELSIF OLD.until IS NULL AND NEW.until IS NULL AND groups_moved(OLD.network_id, OLD.membership_id, NEW.membership_id) THEN
            RETURN NEW;
        END IF;
    END IF;
    PERFORM ledger_refuse('place_is_kept', 'a place stays as it was given; it ends once');
    RETURN NULL;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER place_kept BEFORE UPDATE OR DELETE ON welfare_enrolment
    FOR EACH ROW EXECUTE FUNCTION welfare_place_is_kept();
ALTER TABLE welfare_enrolment ENABLE ALWAYS TRIGGER place_kept;

CREATE FUNCTION welfare_paid_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR OLD.struck_by_id IS NOT NULL OR to_jsonb(NEW) - 'struck_by_id' <> to_jsonb(OLD) - 'struck_by_id' THEN
        PERFORM ledger_refuse('paid_is_kept', 'what came in stays as it came; it is struck once');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER dues_paid_kept BEFORE UPDATE OR DELETE ON welfare_duespaid
    FOR EACH ROW EXECUTE FUNCTION welfare_paid_is_kept();
ALTER TABLE welfare_duespaid ENABLE ALWAYS TRIGGER dues_paid_kept;
CREATE TRIGGER gift_kept BEFORE UPDATE OR DELETE ON welfare_gift
    FOR EACH ROW EXECUTE FUNCTION welfare_paid_is_kept();
ALTER TABLE welfare_gift ENABLE ALWAYS TRIGGER gift_kept;

CREATE TRIGGER subsidy_round_append_only BEFORE UPDATE OR DELETE ON welfare_subsidyround
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_subsidyround ENABLE ALWAYS TRIGGER subsidy_round_append_only;

CREATE FUNCTION welfare_fund_act_is_kept() RETURNS trigger AS $$
DECLARE decided text[] := ARRAY['state', 'decided_by_id', 'decided_at', 'entry_id'];
BEGIN
    IF TG_OP <> 'UPDATE' OR OLD.state <> 'proposed' OR to_jsonb(NEW) - decided <> to_jsonb(OLD) - decided THEN
        PERFORM ledger_refuse('fund_act_is_kept', 'an act stays as it was asked for and decided');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER fund_act_kept BEFORE UPDATE OR DELETE ON welfare_fundact
    FOR EACH ROW EXECUTE FUNCTION welfare_fund_act_is_kept();
ALTER TABLE welfare_fundact ENABLE ALWAYS TRIGGER fund_act_kept;

-- No table of funds is emptied at one stroke.
CREATE TRIGGER fund_not_truncated BEFORE TRUNCATE ON welfare_welfarefund
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_welfarefund ENABLE ALWAYS TRIGGER fund_not_truncated;
CREATE TRIGGER dues_rule_not_truncated BEFORE TRUNCATE ON welfare_duesrule
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_duesrule ENABLE ALWAYS TRIGGER dues_rule_not_truncated;
CREATE TRIGGER place_not_truncated BEFORE TRUNCATE ON welfare_enrolment
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_enrolment ENABLE ALWAYS TRIGGER place_not_truncated;
CREATE TRIGGER dues_paid_not_truncated BEFORE TRUNCATE ON welfare_duespaid
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_duespaid ENABLE ALWAYS TRIGGER dues_paid_not_truncated;
CREATE TRIGGER gift_not_truncated BEFORE TRUNCATE ON welfare_gift
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_gift ENABLE ALWAYS TRIGGER gift_not_truncated;
CREATE TRIGGER subsidy_round_not_truncated BEFORE TRUNCATE ON welfare_subsidyround
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_subsidyround ENABLE ALWAYS TRIGGER subsidy_round_not_truncated;
CREATE TRIGGER fund_act_not_truncated BEFORE TRUNCATE ON welfare_fundact
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_fundact ENABLE ALWAYS TRIGGER fund_act_not_truncated;

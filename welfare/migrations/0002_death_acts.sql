-- What was counted at a death, what each brings for it and what was paid stay as they were written down.
CREATE FUNCTION welfare_death_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP <> 'UPDATE'
       OR (NEW.id, NEW.network_id, NEW.scheme_id, NEW.terms_id, NEW.covered_id, NEW.number, NEW.died_on, NEW.claimed_on, NEW.by_accident)
          IS DISTINCT FROM
          (OLD.id, OLD.network_id, OLD.scheme_id, OLD.terms_id, OLD.covered_id, OLD.number, OLD.died_on, OLD.claimed_on, OLD.by_accident)
       OR (NEW.payers, NEW.rate, NEW.gross, NEW.fee, NEW.net, NEW.due_on, NEW.papers, NEW.filed_by_name, NEW.opened_by_id, NEW.opened_at)
          IS DISTINCT FROM
          (OLD.payers, OLD.rate, OLD.gross, OLD.fee, OLD.net, OLD.due_on, OLD.papers, OLD.filed_by_name, OLD.opened_by_id, OLD.opened_at)
       OR OLD.checked_by_id IS NOT NULL
          AND (NEW.checked_by_id, NEW.entry_id) IS DISTINCT FROM (OLD.checked_by_id, OLD.entry_id)
       OR OLD.struck_by_id IS NOT NULL AND NEW.struck_by_id IS DISTINCT FROM OLD.struck_by_id
       OR OLD.state = 'taken_back' AND NEW.state <> 'taken_back' THEN
        PERFORM ledger_refuse('death_is_kept', 'what was counted at a death is never counted again');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER death_kept BEFORE UPDATE OR DELETE ON welfare_death
    FOR EACH ROW EXECUTE FUNCTION welfare_death_is_kept();
ALTER TABLE welfare_death ENABLE ALWAYS TRIGGER death_kept;

CREATE FUNCTION welfare_death_part_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP <> 'UPDATE'
       OR (NEW.id, NEW.network_id, NEW.death_id, NEW.organisation_id, NEW.payers, NEW.amount)
          IS DISTINCT FROM (OLD.id, OLD.network_id, OLD.death_id, OLD.organisation_id, OLD.payers, OLD.amount) THEN
        PERFORM ledger_refuse('death_part_is_kept', 'what a group owes for a death stays as it was counted');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER death_part_kept BEFORE UPDATE OR DELETE ON welfare_deathpart
    FOR EACH ROW EXECUTE FUNCTION welfare_death_part_is_kept();
ALTER TABLE welfare_deathpart ENABLE ALWAYS TRIGGER death_part_kept;

CREATE FUNCTION welfare_death_due_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP <> 'UPDATE'
       OR (NEW.id, NEW.network_id, NEW.death_id, NEW.membership_id, NEW.amount)
          IS DISTINCT FROM (OLD.id, OLD.network_id, OLD.death_id, OLD.membership_id, OLD.amount) THEN
        PERFORM ledger_refuse('death_due_is_kept', 'what a member brings for a death stays as it was counted');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER death_due_kept BEFORE UPDATE OR DELETE ON welfare_deathdue
    FOR EACH ROW EXECUTE FUNCTION welfare_death_due_is_kept();
ALTER TABLE welfare_deathdue ENABLE ALWAYS TRIGGER death_due_kept;

CREATE FUNCTION welfare_death_paid_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP <> 'UPDATE'
       OR (NEW.id, NEW.network_id, NEW.due_id, NEW.part_id, NEW."on", NEW.amount, NEW.entry_id)
          IS DISTINCT FROM (OLD.id, OLD.network_id, OLD.due_id, OLD.part_id, OLD."on", OLD.amount, OLD.entry_id)
       OR OLD.struck_by_id IS NOT NULL AND NEW.struck_by_id IS DISTINCT FROM OLD.struck_by_id THEN
        PERFORM ledger_refuse('death_paid_is_kept', 'money brought for a death is struck, never altered or removed');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER death_paid_kept BEFORE UPDATE OR DELETE ON welfare_deathpaid
    FOR EACH ROW EXECUTE FUNCTION welfare_death_paid_is_kept();
ALTER TABLE welfare_deathpaid ENABLE ALWAYS TRIGGER death_paid_kept;

CREATE FUNCTION welfare_payout_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP <> 'UPDATE'
       OR (NEW.id, NEW.network_id, NEW.death_id, NEW.kind, NEW.name, NEW.relation, NEW.amount, NEW.is_rite)
          IS DISTINCT FROM
          (OLD.id, OLD.network_id, OLD.death_id, OLD.kind, OLD.name, OLD.relation, OLD.amount, OLD.is_rite)
       OR (NEW.why_not_named, NEW."on", NEW.purse, NEW.asked_by_id, NEW.asked_at)
          IS DISTINCT FROM (OLD.why_not_named, OLD."on", OLD.purse, OLD.asked_by_id, OLD.asked_at)
       OR OLD.agreed IS NOT NULL
          AND (NEW.agreed, NEW.decided_by_id, NEW.decided_at, NEW.entry_id)
              IS DISTINCT FROM (OLD.agreed, OLD.decided_by_id, OLD.decided_at, OLD.entry_id)
       OR OLD.struck_by_id IS NOT NULL AND NEW.struck_by_id IS DISTINCT FROM OLD.struck_by_id
       OR OLD.received_on IS NOT NULL AND NEW.received_on IS DISTINCT FROM OLD.received_on THEN
        PERFORM ledger_refuse('payout_is_kept', 'a payout stays as it was proposed and decided');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER payout_kept BEFORE UPDATE OR DELETE ON welfare_payout
    FOR EACH ROW EXECUTE FUNCTION welfare_payout_is_kept();
ALTER TABLE welfare_payout ENABLE ALWAYS TRIGGER payout_kept;

CREATE FUNCTION welfare_death_act_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP <> 'UPDATE'
       OR OLD.agreed IS NOT NULL
       OR (NEW.id, NEW.network_id, NEW.death_id, NEW.kind, NEW.due_id, NEW.payout_id, NEW.amount, NEW.reason)
          IS DISTINCT FROM
          (OLD.id, OLD.network_id, OLD.death_id, OLD.kind, OLD.due_id, OLD.payout_id, OLD.amount, OLD.reason)
       OR (NEW.resolution_no, NEW.resolution_on, NEW.asked_by_id, NEW.asked_at)
          IS DISTINCT FROM (OLD.resolution_no, OLD.resolution_on, OLD.asked_by_id, OLD.asked_at) THEN
        PERFORM ledger_refuse('death_act_is_kept', 'what was decided about a death stays as it was decided');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER death_act_kept BEFORE UPDATE OR DELETE ON welfare_deathact
    FOR EACH ROW EXECUTE FUNCTION welfare_death_act_is_kept();
ALTER TABLE welfare_deathact ENABLE ALWAYS TRIGGER death_act_kept;

CREATE TRIGGER death_not_truncated BEFORE TRUNCATE ON welfare_death
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_death ENABLE ALWAYS TRIGGER death_not_truncated;
CREATE TRIGGER death_part_not_truncated BEFORE TRUNCATE ON welfare_deathpart
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_deathpart ENABLE ALWAYS TRIGGER death_part_not_truncated;
CREATE TRIGGER death_due_not_truncated BEFORE TRUNCATE ON welfare_deathdue
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_deathdue ENABLE ALWAYS TRIGGER death_due_not_truncated;
CREATE TRIGGER death_paid_not_truncated BEFORE TRUNCATE ON welfare_deathpaid
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_deathpaid ENABLE ALWAYS TRIGGER death_paid_not_truncated;
CREATE TRIGGER payout_not_truncated BEFORE TRUNCATE ON welfare_payout
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_payout ENABLE ALWAYS TRIGGER payout_not_truncated;
CREATE TRIGGER death_act_not_truncated BEFORE TRUNCATE ON welfare_deathact
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_deathact ENABLE ALWAYS TRIGGER death_act_not_truncated;

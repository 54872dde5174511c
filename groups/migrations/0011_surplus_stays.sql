-- A year that a general meeting adopted stays as adopted: its heads, each member's dividend, what was taken off.
-- Until then a close may be taken back; afterwards a part only learns how and when it was paid, once.
CREATE FUNCTION groups_year_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'DELETE'
       OR OLD.state IN ('paid', 'refused', 'taken_back')
       OR (NEW.id, NEW.network_id, NEW.organisation_id, NEW.since, NEW.until, NEW.surplus, NEW.asked_by_id, NEW.asked_at)
          IS DISTINCT FROM
          (OLD.id, OLD.network_id, OLD.organisation_id, OLD.since, OLD.until, OLD.surplus, OLD.asked_by_id, OLD.asked_at)
       OR OLD.entry_id IS NOT NULL AND NEW.entry_id IS DISTINCT FROM OLD.entry_id
       OR OLD.state = 'adopted' AND (
            NEW.state NOT IN ('adopted', 'paid')
            OR (NEW.basis, NEW.decided_by_id, NEW.decided_at, NEW.struck_by_id, NEW.meeting_on, NEW.resolution_no,
                NEW.adopted_by_id, NEW.adoption_checked_by_id, NEW.adoption_id, NEW.back_asked_by_id, NEW.back_reason)
               IS DISTINCT FROM
               (OLD.basis, OLD.decided_by_id, OLD.decided_at, OLD.struck_by_id, OLD.meeting_on, OLD.resolution_no,
                OLD.adopted_by_id, OLD.adoption_checked_by_id, OLD.adoption_id, OLD.back_asked_by_id, OLD.back_reason))
    THEN
        PERFORM ledger_refuse('year_is_kept', 'a year that was closed and adopted stays as it was');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER year_kept BEFORE UPDATE OR DELETE ON groups_yearclose
    FOR EACH ROW EXECUTE FUNCTION groups_year_is_kept();
ALTER TABLE groups_yearclose ENABLE ALWAYS TRIGGER year_kept;

CREATE FUNCTION groups_year_still_open(year uuid) RETURNS void AS $$
BEGIN
    IF EXISTS (SELECT FROM groups_yearclose WHERE id = year AND state <> 'closed') THEN
        PERFORM ledger_refuse('allotment_is_kept', 'what a general meeting allotted stays as it was');
    END IF;
END $$ LANGUAGE plpgsql;

CREATE FUNCTION groups_head_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM groups_year_still_open(OLD.year_id); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM groups_year_still_open(NEW.year_id); END IF;
    RETURN coalesce(NEW, OLD);
END $$ LANGUAGE plpgsql;
CREATE TRIGGER head_kept BEFORE INSERT OR UPDATE OR DELETE ON groups_headpart
    FOR EACH ROW EXECUTE FUNCTION groups_head_is_kept();
ALTER TABLE groups_headpart ENABLE ALWAYS TRIGGER head_kept;

CREATE FUNCTION groups_part_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.paid_on IS NOT NULL
       OR (NEW.id, NEW.network_id, NEW.year_id, NEW.membership_id, NEW.weight, NEW.interest_paid, NEW.dividend,
           NEW.patronage, NEW.deducted, NEW.deductions, NEW.working)
          IS DISTINCT FROM
          (OLD.id, OLD.network_id, OLD.year_id, OLD.membership_id, OLD.weight, OLD.interest_paid, OLD.dividend,
           OLD.patronage, OLD.deducted, OLD.deductions, OLD.working) THEN
        PERFORM ledger_refuse('dividend_is_kept', 'a dividend stays as it was allotted, and is paid once');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER part_kept BEFORE UPDATE OR DELETE ON groups_dividendpart
    FOR EACH ROW EXECUTE FUNCTION groups_part_is_kept();
ALTER TABLE groups_dividendpart ENABLE ALWAYS TRIGGER part_kept;

-- One look for all the parts of a year that are written at once.
CREATE FUNCTION groups_parts_are_new() RETURNS trigger AS $$
BEGIN
    IF EXISTS (SELECT FROM added a JOIN groups_yearclose y ON y.id = a.year_id WHERE y.state <> 'closed') THEN
        PERFORM ledger_refuse('allotment_is_kept', 'what a general meeting allotted stays as it was');
    END IF;
    RETURN NULL;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER parts_new AFTER INSERT ON groups_dividendpart REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION groups_parts_are_new();
ALTER TABLE groups_dividendpart ENABLE ALWAYS TRIGGER parts_new;

CREATE FUNCTION groups_batch_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.agreed IS NOT NULL
       OR (NEW.id, NEW.network_id, NEW.year_id, NEW."on", NEW.purse_id, NEW.total, NEW.asked_by_id, NEW.asked_at)
          IS DISTINCT FROM
          (OLD.id, OLD.network_id, OLD.year_id, OLD."on", OLD.purse_id, OLD.total, OLD.asked_by_id, OLD.asked_at) THEN
        PERFORM ledger_refuse('dividend_batch_is_kept', 'what was paid together stays as two people decided it');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER batch_kept BEFORE UPDATE OR DELETE ON groups_paybatch
    FOR EACH ROW EXECUTE FUNCTION groups_batch_is_kept();
ALTER TABLE groups_paybatch ENABLE ALWAYS TRIGGER batch_kept;

CREATE TRIGGER choice_append_only BEFORE UPDATE OR DELETE ON groups_choice
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE groups_choice ENABLE ALWAYS TRIGGER choice_append_only;

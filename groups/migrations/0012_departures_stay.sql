-- What was decided about somebody who left stays as it was; what was paid out stays; a death's tasks are done once.
CREATE FUNCTION groups_departure_is_kept() RETURNS trigger AS $$
DECLARE may_go text[]; paid numeric;
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM ledger_refuse('departure_is_kept', 'a departure is never deleted');
    END IF;
    may_go := CASE OLD.state
        WHEN 'asked' THEN ARRAY['asked', 'noticed', 'decided', 'done', 'refused', 'withdrawn', 'taken_back']
        WHEN 'noticed' THEN ARRAY['noticed', 'decided', 'done', 'refused', 'withdrawn']
        WHEN 'decided' THEN ARRAY['decided', 'done', 'taken_back']
            || CASE WHEN OLD.kind = 'transfer' THEN ARRAY['refused', 'withdrawn'] ELSE ARRAY[]::text[] END
        WHEN 'done' THEN ARRAY['done', 'taken_back']
        ELSE ARRAY[]::text[] END;
    IF NOT NEW.state = ANY (may_go) THEN
        PERFORM ledger_refuse('departure_goes_on', format('a departure that is %s cannot become %s', OLD.state, NEW.state));
    END IF;
    IF (NEW.id, NEW.network_id, NEW.organisation_id, NEW.membership_id, NEW.kind, NEW.to_id, NEW.reason, NEW.asked_by_id,
        NEW.asked_at, NEW.grounds, NEW.event)
       IS DISTINCT FROM
       (OLD.id, OLD.network_id, OLD.organisation_id, OLD.membership_id, OLD.kind, OLD.to_id, OLD.reason, OLD.asked_by_id,
        OLD.asked_at, OLD.grounds, OLD.event)
       OR OLD.kind = 'death' AND NEW."on" <> OLD."on" THEN
        PERFORM ledger_refuse('departure_is_kept', 'who leaves, how and why stays as it was asked');
    END IF;
    IF OLD.state IN ('decided', 'done') THEN
        IF (NEW.decided_by_id, NEW.decided_at, NEW.resolution_no, NEW.resolution_on, NEW.notice_on)
           IS DISTINCT FROM (OLD.decided_by_id, OLD.decided_at, OLD.resolution_no, OLD.resolution_on, OLD.notice_on)
           OR NOT (OLD.kind = 'transfer' AND OLD.state = 'decided')
              AND (NEW.settlement, NEW.net, NEW."on", NEW.entry_id, NEW.new_membership_id)
                  IS DISTINCT FROM (OLD.settlement, OLD.net, OLD."on", OLD.entry_id, OLD.new_membership_id) THEN
            PERFORM ledger_refuse('departure_is_decided', 'what was decided about somebody who left stays');
        END IF;
    END IF;
    IF NEW.state = 'done' AND OLD.state <> 'done' AND NEW.kind <> 'transfer' THEN
        SELECT coalesce(sum(amount), 0) INTO paid FROM groups_paidout
         WHERE network_id = NEW.network_id AND departure_id = NEW.id AND entry_id IS NOT NULL;
        IF paid <> NEW.net THEN
            PERFORM ledger_refuse('departure_paid_whole', format('%s of %s is paid', paid, NEW.net));
        END IF;
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER departure_kept BEFORE UPDATE OR DELETE ON groups_departure
    FOR EACH ROW EXECUTE FUNCTION groups_departure_is_kept();
ALTER TABLE groups_departure ENABLE ALWAYS TRIGGER departure_kept;

CREATE FUNCTION groups_paid_out_is_kept() RETURNS trigger AS $$
DECLARE whole numeric; parts numeric;
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM ledger_refuse('paid_out_is_kept', 'what somebody gets is never deleted');
    ELSIF TG_OP = 'UPDATE' THEN
        IF OLD.entry_id IS NOT NULL
           OR (NEW.id, NEW.network_id, NEW.departure_id, NEW.name, NEW.relation, NEW.percent, NEW.amount)
              IS DISTINCT FROM
              (OLD.id, OLD.network_id, OLD.departure_id, OLD.name, OLD.relation, OLD.percent, OLD.amount) THEN
            PERFORM ledger_refuse('paid_out_is_kept', 'what was paid out stays, and who gets how much');
        END IF;
    ELSE
        SELECT d.net, coalesce((SELECT sum(p.amount) FROM groups_paidout p
                                 WHERE p.network_id = d.network_id AND p.departure_id = d.id), 0)
          INTO whole, parts FROM groups_departure d WHERE d.network_id = NEW.network_id AND d.id = NEW.departure_id;
        IF whole IS NULL OR parts > whole THEN
            PERFORM ledger_refuse('paid_out_within_the_net', format('%s is more than %s', parts, whole));
        END IF;
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER paid_out_kept BEFORE UPDATE OR DELETE ON groups_paidout
    FOR EACH ROW EXECUTE FUNCTION groups_paid_out_is_kept();
ALTER TABLE groups_paidout ENABLE ALWAYS TRIGGER paid_out_kept;
CREATE TRIGGER paid_out_within AFTER INSERT ON groups_paidout
    FOR EACH ROW EXECUTE FUNCTION groups_paid_out_is_kept();
ALTER TABLE groups_paidout ENABLE ALWAYS TRIGGER paid_out_within;

CREATE FUNCTION groups_task_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.done_on IS NOT NULL
       OR (NEW.id, NEW.network_id, NEW.departure_id, NEW.what, NEW.guarantee_id, NEW.loan_id, NEW.due_on)
          IS DISTINCT FROM
          (OLD.id, OLD.network_id, OLD.departure_id, OLD.what, OLD.guarantee_id, OLD.loan_id, OLD.due_on) THEN
        PERFORM ledger_refuse('task_is_kept', 'a task stays, and is done once');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER task_kept BEFORE UPDATE OR DELETE ON groups_task
    FOR EACH ROW EXECUTE FUNCTION groups_task_is_kept();
ALTER TABLE groups_task ENABLE ALWAYS TRIGGER task_kept;

CREATE TRIGGER beneficiary_append_only BEFORE UPDATE OR DELETE ON groups_beneficiary
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE groups_beneficiary ENABLE ALWAYS TRIGGER beneficiary_append_only;

-- A claim begins as filed, goes on only along its path, and keeps what was agreed as it was agreed.
CREATE FUNCTION welfare_claim_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'filed' OR NEW.amount IS NOT NULL OR NEW.version_id IS NOT NULL OR NEW.agreed_by_id IS NOT NULL
           OR NEW.approved_by_id IS NOT NULL OR NEW.paid_by_id IS NOT NULL OR NEW.entry_id IS NOT NULL THEN
            PERFORM ledger_refuse('claim_is_kept', 'a claim begins as filed');
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE'
       OR NEW.state <> OLD.state AND NOT (
          OLD.state = 'filed' AND NEW.state IN ('agreed', 'refused', 'withdrawn')
          OR OLD.state = 'agreed' AND NEW.state IN ('approved', 'refused', 'withdrawn')
          OR OLD.state = 'approved' AND NEW.state IN ('paid', 'refused', 'withdrawn')
          OR OLD.state = 'paid' AND NEW.state IN ('received', 'taken_back')
          OR OLD.state = 'received' AND NEW.state = 'taken_back')
       OR (NEW.id, NEW.network_id, NEW.organisation_id, NEW.fund_id, NEW.benefit_id, NEW.membership_id)
          IS DISTINCT FROM (OLD.id, OLD.network_id, OLD.organisation_id, OLD.fund_id, OLD.benefit_id, OLD.membership_id)
       OR (NEW.number, NEW.be_year, NEW.filed_on, NEW.filed_by_id)
          IS DISTINCT FROM (OLD.number, OLD.be_year, OLD.filed_on, OLD.filed_by_id)
       OR OLD.state <> 'filed' AND (
          (NEW.event_on, NEW.event_no, NEW.facts, NEW.claimant_name, NEW.claimant_relation, NEW.by_proxy, NEW.payee_name)
          IS DISTINCT FROM
          (OLD.event_on, OLD.event_no, OLD.facts, OLD.claimant_name, OLD.claimant_relation, OLD.by_proxy, OLD.payee_name)
          OR (NEW.version_id, NEW.amount, NEW.working, NEW.checks, NEW.agreed_by_id)
          IS DISTINCT FROM (OLD.version_id, OLD.amount, OLD.working, OLD.checks, OLD.agreed_by_id))
       OR (NEW.version_id, NEW.amount, NEW.agreed_by_id) IS DISTINCT FROM (OLD.version_id, OLD.amount, OLD.agreed_by_id)
          AND NEW.state <> 'agreed'
       OR NEW.approved_by_id IS DISTINCT FROM OLD.approved_by_id AND NOT (OLD.state = 'agreed' AND NEW.state = 'approved')
       OR (NEW.paid_by_id, NEW.paid_on, NEW.entry_id) IS DISTINCT FROM (OLD.paid_by_id, OLD.paid_on, OLD.entry_id)
          AND NOT (OLD.state = 'approved' AND NEW.state = 'paid') THEN
        PERFORM ledger_refuse('claim_is_kept', 'a claim stays as it was agreed, approved and paid');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER claim_kept BEFORE INSERT OR UPDATE OR DELETE ON welfare_claim
    FOR EACH ROW EXECUTE FUNCTION welfare_claim_is_kept();
ALTER TABLE welfare_claim ENABLE ALWAYS TRIGGER claim_kept;

CREATE TRIGGER claim_step_append_only BEFORE UPDATE OR DELETE ON welfare_claimstep
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_claimstep ENABLE ALWAYS TRIGGER claim_step_append_only;

-- Of a paper only its picture may go, when a wrong one was taken. What it proves stays written.
CREATE FUNCTION welfare_claim_paper_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP <> 'UPDATE'
       OR (NEW.id, NEW.network_id, NEW.claim_id, NEW.kind, NEW.is_health, NEW.seen, NEW.by_id, NEW.at)
          IS DISTINCT FROM (OLD.id, OLD.network_id, OLD.claim_id, OLD.kind, OLD.is_health, OLD.seen, OLD.by_id, OLD.at)
       OR NEW.picture IS NOT NULL AND NEW.picture IS DISTINCT FROM OLD.picture THEN
        PERFORM ledger_refuse('claim_paper_is_kept', 'a paper of a claim stays as it was taken in');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER claim_paper_kept BEFORE UPDATE OR DELETE ON welfare_claimpaper
    FOR EACH ROW EXECUTE FUNCTION welfare_claim_paper_is_kept();
ALTER TABLE welfare_claimpaper ENABLE ALWAYS TRIGGER claim_paper_kept;

CREATE TRIGGER claim_not_truncated BEFORE TRUNCATE ON welfare_claim
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_claim ENABLE ALWAYS TRIGGER claim_not_truncated;
CREATE TRIGGER claim_step_not_truncated BEFORE TRUNCATE ON welfare_claimstep
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_claimstep ENABLE ALWAYS TRIGGER claim_step_not_truncated;
CREATE TRIGGER claim_paper_not_truncated BEFORE TRUNCATE ON welfare_claimpaper
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE welfare_claimpaper ENABLE ALWAYS TRIGGER claim_paper_not_truncated;

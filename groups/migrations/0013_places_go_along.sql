-- A place in a fund or a funeral scheme stays with whom it was given to. It goes along with who moves to another group,
-- and runs on where a death that ended it is taken back.
CREATE OR REPLACE FUNCTION welfare_place_is_kept() RETURNS trigger AS $$
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

CREATE FUNCTION groups_moved(network integer, old uuid, new uuid) RETURNS boolean AS $$
    SELECT EXISTS (SELECT FROM groups_membership WHERE network_id = network AND id = new AND came_from_id = old)
$$ LANGUAGE sql STABLE;

CREATE OR REPLACE FUNCTION welfare_covered_is_kept() RETURNS trigger AS $$
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

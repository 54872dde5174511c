-- How many people joined and left an organisation in a month, kept with every membership by the database itself, so
-- that counting the members of a country reads organisations and months, never members. `verify` counts again (I-22f).
CREATE FUNCTION groups_members_flow() RETURNS trigger AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO groups_memberflow AS f (network_id, organisation_id, month, joined, gone)
        SELECT network_id, organisation_id, month, -sum(joined), -sum(gone) FROM (
            SELECT network_id, organisation_id, date_trunc('month', joined_on::timestamp)::date AS month, 1 AS joined, 0 AS gone
              FROM before WHERE person_id IS NOT NULL AND state <> 'applied'
            UNION ALL
            SELECT network_id, organisation_id, date_trunc('month', ended_on::timestamp)::date, 0, 1
              FROM before WHERE person_id IS NOT NULL AND state <> 'applied' AND ended_on IS NOT NULL) moves
         GROUP BY network_id, organisation_id, month
            ON CONFLICT (network_id, organisation_id, month)
            DO UPDATE SET joined = f.joined + excluded.joined, gone = f.gone + excluded.gone;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO groups_memberflow AS f (network_id, organisation_id, month, joined, gone)
        SELECT network_id, organisation_id, month, sum(joined), sum(gone) FROM (
            SELECT network_id, organisation_id, date_trunc('month', joined_on::timestamp)::date AS month, 1 AS joined, 0 AS gone
              FROM after WHERE person_id IS NOT NULL AND state <> 'applied'
            UNION ALL
            SELECT network_id, organisation_id, date_trunc('month', ended_on::timestamp)::date, 0, 1
              FROM after WHERE person_id IS NOT NULL AND state <> 'applied' AND ended_on IS NOT NULL) moves
         GROUP BY network_id, organisation_id, month
            ON CONFLICT (network_id, organisation_id, month)
            DO UPDATE SET joined = f.joined + excluded.joined, gone = f.gone + excluded.gone;
    END IF;
    RETURN NULL;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER members_flow_added AFTER INSERT ON groups_membership
    REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION groups_members_flow();
CREATE TRIGGER members_flow_changed AFTER UPDATE ON groups_membership
    REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION groups_members_flow();
CREATE TRIGGER members_flow_removed AFTER DELETE ON groups_membership
    REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION groups_members_flow();

-- Members that are there already.
INSERT INTO groups_memberflow (network_id, organisation_id, month, joined, gone)
SELECT network_id, organisation_id, month, sum(joined), sum(gone) FROM (
    SELECT network_id, organisation_id, date_trunc('month', joined_on::timestamp)::date AS month, 1 AS joined, 0 AS gone
      FROM groups_membership WHERE person_id IS NOT NULL AND state <> 'applied'
    UNION ALL
    SELECT network_id, organisation_id, date_trunc('month', ended_on::timestamp)::date, 0, 1
      FROM groups_membership WHERE person_id IS NOT NULL AND state <> 'applied' AND ended_on IS NOT NULL) moves
 GROUP BY network_id, organisation_id, month;
ALTER TABLE groups_membership ENABLE ALWAYS TRIGGER members_flow_added;
ALTER TABLE groups_membership ENABLE ALWAYS TRIGGER members_flow_changed;
ALTER TABLE groups_membership ENABLE ALWAYS TRIGGER members_flow_removed;

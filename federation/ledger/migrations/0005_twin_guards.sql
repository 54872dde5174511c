-- What the database itself refuses of money between two books.

-- Twins come in two, in one statement: each names the other, one is the upper, and both stand on accounts of their
-- own book that take lines.
CREATE FUNCTION ledger_twins_name_each_other() RETURNS trigger AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM added t
          LEFT JOIN ledger_account a ON a.id = t.account_id
          LEFT JOIN ledger_twin o ON o.network_id = t.other_network_id AND o.account_id = t.other_account_id
         WHERE (a.network_id, a.book_id, a.is_control) IS DISTINCT FROM (t.network_id, t.book_id, false)
            OR (o.book_id, o.other_network_id, o.other_book_id, o.other_account_id, o.is_upper, o.since)
               IS DISTINCT FROM (t.other_book_id, t.network_id, t.book_id, t.account_id, NOT t.is_upper, t.since)) THEN
        PERFORM ledger_refuse('twins_name_each_other', 'two accounts that stand for the same money name each other');
    END IF;
    RETURN NULL;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER twin_named_by_its_twin AFTER INSERT ON ledger_twin
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_twins_name_each_other();
CREATE TRIGGER twin_append_only BEFORE UPDATE OR DELETE ON ledger_twin
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER twin_not_truncated BEFORE TRUNCATE ON ledger_twin
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

-- An entry of kind "between" mirrors one of another book: its key names that one, of the same event and day, and what
-- it moves on twin accounts is the opposite of what that one moves on theirs.
CREATE FUNCTION ledger_between_mirrors() RETURNS trigger AS $$
DECLARE e ledger_entry; original ledger_entry;
BEGIN
    FOR e IN SELECT * FROM added WHERE kind = 'between' LOOP
        original := NULL;
        IF e.key ~ '^between:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN
            SELECT * INTO original FROM ledger_entry WHERE id = substr(e.key, 9)::uuid;
        END IF;
        IF original.id IS NULL OR original.book_id = e.book_id OR original.event <> e.event
           OR original."on" <> e."on" OR EXISTS (
            SELECT 1
              FROM (SELECT t.other_account_id AS account_id, sum(l.debit - l.credit) AS moved
                      FROM ledger_line l
                      JOIN ledger_twin t ON t.network_id = l.network_id AND t.account_id = l.account_id
                     WHERE l.entry_id = original.id AND t.other_book_id = e.book_id GROUP BY 1) there
              FULL JOIN (SELECT l.account_id, sum(l.credit - l.debit) AS moved
                           FROM ledger_line l
                           JOIN ledger_twin t ON t.network_id = l.network_id AND t.account_id = l.account_id
                          WHERE l.entry_id = e.id GROUP BY 1) here ON here.account_id = there.account_id
             WHERE there.moved IS DISTINCT FROM here.moved) THEN
            PERFORM ledger_refuse('between_mirrors_its_entry', format('entry %s is not the mirror of one in another book', e.number));
        END IF;
    END LOOP;
    RETURN NULL;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER between_mirrors AFTER INSERT ON ledger_entry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_between_mirrors();

ALTER TABLE ledger_twin ENABLE ALWAYS TRIGGER twin_named_by_its_twin;
ALTER TABLE ledger_twin ENABLE ALWAYS TRIGGER twin_append_only;
ALTER TABLE ledger_twin ENABLE ALWAYS TRIGGER twin_not_truncated;
ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER between_mirrors;

-- What the database itself refuses, whatever the program does. Refusals are check violations (23514) and
-- carry a constraint name, so that a program can tell them apart.

CREATE FUNCTION ledger_refuse(rule text, words text) RETURNS void AS $$
BEGIN
    RAISE EXCEPTION '%', words USING ERRCODE = 'check_violation', CONSTRAINT = rule;
END $$ LANGUAGE plpgsql;

CREATE FUNCTION ledger_netstring(part text) RETURNS text AS $$
    SELECT octet_length(part) || ':' || part || ','
$$ LANGUAGE sql IMMUTABLE;

-- What an entry's lines come to, read once: their canonical text ("n code fund kind debit credit receipt", joined
-- by ";"), what is wrong with them, and the sums by the account whose month they count into.
CREATE TYPE ledger_facts AS (
    lines int, last_n int, strange boolean, on_control boolean, misdated boolean, below_zero boolean,
    unbalanced boolean, canonical text, totals uuid[], debits numeric[], credits numeric[]
);

CREATE FUNCTION ledger_facts_of(e ledger_entry) RETURNS ledger_facts AS $$
    WITH line AS MATERIALIZED (
        SELECT l.n, l.debit, l.credit, l.receipt, a.code, a.fund, a.kind, a.is_control,
               coalesce(a.control_id, a.id) AS total,
               (a.book_id, a.network_id, l.network_id) IS DISTINCT FROM (e.book_id, e.network_id, e.network_id) AS strange,
               l.number <> e.number OR l."on" <> e."on" AS misdated,
               a.never_negative AND CASE WHEN a.kind IN ('asset', 'expense')
                                         THEN l.balance < 0 ELSE l.balance > 0 END AS below_zero
          FROM ledger_line l LEFT JOIN ledger_account a ON a.id = l.account_id
         WHERE l.entry_id = e.id
    ), moved AS (
        SELECT total, sum(debit) AS debit, sum(credit) AS credit FROM line GROUP BY total
    )
    SELECT ROW(count(*)::int, coalesce(max(n), 0)::int, bool_or(strange), bool_or(is_control), bool_or(misdated),
               bool_or(below_zero),
               EXISTS (SELECT 1 FROM line GROUP BY fund HAVING sum(debit) <> sum(credit)),
               string_agg(concat_ws(' ', n, code, fund, kind, debit::text, credit::text, coalesce(receipt::text, '-')),
                          ';' ORDER BY n),
               (SELECT array_agg(total ORDER BY total) FROM moved),
               (SELECT array_agg(debit ORDER BY total) FROM moved),
               (SELECT array_agg(credit ORDER BY total) FROM moved))::ledger_facts
      FROM line
$$ LANGUAGE sql STABLE;

-- The receipts of an entry as one digest: "number payer amount lines", joined by ";".
CREATE FUNCTION ledger_receipts_digest(of_entry uuid) RETURNS bytea AS $$
    SELECT sha256(convert_to(string_agg(
               concat_ws(' ', r.be_year, r.number, r.payer, r.amount::text, array_to_string(r.lines, ',')),
               ';' ORDER BY r.number), 'UTF8'))
      FROM ledger_receipt r WHERE r.entry_id = of_entry
$$ LANGUAGE sql STABLE;

-- The hash an entry must carry: its canonical text chained to the hash before it. No DateStyle, no time zone.
CREATE FUNCTION ledger_entry_hash(e ledger_entry, lines text) RETURNS bytea AS $$
    SELECT sha256('\x02'::bytea || e.previous_hash || sha256('\x00'::bytea || convert_to('SG1'
        || ledger_netstring(e.book_id::text)
        || ledger_netstring(e.number::text)
        || ledger_netstring(e.id::text)
        || ledger_netstring(to_char(e."on", 'YYYY-MM-DD'))
        || ledger_netstring(e.kind)
        || ledger_netstring(e.key)
        || ledger_netstring(e.event::text)
        || ledger_netstring(coalesce(to_char(e.concerns_month, 'YYYY-MM-DD'), '-'))
        || ledger_netstring(coalesce(e.reverses_id::text, '-'))
        || ledger_netstring(coalesce(e.corrects_id::text, '-'))
        || ledger_netstring(e.by_id::text)
        || ledger_netstring(coalesce(e.checked_by_id::text, '-'))
        || ledger_netstring(to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
        || ledger_netstring(coalesce(encode(e.receipts_digest, 'hex'), '-'))
        || ledger_netstring(coalesce(encode(e.memo_digest, 'hex'), '-'))
        || ledger_netstring(lines), 'UTF8')))
$$ LANGUAGE sql IMMUTABLE;

-- An entry is whole: numbered lines of its own book, both sides equal in every fund, on accounts that take lines.
CREATE FUNCTION ledger_entry_is_whole(e ledger_entry, found ledger_facts) RETURNS void AS $$
BEGIN
    IF found.lines < 2 OR found.last_n <> found.lines THEN
        PERFORM ledger_refuse('entry_has_its_lines', format('entry %s has %s lines, the last numbered %s', e.number, found.lines, found.last_n));
    ELSIF found.strange THEN
        PERFORM ledger_refuse('entry_stays_in_its_book', format('entry %s has a line on an account of another book', e.number));
    ELSIF found.on_control THEN
        PERFORM ledger_refuse('line_not_on_a_control_account', format('entry %s has a line on a control account', e.number));
    ELSIF found.misdated THEN
        PERFORM ledger_refuse('line_repeats_its_entry', format('a line of entry %s has another number or date', e.number));
    ELSIF found.unbalanced THEN
        PERFORM ledger_refuse('entry_balances_in_each_fund', format('entry %s does not balance', e.number));
    ELSIF found.below_zero THEN
        PERFORM ledger_refuse('account_not_below_zero', format('entry %s takes an account below zero', e.number));
    END IF;
END $$ LANGUAGE plpgsql;

-- A reversal is the exact mirror of one earlier entry of its book that is not itself a reversal.
CREATE FUNCTION ledger_reversal_mirrors(e ledger_entry) RETURNS void AS $$
DECLARE original ledger_entry;
BEGIN
    SELECT * INTO original FROM ledger_entry WHERE id = e.reverses_id AND network_id = e.network_id;
    IF original.id IS NULL OR original.book_id <> e.book_id OR original.kind = 'reversal' OR original."on" > e."on"
       OR EXISTS (
            (SELECT n, account_id, debit, credit FROM ledger_line WHERE entry_id = original.id
             EXCEPT SELECT n, account_id, credit, debit FROM ledger_line WHERE entry_id = e.id)
            UNION ALL
            (SELECT n, account_id, credit, debit FROM ledger_line WHERE entry_id = e.id
             EXCEPT SELECT n, account_id, debit, credit FROM ledger_line WHERE entry_id = original.id)) THEN
        PERFORM ledger_refuse('reversal_mirrors_its_entry', format('entry %s is not the mirror of what it reverses', e.number));
    END IF;
END $$ LANGUAGE plpgsql;

-- Receipts follow one another without a gap in their book and Buddhist year, and add up to the lines they name.
CREATE FUNCTION ledger_receipts_follow(e ledger_entry) RETURNS void AS $$
DECLARE found record; before int;
BEGIN
    SELECT count(*) AS n, min(number) AS first, max(number) AS last, min(be_year) AS year, max(be_year) AS last_year,
           bool_or(book_id <> e.book_id OR network_id <> e.network_id) AS strange
      INTO found FROM ledger_receipt WHERE entry_id = e.id;
    IF found.n = 0 THEN
        IF e.receipts_digest IS NOT NULL THEN
            PERFORM ledger_refuse('entry_covers_its_receipts', format('entry %s names receipts it has not', e.number));
        END IF;
        RETURN;
    END IF;
    SELECT coalesce(max(number), 0) INTO before FROM ledger_receipt
     WHERE network_id = e.network_id AND book_id = e.book_id AND be_year = found.year AND number < found.first;
    IF found.strange OR found.year <> found.last_year OR found.year <> extract(year FROM e."on") + 543
       OR found.first <> before + 1 OR found.last <> before + found.n THEN
        PERFORM ledger_refuse('receipt_numbers_follow', format('receipts of entry %s do not follow %s', e.number, before));
    END IF;
    IF e.receipts_digest IS DISTINCT FROM ledger_receipts_digest(e.id) THEN
        PERFORM ledger_refuse('entry_covers_its_receipts', format('entry %s does not cover its receipts', e.number));
    END IF;
    IF EXISTS (
        SELECT 1 FROM (SELECT number, amount, lines FROM ledger_receipt WHERE entry_id = e.id) r
          FULL JOIN (SELECT l.receipt, sum(l.credit) AS credits, array_agg(l.n ORDER BY l.n) AS lines
                       FROM ledger_line l WHERE l.entry_id = e.id AND l.receipt IS NOT NULL GROUP BY l.receipt) paid
            ON paid.receipt = r.number
         WHERE (paid.credits, paid.lines) IS DISTINCT FROM (r.amount, r.lines)) THEN
        PERFORM ledger_refuse('receipt_adds_up', format('a receipt of entry %s does not add up to its lines', e.number));
    END IF;
END $$ LANGUAGE plpgsql;

-- The month takes entries, and the entry is not dated after the day (in Thailand) it was recorded.
CREATE FUNCTION ledger_month_is_open(e ledger_entry, closed_through date) RETURNS void AS $$
BEGIN
    IF e."on" < (SELECT opened_on FROM ledger_book WHERE id = e.book_id) THEN
        PERFORM ledger_refuse('entry_not_before_its_book', format('entry %s is dated before its book opened', e.number));
    ELSIF closed_through IS NOT NULL AND date_trunc('month', e."on"::timestamp)::date <= closed_through THEN
        PERFORM ledger_refuse('entry_month_is_open', format('entry %s is dated in a closed month', e.number));
    ELSIF e."on" > (e.recorded_at AT TIME ZONE 'Asia/Bangkok')::date THEN
        PERFORM ledger_refuse('entry_not_in_the_future', format('entry %s is dated in the future', e.number));
    ELSIF e.concerns_month IS NOT NULL AND extract(day FROM e.concerns_month) <> 1 THEN
        PERFORM ledger_refuse('entry_concerns_a_month', format('entry %s concerns a date that is no month', e.number));
    END IF;
END $$ LANGUAGE plpgsql;

-- Debits and credits by account and month; a back-dated entry raises the openings after it.
CREATE FUNCTION ledger_count_into_month(e ledger_entry, found ledger_facts) RETURNS void AS $$
DECLARE in_month date := date_trunc('month', e."on"::timestamp)::date;
BEGIN
    INSERT INTO ledger_monthtotal AS t (network_id, book_id, account_id, month, opening, debit, credit)
    SELECT e.network_id, e.book_id, moved.total, in_month, coalesce(
               (SELECT p.opening + p.debit - p.credit FROM ledger_monthtotal p
                 WHERE p.network_id = e.network_id AND p.account_id = moved.total AND p.month < in_month
                 ORDER BY p.month DESC LIMIT 1), 0), moved.debit, moved.credit
      FROM unnest(found.totals, found.debits, found.credits) AS moved (total, debit, credit)
    ON CONFLICT (network_id, account_id, month)
    DO UPDATE SET debit = t.debit + excluded.debit, credit = t.credit + excluded.credit;
    UPDATE ledger_monthtotal t SET opening = t.opening + moved.debit - moved.credit
      FROM unnest(found.totals, found.debits, found.credits) AS moved (total, debit, credit)
     WHERE t.network_id = e.network_id AND t.account_id = moved.total AND t.month > in_month;
END $$ LANGUAGE plpgsql;

-- The one place where an entry becomes part of its book.
CREATE FUNCTION ledger_settle() RETURNS trigger AS $$
DECLARE e ledger_entry; head ledger_head; found ledger_facts;
BEGIN
    FOR e IN SELECT * FROM added ORDER BY book_id, number LOOP
        SELECT * INTO head FROM ledger_head WHERE network_id = e.network_id AND book_id = e.book_id FOR UPDATE;
        IF head.book_id IS NULL OR e.number <> head.number + 1 OR e.previous_hash <> head.hash THEN
            PERFORM ledger_refuse('entry_continues_the_chain', format('entry %s does not follow the head of its book', e.number));
        ELSIF e.recorded_at < head.recorded_at THEN
            PERFORM ledger_refuse('entry_recorded_after_the_last', format('entry %s is recorded before the one before it', e.number));
        END IF;
        PERFORM ledger_month_is_open(e, head.closed_through);
        found := ledger_facts_of(e);
        PERFORM ledger_entry_is_whole(e, found);
        PERFORM ledger_receipts_follow(e);
        IF e.reverses_id IS NOT NULL THEN PERFORM ledger_reversal_mirrors(e); END IF;
        IF e.hash <> ledger_entry_hash(e, found.canonical) THEN
            PERFORM ledger_refuse('entry_hash_recomputes', format('the hash of entry %s does not recompute', e.number));
        END IF;
        PERFORM ledger_count_into_month(e, found);
        UPDATE ledger_head SET number = e.number, hash = e.hash, recorded_at = e.recorded_at
         WHERE network_id = e.network_id AND book_id = e.book_id;
    END LOOP;
    RETURN NULL;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER entry_settles AFTER INSERT ON ledger_entry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_settle();

-- Lines, receipts and memos are written before their entry; a written entry takes no more of them.
CREATE FUNCTION ledger_entry_is_complete() RETURNS trigger AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM added a JOIN ledger_entry e ON e.id = a.entry_id) THEN
        PERFORM ledger_refuse('entry_takes_no_more', format('a written entry takes no more rows of %s', TG_TABLE_NAME));
    END IF;
    RETURN NULL;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER line_before_its_entry AFTER INSERT ON ledger_line
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_is_complete();
CREATE TRIGGER receipt_before_its_entry AFTER INSERT ON ledger_receipt
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_is_complete();

-- What is written stays written.
CREATE FUNCTION ledger_is_append_only() RETURNS trigger AS $$
BEGIN
    PERFORM ledger_refuse(TG_TABLE_NAME || '_is_append_only', format('%s is append-only', TG_TABLE_NAME));
END $$ LANGUAGE plpgsql;

CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER line_append_only BEFORE UPDATE OR DELETE ON ledger_line
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER receipt_append_only BEFORE UPDATE OR DELETE ON ledger_receipt
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER submission_append_only BEFORE UPDATE OR DELETE ON ledger_submission
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER entry_not_truncated BEFORE TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER line_not_truncated BEFORE TRUNCATE ON ledger_line
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER receipt_not_truncated BEFORE TRUNCATE ON ledger_receipt
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER submission_not_truncated BEFORE TRUNCATE ON ledger_submission
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

-- The head moves by entries only; its months close one after the other and never reopen.
CREATE FUNCTION ledger_head_is_kept() RETURNS trigger AS $$
DECLARE next_month date;
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        PERFORM ledger_refuse('head_is_kept', 'the head of a book is never removed');
    ELSIF pg_trigger_depth() > 1 THEN
        RETURN NEW;
    END IF;
    SELECT coalesce((OLD.closed_through + interval '1 month')::date, opened_on) INTO next_month
      FROM ledger_book WHERE id = OLD.book_id;
    IF NEW.network_id <> OLD.network_id OR NEW.book_id <> OLD.book_id OR NEW.number <> OLD.number
       OR NEW.hash <> OLD.hash OR NEW.recorded_at IS DISTINCT FROM OLD.recorded_at THEN
        PERFORM ledger_refuse('head_is_kept', 'the head of a book moves by entries only');
    ELSIF NEW.closed_through IS DISTINCT FROM OLD.closed_through AND NEW.closed_through IS DISTINCT FROM next_month THEN
        PERFORM ledger_refuse('months_close_in_order', format('the next month to close is %s', next_month));
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER head_kept BEFORE UPDATE OR DELETE ON ledger_head
    FOR EACH ROW EXECUTE FUNCTION ledger_head_is_kept();
CREATE TRIGGER head_not_truncated BEFORE TRUNCATE ON ledger_head
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

-- Month totals are written by the settling of entries and by nobody else.
CREATE FUNCTION ledger_totals_are_kept() RETURNS trigger AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        PERFORM ledger_refuse('month_totals_are_kept', 'month totals follow from entries');
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER month_total_kept BEFORE INSERT OR UPDATE OR DELETE ON ledger_monthtotal
    FOR EACH ROW EXECUTE FUNCTION ledger_totals_are_kept();
CREATE TRIGGER month_total_not_truncated BEFORE TRUNCATE ON ledger_monthtotal
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

-- What the chain covers of an account does not change under it.
CREATE FUNCTION ledger_account_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.network_id, NEW.book_id, NEW.code, NEW.kind, NEW.fund, NEW.is_control)
       IS DISTINCT FROM (OLD.network_id, OLD.book_id, OLD.code, OLD.kind, OLD.fund, OLD.is_control)
       OR NEW.control_id IS DISTINCT FROM OLD.control_id THEN
        PERFORM ledger_refuse('account_is_kept', 'an account keeps its book, code, kind, fund and control');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER account_kept BEFORE UPDATE OR DELETE ON ledger_account
    FOR EACH ROW EXECUTE FUNCTION ledger_account_is_kept();

CREATE FUNCTION ledger_book_is_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.network_id, NEW.code, NEW.opened_on) IS DISTINCT FROM (OLD.network_id, OLD.code, OLD.opened_on) THEN
        PERFORM ledger_refuse('book_is_kept', 'a book keeps its network, code and first day');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER book_kept BEFORE UPDATE OR DELETE ON ledger_book
    FOR EACH ROW EXECUTE FUNCTION ledger_book_is_kept();

-- A holder's account belongs to the control account of its own book, fund and kind.
CREATE FUNCTION ledger_holder_fits() RETURNS trigger AS $$
BEGIN
    IF NEW.control_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_account c WHERE c.id = NEW.control_id AND c.is_control AND c.network_id = NEW.network_id
           AND c.book_id = NEW.book_id AND c.fund = NEW.fund AND c.kind = NEW.kind) THEN
        PERFORM ledger_refuse('holder_fits_its_control', 'a holder account belongs to a control account of its book, fund and kind');
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER account_holder_fits BEFORE INSERT ON ledger_account
    FOR EACH ROW WHEN (NEW.control_id IS NOT NULL) EXECUTE FUNCTION ledger_holder_fits();

-- Guards stand even where replication would skip them.
ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER entry_settles;
ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER entry_append_only;
ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER entry_not_truncated;
ALTER TABLE ledger_line ENABLE ALWAYS TRIGGER line_before_its_entry;
ALTER TABLE ledger_line ENABLE ALWAYS TRIGGER line_append_only;
ALTER TABLE ledger_line ENABLE ALWAYS TRIGGER line_not_truncated;
ALTER TABLE ledger_receipt ENABLE ALWAYS TRIGGER receipt_before_its_entry;
ALTER TABLE ledger_receipt ENABLE ALWAYS TRIGGER receipt_append_only;
ALTER TABLE ledger_receipt ENABLE ALWAYS TRIGGER receipt_not_truncated;
ALTER TABLE ledger_submission ENABLE ALWAYS TRIGGER submission_append_only;
ALTER TABLE ledger_submission ENABLE ALWAYS TRIGGER submission_not_truncated;
ALTER TABLE ledger_head ENABLE ALWAYS TRIGGER head_kept;
ALTER TABLE ledger_head ENABLE ALWAYS TRIGGER head_not_truncated;
ALTER TABLE ledger_monthtotal ENABLE ALWAYS TRIGGER month_total_kept;
ALTER TABLE ledger_monthtotal ENABLE ALWAYS TRIGGER month_total_not_truncated;
ALTER TABLE ledger_account ENABLE ALWAYS TRIGGER account_kept;
ALTER TABLE ledger_account ENABLE ALWAYS TRIGGER account_holder_fits;
ALTER TABLE ledger_book ENABLE ALWAYS TRIGGER book_kept;

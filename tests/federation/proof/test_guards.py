"""Guards that were taken away, swapped or set beside others: each is named."""

import re

import pytest
from django.db import connection, transaction

from federation.database import ROOT
from federation.proof import gather
from federation.proof.gather import APPS
from tests.federation.proof.faults import broken

pytestmark = pytest.mark.django_db

NOTHING = "RETURNS trigger AS $$ BEGIN RETURN NEW; END $$ LANGUAGE plpgsql"

TAMPERINGS = {
    "a trigger dropped": (
        "DROP TRIGGER act_append_only ON federation_act",
        {"I-44": ("federation_act.act_append_only",)},
    ),
    "a trigger that replication skips": (
        "ALTER TABLE ledger_line ENABLE TRIGGER line_append_only",
        {"I-44": ("ledger_line.line_append_only",)},
    ),
    "a trigger that watches less": (
        "CREATE OR REPLACE TRIGGER line_append_only BEFORE UPDATE ON ledger_line"
        " FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();"
        "ALTER TABLE ledger_line ENABLE ALWAYS TRIGGER line_append_only",
        {"I-44": ("ledger_line.line_append_only",)},
    ),
    "a trigger that never fires": (
        "CREATE OR REPLACE TRIGGER head_kept BEFORE UPDATE OR DELETE ON ledger_head"
        " FOR EACH ROW WHEN (false) EXECUTE FUNCTION ledger_head_is_kept();"
        "ALTER TABLE ledger_head ENABLE ALWAYS TRIGGER head_kept",
        {"I-44": ("ledger_head.head_kept",)},
    ),
    "a trigger of another function": (
        f"CREATE FUNCTION harmless() {NOTHING};"
        "CREATE OR REPLACE TRIGGER account_kept BEFORE UPDATE OR DELETE ON ledger_account"
        " FOR EACH ROW EXECUTE FUNCTION harmless();"
        "ALTER TABLE ledger_account ENABLE ALWAYS TRIGGER account_kept",
        {"I-44": ("ledger_account.account_kept",)},
    ),
    "one trigger more": (
        f"CREATE FUNCTION harmless() {NOTHING};"
        "CREATE TRIGGER a_little_more BEFORE INSERT ON ledger_line FOR EACH ROW EXECUTE FUNCTION harmless()",
        {"I-44": ("ledger_line.a_little_more",)},
    ),
    "a rule that swallows": (
        "CREATE RULE swallow AS ON DELETE TO ledger_receipt DO INSTEAD NOTHING",
        {"I-44": ("ledger_receipt.swallow",)},
    ),
    "a function emptied": (
        f"CREATE OR REPLACE FUNCTION ledger_is_append_only() {NOTHING}",
        {"I-44b": ("ledger_is_append_only",)},
    ),
    "a function that a guard calls, emptied": (
        "CREATE OR REPLACE FUNCTION ledger_refuse(rule text, words text) RETURNS void AS $$ $$ LANGUAGE sql",
        {"I-44b": ("ledger_refuse",)},
    ),
    "a namesake": (
        "CREATE FUNCTION ledger_refuse(rule varchar, words text) RETURNS void AS $$ $$ LANGUAGE sql",
        {"I-44b": ("ledger_refuse",)},
    ),
    "a function that looks elsewhere": (
        "ALTER FUNCTION ledger_settle() SET search_path = 'elsewhere', 'public'",
        {"I-44b": ("ledger_settle",)},
    ),
    "a check dropped": (
        "ALTER TABLE ledger_line DROP CONSTRAINT line_is_one_sided_and_capped",
        {"I-44c": ("ledger_line.line_is_one_sided_and_capped",)},
    ),
    "a unique dropped": (
        "ALTER TABLE ledger_entry DROP CONSTRAINT entry_fact_booked_once",
        {"I-44c": ("ledger_entry.entry_fact_booked_once",)},
    ),
    "a unique with a condition, dropped": (
        "DROP INDEX sheet_once_per_meeting_day",
        {"I-44c": ("groups_sheet.sheet_once_per_meeting_day",)},
    ),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_a_guard_that_was_tampered_with_is_named(tampering):
    change, named = TAMPERINGS[tampering]

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
        found = broken()
        transaction.set_rollback(True)

    assert found == named


def test_untouched_guards_stand():
    assert broken() == {}


def test_every_trigger_and_function_of_the_migrations_is_looked_for():
    text = "".join(path.read_text() for app in APPS for path in (ROOT / app).rglob("migrations/*.sql"))
    counts = {outcome.check.code: outcome.found.count for outcome in gather.verify(gather.Scope())}

    assert counts["I-44"] == len(re.findall(r"ENABLE ALWAYS TRIGGER", text)) > 0
    assert counts["I-44b"] == len(re.findall(r"FUNCTION \w+\([^()]*\)\s+RETURNS", text)) > 0
    assert counts["I-44c"] > 50

"""What the database itself refuses, even from code that forgets (see the .sql file)."""

from pathlib import Path

from django.db import migrations

FORWARD = Path(__file__).with_suffix(".sql").read_text()
FUNCTIONS = [
    "ledger_settle()",
    "ledger_entry_is_complete()",
    "ledger_is_append_only()",
    "ledger_head_is_kept()",
    "ledger_totals_are_kept()",
    "ledger_account_is_kept()",
    "ledger_book_is_kept()",
    "ledger_holder_fits()",
    "ledger_count_into_month(ledger_entry,ledger_facts)",
    "ledger_month_is_open(ledger_entry,date)",
    "ledger_receipts_follow(ledger_entry)",
    "ledger_reversal_mirrors(ledger_entry)",
    "ledger_entry_is_whole(ledger_entry,ledger_facts)",
    "ledger_entry_hash(ledger_entry,text)",
    "ledger_receipts_digest(uuid)",
    "ledger_facts_of(ledger_entry)",
    "ledger_netstring(text)",
    "ledger_refuse(text,text)",
]
BACKWARD = "".join(f"DROP FUNCTION {function} CASCADE;" for function in FUNCTIONS) + "DROP TYPE ledger_facts"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

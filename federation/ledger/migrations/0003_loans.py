"""Loans are held one by one: their accounts become control accounts, and recovered debts get an account of their own."""

from django.db import migrations, models

# The guard keeps an account as it is; here no line stands on it yet, so nothing the chain covers changes.
MAKE_CONTROLS = """
    ALTER TABLE ledger_account DISABLE TRIGGER account_kept;
    UPDATE ledger_account a SET is_control = true
     WHERE a.code IN ('13010', '13020', '13030') AND a.control_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM ledger_line l WHERE l.network_id = a.network_id AND l.account_id = a.id);
    ALTER TABLE ledger_account ENABLE ALWAYS TRIGGER account_kept;
"""
ADD_RECOVERIES = """
    INSERT INTO ledger_account (id, network_id, book_id, code, name_th, name_en, kind, fund, is_control, never_negative)
    SELECT gen_random_uuid(), b.network_id, b.id, '46040', 'หนี้สูญได้รับคืน', 'bad debts recovered', 'income', 'main',
           false, false
      FROM ledger_book b
     WHERE NOT EXISTS (SELECT 1 FROM ledger_account a WHERE a.book_id = b.id AND a.code = '46040');
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_guards")]
    operations = [
        migrations.AlterField(
            model_name="entry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opening", "opening balances"),
                    ("sheet", "deposit sheet"),
                    ("loan", "loan"),
                    ("transfer", "cash and bank"),
                    ("journal", "journal entry"),
                    ("closing", "month end"),
                    ("reversal", "reversal"),
                    ("correction", "correction"),
                ],
                max_length=12,
            ),
        ),
        migrations.RunSQL(MAKE_CONTROLS, migrations.RunSQL.noop),
        migrations.RunSQL(ADD_RECOVERIES, migrations.RunSQL.noop),
    ]

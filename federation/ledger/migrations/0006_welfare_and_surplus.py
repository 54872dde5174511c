from django.conf import settings
from django.db import migrations, models

# Books opened earlier get the accounts of funds, dividends and leavers. The dividend is kept group by group in a
# network (it has 31030), in one sum in a group.
ADD_ACCOUNTS = """
    INSERT INTO ledger_account (id, network_id, book_id, code, name_th, name_en, kind, fund, is_control, never_negative)
    SELECT gen_random_uuid(), b.network_id, b.id, new.code, new.name_th, new.name_en, new.kind, 'main',
           new.held OR new.code = '23040' AND EXISTS (
               SELECT 1 FROM ledger_account g WHERE g.book_id = b.id AND g.code = '31030'), false
      FROM ledger_book b
     CROSS JOIN (VALUES
        ('14040', 'เงินสงเคราะห์รอเก็บจากสมาชิก', 'funeral aid to collect from members', 'asset', false),
        ('14060', 'เงินปันผลรอรับจากเครือข่าย', 'dividend to come from the network', 'asset', true),
        ('23040', 'เงินปันผลและเฉลี่ยคืนรอจ่าย', 'dividend and refunds to be paid', 'liability', false),
        ('23050', 'เงินรอคืนผู้พ้นสมาชิกภาพและทายาท', 'to be returned to leavers and heirs', 'liability', false),
        ('23080', 'เงินค้างโอนให้กองทุน', 'owed to funds', 'liability', true),
        ('24030', 'เงินสงเคราะห์ค้างส่งเครือข่าย', 'funeral aid owed to the network', 'liability', true),
        ('34570', 'ทุนการศึกษา', 'education appropriation', 'equity', false),
        ('34580', 'เงินกันไว้เป็นค่าดำเนินงาน', 'set aside for running costs', 'equity', false),
        ('45030', 'เงินปันผลจากเครือข่าย', 'dividend from the network', 'income', false),
        ('53050', 'เงินสมทบที่จ่ายเข้ากองทุน', 'contributions paid into funds', 'expense', false)
     ) AS new (code, name_th, name_en, kind, held)
     WHERE NOT EXISTS (SELECT 1 FROM ledger_account a WHERE a.book_id = b.id AND a.code = new.code);
    SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0005_twin_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(ADD_ACCOUNTS, migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name="entry",
            name="entry_of_its_kind_needs_four_eyes",
        ),
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
                    ("between", "with another organisation"),
                    ("fund", "welfare and funds"),
                    ("year", "year end and surplus"),
                    ("leaving", "a member leaves"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ("opening", "reversal", "correction", "year", "leaving")), _negated=True),
                    ("checked_by__isnull", False),
                    _connector="OR",
                ),
                name="entry_of_its_kind_needs_four_eyes",
            ),
        ),
    ]

"""What came into a fund, its places and what two people decided of it stay as they were (see the .sql file)."""

from pathlib import Path

from django.db import migrations

FORWARD = Path(__file__).with_suffix(".sql").read_text()
TABLES = {
    "fund": "welfarefund",
    "dues_rule": "duesrule",
    "place": "enrolment",
    "dues_paid": "duespaid",
    "gift": "gift",
    "subsidy_round": "subsidyround",
    "fund_act": "fundact",
}
BACKWARD = "".join(
    [
        *(f"DROP TRIGGER {name}_not_truncated ON welfare_{table};" for name, table in TABLES.items()),
        "DROP TRIGGER dues_rule_append_only ON welfare_duesrule;",
        "DROP TRIGGER subsidy_round_append_only ON welfare_subsidyround;",
        "DROP FUNCTION welfare_fund_is_kept() CASCADE;",
        "DROP FUNCTION welfare_place_is_kept() CASCADE;",
        "DROP FUNCTION welfare_paid_is_kept() CASCADE;",
        "DROP FUNCTION welfare_fund_act_is_kept() CASCADE;",
    ]
)


class Migration(migrations.Migration):
    dependencies = [("welfare", "0005_covered_people_stay")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

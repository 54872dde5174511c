import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("groups", "0003_fines"), ("ledger", "0002_guards")]

    operations = [
        migrations.AddField(
            model_name="receiptprint",
            name="batch",
            field=models.UUIDField(default=uuid.uuid4),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="receiptprint",
            name="is_copy",
            field=models.BooleanField(default=False),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="receiptprint",
            constraint=models.UniqueConstraint(fields=("network", "batch", "receipt"), name="receipt_once_in_a_batch"),
        ),
        migrations.AddConstraint(
            model_name="receiptprint",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_copy", False)),
                fields=("network", "receipt"),
                name="receipt_printed_once_then_copied",
            ),
        ),
        migrations.AlterField(
            model_name="sheetrow",
            name="state",
            field=models.CharField(
                choices=[
                    ("blank", "not filled in"),
                    ("paid", "paid"),
                    ("part", "paid in part"),
                    ("absent", "absent"),
                    ("excused", "excused"),
                ],
                default="blank",
                max_length=8,
            ),
        ),
    ]

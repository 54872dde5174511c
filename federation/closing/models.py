"""Closed months, and acts that wait for a second pair of eyes."""

from django.conf import settings
from django.db import models

from federation.kit.ids import new_id


class ClosedMonth(models.Model):
    """A book's month, closed for ever: where the chain stood, and a digest of its trial balance."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="closed_months")
    book = models.ForeignKey("ledger.Book", models.PROTECT, related_name="+")
    month = models.DateField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
    head_number = models.PositiveIntegerField()
    head_hash = models.BinaryField(max_length=32)
    balances_digest = models.BinaryField(max_length=32)
    no_meeting_reason = models.CharField(
        max_length=300, blank=True, help_text="why a group that meets every month has no sheet in this one"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "book", "month"], name="month_closed_once"),
        ]

    def __str__(self):
        return f"{self.book_id} {self.month}"

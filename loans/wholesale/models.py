"""What a group did with money it borrowed, other than lending it on."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from federation.kit.fields import MoneyField
from federation.kit.ids import new_id


class FundFactKind(models.TextChoices):
    USED = "used", _("used by the group itself")
    RETURNED = "returned", _("came back from what was used")
    LOST = "lost", _("lost")
    RECOVERED = "recovered", _("recovered from what was lost")


class FundFact(models.Model):
    """A dated fact of a fund that is no loan: stock bought, work paid, money lost, or come back. Struck, not altered.

    `entry` is the entry of the group's book that it tells of, where there is one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    borrowing = models.ForeignKey("loans.Borrowing", models.PROTECT, related_name="facts")
    kind = models.CharField(_("what happened"), max_length=10, choices=FundFactKind)
    on = models.DateField(_("day"))
    amount = MoneyField(_("amount"))
    words = models.CharField(_("for what"), max_length=300)
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    struck_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    struck_at = models.DateTimeField(null=True)
    struck_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="fund_fact_amount_above_zero"),
        ]
        indexes = [models.Index(fields=["network", "borrowing", "on"], name="fund_fact_by_day")]

    def __str__(self):
        return f"{self.on} {self.kind} {self.amount}"

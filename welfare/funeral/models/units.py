"""Prepaid units given back when a place ends. Source: domain, 2 Funeral aid, model B."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from federation.kit.fields import MoneyField
from federation.kit.ids import new_id
from welfare.funeral.models.schemes import Covered


class UnitsBack(models.Model):
    """What is left of somebody's prepaid units once their place ended: proposed by one person, paid by another."""

    class To(models.TextChoices):
        HEIRS = "heirs", _("the named person or the heirs")
        MEMBER = "member", _("the member who left")
        FUND = "fund", _("the scheme's fund, by the terms")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    covered = models.ForeignKey(Covered, models.PROTECT, related_name="units_back")
    kind = models.CharField(_("goes to"), max_length=10, choices=To)
    name = models.CharField(_("name"), max_length=200, blank=True)
    relation = models.CharField(_("relation"), max_length=60, blank=True)
    amount = MoneyField(_("amount"))
    on = models.DateField(_("day"))
    purse = models.CharField(max_length=10, default="cash")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="units_back_above_zero"),
            models.CheckConstraint(condition=Q(kind="fund") ^ ~Q(name=""), name="units_back_to_somebody"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="units_back_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(agreed=True, entry__isnull=False, decided_by__isnull=False)
                | (Q(agreed=None) | Q(agreed=False)) & Q(entry=None),
                name="units_back_agreed_has_its_entry",
            ),
        ]

    def __str__(self):
        return f"{self.covered_id} {self.amount}"

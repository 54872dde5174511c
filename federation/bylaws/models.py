"""The bylaws as data: each value with the date it holds from and the resolution that set it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from federation.kit.ids import new_id


class BylawValue(models.Model):
    """What an organisation resolved on one rule. Append-only: a later resolution adds a row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="bylaw_values")
    rule = models.SlugField(max_length=40)
    value = models.JSONField()
    holds_from = models.DateField(_("holds from"))
    resolution_no = models.CharField(_("resolution number"), max_length=40)
    resolution_on = models.DateField(_("date of the resolution"))
    resolution_text = models.TextField(_("words of the resolution"), blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "organisation", "rule", "holds_from", "set_at"],
                name="bylaw_set_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(holds_from__gte=F("resolution_on")),
                name="bylaw_does_not_hold_before_its_resolution",
            ),
        ]

    def __str__(self):
        return f"{self.rule} = {self.value} from {self.holds_from}"

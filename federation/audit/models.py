"""The log of acts: append-only, without secrets, without national IDs."""

from django.conf import settings
from django.db import models

from federation.kit.ids import new_id


class Act(models.Model):
    """Someone did something to something: who, when, where, before and after. Kept by trigger from any change."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    what = models.SlugField(max_length=60)
    about = models.CharField(max_length=120, blank=True, help_text="the thing acted on, as kind:id")
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["network", "about", "at"], name="act_by_thing"),
            models.Index(fields=["network", "organisation", "at"], name="act_by_organisation"),
            models.Index(fields=["by", "at"], name="act_by_person"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d} {self.what} {self.about}"

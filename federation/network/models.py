"""The reports of all groups of a network, asked for in one go and made by a worker."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from federation.kit.ids import new_id


class ReportBatch(models.Model):
    """One press of the button "all groups' reports of a month". `content` is the finished file."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("being made")
        DONE = "done", _("ready")
        FAILED = "failed", _("could not be made")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    month = models.DateField()
    language = models.CharField(max_length=5)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    key = models.UUIDField(help_text="made when the form was drawn: pressed twice, it runs once")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    content = models.BinaryField(null=True)
    digest = models.BinaryField(max_length=32, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "key"], name="report_batch_once_per_press"),
            models.CheckConstraint(
                condition=Q(state="done", content__isnull=False, finished_at__isnull=False)
                | ~Q(state="done") & Q(content=None),
                name="report_batch_done_has_its_file",
            ),
        ]

    def __str__(self):
        return f"{self.month} {self.state}"


class BatchItem(models.Model):
    """One group's report within a batch: waiting, made, or why it could not be."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        MADE = "made", _("made")
        FAILED = "failed", _("could not be made")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    batch = models.ForeignKey(ReportBatch, models.PROTECT, related_name="items")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    words = models.CharField(max_length=300, blank=True)
    content = models.BinaryField(null=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "batch", "organisation"], name="batch_item_once_per_group"),
            models.CheckConstraint(
                condition=Q(state="made", content__isnull=False) | ~Q(state="made"), name="batch_item_made_has_its_file"
            ),
        ]

    def __str__(self):
        return f"{self.organisation_id} {self.state}"

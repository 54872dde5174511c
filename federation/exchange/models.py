"""Workbooks on their way in: the file as it came, what was decided about it, and what was made of it.

Besides, the running loans that are being written down before they are taken over.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from federation.kit.ids import new_id


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("being prepared")
    PROPOSED = "proposed", _("waits for a second person")
    POSTED = "posted", _("posted")
    DROPPED = "dropped", _("laid aside")


class RegisterImport(models.Model):
    """One workbook for one group; what was decided about it, and what was made of it.

    content: the file, sealed: it is full of national IDs. columns and decisions: {key of a doubt: answer}.
    digest: of the file, by which a re-run is known. made: what was posted, and the loans by member number, which
    stand in one sum until they are detailed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="register_imports")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    digest = models.BinaryField(max_length=32)
    columns = models.JSONField(default=dict)
    decisions = models.JSONField(default=dict)
    made = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    posted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("made_by")), name="import_checked_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state="posted", checked_by__isnull=False, posted_at__isnull=False) | ~Q(state="posted"),
                name="import_posted_was_checked",
            ),
            models.UniqueConstraint(
                fields=["network", "organisation"], condition=Q(state="posted"), name="import_posted_once_per_group"
            ),
        ]

    def __str__(self):
        return self.file_name


class LoanDraft(models.Model):
    """The running loans of a group as they are written down, until they are proposed and taken over.

    rows: each box as it was typed, right or wrong, so that the work can be left and taken up again. on: the day
    on which the loans come into the books. version: a page drawn before a later change is refused.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="loan_drafts")
    on = models.DateField()
    rows = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "organisation"], name="loan_draft_once_per_group"),
        ]

    def __str__(self):
        return f"{self.organisation_id} {self.on}"

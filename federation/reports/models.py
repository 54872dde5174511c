"""Reports as they were issued: the data they were made from, and the bytes that were handed out."""

from django.conf import settings
from django.db import models

from federation.kit.ids import new_id


class IssuedReport(models.Model):
    """A report put on the shelf. Its data never changes; a new finding makes a new version."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="issued_reports")
    name = models.SlugField(max_length=40)
    month = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    data = models.JSONField()
    digest = models.BinaryField(max_length=32)
    head_number = models.PositiveIntegerField()
    head_hash = models.BinaryField(max_length=32)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "organisation", "name", "month", "version"], name="issued_report_version_once"
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.month} v{self.version}"


class IssuedFile(models.Model):
    """The bytes of an issued report in one format; asked again, the same bytes are served."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    report = models.ForeignKey(IssuedReport, models.PROTECT, related_name="files")
    format = models.CharField(max_length=4)
    language = models.CharField(max_length=5)
    with_names = models.BooleanField(default=True, help_text="false for who is not of the group: members by number")
    content = models.BinaryField()
    digest = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "report", "format", "language", "with_names"], name="issued_file_once_per_format"
            ),
        ]

    def __str__(self):
        return f"{self.report_id}.{self.format}"

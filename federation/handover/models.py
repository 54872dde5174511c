"""How a group's month stands with its network, and the totals of months that a group keeps on paper."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from federation.kit.ids import new_id


class HandoverState(models.TextChoices):
    SENT = "sent", _("sent to the network")
    CHECKED = "checked", _("checked")
    RETURNED = "returned", _("returned")
    ACCEPTED = "accepted", _("accepted")


class Handover(models.Model):
    """One step of a month between a group and its network; the last one says how it stands. Never altered.

    `figures` are the nine heads of the month as they stood then, totals only (`handover.rules.Heads`); members'
    names never go up. Source: domain, 4.3 Monthly report.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="handovers")
    month = models.DateField()
    n = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=HandoverState)
    figures = models.JSONField()
    report = models.ForeignKey("federation.IssuedReport", models.PROTECT, null=True, related_name="+")
    words = models.CharField(_("reason or note"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "organisation", "month", "n"], name="handover_step_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="handover_month_is_its_first_day"),
            models.CheckConstraint(condition=~Q(state="returned") | ~Q(words=""), name="handover_returned_with_reason"),
        ]

    def __str__(self):
        return f"{self.organisation_id} {self.month} {self.state}"


class PaperMonth(models.Model):
    """The totals of a month that a group keeps on paper, as the network entered them; a newer version replaces."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="paper_months")
    month = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    figures = models.JSONField()
    source = models.CharField(_("taken from"), max_length=200, help_text="which paper, signed by whom")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "organisation", "month", "version"], name="paper_month_version_once"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="paper_month_is_its_first_day"),
        ]

    def __str__(self):
        return f"{self.organisation_id} {self.month} v{self.version}"

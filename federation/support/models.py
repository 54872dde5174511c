"""Who helps a group, what was agreed when the network stepped in, and how strong it was graded, with evidence."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from federation.kit.ids import new_id


class Facilitation(models.Model):
    """A facilitator looks after a group for a time (คุณอำนวย); old ones are kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="facilitations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="facilitations")
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "organisation", "user"],
                condition=Q(until=None),
                name="facilitation_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="facilitation_ends_after_it_begins"
            ),
        ]

    def __str__(self):
        return f"{self.user_id} {self.organisation_id}"


class Support(models.Model):
    """The network steps into a group in trouble: adviser, plan, and the figures before and after (R6).

    `before` and `after` are figures as they stood, {name: value}; both sides see them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="supports")
    number = models.PositiveIntegerField()
    trouble = models.CharField(_("what the trouble is"), max_length=500)
    adviser = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("adviser"))
    since = models.DateField(_("since"))
    resolution_no = models.CharField(_("resolution number"), max_length=40)
    resolution_on = models.DateField(_("date of the resolution"))
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    outcome = models.CharField(_("how it ended"), max_length=500, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "organisation", "number"], name="support_number_unique"),
            models.UniqueConstraint(
                fields=["network", "organisation"], condition=Q(ended_on=None), name="support_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("since")) & ~Q(outcome=""),
                name="support_ends_with_an_outcome",
            ),
        ]

    def __str__(self):
        return f"{self.organisation_id} {self.number}"


class SupportStep(models.Model):
    """A dated step of the plan: who does what by when, and when it was done. Notes are added, not rewritten."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    support = models.ForeignKey(Support, models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    what = models.CharField(_("what is done"), max_length=300)
    who = models.CharField(_("who does it"), max_length=200)
    due_on = models.DateField(_("by when"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    note = models.CharField(_("what was found"), max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "support", "position"], name="support_step_once"),
        ]

    def __str__(self):
        return self.what

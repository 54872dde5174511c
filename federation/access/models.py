"""Who holds which role, in which organisation, from when to when; and from which devices people are signed in."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from federation.access.permissions import Role
from federation.kit.ids import new_id


class AppointmentQuerySet(models.QuerySet):
    def confirmed(self):
        """Checked by a second person, or made when the installation was set up."""
        return self.filter(Q(checked_by__isnull=False) | ~Q(set_up_reason=""))

    def waiting(self):
        """Proposed, and nobody has said yes or no."""
        return self.filter(checked_by=None, declined_by=None, set_up_reason="")

    def live(self, on):
        """Not over on that day: holding, to begin later, or waiting for a second person."""
        return (
            self.filter(declined_by=None)
            .filter(Q(until=None) | Q(until__gte=on))
            .filter(Q(ended_on=None) | Q(ended_on__gt=on))
        )

    def holding(self, on):
        """Giving rights on that day; a term ends by itself."""
        return self.live(on).confirmed().filter(since__lte=on)


class Appointment(models.Model):
    """A user holds a role in an organisation for a term. Without a second person's check it gives no rights."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments")
    role = models.CharField(_("role"), max_length=30, choices=Role)
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="appointments")
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    ended_on = models.DateField(_("ended early on"), null=True, blank=True, help_text="first day without the role")
    resolution_no = models.CharField(_("resolution number"), max_length=40, blank=True)
    resolution_on = models.DateField(_("date of the resolution"), null=True, blank=True)
    appointed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    declined_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    set_up_reason = models.CharField(
        max_length=200, blank=True, help_text="why one person alone appointed, at the shell, before there were two"
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="appointment_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("since")), name="appointment_not_ended_before_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("appointed_by")),
                name="appointment_checked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("user")), name="appointment_not_checked_by_oneself"
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | Q(declined_by=None), name="appointment_checked_or_declined"
            ),
            models.CheckConstraint(
                condition=Q(set_up_reason="", appointed_by__isnull=False)
                | Q(set_up_reason__regex=r"\S.{9,}", appointed_by=None, checked_by=None, declined_by=None),
                name="appointment_by_someone_or_at_set_up",
            ),
        ]

    def __str__(self):
        return f"{self.user_id} {self.role} {self.organisation_id}"

    @property
    def last_day(self):
        """The last day with the role; None if the term has no end."""
        return self.ended_on - timedelta(days=1) if self.ended_on else self.until

    def state_on(self, day):
        """Return declined, waiting, over, later or holding."""
        if self.declined_by_id:
            return "declined"
        if not self.checked_by_id and not self.set_up_reason:
            return "waiting" if self.until is None or self.until >= day else "over"
        if self.last_day and self.last_day < day:
            return "over"
        return "later" if self.since > day else "holding"


class Session(AbstractBaseSession):
    """A browser that is signed in; the columns copy what the session itself says, so that it can be listed and ended.

    Shared by all networks, like the users.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=120, blank=True)
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    @classmethod
    def get_session_store_class(cls):
        return import_module(settings.SESSION_ENGINE).SessionStore

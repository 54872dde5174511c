"""Who holds which role, in which organisation, from when to when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from federation.access.permissions import Role
from federation.kit.ids import new_id


class AppointmentQuerySet(models.QuerySet):
    def holding(self, on):
        return self.filter(since__lte=on).filter(Q(until=None) | Q(until__gte=on))


class Appointment(models.Model):
    """A user holds a role in an organisation for a term; the term ends by itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments")
    role = models.CharField(_("role"), max_length=30, choices=Role)
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="appointments")
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    resolution_no = models.CharField(_("resolution number"), max_length=40, blank=True)
    resolution_on = models.DateField(_("date of the resolution"), null=True, blank=True)
    appointed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="appointment_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("appointed_by")),
                name="appointment_checked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("user")), name="appointment_not_checked_by_oneself"
            ),
        ]

    def __str__(self):
        return f"{self.user_id} {self.role} {self.organisation_id}"

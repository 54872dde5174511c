"""What is known of organisations: counts by kind and area with their source, and what each is good at.

Shared by all networks, like the organisations themselves.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from federation.kit.ids import new_id
from federation.organisations.models import Kind, Organisation


class AlsoKind(models.Model):
    """A further kind of an organisation besides its main one; it is counted once, under the main kind."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="also_kinds")
    kind = models.ForeignKey(Kind, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "kind"], name="also_kind_once")]

    def __str__(self):
        return f"{self.organisation_id} {self.kind_id}"


class KnownCount(models.Model):
    """How many groups of a kind there are in an area, or how large one organisation is, as somebody published it.

    What is not known is null, never zero. `place_code`: empty for the nation, a region ("R-south"), then 2, 4 or 6
    figures for province, district, tambon. A newer one of the same place, kind and organisation replaces it by its
    as-of date. Money in baht. `is_target`: what was planned, not what was found.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.ForeignKey(Kind, models.PROTECT, related_name="counts")
    place_code = models.CharField(_("area"), max_length=12, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="counts")
    groups = models.PositiveIntegerField(_("groups"), null=True, blank=True)
    members = models.PositiveIntegerField(_("members"), null=True, blank=True)
    money = models.DecimalField(_("funds, baht"), max_digits=16, decimal_places=2, null=True, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    as_of_precision = models.CharField(max_length=5, choices=[("day", "day"), ("month", "month"), ("year", "year")])
    is_target = models.BooleanField(_("a target, not counted"), default=False)
    source = models.CharField(_("source"), max_length=300)
    batch = models.UUIDField(null=True, help_text="the workbook it came by")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "place_code", "organisation", "as_of", "source"],
                name="known_count_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(organisation=None) | Q(groups=None), name="known_count_of_one_or_of_many"
            ),
        ]
        indexes = [models.Index(fields=["place_code", "kind"], name="known_count_by_place")]

    def __str__(self):
        return f"{self.kind_id} {self.place_code} {self.as_of}"


class StrengthSort(models.TextChoices):
    ACTIVITY = "activity", _("activity")
    STRONG_POINT = "strong_point", _("strong point")
    LIVELIHOOD = "livelihood", _("livelihood")
    LEADER = "leader", _("leader")


class Strength(models.Model):
    """What an organisation does or is good at, or who leads there (R15, R38): who can teach whom.

    A leader's name and telephone stand here only with consent, with its date.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="strengths")
    sort = models.CharField(_("what it is"), max_length=12, choices=StrengthSort)
    words = models.CharField(_("in words"), max_length=200)
    skeleton = models.TextField(editable=False)
    can_teach = models.BooleanField(_("can teach others"), default=False)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    consent_on = models.DateField(_("agreed to be found here on"), null=True, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(sort="leader") | Q(consent_on__isnull=False), name="strength_leader_has_agreed"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")), name="strength_ends_after_it_begins"
            ),
        ]

    def __str__(self):
        return self.words

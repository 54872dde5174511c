"""Meetings: where and when, who was host and chair, who came, what was said and resolved."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from federation.kit.ids import new_id


class MeetingKind(models.TextChoices):
    MONTHLY = "monthly", _("monthly meeting")
    COMMITTEE = "committee", _("committee meeting")
    GENERAL = "general", _("general meeting")


class Meeting(models.Model):
    """One meeting of a group or of a network; numbered within the Buddhist year, 3/2569.

    The host group names the chair, who need not be its chairman (R8). Issued, it stays as it was read aloud.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="meetings")
    kind = models.CharField(_("kind"), max_length=10, choices=MeetingKind, default=MeetingKind.MONTHLY)
    be_year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(_("number"))
    held_on = models.DateField(_("day"))
    month = models.DateField(help_text="first day of the month whose money is reported")
    began_at = models.TimeField(_("began at"), null=True, blank=True)
    ended_at = models.TimeField(_("ended at"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200)
    host = models.ForeignKey(
        "federation.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("host group")
    )
    chair = models.CharField(_("who chairs"), max_length=200, help_text="whoever the host group names")
    recorder = models.CharField(_("recorded by"), max_length=200, blank=True)
    checker = models.CharField(_("record checked by"), max_length=200, blank=True)
    next_on = models.DateField(_("next meeting"), null=True, blank=True)
    next_host = models.ForeignKey(
        "federation.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("next host")
    )
    issued_report = models.ForeignKey("federation.IssuedReport", models.PROTECT, null=True, related_name="+")
    correction = models.CharField(
        _("what is corrected, and why"), max_length=300, blank=True, help_text="an issued report is open for this"
    )
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "organisation", "kind", "be_year", "number"], name="meeting_number_unique"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="meeting_month_is_its_first_day"),
        ]
        indexes = [models.Index(fields=["network", "organisation", "-held_on"], name="meeting_newest")]

    def __str__(self):
        return f"{self.number}/{self.be_year}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be written in: not issued yet, or open for a correction that is named."""
        return self.issued_report_id is None or bool(self.correction)

    @property
    def report_state(self) -> str:
        """Whether the report is being written ("draft"), "issued", or issued and "correcting"."""
        if self.issued_report_id is None:
            return "draft"
        return "correcting" if self.correction else "issued"

    @property
    def report_name(self) -> str:
        """What its issued report is called on the shelf; versions count within the name."""
        return f"meeting-{self.kind}-{self.number}-{self.be_year}"


class AttendeeKind(models.TextChoices):
    COMMITTEE = "committee", _("committee")
    MEMBER = "member", _("members")
    FACILITATOR = "facilitator", _("facilitators")
    AGENCY = "agency", _("agencies and local government")
    GUEST = "guest", _("guests")


class Attendance(models.Model):
    """How many of one kind came from one group (or from none), and who excused themselves."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance")
    group = models.ForeignKey("federation.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=AttendeeKind)
    count = models.PositiveSmallIntegerField(_("people"))
    names = models.CharField(_("names"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "meeting", "group", "kind"], name="attendance_once", nulls_distinct=False
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.count}"


class Decision(models.TextChoices):
    NOTED = "noted", _("noted")
    AGREED = "agreed", _("agreed")
    APPROVED = "approved", pgettext_lazy("resolution", "approved")
    REFUSED = "refused", _("not approved")
    ASSIGNED = "assigned", _("assigned")


class Shows(models.TextChoices):
    """A table from the books that is printed under an item."""

    MONEY = "money", _("the money of the month")
    CASES = "cases", _("bad loans by number")
    GROUPS = "groups", _("the groups' month, one row each")


class MeetingItem(models.Model):
    """An item of the agenda: what was put, what was said, what was resolved. part: of the five of a Thai agenda.

    follows: an earlier resolution that is taken up again; done: it has been carried out.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    part = models.PositiveSmallIntegerField(_("part of the agenda"))
    position = models.PositiveSmallIntegerField()
    subject = models.CharField(_("subject"), max_length=200)
    discussion = models.TextField(_("facts and discussion"), blank=True, max_length=4000)
    decision = models.CharField(_("resolution"), max_length=10, choices=Decision, blank=True)
    resolution_no = models.PositiveSmallIntegerField(null=True, help_text="within the meeting, for what was resolved")
    resolution = models.CharField(_("what was resolved"), max_length=500, blank=True)
    responsible = models.CharField(_("who does it"), max_length=200, blank=True)
    due_on = models.DateField(_("by when"), null=True, blank=True)
    shows = models.CharField(_("table under it"), max_length=10, choices=Shows, blank=True)
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    done = models.BooleanField(_("carried out"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "meeting", "resolution_no"],
                condition=Q(resolution_no__isnull=False),
                name="resolution_number_unique",
            ),
            models.CheckConstraint(condition=Q(part__range=(1, 5)), name="meeting_item_in_one_of_five_parts"),
        ]

    def __str__(self):
        return self.subject

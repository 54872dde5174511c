"""Members who leave: of their own will, put out, moved to another group, or dead.

Source: domain, 1.2 Membership rules, and its cautions on death.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from federation.kit.fields import MoneyField
from federation.kit.ids import new_id


class DepartureKind(models.TextChoices):
    RESIGNATION = "resignation", _("resignation")
    EXPULSION = "expulsion", _("put out")
    TRANSFER = "transfer", _("moves to another group")
    DEATH = "death", _("death")


class DepartureState(models.TextChoices):
    ASKED = "asked", _("waits for the committee")
    NOTICED = "noticed", _("notice given")
    DECIDED = "decided", _("decided, not paid whole yet")
    DONE = "done", _("done")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")
    TAKEN_BACK = "taken_back", _("taken back")


class Departure(models.Model):
    """A member's leaving: asked by one person, decided by another with a resolution.

    `settlement`: the lines of the net as they were shown and decided: [{"what", "account", "loan", "amount"}], baht.
    `net` is what is to be paid out, after it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="departures")
    membership = models.ForeignKey("groups.Membership", models.PROTECT, related_name="departures")
    kind = models.CharField(max_length=12, choices=DepartureKind)
    on = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=300)
    grounds = models.JSONField(default=list, help_text="of an expulsion: what the ladder found, with days")
    notice_on = models.DateField(_("day of the written notice"), null=True, blank=True)
    to = models.ForeignKey("federation.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    new_membership = models.ForeignKey("groups.Membership", models.PROTECT, null=True, related_name="+")
    settlement = models.JSONField(default=list)
    net = MoneyField(default=0)
    state = models.CharField(max_length=10, choices=DepartureState, default=DepartureState.ASKED)
    resolution_no = models.CharField(_("resolution number"), max_length=40, blank=True)
    resolution_on = models.DateField(_("date of the resolution"), null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    event = models.UUIDField(null=True, help_text="joins its entries in all books")
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")
    back_reason = models.CharField(_("why it is taken back"), max_length=300, blank=True)
    back_asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    back_asked_at = models.DateTimeField(null=True)
    back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "membership"],
                condition=Q(state__in=["asked", "noticed", "decided", "done"]),
                name="departure_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="departure_decided_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(kind="expulsion")
                | ~Q(state__in=["decided", "done"])
                | Q(notice_on__isnull=False) & ~Q(resolution_no=""),
                name="expelled_after_notice_and_resolution",
            ),
            models.CheckConstraint(
                condition=Q(kind="transfer", to__isnull=False) | ~Q(kind="transfer") & Q(to=None),
                name="departure_to_a_group_is_a_transfer",
            ),
            models.CheckConstraint(condition=~Q(kind="death") | ~Q(state="refused"), name="death_is_never_refused"),
            models.CheckConstraint(
                condition=Q(back_by=None, state__in=["asked", "noticed", "decided", "done", "refused", "withdrawn"])
                | Q(state="taken_back", back_by__isnull=False) & ~Q(back_by=F("back_asked_by")) & ~Q(back_reason=""),
                name="departure_taken_back_by_two",
            ),
        ]

    def __str__(self):
        return f"{self.membership_id} {self.kind} {self.on}"

    @property
    def is_death(self):
        return self.kind == DepartureKind.DEATH

    @property
    def left_before(self):
        """Whether the membership had ended before: only what is still held is returned."""
        return any(ground.get("what") == "left_before" for ground in self.grounds)


RUNNING = (DepartureState.ASKED.value, DepartureState.NOTICED.value, DepartureState.DECIDED.value)


class PaidOut(models.Model):
    """What one person gets of a departure's net: the leaver, or an heir by share. Paid by one, checked by another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    departure = models.ForeignKey(Departure, models.PROTECT, related_name="payments")
    name = models.CharField(_("name"), max_length=200)
    relation = models.CharField(_("relation"), max_length=60, blank=True)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    amount = MoneyField(_("amount"))
    on = models.DateField(null=True)
    purse = models.CharField(max_length=10, blank=True)
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="paid_out_above_zero"),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("by")), name="paid_out_checked_by_another"
            ),
            models.CheckConstraint(
                condition=Q(on=None, entry=None) | Q(on__isnull=False, entry__isnull=False),
                name="paid_out_has_its_entry",
            ),
        ]

    def __str__(self):
        return f"{self.departure_id} {self.name} {self.amount}"


class Task(models.Model):
    """What a death leaves for the committee: a guarantee that stands, a loan to talk over with the heirs, a paper."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    departure = models.ForeignKey(Departure, models.PROTECT, related_name="tasks")
    what = models.CharField(max_length=20)
    guarantee = models.ForeignKey("loans.Guarantee", models.PROTECT, null=True, related_name="+")
    loan = models.ForeignKey("loans.Loan", models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("what was done"), max_length=300, blank=True)

    def __str__(self):
        return f"{self.departure_id} {self.what}"

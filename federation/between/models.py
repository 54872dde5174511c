"""Doubts about what another organisation entered in our book, and acts on the pool of the groups' savings."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from federation.kit.fields import MoneyField
from federation.kit.ids import new_id


class Dispute(models.Model):
    """A group doubts an entry that its network made in both books; agreed to, both sides are taken back.

    `entry` is the one in the group's own book; `taken_back` its reversal.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="disputes")
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, related_name="+")
    reason = models.CharField(_("what is wrong"), max_length=300)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed = models.BooleanField(null=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    taken_back = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "entry"], condition=Q(agreed=None) | Q(agreed=True), name="dispute_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="dispute_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(agreed=None, decided_by=None) | Q(agreed__isnull=False, decided_by__isnull=False),
                name="dispute_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(agreed=True) | Q(taken_back__isnull=False), name="dispute_agreed_is_taken_back"
            ),
        ]

    def __str__(self):
        return f"{self.entry_id} {self.agreed}"


class PoolAct(models.Model):
    """Interest on the groups' savings in the pool, or a withdrawal: proposed by one person, decided by another.

    `data`: interest {"until": day, "yearly_rate": "0.02", "parts": [[membership id, baht]]}; withdrawal {"from":
    "cash" or "bank"}. A withdrawal names the membership, and waits for the notice the bylaws ask.
    """

    class Kind(models.TextChoices):
        INTEREST = "interest", _("interest on savings in the pool")
        WITHDRAWAL = "withdrawal", _("withdrawal from the pool")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for a second person")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="pool_acts")
    kind = models.CharField(max_length=10, choices=Kind)
    membership = models.ForeignKey("groups.Membership", models.PROTECT, null=True, related_name="pool_acts")
    amount = MoneyField(_("amount"))
    on = models.DateField(_("day"))
    data = models.JSONField(default=dict, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    resolution_no = models.CharField(_("resolution number"), max_length=40, blank=True)
    resolution_on = models.DateField(_("date of the resolution"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="pool_act_amount_above_zero"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="pool_act_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state="done", entry__isnull=False, decided_by__isnull=False)
                | ~Q(state="done") & Q(entry=None),
                name="pool_act_done_has_its_entry",
            ),
            models.CheckConstraint(
                condition=Q(kind="withdrawal", membership__isnull=False) | Q(kind="interest", membership=None),
                name="pool_withdrawal_is_somebodys",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.on} {self.amount}"

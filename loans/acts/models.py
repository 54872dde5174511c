"""What two people do to a running loan: one proposes it with a reason, another carries it out or declines."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from federation.kit.ids import new_id


class ActKind(models.TextChoices):
    PAYOUT = "payout", _("pay out")
    LATE_PAYMENT = "late_payment", _("enter a late payment")
    OPENING = "opening", _("take over running loans")
    RESTRUCTURE = "restructure", _("restructure")
    RATE = "rate", _("change the rate")
    PAUSE = "pause", _("pause for flood or illness")
    WAIVER = "waiver", _("waive interest or fines")
    SET_OFF = "set_off", _("set off against savings or shares")
    GUARANTOR_CALL = "guarantor_call", _("call on guarantors")
    GUARANTOR_CHANGE = "guarantor_change", _("release or change a guarantor")
    CHARGE_OFF = "charge_off", _("charge off, keep the claim")
    WRITE_OFF = "write_off", _("write off for good")
    IN_COURT = "in_court", _("note that it is in court")
    GOODS_RETURN = "goods_return", _("take goods back")
    STRIKE = "strike", _("take back what was recorded")


REASON_LENGTH = 10
BY_RESOLUTION = ("restructure", "rate", "pause", "waiver", "guarantor_change", "charge_off", "write_off")


class Act(models.Model):
    """An act proposed and decided. `data` is what its form said; `event` is what it became.

    `would` is what it would do, as it was shown to both people: the lines of its entries, what else changes, and how
    the loan stands before and after. `strikes` is the earlier act that this one takes back.
    `loan` is empty only for taking over the running loans of a whole register, and for taking that back.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="loan_acts")
    loan = models.ForeignKey("loans.Loan", models.PROTECT, null=True, related_name="acts")
    kind = models.CharField(max_length=16, choices=ActKind)
    on = models.DateField(_("dated"))
    data = models.JSONField(default=dict)
    would = models.JSONField(default=dict)
    strikes = models.ForeignKey("self", models.PROTECT, null=True, related_name="struck_by")
    reason = models.CharField(_("reason"), max_length=300)
    resolution_no = models.CharField(_("resolution number"), max_length=40, blank=True)
    resolution_on = models.DateField(_("date of the resolution"), null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)
    event = models.ForeignKey("loans.LoanEvent", models.PROTECT, null=True, related_name="acts")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="act_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None, agreed=None)
                | Q(decided_by__isnull=False, decided_at__isnull=False, agreed__isnull=False),
                name="act_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(loan__isnull=False) | Q(kind__in=["opening", "strike"]), name="act_is_about_a_loan"
            ),
            models.UniqueConstraint(
                fields=["network", "loan", "kind"],
                condition=Q(decided_by=None, loan__isnull=False),
                name="act_asked_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["network", "organisation"],
                condition=Q(decided_by=None, loan=None),
                name="act_of_opening_asked_once_at_a_time",
            ),
            models.UniqueConstraint(fields=["network", "strikes"], condition=Q(agreed=True), name="act_struck_once"),
            models.CheckConstraint(condition=GreaterThanOrEqual(Length("reason"), REASON_LENGTH), name="act_says_why"),
            models.CheckConstraint(
                condition=~Q(kind__in=BY_RESOLUTION) | ~Q(resolution_no="") & Q(resolution_on__isnull=False),
                name="act_of_its_kind_needs_a_resolution",
            ),
            models.CheckConstraint(condition=Q(event=None) | Q(agreed=True), name="act_declined_does_nothing"),
        ]
        indexes = [models.Index(fields=["network", "organisation", "decided_at"], name="act_waiting")]

    def __str__(self):
        return f"{self.kind} {self.on}"

"""The dated facts of which a loan's state is made, and the papers that were issued."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from federation.kit.fields import MoneyField
from federation.kit.ids import new_id
from federation.kit.money import ZERO


class EventKind(models.TextChoices):
    OPENING = "opening", _("taken over")
    PAYOUT = "payout", _("paid out")
    REPAYMENT = "repayment", _("repaid")
    PREPAYMENT = "prepayment", _("principal paid early")
    WAIVER = "waiver", _("interest or fines waived")
    RATE = "rate", _("rate changed")
    SCHEDULE = "schedule", _("new schedule")
    PAUSE = "pause", _("paused")
    CHARGE_OFF = "charge_off", _("charged off")
    WRITE_OFF = "write_off", _("written off")
    RECOVERY = "recovery", _("recovered")


class LoanEvent(models.Model):
    """A dated fact of a loan. The state of a loan on any day follows from its events up to then, in order of date.

    The facts never change; what should not have been is struck, together with its entry. `principal`, `interest`,
    `fine` are how the amount is booked now; they and what stands `…_after` are worked out again when a fact of an
    earlier day comes in late. `unpaid_since`: due date of the oldest instalment not fully paid after this event,
    which may lie ahead; none when nothing is left to pay.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    loan = models.ForeignKey("loans.Loan", models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=EventKind)
    on = models.DateField()
    seq = models.PositiveIntegerField(help_text="order of recording within the loan")
    amount = MoneyField(default=ZERO)
    data = models.JSONField(default=dict, blank=True)
    payer = models.ForeignKey("groups.Membership", models.PROTECT, null=True, related_name="+")
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    struck_by = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")
    struck_at = models.DateTimeField(null=True)

    principal = MoneyField(default=ZERO)
    interest = MoneyField(default=ZERO)
    fine = MoneyField(default=ZERO)
    principal_after = MoneyField(default=ZERO)
    interest_after = MoneyField(default=ZERO)
    fine_after = MoneyField(default=ZERO)
    unpaid_since = models.DateField(null=True)
    after = models.JSONField(null=True, help_text="the whole state after the newest fact, so as not to begin anew")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "loan", "seq"], name="loan_event_seq_unique"),
            models.CheckConstraint(
                condition=Q(amount__gte=0, principal__gte=0, interest__gte=0, fine__gte=0),
                name="loan_event_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("by")), name="loan_event_checked_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["opening", "payout", "waiver", "charge_off", "write_off"])
                | Q(checked_by__isnull=False),
                name="loan_event_of_its_kind_needs_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["repayment", "prepayment"])
                | Q(struck_at__isnull=False)
                | Q(amount=F("principal") + F("interest") + F("fine")),
                name="loan_repayment_split_exactly",
            ),
            models.CheckConstraint(
                condition=Q(entry__isnull=False) | Q(kind__in=["waiver", "rate", "schedule", "pause", "write_off"]),
                name="loan_event_that_moves_money_has_its_entry",
            ),
        ]
        indexes = [
            models.Index(fields=["network", "loan", "-on", "-seq"], name="loan_event_newest"),
            models.Index(fields=["network", "entry"], name="loan_event_of_entry"),
        ]

    def __str__(self):
        return f"{self.on} {self.kind} {self.amount}"


class LoanAdjustment(models.Model):
    """What an entry moved between principal, interest and fines of an event, after a fact came in late; in baht."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    event = models.ForeignKey(LoanEvent, models.PROTECT, related_name="adjustments")
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, related_name="+")
    principal = MoneyField()
    interest = MoneyField()
    fine = MoneyField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "event", "entry"], name="loan_adjustment_once_per_entry"),
        ]

    def __str__(self):
        return f"{self.event_id} {self.principal}/{self.interest}/{self.fine}"


class Paper(models.Model):
    """A paper of a loan as it was issued: its number, and all that stood on it, so that it prints the same again."""

    class Kind(models.TextChoices):
        REQUEST = "request", _("loan request")
        CONTRACT = "contract", _("loan contract")
        GUARANTEE = "guarantee", _("contract of guarantee")
        SCHEDULE = "schedule", _("schedule of instalments")
        RELEASE = "release", _("release of debt and guarantors")
        QUOTE = "quote", _("settlement quote")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="loan_papers")
    request = models.ForeignKey("loans.LoanRequest", models.PROTECT, null=True, related_name="papers")
    loan = models.ForeignKey("loans.Loan", models.PROTECT, null=True, related_name="papers")
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.CharField(max_length=40)
    data = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "organisation", "kind", "number"], name="paper_number_unique"),
        ]

    def __str__(self):
        return f"{self.kind} {self.number}"

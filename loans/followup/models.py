"""The file of a loan that is late: what was done, by whom, what was promised, which letters went out."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from federation.kit.fields import MoneyField
from federation.kit.ids import new_id
from federation.kit.money import ZERO


class Outcome(models.TextChoices):
    CURED = "cured", _("paid up again")
    SETTLED = "settled", _("paid in full")
    RESTRUCTURED = "restructured", _("put on new terms")
    LAW_THEN_PAID = "law_then_paid", _("referred to law, then paid")
    JUDGED = "judged", _("decided by a court")
    WRITTEN_OFF = "written_off", _("written off")
    MISTAKEN = "mistaken", _("opened by mistake")


class Case(models.Model):
    """One spell of lateness of one loan. `code` stands for the borrower wherever names do not go.

    `step` is the step of the ladder it has come to; `owner` sees to the next one by `next_on`. `with_network_since`:
    the group asked its network for help, and from then on the network's committee sees the case.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="loan_cases")
    loan = models.ForeignKey("loans.Loan", models.PROTECT, related_name="cases")
    code = models.CharField(max_length=20)
    unpaid_since = models.DateField(help_text="due date of the oldest unpaid instalment when it was opened")
    opened_on = models.DateField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    step = models.CharField(max_length=20)
    owner = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    next_step = models.CharField(max_length=20, blank=True)
    next_on = models.DateField(null=True)
    named_contact = models.CharField(
        _("who else may be told"), max_length=200, blank=True, help_text="named for this by the borrower, in writing"
    )
    with_network_since = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    outcome = models.CharField(max_length=14, choices=Outcome, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "organisation", "code"], name="case_code_unique"),
            models.UniqueConstraint(
                fields=["network", "loan"], condition=Q(closed_on=None), name="case_one_open_per_loan"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, outcome="") | Q(closed_on__isnull=False) & ~Q(outcome=""),
                name="case_closed_has_an_outcome",
            ),
        ]
        indexes = [models.Index(fields=["network", "organisation", "next_on"], name="case_due")]

    def __str__(self):
        return self.code


class CaseStep(models.Model):
    """Something that was done in a case. Contacts carry the hour, for the law counts them.

    kind: a key of `loans.followup.rules.kinds`. to_guarantee: it went to this guarantor, else to the borrower;
    to_named: to whom the borrower named instead. cost: fees paid for it, in baht, journalled apart.
    What was written down stays: the database refuses a change.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20)
    on = models.DateField()
    hour = models.TimeField(null=True)
    is_contact = models.BooleanField(default=False)
    to_guarantee = models.ForeignKey("loans.Guarantee", models.PROTECT, null=True, related_name="+")
    to_named = models.BooleanField(default=False)
    place = models.CharField(_("place"), max_length=200, blank=True)
    cause = models.CharField(_("why it was not paid"), max_length=20, blank=True)
    note = models.CharField(_("what was said"), max_length=1000, blank=True)
    result = models.CharField(_("outcome"), max_length=300, blank=True)
    cost = MoneyField(default=ZERO)
    done_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_contact=False) | Q(hour__isnull=False), name="case_contact_has_its_hour"
            ),
            models.UniqueConstraint(
                fields=["network", "case", "on", "to_guarantee"],
                condition=Q(is_contact=True),
                nulls_distinct=False,
                name="case_one_contact_a_day",
            ),
            models.CheckConstraint(
                condition=Q(to_named=False) | Q(to_guarantee=None), name="case_contact_is_with_one_person"
            ),
        ]

    def __str__(self):
        return f"{self.on} {self.kind}"


class PaymentPromise(models.Model):
    """A promise to pay by a day. Kept or broken is not stored: it follows from what was paid."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="promises")
    made_on = models.DateField()
    amount = MoneyField(_("amount"))
    due_on = models.DateField(_("to be paid by"))
    by_guarantee = models.ForeignKey("loans.Guarantee", models.PROTECT, null=True, related_name="+")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_promise_above_zero"),
            models.CheckConstraint(condition=Q(due_on__gte=models.F("made_on")), name="payment_promise_looks_ahead"),
        ]

    def __str__(self):
        return f"{self.due_on} {self.amount}"


class Letter(models.Model):
    """A numbered letter with the sums of its day, kept as it went out. posted_as: the number of the postal receipt."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="loan_letters")
    case = models.ForeignKey(Case, models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    be_year = models.PositiveSmallIntegerField()
    to_guarantee = models.ForeignKey("loans.Guarantee", models.PROTECT, null=True, related_name="+")
    dated = models.DateField()
    data = models.JSONField()
    posted_on = models.DateField(null=True)
    posted_as = models.CharField(_("postal receipt"), max_length=40, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "organisation", "be_year", "number"], name="letter_number_unique_in_year"
            ),
        ]

    def __str__(self):
        return self.shown_number

    @property
    def shown_number(self):
        return f"{self.number}/{self.be_year}"

    @property
    def total(self):
        """What was due on its day, in baht."""
        return Decimal(self.data["sums"]["total"])

"""Contracts with their schedules, and what stands behind them: guarantees and bound savings."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from federation.kit.fields import MoneyField
from federation.kit.ids import new_id
from loans.lending.rules.numbers import CONTRACT_NO, GIVEN_BACK, LONGEST


class LoanState(models.TextChoices):
    SIGNED = "signed", _("signed, not paid out yet")
    RUNNING = "running", _("running")
    SETTLED = "settled", _("settled")
    CHARGED_OFF = "charged_off", _("charged off, still claimed")
    WRITTEN_OFF = "written_off", _("written off")
    CANCELLED = "cancelled", _("cancelled before it was paid out")


OPEN_STATES = (LoanState.SIGNED.value, LoanState.RUNNING.value, LoanState.CHARGED_OFF.value)


class LoanQuerySet(models.QuerySet):
    def of(self, organisation):
        return self.filter(network_id=organisation.network_key, organisation=organisation)

    def running(self):
        return self.filter(state=LoanState.RUNNING)


class Loan(models.Model):
    """A contract. What is owed is not stored here: principal is the balance of `account`, the rest is derived.

    `terms` are those of its product version, as signed (`ProductTerms`); `state` follows from its events.
    `in_court_since` and `restructured_on` set it in a class of its own, ahead of the months.
    `flags` name what an old, imported contract breaks that a new one may not ("above_ceiling", "guarantee_ring").
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="loans")
    number = models.PositiveIntegerField()
    contract_no = models.CharField(_("contract number"), max_length=40)
    membership = models.ForeignKey("groups.Membership", models.PROTECT, related_name="loans")
    request = models.ForeignKey("loans.LoanRequest", models.PROTECT, null=True, related_name="loans")
    product = models.ForeignKey("loans.Product", models.PROTECT, related_name="loans")
    product_version = models.ForeignKey("loans.ProductVersion", models.PROTECT, null=True, related_name="loans")
    terms = models.JSONField()
    principal = MoneyField(_("principal agreed"))
    effective_yearly_rate = models.DecimalField(max_digits=7, decimal_places=4, help_text="0.1500 is 15 % a year")
    signed_on = models.DateField(_("signed on"))
    last_due_on = models.DateField(_("last instalment due on"))
    account = models.ForeignKey("ledger.Account", models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=LoanState, default=LoanState.SIGNED)
    closed_on = models.DateField(null=True)
    restructured_on = models.DateField(null=True)
    in_court_since = models.DateField(null=True)
    is_imported = models.BooleanField(default=False)
    flags = models.JSONField(default=list, blank=True)
    fund = models.ForeignKey("loans.Borrowing", models.PROTECT, null=True, blank=True, related_name="lent_on")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    objects = LoanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "organisation", "number"], name="loan_number_unique"),
            models.UniqueConstraint(fields=["network", "organisation", "contract_no"], name="loan_contract_no_unique"),
            models.UniqueConstraint(fields=["network", "account"], name="loan_has_an_account_of_its_own"),
            models.UniqueConstraint(
                fields=["network", "request"], condition=Q(request__isnull=False), name="loan_once_per_request"
            ),
            models.CheckConstraint(
                condition=Q(contract_no__regex=CONTRACT_NO) & LessThanOrEqual(Length("contract_no"), LONGEST)
                | Q(contract_no__regex=GIVEN_BACK, state="cancelled"),
                name="loan_contract_no_says_nothing_else",
            ),
            models.CheckConstraint(condition=Q(principal__gt=0), name="loan_principal_above_zero"),
            models.CheckConstraint(
                condition=Q(is_imported=True) | Q(request__isnull=False), name="loan_comes_from_a_request_or_an_import"
            ),
            models.CheckConstraint(
                condition=Q(is_imported=True) | Q(effective_yearly_rate__lte="0.15"),
                name="loan_not_above_the_lawful_rate",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["settled", "written_off", "cancelled"], closed_on__isnull=False)
                | ~Q(state__in=["settled", "written_off", "cancelled"]) & Q(closed_on=None),
                name="loan_closed_has_a_date",
            ),
        ]
        indexes = [
            models.Index(fields=["network", "organisation", "state"], name="loan_by_state"),
            models.Index(fields=["network", "membership"], name="loan_of_member"),
        ]

    def __str__(self):
        return self.contract_no


class Guarantee(models.Model):
    """A member stands for a loan up to an amount, in writing. Released when the loan is settled, or by resolution.

    `amount` falls with the principal where the bylaws say so (derived, not stored). `called_on`: asked to pay.
    `notified_on`: told of the default, within 60 days (Civil Code s.686).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    request = models.ForeignKey("loans.LoanRequest", models.PROTECT, null=True, related_name="guarantees")
    loan = models.ForeignKey(Loan, models.PROTECT, null=True, related_name="guarantees")
    membership = models.ForeignKey("groups.Membership", models.PROTECT, related_name="guarantees")
    amount = MoneyField(_("amount guaranteed"))
    is_spouse = models.BooleanField(_("husband or wife of the borrower"), default=False)
    stands_from = models.DateField(null=True)
    notified_on = models.DateField(null=True)
    called_on = models.DateField(null=True)
    released_on = models.DateField(null=True)
    release_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "request", "membership"],
                condition=Q(request__isnull=False, released_on=None),
                name="guarantee_once_per_request_and_member",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="guarantee_amount_above_zero"),
            models.CheckConstraint(
                condition=Q(request__isnull=False) | Q(loan__isnull=False), name="guarantee_is_for_something"
            ),
        ]
        indexes = [models.Index(fields=["network", "membership"], name="guarantee_of_member")]

    def __str__(self):
        return f"{self.membership_id} {self.amount}"


class Lien(models.Model):
    """Savings that a loan or a guarantee binds: available is balance less liens, everywhere (feature 38)."""

    class Why(models.TextChoices):
        OWN_LOAN = "own_loan", _("own loan")
        GUARANTEE = "guarantee", _("guarantee")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    membership = models.ForeignKey("groups.Membership", models.PROTECT, related_name="liens")
    loan = models.ForeignKey(Loan, models.PROTECT, related_name="liens")
    why = models.CharField(max_length=10, choices=Why)
    amount = MoneyField(_("amount bound"))
    since = models.DateField()
    released_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "loan", "membership", "why"],
                condition=Q(released_on=None),
                name="lien_once_per_loan_and_member",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="lien_amount_above_zero"),
        ]
        indexes = [models.Index(fields=["network", "membership"], name="lien_of_member")]

    def __str__(self):
        return f"{self.membership_id} {self.amount}"


class ScheduleVersion(models.Model):
    """An agreed schedule: the contract's, and each one that took its place by a resolution. Old ones are kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    loan = models.ForeignKey(Loan, models.PROTECT, related_name="schedules")
    number = models.PositiveSmallIntegerField()
    holds_from = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    resolution_no = models.CharField(max_length=40, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "loan", "number"], name="schedule_number_unique"),
        ]

    def __str__(self):
        return f"{self.loan_id} {self.number}"


class ScheduleRow(models.Model):
    """One instalment as agreed; amounts in baht. `interest` is a forecast where interest runs on the actual balance."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    schedule = models.ForeignKey(ScheduleVersion, models.PROTECT, related_name="rows")
    n = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    principal = MoneyField()
    interest = MoneyField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "schedule", "n"], name="schedule_row_once"),
            models.CheckConstraint(condition=Q(principal__gte=0, interest__gte=0), name="schedule_row_not_negative"),
        ]

    def __str__(self):
        return f"{self.n}: {self.due_on}"

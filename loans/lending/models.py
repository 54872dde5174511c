"""Requests, decisions, contracts, guarantees, and the dated facts of which a loan's state is made."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from federation.kit.fields import MoneyField
from federation.kit.ids import new_id
from federation.kit.money import ZERO


class RequestState(models.TextChoices):
    ASKED = "asked", _("waits for a decision")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")
    SIGNED = "signed", _("contract signed")


class DecidedIn(models.TextChoices):
    COMMITTEE = "committee", _("the committee")
    GENERAL_MEETING = "general_meeting", _("the general meeting")


class LoanRequest(models.Model):
    """A member asks for a loan. Numbered in its organisation; decided by a resolution of the committee.

    `checks` is what all the rules said on the day of the decision; `goods` is [{name, unit, count, price}] of a loan
    in goods; `refinances` is the running loan that this one pays off.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="loan_requests")
    number = models.PositiveIntegerField()
    membership = models.ForeignKey("groups.Membership", models.PROTECT, related_name="loan_requests")
    product_version = models.ForeignKey("loans.ProductVersion", models.PROTECT, related_name="+")
    amount = MoneyField(_("amount"))
    instalments = models.PositiveSmallIntegerField(_("instalments"))
    first_due_on = models.DateField(_("first instalment due on"))
    due_dates = models.JSONField(default=list, blank=True, help_text="where the instalments follow no rhythm")
    purpose = models.CharField(_("what for"), max_length=200)
    repaid_from = models.CharField(_("repaid out of"), max_length=200, blank=True)
    is_urgent = models.BooleanField(_("illness or emergency"), default=False)
    goods = models.JSONField(default=list, blank=True)
    refinances = models.ForeignKey("loans.Loan", models.PROTECT, null=True, blank=True, related_name="refinanced_by")
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.ASKED)
    asked_on = models.DateField(_("asked on"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    checks = models.JSONField(default=list, blank=True)
    amount_approved = MoneyField(_("amount approved"), null=True, blank=True)
    instalments_approved = models.PositiveSmallIntegerField(_("instalments approved"), null=True, blank=True)
    resolution_no = models.CharField(_("resolution number"), max_length=40, blank=True)
    resolution_on = models.DateField(_("date of the resolution"), null=True, blank=True)
    resolution_text = models.CharField(_("what was resolved"), max_length=500, blank=True)
    decided_in = models.CharField(_("decided by"), max_length=15, choices=DecidedIn, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "organisation", "number"], name="loan_request_number_unique"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="loan_request_amount_above_zero"),
            models.CheckConstraint(condition=Q(instalments__gte=1), name="loan_request_has_instalments"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "refused", "signed"])
                | ~Q(resolution_no="") & Q(resolution_on__isnull=False, decided_by__isnull=False),
                name="loan_request_decided_by_a_resolution",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "signed"])
                | Q(amount_approved__isnull=False, instalments_approved__isnull=False)
                & Q(amount_approved__gt=0, instalments_approved__gte=1, amount_approved__lte=F("amount")),
                name="loan_request_approved_up_to_what_was_asked",
            ),
        ]
        indexes = [models.Index(fields=["network", "organisation", "state"], name="loan_request_by_state")]

    def __str__(self):
        return f"{self.number}"


class Seat(models.TextChoices):
    DECIDED = "decided", _("decided")
    OWN = "own", _("stood back: asks for the loan")
    GUARANTOR = "guarantor", _("stood back: guarantees it")
    KIN = "kin", _("stood back: close kin")
    ABSENT = "absent", _("absent")


class DecisionSeat(models.Model):
    """What one member of the committee did in the decision on a request. close_kin: declared as such."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    request = models.ForeignKey(LoanRequest, models.PROTECT, related_name="seats")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    seat = models.CharField(max_length=10, choices=Seat)
    close_kin = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "request", "person"], name="decision_seat_once_per_person"),
        ]

    def __str__(self):
        return f"{self.person_id} {self.seat}"


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
    request = models.ForeignKey(LoanRequest, models.PROTECT, null=True, related_name="loans")
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
    funded_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="lent_on")
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


class JointBorrower(models.Model):
    """A further debtor of a joint loan and the part of the principal that he or she uses; arrears are everybody's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    request = models.ForeignKey(LoanRequest, models.PROTECT, related_name="joint_borrowers")
    membership = models.ForeignKey("groups.Membership", models.PROTECT, related_name="joint_loans")
    part = MoneyField(_("part"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "request", "membership"], name="joint_borrower_once"),
            models.CheckConstraint(condition=Q(part__gt=0), name="joint_borrower_part_above_zero"),
        ]

    def __str__(self):
        return f"{self.membership_id} {self.part}"


class Guarantee(models.Model):
    """A member stands for a loan up to an amount, in writing. Released when the loan is settled, or by resolution.

    `amount` falls with the principal where the bylaws say so (derived, not stored). `called_on`: asked to pay.
    `notified_on`: told of the default, within 60 days (Civil Code s.686).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    request = models.ForeignKey(LoanRequest, models.PROTECT, null=True, related_name="guarantees")
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


class Collateral(models.Model):
    """Something given as security for a loan: what it is worth, on which day, by which paper."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    request = models.ForeignKey(LoanRequest, models.PROTECT, related_name="collaterals")
    kind = models.CharField(_("kind"), max_length=60)
    description = models.CharField(_("description"), max_length=300)
    value = MoneyField(_("value"))
    valued_on = models.DateField(_("valued on"))
    document_no = models.CharField(_("document"), max_length=100, blank=True)
    released_on = models.DateField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(value__gt=0), name="collateral_value_above_zero")]

    def __str__(self):
        return f"{self.kind} {self.value}"


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
    loan = models.ForeignKey(Loan, models.PROTECT, related_name="events")
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
    request = models.ForeignKey(LoanRequest, models.PROTECT, null=True, related_name="papers")
    loan = models.ForeignKey(Loan, models.PROTECT, null=True, related_name="papers")
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

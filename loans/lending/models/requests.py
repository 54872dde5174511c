"""Requests for loans, who asks beside whom, what is given as security, and how the committee decided."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from federation.kit.fields import MoneyField
from federation.kit.ids import new_id


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

    Where an organisation asks, `borrower_officers` is who came for it, and its own resolution to borrow is named.

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
    fund = models.ForeignKey("loans.Borrowing", models.PROTECT, null=True, blank=True, related_name="+")
    borrower_officers = models.CharField(_("who asks for the organisation"), max_length=200, blank=True)
    borrower_resolution_no = models.CharField(_("the borrower's resolution"), max_length=40, blank=True)
    borrower_resolution_on = models.DateField(_("date of the borrower's resolution"), null=True, blank=True)
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
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="loan_request_decided_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "signed"])
                | Q(amount_approved__isnull=False, instalments_approved__isnull=False)
                & Q(amount_approved__gt=0, instalments_approved__gte=1, amount_approved__lte=F("amount")),
                name="loan_request_approved_up_to_what_was_asked",
            ),
            models.CheckConstraint(
                condition=Q(borrower_resolution_no="", borrower_resolution_on=None)
                | ~Q(borrower_resolution_no="") & Q(borrower_resolution_on__isnull=False),
                name="loan_request_of_an_organisation_by_its_resolution",
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

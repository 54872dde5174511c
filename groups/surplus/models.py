"""The year's close, what becomes of its surplus, and each member's dividend.

Source: domain, 1.6 Annual profit and its allocation.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from federation.kit.fields import MoneyField
from federation.kit.ids import new_id


class YearState(models.TextChoices):
    PROPOSED = "proposed", _("waits for a second person")
    CLOSED = "closed", _("closed, before the general meeting")
    ADOPTED = "adopted", _("adopted by the general meeting")
    PAID = "paid", _("paid to the members")
    TAKEN_BACK = "taken_back", _("taken back")
    REFUSED = "refused", _("refused")


class Head(models.TextChoices):
    """What a surplus can go to; each has its account. Source: domain, 1.6 and 4.2."""

    DIVIDEND = "dividend", _("dividend")
    PATRONAGE = "patronage", _("refund on interest paid")
    RESERVE = "reserve", _("reserve")
    CONTRIBUTION = "contribution", _("contribution to the fund")
    RISK = "risk", _("risk reserve")
    PUBLIC = "public", _("public benefit")
    WELFARE = "welfare", _("welfare")
    COMMITTEE = "committee", _("committee")
    EDUCATION = "education", _("education")
    RUNNING = "running", _("running costs")
    FUNERAL = "funeral", _("funeral aid")
    LEADERS = "leaders", _("leader welfare")
    HOST = "host", _("meetings and hosts")


class YearClose(models.Model):
    """A business year closed: income and expenses carried to the surplus, by two people; reversible until adopted.

    `surplus` in baht, below zero in a loss year. `basis`: how the dividend is weighed and what is deducted, as adopted.
    `held_back` is what no head took: it stays in the surplus of earlier years.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="years_closed")
    since = models.DateField(_("from"))
    until = models.DateField(_("until"))
    surplus = MoneyField(_("surplus"))
    state = models.CharField(max_length=10, choices=YearState, default=YearState.PROPOSED)
    basis = models.JSONField(default=dict)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")
    struck_by = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")
    meeting_on = models.DateField(_("general meeting on"), null=True, blank=True)
    resolution_no = models.CharField(_("resolution number"), max_length=40, blank=True)
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    adoption_checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    adoption = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")
    back_asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    back_reason = models.CharField(_("why it is taken back"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "organisation", "until"],
                condition=~Q(state__in=["taken_back", "refused"]),
                name="year_closed_once",
            ),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="year_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="year_closed_by_two"
            ),
            models.CheckConstraint(
                condition=Q(adoption_checked_by=None) | ~Q(adoption_checked_by=F("adopted_by")),
                name="year_adopted_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["adopted", "paid"])
                | Q(adoption__isnull=False, meeting_on__isnull=False) & ~Q(resolution_no=""),
                name="year_adopted_has_its_resolution",
            ),
        ]

    def __str__(self):
        return f"{self.organisation_id} {self.until}"


class HeadPart(models.Model):
    """One head of the allocation: its per cent of the surplus and its baht. Together the percents are 100.00."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    year = models.ForeignKey(YearClose, models.PROTECT, related_name="heads")
    position = models.PositiveSmallIntegerField()
    head = models.CharField(max_length=12, choices=Head)
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    amount = MoneyField()
    fund = models.ForeignKey("welfare.WelfareFund", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "year", "head"], name="head_once_a_year"),
            models.CheckConstraint(condition=Q(amount__gte=0, percent__gte=0), name="head_not_below_zero"),
        ]

    def __str__(self):
        return f"{self.head} {self.amount}"


class Into(models.TextChoices):
    CASH = "cash", _("cash")
    SHARES = "shares", _("shares")
    SATJA = "satja", _("satja savings")
    SPECIAL = "special", _("special savings")


class PayBatch(models.Model):
    """Dividends paid together as one entry, by two people: into members' accounts, or in money on a day.

    `purse` is the account the money comes from; none where all goes into members' accounts. Its parts point at it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    year = models.ForeignKey(YearClose, models.PROTECT, related_name="batches")
    on = models.DateField(_("paid on"))
    purse = models.ForeignKey("ledger.Account", models.PROTECT, null=True, related_name="+")
    total = MoneyField(_("together"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed = models.BooleanField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="dividend_batch_by_two"
            ),
            models.CheckConstraint(
                condition=Q(agreed=True, entry__isnull=False, decided_by__isnull=False)
                | Q(agreed=False, entry=None, decided_by__isnull=False)
                | Q(agreed=None, entry=None, decided_by=None),
                name="dividend_batch_agreed_has_its_entry",
            ),
            models.CheckConstraint(condition=Q(total__gt=0), name="dividend_batch_above_zero"),
        ]

    def __str__(self):
        return f"{self.year_id} {self.on} {self.total}"


class DividendPart(models.Model):
    """One member's part: weight as the basis says, dividend and refund by largest remainder, what is deducted, net.

    `deductions`: [[what, loan id or "", "baht"], …]. `working`: what the weight was made of, for the slip, and where it
    went when it was adopted.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    year = models.ForeignKey(YearClose, models.PROTECT, related_name="parts")
    membership = models.ForeignKey("groups.Membership", models.PROTECT, related_name="dividends")
    weight = models.DecimalField(max_digits=20, decimal_places=2)
    interest_paid = MoneyField(default=0)
    dividend = MoneyField(default=0)
    patronage = MoneyField(default=0)
    deducted = MoneyField(default=0)
    deductions = models.JSONField(default=list)
    working = models.JSONField(default=dict)
    into = models.CharField(max_length=8, choices=Into, default=Into.CASH)
    batch = models.ForeignKey(PayBatch, models.PROTECT, null=True, related_name="parts")
    paid_on = models.DateField(null=True)
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")
    paid_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "year", "membership"], name="dividend_part_once"),
            models.CheckConstraint(
                condition=Q(dividend__gte=0, patronage__gte=0, deducted__gte=0)
                & Q(deducted__lte=F("dividend") + F("patronage")),
                name="dividend_deducted_within",
            ),
            models.CheckConstraint(
                condition=Q(paid_on=None, entry=None) | Q(paid_on__isnull=False, entry__isnull=False),
                name="dividend_paid_has_its_entry",
            ),
        ]

    def __str__(self):
        return f"{self.membership_id} {self.dividend}"

    @property
    def gross(self):
        return self.dividend + self.patronage

    @property
    def net(self):
        return self.gross - self.deducted

    @property
    def way(self):
        """Where it goes as things stand; who left or died before it was paid gets money."""
        return Into.CASH if self.paid_on is None and self.membership.ended_on else Into(self.into)

    @property
    def way_adopted(self):
        """Where it went when it was adopted."""
        return Into(self.working.get("into", self.into))


class Choice(models.Model):
    """Where a member wants the dividend, from a year on; the newest counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    membership = models.ForeignKey("groups.Membership", models.PROTECT, related_name="dividend_choices")
    into = models.CharField(max_length=8, choices=Into)
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.membership_id} {self.into}"

"""What a fund pays for as rules kept as data, and members' claims from filing to receipt."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from federation.kit.fields import MoneyField
from federation.kit.ids import new_id


class WelfareType(models.TextChoices):
    """The kinds of welfare. Source: domain, 1.8 Welfare schedules, E."""

    BIRTH = "birth", _("birth")
    ILLNESS = "illness", _("illness")
    OLD_AGE = "old_age", _("old age")
    DEATH = "death", _("death")
    FUNERAL_COST = "funeral_cost", _("cost of the funeral")
    DISABILITY = "disability", _("disability and hardship")
    OCCUPATION = "occupation", _("occupation")
    EDUCATION = "education", _("education")
    CULTURE = "culture", _("custom and culture")
    HOUSING = "housing", _("housing")
    DISASTER = "disaster", _("disaster")
    PUBLIC_BENEFIT = "public_benefit", _("public benefit")
    NATURE = "nature", _("nature and environment")
    INFORMATION = "information", _("information")
    SERVICE = "service", _("thanks for service")
    EPIDEMIC = "epidemic", _("epidemic")


class Benefit(models.Model):
    """One kind of help a fund gives; what it gives is in its versions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    fund = models.ForeignKey("welfare.WelfareFund", models.PROTECT, related_name="benefits")
    code = models.SlugField(max_length=40)
    type = models.CharField(_("kind"), max_length=16, choices=WelfareType)
    name_th = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "fund", "code"], name="benefit_code_once_in_a_fund"),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return self.name_en if get_language() == "en" and self.name_en else self.name_th


class BenefitVersion(models.Model):
    """The rule of a benefit from a day on. `terms`: the rule as `claims.rules` reads it. `cases`: its test cases,
    [{"facts": …, "amount": "3000.00"}], run whenever the rule is changed. `text`: the bylaw's own words.

    An empty `terms` ends the benefit. A version never changes: what was claimed under it stays so.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    benefit = models.ForeignKey(Benefit, models.PROTECT, related_name="versions")
    holds_from = models.DateField(_("holds from"))
    terms = models.JSONField(default=dict)
    cases = models.JSONField(default=list)
    text = models.TextField(_("the rule in the bylaw's own words"), blank=True)
    resolution_no = models.CharField(_("resolution number"), max_length=40)
    resolution_on = models.DateField(_("date of the resolution"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "benefit", "holds_from"], name="benefit_version_once_a_day"),
        ]

    def __str__(self):
        return f"{self.benefit_id} from {self.holds_from}"


class ClaimState(models.TextChoices):
    FILED = "filed", _("filed")
    AGREED = "agreed", _("agreed by the committee")
    APPROVED = "approved", _("approved by the chair")
    PAID = "paid", _("claim paid")
    RECEIVED = "received", _("received")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("claim withdrawn")
    TAKEN_BACK = "taken_back", _("payment taken back")


DEAD_CLAIMS = (ClaimState.REFUSED.value, ClaimState.WITHDRAWN.value, ClaimState.TAKEN_BACK.value)


class Claim(models.Model):
    """A claim on a fund. `facts`: nights, children, and so on; nothing about health, which is in `ClaimHealth`.

    `amount`, `working`, `checks` and `version` are kept as they were worked out when the committee agreed; `working`
    is {"facts": what the rule was asked with, "amount": what it gave, "lines": how, "reason": why less was agreed}.
    `event_no` tells two events of one day apart (twins). `leader` names the place in the leaders' fund.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="claims")
    fund = models.ForeignKey("welfare.WelfareFund", models.PROTECT, related_name="claims")
    benefit = models.ForeignKey(Benefit, models.PROTECT, related_name="claims")
    version = models.ForeignKey(BenefitVersion, models.PROTECT, null=True, related_name="claims")
    membership = models.ForeignKey("groups.Membership", models.PROTECT, related_name="claims")
    number = models.PositiveIntegerField(_("number"))
    be_year = models.PositiveSmallIntegerField()
    event_on = models.DateField(_("day of the event"))
    event_no = models.PositiveSmallIntegerField(default=1)
    filed_on = models.DateField(_("filed on"))
    claimant_name = models.CharField(_("who files it"), max_length=200)
    claimant_relation = models.CharField(_("relation to the member"), max_length=60, blank=True)
    by_proxy = models.BooleanField(_("by proxy"), default=False)
    payee_name = models.CharField(_("to be paid to"), max_length=200)
    facts = models.JSONField(default=dict)
    amount = MoneyField(null=True)
    working = models.JSONField(default=list)
    checks = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=ClaimState, default=ClaimState.FILED)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    paid_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    paid_on = models.DateField(null=True)
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "fund", "be_year", "number"], name="claim_number_once"),
            models.UniqueConstraint(
                fields=["network", "benefit", "membership", "event_on", "event_no"],
                condition=~Q(state__in=DEAD_CLAIMS),
                name="claim_once_per_event",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | (~Q(approved_by=F("filed_by")) & ~Q(approved_by=F("agreed_by"))),
                name="claim_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(paid_by=None) | ~Q(paid_by=F("approved_by")), name="claim_paid_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["paid", "received", "taken_back"], entry__isnull=False, amount__gt=0)
                | ~Q(state__in=["paid", "received", "taken_back"]) & Q(entry=None),
                name="claim_paid_has_its_entry",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "approved", "paid", "received"])
                | Q(amount__isnull=False, version__isnull=False, agreed_by__isnull=False),
                name="claim_agreed_has_its_amount",
            ),
        ]
        indexes = [models.Index(fields=["network", "organisation", "state"], name="claim_by_state")]

    def __str__(self):
        return f"{self.number}/{self.be_year}"


class ClaimStep(models.Model):
    """A step of a claim, never altered: who did what, when, why, by which resolution.

    A payment is taken back by two: one asks, another agrees or keeps it.
    """

    class Kind(models.TextChoices):
        FILED = "filed", _("filed")
        CHANGED = "changed", _("changed")
        PAPER = "paper", _("paper added")
        AGREED = "agreed", _("agreed by the committee")
        APPROVED = "approved", _("approved by the chair")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("claim withdrawn")
        PAID = "paid", _("claim paid")
        RECEIVED = "received", _("received")
        ASKED_BACK = "asked_back", _("asked to take the payment back")
        KEPT = "kept", _("payment not taken back")
        TAKEN_BACK = "taken_back", _("payment taken back")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=Kind)
    on = models.DateField()
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    resolution_no = models.CharField(_("resolution number"), max_length=40, blank=True)
    resolution_on = models.DateField(_("date of the resolution"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.claim_id} {self.kind} {self.on}"


class ClaimHealth(models.Model):
    """What a claim says about somebody's health, sealed, apart, for the few who decide."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="health")
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "claim"], name="claim_health_once")]

    def __str__(self):
        return f"{self.claim_id}"


class ClaimPaper(models.Model):
    """A document of a claim: seen by an officer, or kept as a picture. Health papers are sealed like health data."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=40)
    is_health = models.BooleanField(default=False)
    seen = models.BooleanField(default=True, help_text="the officer held the original")
    picture = models.BinaryField(null=True)
    media_type = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.claim_id} {self.kind}"

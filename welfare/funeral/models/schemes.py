"""Schemes of funeral aid, their terms, and whom they cover. Source: domain, 2 Funeral aid."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from federation.kit.ids import new_id


class SchemeModel(models.TextChoices):
    PER_DEATH = "per_death", _("so much from everyone at each death")
    PREPAID = "prepaid", _("prepaid units, one taken at each death")
    YEARLY = "yearly", _("a fixed fee a year, a fixed sum at death")
    BALANCE = "balance", _("whoever's savings stand above a floor")
    SAVING = "saving", _("a fixed sum for who saved regularly")


COLLECTED = (SchemeModel.PER_DEATH.value, SchemeModel.PREPAID.value)  # the others are paid out of the fund


class Footing(models.TextChoices):
    CUSTOM = "custom", _("the members' own custom, not registered")
    ASSOCIATION = "association", _("registered funeral aid association")
    UNDER_WELFARE = "welfare", _("part of a registered community welfare organisation")


class Wording(models.TextChoices):
    FUNERAL_AID = "funeral_aid", _("ฌาปนกิจสงเคราะห์")
    BURIAL_HELP = "burial_help", _("เงินช่วยเหลือจัดการศพ")


class Scheme(models.Model):
    """A funeral aid scheme of a group or a network, on a fund of its own. Its model is fixed at the start."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="funeral_schemes")
    fund = models.ForeignKey("welfare.WelfareFund", models.PROTECT, related_name="schemes")
    code = models.SlugField(_("code"), max_length=12)
    model = models.CharField(_("how it works"), max_length=10, choices=SchemeModel)
    name_th = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    footing = models.CharField(_("legal footing"), max_length=12, choices=Footing, default=Footing.CUSTOM)
    registration_no = models.CharField(_("registration number"), max_length=60, blank=True)
    wording = models.CharField(_("called"), max_length=12, choices=Wording, default=Wording.FUNERAL_AID)
    started_on = models.DateField(_("started on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "organisation", "code"], name="scheme_code_once"),
            models.UniqueConstraint(fields=["network", "fund"], name="scheme_has_a_fund_of_its_own"),
            models.CheckConstraint(
                condition=~Q(footing="association") | ~Q(registration_no=""), name="association_has_its_number"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return self.name_en if get_language() == "en" and self.name_en else self.name_th


class SchemeTerms(models.Model):
    """The terms of a scheme from a day on: `terms` as `funeral.rules.Terms` reads them. A version never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="versions")
    holds_from = models.DateField(_("holds from"))
    terms = models.JSONField(default=dict)
    text = models.TextField(_("the rule in the bylaw's own words"), blank=True)
    resolution_no = models.CharField(_("resolution number"), max_length=40)
    resolution_on = models.DateField(_("date of the resolution"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "scheme", "holds_from"], name="scheme_terms_once_a_day"),
        ]

    def __str__(self):
        return f"{self.scheme_id} from {self.holds_from}"


class Relation(models.TextChoices):
    MEMBER = "member", _("the member")
    SPOUSE = "spouse", _("lawful spouse")
    PARENT = "parent", _("parent")
    CHILD = "child", _("child")


class CoveredState(models.TextChoices):
    PENDING = "pending", _("applied")
    WAITING = "waiting", _("waiting")
    COVERED = "covered", _("covered")
    ARREARS = "arrears", _("behind")
    SUSPENDED = "suspended", _("suspended")
    RESIGNED = "resigned", _("resigned")
    EXPELLED = "expelled", _("out")
    DECEASED = "deceased", _("died")
    CLAIM_PAID = "claim_paid", _("died, paid")


class Covered(models.Model):
    """A person a scheme covers: a member, or somebody of their family. The member pays.

    `number` is the funeral number, another than the member's. `state` holds what people decided; waiting and behind
    follow from dates and dues (`queries.state_on`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="covered")
    membership = models.ForeignKey("groups.Membership", models.PROTECT, related_name="funeral_places")
    relation = models.CharField(_("relation"), max_length=8, choices=Relation, default=Relation.MEMBER)
    number = models.PositiveIntegerField(_("funeral number"))
    name = models.CharField(
        _("name"), max_length=200, blank=True, help_text="of a relative; a member's is the person's"
    )
    born_on = models.DateField(_("born on"), null=True, blank=True)
    applied_on = models.DateField(_("applied on"))
    approved_on = models.DateField(_("admitted on"), null=True, blank=True)
    covered_from = models.DateField(_("covered from"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=CoveredState, default=CoveredState.PENDING)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    prepaid_account = models.ForeignKey("ledger.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "scheme", "number"], name="funeral_number_once"),
            models.UniqueConstraint(
                fields=["network", "scheme", "membership"],
                condition=Q(relation="member", ended_on=None),
                name="member_covered_once",
            ),
            models.CheckConstraint(condition=Q(relation="member") | ~Q(name=""), name="covered_relative_has_a_name"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("applied_on")), name="covered_ends_after"
            ),
        ]
        indexes = [models.Index(fields=["network", "scheme", "state"], name="covered_by_state")]

    def __str__(self):
        return f"{self.scheme_id} {self.number}"

    @property
    def shown_name(self):
        return self.name or self.membership.name


class CoveredEvent(models.Model):
    """A step in a covered person's life, never altered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    covered = models.ForeignKey(Covered, models.PROTECT, related_name="events")
    state = models.CharField(max_length=10, choices=CoveredState)
    on = models.DateField()
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    notice_on = models.DateField(_("day of the written notice"), null=True, blank=True)
    resolution_no = models.CharField(_("resolution number"), max_length=40, blank=True)
    resolution_on = models.DateField(_("date of the resolution"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.covered_id} {self.state} {self.on}"

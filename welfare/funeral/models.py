"""Funeral aid: schemes, who is covered, deaths, and what each member brings for each of them.

Source: domain, 2 Funeral aid.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from federation.kit.fields import MoneyField
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


class PayeeKind(models.TextChoices):
    """In the order in which the money goes. Source: domain, 2 Funeral aid, payee order."""

    NAMED = "named", _("the named person")
    PARENTS = "parents", _("parents")
    CHILDREN = "children", _("children and heirs")
    SPOUSE = "spouse", _("lawful spouse")
    ARRANGER = "arranger", _("who arranges the funeral, or the estate's manager")


class DeathState(models.TextChoices):
    OPEN = "open", _("being collected")
    PAID = "paid", _("paid out")
    CLOSED = "closed", _("closed")
    TAKEN_BACK = "taken_back", _("taken back")


class Death(models.Model):
    """A death claimed on a scheme: it opens a round. What was counted on the claim date stays: payers, rate, sums.

    All sums in baht: gross = payers × rate (or the fixed sum), fee the fund's share, net what the payees get.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="deaths")
    terms = models.ForeignKey(SchemeTerms, models.PROTECT, related_name="+")
    covered = models.ForeignKey(Covered, models.PROTECT, related_name="deaths")
    number = models.PositiveIntegerField(_("death number"))
    died_on = models.DateField(_("died on"))
    claimed_on = models.DateField(_("claim filed on"))
    by_accident = models.BooleanField(_("by accident"), default=False)
    papers = models.JSONField(default=list, help_text="which papers were seen")
    filed_by_name = models.CharField(_("claim brought by"), max_length=200, blank=True, help_text="relative or proxy")
    payers = models.PositiveIntegerField()
    rate = MoneyField()
    gross = MoneyField()
    fee = MoneyField()
    net = MoneyField()
    due_on = models.DateField(help_text="until when the payees are to be paid")
    state = models.CharField(max_length=10, choices=DeathState, default=DeathState.OPEN)
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")
    struck_by = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "scheme", "number"], name="death_number_once"),
            models.UniqueConstraint(
                fields=["network", "covered"], condition=~Q(state="taken_back"), name="death_once_per_person"
            ),
            models.CheckConstraint(condition=Q(gross=F("fee") + F("net")), name="death_fee_and_net_are_the_gross"),
            models.CheckConstraint(condition=Q(claimed_on__gte=F("died_on")), name="death_claimed_after"),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("opened_by")), name="death_checked_by_another"
            ),
        ]

    def __str__(self):
        return f"{self.scheme_id} {self.number}"


class DeathPart(models.Model):
    """One group's part of a death of the network's scheme: its covered members on the claim date, what it owes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    death = models.ForeignKey(Death, models.PROTECT, related_name="parts")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    payers = models.PositiveIntegerField()
    amount = MoneyField()
    paid = MoneyField(default=0)
    settled_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "death", "organisation"], name="death_part_once"),
            models.CheckConstraint(condition=Q(paid__gte=0, paid__lte=F("amount")), name="death_part_paid_within"),
        ]

    def __str__(self):
        return f"{self.death_id} {self.organisation_id}"


class DeathDue(models.Model):
    """What one member brings for one death. `paid` follows from the sheets; `given_up` by a resolution."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    death = models.ForeignKey(Death, models.PROTECT, related_name="dues")
    membership = models.ForeignKey("groups.Membership", models.PROTECT, related_name="funeral_dues")
    amount = MoneyField()
    paid = MoneyField(default=0)
    given_up = MoneyField(default=0)
    settled_on = models.DateField(null=True)
    notice_on = models.DateField(null=True, help_text="day of the written notice of its being late")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "death", "membership"], name="death_due_once"),
            models.CheckConstraint(
                condition=Q(paid__gte=0, given_up__gte=0, amount__gte=F("paid") + F("given_up")),
                name="death_due_paid_within",
            ),
        ]
        indexes = [
            models.Index(
                fields=["network", "membership"],
                condition=Q(amount__gt=F("paid") + F("given_up")),
                name="death_due_open",
            ),
        ]

    def __str__(self):
        return f"{self.death_id} {self.membership_id}"


class DeathPaid(models.Model):
    """Money that came in for a due or a group's part, with the entry that brought it; struck when that is."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    due = models.ForeignKey(DeathDue, models.PROTECT, null=True, related_name="payments")
    part = models.ForeignKey(DeathPart, models.PROTECT, null=True, related_name="payments")
    on = models.DateField()
    amount = MoneyField()
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, related_name="+")
    struck_by = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(due=None) ^ Q(part=None), name="death_paid_of_a_due_or_a_part"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="death_paid_above_zero"),
        ]

    def __str__(self):
        return f"{self.entry_id} {self.amount}"


class Payout(models.Model):
    """What one payee gets for a death: proposed by one person, paid by another, received by the payee."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    death = models.ForeignKey(Death, models.PROTECT, related_name="payouts")
    kind = models.CharField(_("payee"), max_length=10, choices=PayeeKind)
    name = models.CharField(_("name"), max_length=200)
    relation = models.CharField(_("relation"), max_length=60, blank=True)
    amount = MoneyField(_("amount"))
    is_rite = models.BooleanField(_("for the rites, ahead"), default=False)
    why_not_named = models.CharField(_("why not the one before"), max_length=300, blank=True)
    on = models.DateField(_("day"))
    purse = models.CharField(max_length=10, default="cash")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")
    struck_by = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")
    received_on = models.DateField(_("received on"), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payout_above_zero"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="payout_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(agreed=True, entry__isnull=False, decided_by__isnull=False)
                | (Q(agreed=None) | Q(agreed=False)) & Q(entry=None),
                name="payout_agreed_has_its_entry",
            ),
            models.CheckConstraint(
                condition=Q(kind="named") | ~Q(why_not_named=""), name="payout_out_of_order_says_why"
            ),
        ]

    def __str__(self):
        return f"{self.death_id} {self.name} {self.amount}"


class DeathAct(models.Model):
    """A due given up, or a round or a payout taken back: asked for by one person, decided by another."""

    class Kind(models.TextChoices):
        GIVE_UP = "give_up", _("due given up")
        TAKE_BACK = "take_back", _("round taken back")
        TAKE_BACK_PAYOUT = "take_back_payout", _("payout taken back")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    death = models.ForeignKey(Death, models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=20, choices=Kind)
    due = models.ForeignKey(DeathDue, models.PROTECT, null=True, related_name="acts")
    payout = models.ForeignKey(Payout, models.PROTECT, null=True, related_name="acts")
    amount = MoneyField(default=0)
    reason = models.CharField(_("reason"), max_length=300)
    resolution_no = models.CharField(_("resolution number"), max_length=40, blank=True)
    resolution_on = models.DateField(_("date of the resolution"), null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "death", "kind", "due", "payout"],
                condition=Q(agreed=None),
                nulls_distinct=False,
                name="death_act_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="death_act_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(agreed=True, entry__isnull=False, decided_by__isnull=False)
                | (Q(agreed=None) | Q(agreed=False)) & Q(entry=None),
                name="death_act_agreed_has_its_entry",
            ),
            models.CheckConstraint(
                condition=Q(kind="give_up", due__isnull=False, payout=None, amount__gt=0, resolution_on__isnull=False)
                & ~Q(resolution_no="")
                | Q(kind="take_back", due=None, payout=None, amount=0)
                | Q(kind="take_back_payout", due=None, payout__isnull=False, amount=0),
                name="death_act_names_its_thing",
            ),
        ]

    def __str__(self):
        return f"{self.death_id} {self.kind}"


class ListCheck(models.Model):
    """An uploaded list of who paid, held against what was expected (reverse check). `found`: counts and rows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="list_checks")
    death = models.ForeignKey(Death, models.PROTECT, null=True, related_name="list_checks")
    file_name = models.CharField(max_length=200)
    digest = models.BinaryField(max_length=32)
    found = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.scheme_id} {self.file_name}"

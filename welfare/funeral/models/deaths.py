"""Deaths, what each member brings for each of them, and what their people get. Source: domain, 2 Funeral aid."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from federation.kit.fields import MoneyField
from federation.kit.ids import new_id
from welfare.funeral.models.schemes import Covered, Scheme, SchemeTerms


class PayeeKind(models.TextChoices):
    """In the order in which the money goes. Source: domain, 2 Funeral aid, payee order."""

    NAMED = "named", _("the named person")
    PARENTS = "parents", _("parents")
    CHILDREN = "children", _("children and heirs")
    SPOUSE = "spouse", _("lawful spouse")
    ARRANGER = "arranger", _("who arranges the funeral, or the estate's manager")


class DeathState(models.TextChoices):
    OPEN = "open", _("being collected")
    PAID = "paid", pgettext_lazy("funeral", "paid out")
    CLOSED = "closed", pgettext_lazy("funeral", "closed")
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

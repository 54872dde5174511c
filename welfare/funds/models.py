"""Funds set aside inside an organisation's book, who pays into them, and what came in from whom."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from federation.kit.fields import MoneyField
from federation.kit.ids import new_id


class FundKind(models.TextChoices):
    ONE_BAHT = "one_baht", _("one baht a day")
    LEADERS = "leaders", _("leader welfare")
    FUNERAL = "funeral", _("funeral aid")
    LIVESTOCK = "livestock", _("livestock")
    FERTILISER = "fertiliser", _("fertiliser")
    DEBT_RELEASE = "debt_release", _("debt release")
    INSURANCE = "insurance", _("insurance")
    OTHER = "other", _("other")


class WelfareFund(models.Model):
    """A fund of an organisation. `code` is its fund in the ledger: its accounts are coded "11010-<code>".

    `part_of`: one part of a scheme whose dues are split (50/30/20); it has a purse and a balance of its own.
    `may_lend` needs the resolution behind it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="welfare_funds")
    code = models.SlugField(_("code"), max_length=12)
    kind = models.CharField(_("kind"), max_length=12, choices=FundKind)
    name_th = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    part_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    started_on = models.DateField(_("started on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    resolution_no = models.CharField(_("resolution number"), max_length=40)
    resolution_on = models.DateField(_("date of the resolution"))
    may_lend = models.BooleanField(_("may be lent"), default=False)
    lending_resolution_no = models.CharField(_("resolution that it may be lent"), max_length=40, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "organisation", "code"], name="welfare_fund_code_once"),
            models.CheckConstraint(
                condition=Q(may_lend=False) | ~Q(lending_resolution_no=""), name="fund_lends_by_resolution"
            ),
            models.CheckConstraint(condition=Q(part_of=None) | ~Q(part_of=F("id")), name="fund_not_part_of_itself"),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return self.name_en if get_language() == "en" and self.name_en else self.name_th


class Pays(models.TextChoices):
    MONTHLY = "monthly", _("every month")
    HALF_YEARLY = "half_yearly", _("every half year")
    YEARLY = "yearly", _("once a year")


class DuesRule(models.Model):
    """What a place in a fund costs from a day on; the newest that holds counts. An empty sum is not offered.

    `split`: [[fund code, per cent], …] adding to 100; empty when all goes to the fund itself.
    `payer`: who pays: the member, or the organisation for them (leaders).
    """

    class Payer(models.TextChoices):
        MEMBER = "member", _("the member")
        ORGANISATION = "organisation", _("the organisation")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    fund = models.ForeignKey(WelfareFund, models.PROTECT, related_name="dues_rules")
    holds_from = models.DateField(_("holds from"))
    monthly = MoneyField(_("a month"), null=True, blank=True)
    half_yearly = MoneyField(_("half a year"), null=True, blank=True)
    yearly = MoneyField(_("a year"), null=True, blank=True)
    split = models.JSONField(default=list, blank=True)
    payer = models.CharField(_("paid by"), max_length=12, choices=Payer, default=Payer.MEMBER)
    resolution_no = models.CharField(_("resolution number"), max_length=40)
    resolution_on = models.DateField(_("date of the resolution"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "fund", "holds_from"], name="dues_rule_once_a_day"),
        ]

    def __str__(self):
        return f"{self.fund_id} from {self.holds_from}"


class Enrolment(models.Model):
    """A member's place in a fund; of a network's fund, through the membership in their group.

    Leaders hold theirs by an office, for its term. `number` is the fund's own, never used again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    fund = models.ForeignKey(WelfareFund, models.PROTECT, related_name="enrolments")
    membership = models.ForeignKey("groups.Membership", models.PROTECT, related_name="fund_places")
    number = models.PositiveIntegerField(_("number"))
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    dues_from = models.DateField(
        _("dues counted from"), null=True, blank=True, help_text="where later than since: what lies before is settled"
    )
    pays = models.CharField(_("pays"), max_length=12, choices=Pays, default=Pays.MONTHLY)
    office = models.ForeignKey("groups.Office", models.PROTECT, null=True, blank=True, related_name="+")
    why_ended = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "fund", "number"], name="enrolment_number_once"),
            models.UniqueConstraint(
                fields=["network", "fund", "membership"], condition=Q(until=None), name="enrolment_one_running"
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="enrolment_ends_after"),
        ]

    def __str__(self):
        return f"{self.fund_id} {self.number}"

    @property
    def counted_from(self):
        """The day from which these books count dues."""
        return self.dues_from or self.since


class DuesPaid(models.Model):
    """Dues that came in for a place: on a sheet, or paid for by the organisation. Struck when its entry is."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="paid")
    on = models.DateField()
    amount = MoneyField()
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")
    struck_by = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="dues_paid_above_zero")]

    def __str__(self):
        return f"{self.enrolment_id} {self.on} {self.amount}"


class Donor(models.TextChoices):
    STATE = "state", _("the state")
    LOCAL = "local", _("the local government")
    PERSON = "person", _("a person")
    NETWORK = "network", _("the network")
    OTHER = "other", _("other")


class Gift(models.Model):
    """Money that came into a fund from outside, marked with its source; matching money names the round it matches."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    fund = models.ForeignKey(WelfareFund, models.PROTECT, related_name="gifts")
    donor = models.CharField(_("from"), max_length=10, choices=Donor)
    donor_name = models.CharField(_("name"), max_length=200)
    on = models.DateField(_("day"))
    amount = MoneyField(_("amount"))
    into = models.CharField(_("into"), max_length=10, default="bank")
    purpose = models.CharField(_("for"), max_length=300, blank=True)
    matches = models.ForeignKey("welfare.SubsidyRound", models.PROTECT, null=True, blank=True, related_name="gifts")
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, related_name="+")
    struck_by = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="gift_above_zero")]

    def __str__(self):
        return f"{self.donor} {self.amount}"


class SubsidyRound(models.Model):
    """A list of members put forward for matching money: who counts by the subsidy's rules on its day.

    `rules`: the rule as read, with the date it was read. `members`: membership ids, each with how often before.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    fund = models.ForeignKey(WelfareFund, models.PROTECT, related_name="subsidy_rounds")
    counted_on = models.DateField(_("counted on"))
    rules = models.JSONField(default=dict)
    members = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "fund", "counted_on"], name="subsidy_round_once_a_day"),
        ]

    def __str__(self):
        return f"{self.fund_id} {self.counted_on}"

    @property
    def read_on(self):
        """The day on which the rule was read that the list was made by."""
        return date.fromisoformat(self.rules["read_on"])


class FundAct(models.Model):
    """Money moved by a resolution, proposed by one person and decided by another.

    `data`: "from" and "into" name purses, "cash" or "bank".
    move: {"way": "out" or "in", "other": the other fund's code or "main"}. spend: {"for": "running" or "welfare",
    "payee": the name of who is paid}.
    leaders: the organisation pays its leaders' dues, {"places": [[place, baht]]}. premium: {"insurer"}.
    bank: between the fund's cash and its bank. collect: the main fund hands over what it owes.
    strike: takes back, {"gift" or "act": id}.
    """

    class Kind(models.TextChoices):
        MOVE = "move", _("move to another fund")
        SPEND = "spend", _("spend")
        LEADERS = "leaders", _("pay leaders' dues")
        PREMIUM = "premium", _("pass premiums on to the insurer")
        BANK = "bank", _("between cash and bank")
        COLLECT = "collect", _("collect from the main fund")
        STRIKE = "strike", _("take back")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for a second person")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    fund = models.ForeignKey(WelfareFund, models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=10, choices=Kind)
    on = models.DateField(_("day"))
    amount = MoneyField(_("amount"))
    data = models.JSONField(default=dict)
    reason = models.CharField(_("reason"), max_length=300)
    resolution_no = models.CharField(_("resolution number"), max_length=40, blank=True)
    resolution_on = models.DateField(_("date of the resolution"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="fund_act_amount_above_zero"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="fund_act_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state="done", entry__isnull=False, decided_by__isnull=False)
                | ~Q(state="done") & Q(entry=None),
                name="fund_act_done_has_its_entry",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.on} {self.amount}"

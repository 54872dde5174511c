"""Networks and groups, what kind they are, where they are, and how they belong to one another."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from federation.kit.ids import new_id


class Kind(models.Model):
    """A kind of community finance organisation (rows R21, R29, R31 of the sources)."""

    code = models.SlugField(primary_key=True, max_length=30)
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()

    def __str__(self):
        return self.name_en if get_language() == "en" else self.name_th


class Level(models.TextChoices):
    GROUP = "group", _("group")
    TAMBON = "tambon", _("tambon network")
    AMPHOE = "amphoe", _("district network")
    PROVINCE = "province", _("provincial network")
    REGION = "region", _("regional network")
    NATION = "nation", _("national network")


class Origin(models.TextChoices):
    POLICY = "policy", _("arose from state policy")
    SELF_FORMED = "self_formed", _("formed by the people themselves")
    UNKNOWN = "unknown", _("not known")


class State(models.TextChoices):
    FORMING = "forming", _("forming")
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    CLOSED = "closed", pgettext_lazy("organisation", "closed")


class OrganisationQuerySet(models.QuerySet):
    def groups(self):
        return self.filter(level=Level.GROUP)

    def networks(self):
        return self.exclude(level=Level.GROUP)

    def kept_by(self, network):
        """Groups whose account `network` keeps."""
        return self.groups().filter(keeper=network)

    def members_of(self, network, on):
        """Organisations affiliated with `network` on that day."""
        return self.filter(pk__in=Affiliation.objects.holding(on).filter(upper=network).values("member"))


class Organisation(models.Model):
    """A group or a network: one table, so that a network can be to its groups what a group is to members."""

    id = models.AutoField(primary_key=True)
    code = models.CharField(_("code"), max_length=20, unique=True)
    name_th = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    kind = models.ForeignKey(Kind, models.PROTECT, verbose_name=_("kind"), related_name="organisations")
    origin = models.CharField(_("origin"), max_length=12, choices=Origin, default=Origin.UNKNOWN)
    legal_form = models.CharField(_("legal form"), max_length=100, blank=True)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    founded_year_only = models.BooleanField(_("only the year is known"), default=False)
    place_code = models.CharField(_("area code"), max_length=6, blank=True)
    moo = models.PositiveSmallIntegerField(_("village number"), null=True, blank=True)
    village = models.CharField(_("village or community"), max_length=100, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.FORMING)
    keeper = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="kept",
        help_text="the network that keeps a group's account; empty for a network",
    )
    book = models.ForeignKey("ledger.Book", models.PROTECT, null=True, blank=True, related_name="organisations")
    is_demo = models.BooleanField(default=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level="group") & (Q(keeper__isnull=False) | Q(book=None))
                | ~Q(level="group") & Q(keeper=None),
                name="organisation_group_with_books_has_a_keeper",
            ),
            models.UniqueConstraint(
                fields=["book"], condition=Q(book__isnull=False), name="organisation_has_a_book_of_its_own"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return self.name_en if get_language() == "en" and self.name_en else self.name_th

    @property
    def network_key(self):
        """The `network_id` of every business row of this organisation."""
        return self.keeper_id or self.pk

    @property
    def is_group(self):
        return self.level == Level.GROUP


class StateChange(models.Model):
    """A step in an organisation's life, from a day on, with its reason and the resolution behind it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="state_changes")
    state = models.CharField(_("state"), max_length=10, choices=State)
    on = models.DateField(_("from the day"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    resolution_no = models.CharField(_("resolution number"), max_length=40, blank=True)
    resolution_on = models.DateField(_("date of the resolution"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.organisation_id} {self.state} {self.on}"


class AffiliationSort(models.TextChoices):
    NETWORK = "network", _("network")
    CLUB = "club", _("club")
    FEDERATION = "federation", _("federation")
    ASSOCIATION = "association", _("association")
    LEAGUE = "league", _("league")


class DateRange(Func):
    """The days from one date to another, both included; no date leaves that end open."""

    function = "daterange"
    output_field = DateRangeField()


class AffiliationQuerySet(models.QuerySet):
    def holding(self, on):
        return self.filter(Q(since=None) | Q(since__lte=on)).filter(Q(until=None) | Q(until__gte=on))


class Affiliation(models.Model):
    """An organisation belongs to a higher one for a time; several at once are usual (R30)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    member = models.ForeignKey(Organisation, models.PROTECT, related_name="affiliations")
    upper = models.ForeignKey(Organisation, models.PROTECT, related_name="affiliated")
    sort = models.CharField(_("sort of link"), max_length=12, choices=AffiliationSort, default=AffiliationSort.NETWORK)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(member=F("upper")), name="affiliation_not_with_oneself"),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="affiliation_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="affiliation_of_a_pair_does_not_overlap",
                expressions=[
                    ("member", RangeOperators.EQUAL),
                    ("upper", RangeOperators.EQUAL),
                    (
                        DateRange("since", "until", Value("[]")),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.member} - {self.upper}"


class BankAccount(models.Model):
    """A bank account of an organisation; its money stands on a ledger account of its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="bank_accounts")
    bank = models.CharField(_("bank"), max_length=100)
    branch = models.CharField(_("branch"), max_length=100, blank=True)
    name = models.CharField(_("account name"), max_length=200)
    number_sealed = models.BinaryField()
    number_tail = models.CharField(max_length=4)
    account = models.ForeignKey("ledger.Account", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "account"], name="bank_account_has_a_ledger_account_of_its_own"),
        ]

    def __str__(self):
        return f"{self.bank} …{self.number_tail}"


class GradeCriteria(models.Model):
    """What a network grades its groups by, from a day on; never altered. `data`: see `support.rules.Criteria`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    holds_from = models.DateField(_("holds from"))
    data = models.JSONField()
    resolution_no = models.CharField(_("resolution number"), max_length=40)
    resolution_on = models.DateField(_("date of the resolution"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "version"], name="grade_criteria_version_once"),
        ]

    def __str__(self):
        return f"{self.network_id} v{self.version}"


class Grade(models.Model):
    """How strong a group was found on a day (R18): each score with its evidence, who graded, the band A to D."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="grades")
    criteria = models.ForeignKey(GradeCriteria, models.PROTECT, related_name="grades")
    graded_on = models.DateField(_("graded on"))
    scores = models.JSONField(help_text="[{indicator, score, of, evidence, by_data}]")
    total = models.DecimalField(max_digits=5, decimal_places=2)
    band = models.CharField(max_length=1)
    graded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    graded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "organisation", "graded_on", "graded_by"], name="grade_once_a_day_by_one"
            ),
            models.CheckConstraint(condition=Q(total__range=(0, 100)), name="grade_out_of_a_hundred"),
            models.CheckConstraint(condition=Q(band__in="ABCD"), name="grade_band_known"),
        ]
        indexes = [models.Index(fields=["network", "organisation", "-graded_on"], name="grade_newest")]

    def __str__(self):
        return f"{self.organisation_id} {self.band}"

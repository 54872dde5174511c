"""Members and memberships, and who sits on the committee."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from federation.kit.ids import new_id
from federation.organisations.models import DateRange


class MemberClass(models.TextChoices):
    FULL = "full", _("full member")
    ASSOCIATE = "associate", _("associate member")
    HONORARY = "honorary", _("honorary member")


class MembershipState(models.TextChoices):
    APPLIED = "applied", _("applied")
    ADMITTED = "admitted", _("member")
    ON_HOLD = "on_hold", _("on hold")
    RESIGNED = "resigned", _("resigned")
    EXPELLED = "expelled", _("expelled")
    DIED = "died", _("died")


LIVE = (MembershipState.ADMITTED, MembershipState.ON_HOLD)


class MembershipQuerySet(models.QuerySet):
    def of(self, organisation):
        return self.filter(network_id=organisation.network_key, organisation=organisation)

    def live(self, on):
        """Admitted on or before that day and not yet ended."""
        return (
            self.filter(joined_on__lte=on)
            .exclude(state=MembershipState.APPLIED)
            .filter(Q(ended_on=None) | Q(ended_on__gt=on))
        )


class Membership(models.Model):
    """A numbered place in an organisation, held by a person (in a group) or by an organisation (in a network)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="memberships")
    number = models.PositiveIntegerField(_("member number"))
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="memberships")
    member_organisation = models.ForeignKey(
        "federation.Organisation", models.PROTECT, null=True, blank=True, related_name="held_memberships"
    )
    member_class = models.CharField(_("class"), max_length=10, choices=MemberClass, default=MemberClass.FULL)
    joined_on = models.DateField(_("joined on"))
    state = models.CharField(_("state"), max_length=10, choices=MembershipState, default=MembershipState.ADMITTED)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    counted_from = models.DateField(help_text="first month whose promise these books follow")
    came_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="went_to", help_text="moved here from another group"
    )
    tenure_from = models.DateField(
        _("member since"), null=True, blank=True, help_text="where before joining: moved from another group"
    )
    satja_account = models.ForeignKey("ledger.Account", models.PROTECT, related_name="+")
    shares_account = models.ForeignKey("ledger.Account", models.PROTECT, related_name="+")
    special_account = models.ForeignKey("ledger.Account", models.PROTECT, related_name="+")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "organisation", "number"], name="membership_number_never_used_again"
            ),
            models.CheckConstraint(
                condition=Q(person=None) ^ Q(member_organisation=None), name="membership_of_a_person_or_an_organisation"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("joined_on")), name="membership_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["resigned", "expelled", "died"], ended_on__isnull=False)
                | ~Q(state__in=["resigned", "expelled", "died"]) & Q(ended_on=None),
                name="membership_ended_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(counted_from__day=1), name="membership_counted_from_the_first_of_a_month"
            ),
            models.UniqueConstraint(
                fields=["network", "organisation", "person"],
                condition=Q(person__isnull=False, ended_on=None),
                name="membership_one_running_per_person",
            ),
        ]

    def __str__(self):
        return f"{self.shown_number} {self.name}"

    @property
    def shown_number(self):
        return f"{self.number:03d}"

    @property
    def name(self):
        return self.person.name if self.person_id else self.member_organisation.name

    @property
    def member_since(self):
        """The day from which tenure counts: it goes with who moves to another group."""
        return self.tenure_from or self.joined_on


class MemberFlow(models.Model):
    """How many people joined and left an organisation in a month, kept by the database with every membership.

    Summed up to a month they are its members: what it costs does not grow with members.
    """

    pk = models.CompositePrimaryKey("network_id", "organisation_id", "month")
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    month = models.DateField()
    joined = models.IntegerField()
    gone = models.IntegerField()

    def __str__(self):
        return f"{self.organisation_id} {self.month}"


class MembershipEvent(models.Model):
    """A step in a membership's life, with its reason and the resolution behind it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="events")
    state = models.CharField(max_length=10, choices=MembershipState)
    on = models.DateField()
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    resolution_no = models.CharField(_("resolution number"), max_length=40, blank=True)
    resolution_on = models.DateField(_("date of the resolution"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.membership_id} {self.state} {self.on}"


class Beneficiary(models.Model):
    """Whom a member names for the case of death, in order, each with a share; a new set takes the old one's place.

    Of a set of one day the percents are 100.00 together. Source: domain, 1.2 Membership rules, beneficiaries.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="beneficiaries")
    named_on = models.DateField(_("named on"))
    named_at = models.DateTimeField()
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=200)
    relation = models.CharField(_("relation"), max_length=60)
    percent = models.DecimalField(_("share, %"), max_digits=5, decimal_places=2)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    witnesses = models.CharField(_("two witnesses"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "membership", "named_at", "position"], name="beneficiary_position_once"
            ),
            models.CheckConstraint(condition=Q(percent__gt=0, percent__lte=100), name="beneficiary_share_within"),
        ]

    def __str__(self):
        return f"{self.membership_id} {self.name}"


class OfficePost(models.TextChoices):
    CHAIR = "chair", _("chair")
    VICE_CHAIR = "vice_chair", _("vice chair")
    SECRETARY = "secretary", _("secretary")
    TREASURER = "treasurer", _("treasurer")
    REGISTRAR = "registrar", _("registrar")
    INSPECTOR = "inspector", _("inspector")
    COMMITTEE = "committee", _("committee member")
    ADVISER = "adviser", _("adviser")


SINGLE_POSTS = (OfficePost.CHAIR.value, OfficePost.SECRETARY.value, OfficePost.TREASURER.value)


class Office(models.Model):
    """A post on a committee held by a person for a term; signing powers go with it. One holder at a time
    for the posts that sign (a chair, a secretary, a treasurer); overlap is refused by an exclusion constraint."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("federation.Organisation", models.PROTECT, related_name="offices")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="offices")
    post = models.CharField(_("post"), max_length=12, choices=OfficePost)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"))
    resolution_no = models.CharField(_("resolution number"), max_length=40, blank=True)
    resolution_on = models.DateField(_("date of the resolution"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="office_ends_after_it_begins"),
            ExclusionConstraint(
                name="office_one_holder_at_a_time",
                expressions=[
                    ("network", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("post", RangeOperators.EQUAL),
                    (DateRange("since", "until", Value("[]")), RangeOperators.OVERLAPS),
                ],
                condition=Q(post__in=SINGLE_POSTS),
            ),
        ]

    def __str__(self):
        return f"{self.post} {self.since}"

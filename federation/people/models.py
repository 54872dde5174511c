"""Persons, their national identity, and the accounts they sign in with."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from federation.kit.fields import ThaiSortKey
from federation.kit.ids import new_id


class Identity(models.Model):
    """A national ID: encrypted, and findable only by exact match through a keyed hash.

    Shared by all networks: what is unique in the nation stands apart from the business tables.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    lookup = models.BinaryField(unique=True, max_length=32)
    sealed = models.BinaryField()

    def __str__(self):
        return f"Identity {self.pk}"


class Person(models.Model):
    """A human being as one network knows them; memberships and offices point here."""

    class NoIdReason(models.TextChoices):
        CARD_NOT_SHOWN = "card_not_shown", _("card not shown yet")
        NEVER_ISSUED = "never_issued", _("never had one")
        ORDAINED = "ordained", _("ordained, card not at hand")
        DOUBTFUL = "doubtful", _("the number given fails its check digit")

    class PublicPost(models.TextChoices):
        STATE_OFFICER = "state_officer", _("state officer")
        KAMNAN = "kamnan", _("kamnan")
        HEADMAN = "headman", _("village headman")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network_id = models.IntegerField()
    title = models.CharField(_("title"), max_length=40, blank=True)
    given = models.CharField(_("given name"), max_length=100)
    middle = models.CharField(_("middle name"), max_length=100, blank=True)
    family = models.CharField(_("family name"), max_length=100, blank=True)
    nickname = models.CharField(_("nickname"), max_length=60, blank=True)
    skeleton = models.TextField(editable=False, help_text="the name with look-alikes made one: see kit.thai.skeleton")
    nickname_skeleton = models.TextField(blank=True, default="", editable=False)
    sort_key = models.GeneratedField(
        expression=ThaiSortKey(Concat(F("given"), Value(" "), F("family"), output_field=models.TextField())),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
    born_on = models.DateField(_("born on"), null=True, blank=True)
    guardian = models.CharField(_("guardian"), max_length=200, blank=True, help_text="who signs for someone under 20")
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    house_no = models.CharField(_("house number"), max_length=30, blank=True)
    moo = models.PositiveSmallIntegerField(_("village number"), null=True, blank=True)
    village = models.CharField(_("village or community"), max_length=100, blank=True)
    place_code = models.CharField(_("tambon"), max_length=6, blank=True)
    identity = models.ForeignKey(Identity, models.PROTECT, null=True, blank=True, related_name="persons")
    id_shown = models.CharField(
        max_length=4, blank=True, help_text="what a masked national ID still shows: its first digit and last three"
    )
    no_id_reason = models.CharField(_("why there is no national ID"), max_length=20, blank=True, choices=NoIdReason)
    public_post = models.CharField(
        _("public post"),
        max_length=20,
        blank=True,
        choices=PublicPost,
        help_text="who holds one may not ask others for their debts",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(given=""), name="person_has_a_given_name"),
            models.CheckConstraint(
                condition=Q(identity__isnull=False, no_id_reason="") | Q(identity__isnull=True) & ~Q(no_id_reason=""),
                name="person_has_a_national_id_or_a_reason",
            ),
            models.UniqueConstraint(
                fields=["network_id", "identity"],
                condition=Q(identity__isnull=False),
                name="person_once_per_identity",
            ),
        ]
        indexes = [models.Index(fields=["network_id", "sort_key"], name="person_in_thai_order")]

    def __str__(self):
        return self.name

    @property
    def name(self):
        """Title, given and family name as Thais write them: the title touches the given name."""
        return " ".join(part for part in (f"{self.title}{self.given}", self.middle, self.family) if part)

    @property
    def masked_id(self):
        """The national ID as any page may show it, or why there is none."""
        if not self.identity_id:
            return self.get_no_id_reason_display()
        return f"{self.id_shown[0]}-xxxx-xxxxx-{self.id_shown[1:3]}-{self.id_shown[3]}"


class UserManager(BaseUserManager):
    def create_user(self, username, password=None, **fields):
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account. One person has one, so that nobody can be the second pair of eyes on their own act."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(_("sign-in name"), max_length=60, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="users")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    given_until = models.DateTimeField(null=True, help_text="how long a password that was given opens the door")

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = []

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(person__isnull=False), name="user_one_account_per_person"
            ),
        ]

    def __str__(self):
        return self.person.name if self.person_id else self.username

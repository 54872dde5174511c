"""Who may do what, where, on which day. Lists and single pages ask the same rows; the cost is one query each."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from federation.access.models import Appointment
from federation.access.permissions import AFFILIATED, BELOW, DOWNWARD, GRANTS, Permission, Role, kept_apart_from
from federation.audit.models import Act
from federation.organisations.models import Affiliation, Organisation
from federation.organisations.queries import ids_below, stands_above
from federation.people.models import Person, User
from federation.people.queries import name_skeleton

INDEPENDENT_AFTER = timedelta(days=7)
GIVES_A_PASSWORD = ("password_given", "account_opened")

NOT_INDEPENDENT = _(
    "The second person must be independent of the first. Within seven days one of them was given a password by the"
    " other, or both by the same person. Let somebody else check it."
)


def permissions_in(user, organisation, on):
    """Return the set of permissions a user has in an organisation on a day: by its own roles, and from above."""
    if not user.is_active:
        return frozenset()
    affiliated = Affiliation.objects.holding(on).filter(member=organisation, upper=OuterRef("organisation"))
    held = (
        Appointment.objects.holding(on)
        .filter(user=user)
        .annotate(
            above=Exists(affiliated),
            far_above=stands_above(organisation, on=on, field="federation_appointment.organisation_id"),
        )
        .values_list("role", "organisation_id", "above", "far_above")
    )
    found = set()
    for role, where, above, far_above in held:
        if where == organisation.pk:
            found |= GRANTS[role]
        if where == organisation.keeper_id:
            found |= DOWNWARD.get(role, set())
        if above:
            found |= AFFILIATED.get(role, set())
        if far_above:
            found |= BELOW.get(role, set())
    return frozenset(found)


def may(user, permission, organisation, *, on):
    """Return whether a user has a permission in an organisation on a day."""
    return permission in permissions_in(user, organisation, on)


def organisations_for(user, permission, *, on):
    """Return the organisations in which a user has a permission on a day, as a queryset (one query)."""
    if not user.is_active:
        return Organisation.objects.none()
    held = Appointment.objects.holding(on).filter(user=user)

    def where(table):
        return held.filter(role__in=roles_with(permission, table)).values("organisation")

    uppers = Affiliation.objects.holding(on).filter(upper__in=where(AFFILIATED))
    found = Q(pk__in=where(GRANTS)) | Q(keeper__in=where(DOWNWARD)) | Q(pk__in=uppers.values("member"))
    if roles_with(permission, BELOW):
        found |= Q(pk__in=ids_below(where(BELOW).values_list("organisation", flat=True), on=on))
    return Organisation.objects.filter(found)


def posts_with(organisation, permission, *, on) -> list[str]:
    """Return the words for the roles by which somebody holds a permission in an organisation itself on a day."""
    held = Appointment.objects.holding(on).filter(organisation=organisation, role__in=roles_with(permission))
    return [str(Role(role).label) for role in sorted(set(held.values_list("role", flat=True)))]


def roles_with(permission, table=GRANTS):
    """Return the roles to which one of the tables of permissions grants a permission."""
    return [role for role, granted in table.items() if permission in granted]


def roles_of(user, *, on):
    """Return the set of roles a user holds anywhere on a day."""
    return set(Appointment.objects.holding(on).filter(user=user).values_list("role", flat=True))


def two_can_appoint(network, *, on):
    """Return whether two people may appoint in a network, so that one can check what the other proposes."""
    holding = Appointment.objects.holding(on).filter(organisation=network, role__in=roles_with(Permission.ACCESS_GRANT))
    return holding.values("user").distinct().count() >= 2


def independent(first, second, *, first_at, at):
    """Return whether two users are two people: whether nobody may have acted under both names.

    first_at: when `first` proposed or asked. at: when `second` checks it. A password counts at the moment of the act
    it may have been used for, so that waiting with the second act helps nobody. Two queries, and one for each giver.
    """
    return not _hands_behind(first, at=first_at) & _hands_behind(second, at=at)


def _hands_behind(user, *, at):
    """Return the ids of who may have acted as a user at a moment: the user, the giver of the password, and so on.

    Only the last giver counts: a new password shuts out whoever gave the one before. At the shell nobody gives it.
    """
    hands, user_id = set(), user.pk
    while user_id and user_id not in hands:
        hands.add(user_id)
        user_id, at = _last_giver(user_id, at=at)
    return hands


def _last_giver(user_id, *, at):
    """Return who gave a user the last password in the seven days before a moment, and when; or (None, None)."""
    networks = Appointment.objects.filter(user=user_id).values("network")
    given = Act.objects.filter(network__in=networks, about=f"user:{user_id}", what__in=GIVES_A_PASSWORD)
    lately = given.filter(at__range=(at - INDEPENDENT_AFTER, at))
    return lately.order_by("-at").values_list("by", "at").first() or (None, None)


def proposed_at(appointment):
    """Return the moment an appointment was proposed."""
    acts = Act.objects.filter(network=appointment.network_id, about=f"appointment:{appointment.pk}")
    return acts.values_list("at", flat=True).get(what="appointment_proposed")


def clashing(user, *, role, organisation, since, until):
    """Return the confirmed terms in which a user holds there, in those days, a role that is kept apart from this."""
    return (
        Appointment.objects.live(since)
        .confirmed()
        .filter(user=user, organisation=organisation, role__in=kept_apart_from(role), since__lte=until)
        .exclude(ended_on=F("since"))
    )


def appointments_in(organisation, *, on):
    """Return all appointments of an organisation with people and `state` that day, the newest term first."""
    people = ("organisation", "user__person", "appointed_by__person", "checked_by__person", "declined_by__person")
    found = list(organisation.appointments.select_related(*people).order_by("-since", "-pk"))
    for appointment in found:
        appointment.state = appointment.state_on(on)
    return found


def persons_called(network_id, *, given, family):
    """Return the persons of a network whose name looks like this one, whether they have an account or not."""
    bones = name_skeleton(given=given, family=family)
    return Person.objects.filter(network_id=network_id, skeleton=bones).order_by("sort_key", "pk")[:20]


def user_named(username):
    """Return the account with a sign-in name, or None."""
    return User.objects.select_related("person").filter(username=username).first()


def own_organisations(user, *, on):
    """Return the organisations in which a user holds a role of their own on a day, by code."""
    held = Appointment.objects.holding(on).filter(user=user)
    return Organisation.objects.filter(pk__in=held.values("organisation")).order_by("code")

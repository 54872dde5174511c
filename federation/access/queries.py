"""Who may do what, where, on which day. Lists and single pages ask the same rows; the cost is one query each."""

from django.db.models import Exists, OuterRef, Q

from federation.access.models import Appointment
from federation.access.permissions import AFFILIATED, DOWNWARD, GRANTS, Permission
from federation.audit.models import Act
from federation.organisations.models import Affiliation, Organisation
from federation.people.models import Person, User
from federation.people.queries import name_skeleton


def permissions_in(user, organisation, on):
    """Return the set of permissions a user has in an organisation on a day: by its own roles, and from above."""
    if not user.is_active:
        return frozenset()
    affiliated = Affiliation.objects.holding(on).filter(member=organisation, upper=OuterRef("organisation"))
    held = (
        Appointment.objects.holding(on)
        .filter(user=user)
        .annotate(above=Exists(affiliated))
        .values_list("role", "organisation_id", "above")
    )
    found = set()
    for role, where, above in held:
        if where == organisation.pk:
            found |= GRANTS[role]
        if where == organisation.keeper_id:
            found |= DOWNWARD.get(role, set())
        if above:
            found |= AFFILIATED.get(role, set())
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
    return Organisation.objects.filter(
        Q(pk__in=where(GRANTS)) | Q(keeper__in=where(DOWNWARD)) | Q(pk__in=uppers.values("member"))
    )


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


def gave_a_password_lately(giver, user, *, since):
    """Return whether `giver` handed `user` a new password since a moment, and so may have signed in as them."""
    given = Act.objects.filter(what="password_given", by=giver, at__gte=since)
    return given.filter(about=f"user:{user.pk}").exists()


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

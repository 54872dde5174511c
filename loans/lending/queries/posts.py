"""Who holds a post in an organisation: on its committee, or by a role in this system."""

from datetime import date

from django.db.models import Q

from federation.access.models import Appointment
from groups.registry.models import Office


def holds_post_in(user, organisation, *, on: date) -> bool:
    """Tell whether a user holds a post or a role in an organisation on a day, under whichever network knows them.

    Two networks keep a person apart; the same national ID makes them one.
    """
    if Appointment.objects.holding(on).filter(user=user, organisation=organisation).exists():
        return True
    if not user.person_id:
        return False
    same = Q(person=user.person_id)
    if user.person.identity_id:
        same |= Q(person__identity=user.person.identity_id)
    held = Office.objects.filter(same, organisation=organisation, since__lte=on, until__gte=on)
    return held.exists()


def persons_with_posts(organisations, *, on: date) -> set:
    """Return the ids of the persons who hold a post or a role in one of these organisations on a day."""
    held = Office.objects.filter(organisation__in=organisations, since__lte=on, until__gte=on)
    appointed = Appointment.objects.holding(on).filter(organisation__in=organisations)
    found = {*held.values_list("person", flat=True), *appointed.values_list("user__person", flat=True)}
    return found - {None}

"""Who may see to a case, whom one may ask, and when they were asked last."""

from datetime import date

from django.db.models import Q

from federation.access.models import Appointment
from federation.access.permissions import Permission
from federation.access.queries import roles_with
from federation.people.models import Person
from groups.registry.models import Membership
from groups.registry.queries import offices_on
from loans.acts.queries import guarantees_of, persons_bound
from loans.followup.models import Case, CaseStep
from loans.followup.rules.contact import Doer
from loans.followup.rules.ladder import Side
from loans.lending.models import Guarantee

GROUP_SIDE = frozenset({Side.GROUP})
NETWORK_SIDE = frozenset({Side.NETWORK, Side.LEGAL})


def sides_of(organisation, *, on: date) -> dict:
    """Return {person id: whose side they stand on}: the group's committee and officers, and the network's.

    A network that lends to groups is its own adviser and has its own legal unit.
    """
    own = GROUP_SIDE if organisation.is_group else GROUP_SIDE | NETWORK_SIDE
    found = dict.fromkeys(_officers(organisation, Permission.CASES_WORK, on=on), own)
    if organisation.is_group:
        for person in _officers(organisation.keeper, Permission.CASES_HELP, on=on):
            found[person] = found.get(person, frozenset()) | NETWORK_SIDE
    return found


def _officers(organisation, permission, *, on: date) -> list:
    """Return the ids of the persons who hold a right by a role of their own there, or a post on the committee."""
    roles = roles_with(permission)
    held = Appointment.objects.holding(on).filter(organisation=organisation, role__in=roles, user__is_active=True)
    by_role = held.filter(user__person__isnull=False).values_list("user__person", flat=True)
    return [*by_role, *offices_on(organisation, on).values_list("person", flat=True)]


def doer_of(case: Case, person: Person, *, on: date) -> Doer:
    """Return what counts about somebody who would see to a case."""
    borrowers, bound = _borrowers(case, on=on), _guarantors(case, on=on)
    return Doer(
        public_post=person.public_post,
        is_borrower=person.pk in borrowers,
        is_guarantor=person.pk in bound - borrowers,
        sides=sides_of(case.organisation, on=on).get(person.pk, frozenset()),
    )


def may_own(case: Case, *, on: date) -> list[Person]:
    """Return the persons who may own or do steps of a case, in Thai order: no public post, not bound by the loan."""
    sides = sides_of(case.organisation, on=on)
    bound = _guarantors(case, on=on) | _borrowers(case, on=on)
    people = Person.objects.filter(pk__in=set(sides) - bound, public_post="")
    found = list(people.order_by("sort_key", "pk"))
    for person in found:
        person.sides = sides[person.pk]
    return found


def _borrowers(case: Case, *, on: date) -> set:
    """Return the ids of the borrower, or of the officers of the organisation that borrowed."""
    membership = case.loan.membership
    return {membership.person_id} if membership.person_id else officers_of(membership.member_organisation, on=on)


def _guarantors(case: Case, *, on: date) -> set:
    """Return the ids of who guarantees, and of the officers of organisations that do."""
    found = [one.membership for one in guarantees_of(case.loan) if one.membership.member_organisation_id]
    officers = (officers_of(one.member_organisation, on=on) for one in found)
    return persons_bound(case.loan).union(*officers)


def officers_of(organisation, *, on: date) -> set:
    """Return the ids of the persons who hold any post or role of an organisation that owes or guarantees."""
    held = Appointment.objects.holding(on).filter(organisation=organisation, user__person__isnull=False)
    posts = offices_on(organisation, on).values_list("person", flat=True)
    return {*held.values_list("user__person", flat=True), *posts}


def guarantees_in(case: Case) -> list[Guarantee]:
    """Return the guarantees that stand for the loan of a case."""
    return list(guarantees_of(case.loan))


def guarantees_to_tell(case: Case) -> list[Guarantee]:
    """Return the guarantees whose guarantor was not yet told of this default."""
    return [one for one in guarantees_in(case) if one.notified_on is None or one.notified_on < case.unpaid_since]


def told(case: Case, guarantee: Guarantee | None) -> Membership:
    """Return the member whom a contact reaches: the guarantor, or else the borrower; person or organisation."""
    return (guarantee or case.loan).membership


def asked_on(case: Case, membership: Membership, *, since: date) -> set[date]:
    """Return the days from `since` on on which a member, person or organisation, was asked in any case here."""
    steps = CaseStep.objects.filter(network_id=case.network_id, is_contact=True, on__gte=since)
    whose = "person" if membership.person_id else "member_organisation"
    same = getattr(membership, f"{whose}_id")
    as_guarantor = Q(**{f"to_guarantee__membership__{whose}": same})
    as_borrower = Q(**{"to_guarantee": None, f"case__loan__membership__{whose}": same})
    here = steps.filter(as_guarantor | as_borrower, case__organisation=case.organisation_id)
    return set(here.values_list("on", flat=True))

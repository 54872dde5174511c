"""What is done to the register, each as one act written down in the log: admit, mend a person's data, give offices."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from federation.access.permissions import Permission
from federation.access.queries import organisations_for
from federation.audit.log import record
from federation.kit.clock import BANGKOK
from federation.kit.dates import show_date
from federation.kit.refusals import Refused
from federation.organisations.models import Organisation
from federation.people.models import Person
from federation.people.steps import change_national_id_step, change_person_step
from groups.registry.models import SINGLE_POSTS, Membership, Office
from groups.registry.queries import changes_by, offices_of, organisations_of
from groups.registry.steps import admit_step

NAME_PARTS = ("given", "middle", "family")
TWO_OFFICERS_WITHIN = timedelta(days=30)


class SharedPerson(Refused):
    """Raised when a name or national ID is not one group's alone to change; `organisations` must agree."""

    def __init__(self, organisations: list[Organisation]):
        self.organisations = organisations
        words = _(
            "This person is also a member of %(groups)s. The name and the national ID can be changed only by an"
            " officer who keeps the register there too. Ask that group to agree, and let such an officer enter it."
        )
        super().__init__(words % {"groups": ", ".join(f"{one.name} ({one.code})" for one in organisations)})


class SecondOfficerNeeded(Refused):
    """Raised when one officer would change both the name and the national ID of somebody within 30 days."""


class OfficeTaken(Refused):
    """Raised when another holds the post at the time; `office` is whose term stands in the way."""

    def __init__(self, office: Office):
        self.office = office
        words = _("%(name)s holds this post from %(since)s to %(until)s. End that term first, or choose other days.")
        shown = {"name": office.person.name, "since": show_date(office.since), "until": show_date(office.until)}
        super().__init__(words % shown, fields={"since": words % shown})


class NotThatTerm(Refused):
    """Raised when a term ends before it begins, or is to end outside itself."""


@transaction.atomic(durable=True)
def admit(organisation: Organisation, *, by, at, **facts) -> Membership:
    """Admit a person already kept, or in a network an organisation; see `steps.admit_step`."""
    membership = admit_step(organisation, by=by, at=at, **facts)
    record(
        "member_admitted",
        by=by,
        at=at,
        organisation=organisation,
        about=f"membership:{membership.pk}",
        after={"number": membership.number, "joined_on": membership.joined_on},
    )
    return membership


@transaction.atomic(durable=True)
def change_person(membership: Membership, *, by, at, **fields) -> Person:
    """Change the data of the person behind a membership; see `people.steps.change_person_step`.

    Raises also `SharedPerson` and `SecondOfficerNeeded`, for a name.
    """
    person = Person.objects.select_for_update().get(network_id=membership.network_id, pk=membership.person_id)
    before, after = change_person_step(person, **fields)
    if {"title", *NAME_PARTS} & set(before):
        _check_shared(membership, person, by=by, at=at)
    if set(NAME_PARTS) & set(before):
        since = at - TWO_OFFICERS_WITHIN
        if changes_by(by, person, what="national_id_changed", since=since).exists():
            raise SecondOfficerNeeded(
                _("You changed this person's national ID less than 30 days ago. Let another officer change the name.")
            )
    if before:
        _record("person_changed", membership, person, by=by, at=at, before=before, after=after)
    return person


@transaction.atomic(durable=True)
def change_national_id(membership: Membership, *, national_id, no_id_reason: str = "", by, at) -> Person:
    """Set or take away the national ID of the person behind a membership; the log keeps only masks.

    Raises what `people.steps.change_national_id_step` raises, `SharedPerson` and `SecondOfficerNeeded`.
    """
    person = Person.objects.select_for_update().get(network_id=membership.network_id, pk=membership.person_id)
    _check_shared(membership, person, by=by, at=at)
    renamed = changes_by(by, person, what="person_changed", since=at - TWO_OFFICERS_WITHIN)
    if renamed.filter(before__has_any_keys=NAME_PARTS).exists():
        raise SecondOfficerNeeded(
            _("You changed this person's name less than 30 days ago. Let another officer change the national ID.")
        )
    before, after = change_national_id_step(person, national_id=national_id, no_id_reason=no_id_reason)
    masks = {"before": {"national_id": before}, "after": {"national_id": after}}
    _record("national_id_changed", membership, person, by=by, at=at, **masks)
    return person


def _check_shared(membership: Membership, person: Person, *, by, at) -> None:
    """Raise `SharedPerson` unless the actor keeps the register wherever else the person is a member."""
    kept = organisations_for(by, Permission.MEMBERS_EDIT, on=at.astimezone(BANGKOK).date())
    others = organisations_of(person).exclude(pk=membership.organisation_id)
    if lacking := list(others.exclude(pk__in=kept.values("pk"))):
        raise SharedPerson(lacking)


def _record(what: str, membership: Membership, person: Person, **facts) -> None:
    """Write an act into the log of every organisation where the person is a member."""
    others = organisations_of(person).exclude(pk=membership.organisation_id)
    for organisation in [membership.organisation, *others]:
        record(what, organisation=organisation, about=f"person:{person.pk}", **facts)


@transaction.atomic(durable=True)
def give_office(
    organisation: Organisation,
    *,
    person: Person,
    post: str,
    since: date,
    until: date,
    by,
    at,
    resolution_no: str = "",
    resolution_on: date | None = None,
) -> Office:
    """Give somebody a post for a term. A chair, a secretary and a treasurer are one at a time.

    Raises `OfficeTaken` or `NotThatTerm`.
    """
    if until < since:
        words = _("A term ends after it begins.")
        raise NotThatTerm(words, fields={"until": words})
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    holders = offices_of(organisation).filter(post=post, since__lte=until, until__gte=since)
    taken = (holders if post in SINGLE_POSTS else holders.filter(person=person)).first()
    if taken:
        raise OfficeTaken(taken)
    office = Office.objects.create(
        network_id=organisation.network_key,
        organisation=organisation,
        person=person,
        post=post,
        since=since,
        until=until,
        resolution_no=resolution_no,
        resolution_on=resolution_on,
    )
    after = {"post": post, "person": str(person.pk), "since": since, "until": until, "resolution": resolution_no}
    record("office_given", by=by, at=at, organisation=organisation, about=f"office:{office.pk}", after=after)
    return office


@transaction.atomic(durable=True)
def end_office(office: Office, *, on: date, by, at) -> Office:
    """End a term early: `on` is its last day. Raises `NotThatTerm`."""
    office = Office.objects.select_for_update().get(network_id=office.network_id, pk=office.pk)
    if not office.since <= on <= office.until:
        words = _("The last day lies within the term, %(since)s to %(until)s.")
        shown = {"since": show_date(office.since), "until": show_date(office.until)}
        raise NotThatTerm(words % shown, fields={"on": words % shown})
    before = office.until
    office.until = on
    office.save(update_fields=["until"])
    record(
        "office_ended",
        by=by,
        at=at,
        organisation=office.organisation,
        about=f"office:{office.pk}",
        before={"until": before},
        after={"until": on},
    )
    return office

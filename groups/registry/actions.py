"""What is done to the register, each as one act written down in the log: admit, mend a person's data, give offices."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from federation.audit.log import record
from federation.kit.dates import show_date
from federation.kit.refusals import Refused
from federation.organisations.models import Organisation
from federation.people.models import Person
from federation.people.steps import change_national_id_step, change_person_step
from groups.registry.models import SINGLE_POSTS, Membership, Office
from groups.registry.queries import offices_of
from groups.registry.steps import admit_step


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
    """Change the data of the person behind a membership; see `people.steps.change_person_step`."""
    person = Person.objects.select_for_update().get(network_id=membership.network_id, pk=membership.person_id)
    before, after = change_person_step(person, **fields)
    if before:
        record(
            "person_changed",
            by=by,
            at=at,
            organisation=membership.organisation,
            about=f"person:{person.pk}",
            before=before,
            after=after,
        )
    return person


@transaction.atomic(durable=True)
def change_national_id(membership: Membership, *, national_id, no_id_reason: str = "", by, at) -> Person:
    """Set or take away the national ID of the person behind a membership; the log keeps only masks.

    Raises what `people.steps.change_national_id_step` raises.
    """
    person = Person.objects.select_for_update().get(network_id=membership.network_id, pk=membership.person_id)
    before, after = change_national_id_step(person, national_id=national_id, no_id_reason=no_id_reason)
    record(
        "national_id_changed",
        by=by,
        at=at,
        organisation=membership.organisation,
        about=f"person:{person.pk}",
        before={"national_id": before},
        after={"national_id": after},
    )
    return person


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

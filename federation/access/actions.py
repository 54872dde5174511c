"""What an officer does with appointments and accounts: each one lock, one durable transaction round its steps."""

from django.db import transaction

from federation.access import steps
from federation.people.steps import keep_person_step

durable = transaction.atomic(durable=True)


@durable
def propose(organisation, *, user, by, at, on, **term):
    """Propose an appointment; `term` and refusals as in `steps.propose_step`."""
    return steps.propose_step(organisation, user=user, by=by, at=at, on=on, **term)


@durable
def propose_with_new_account(organisation, *, username, person, by, at, on, **term):
    """Open an account and propose its first appointment. Return appointment and one-time password.

    person: a `Person` of the register, or the fields of one to be kept (`people.steps.PersonIn`).
    """
    if isinstance(person, dict):
        person = keep_person_step(organisation.network_key, **person)
    user, password = steps.open_account_step(organisation, username=username, person=person, by=by, at=at)
    return steps.propose_step(organisation, user=user, by=by, at=at, on=on, **term), password


@durable
def check(appointment, *, by, at, on):
    """Confirm an appointment; refusals as in `steps.check_step`."""
    return steps.check_step(appointment, by=by, at=at, on=on)


@durable
def decline(appointment, *, by, at, on):
    """Decline or withdraw a waiting appointment; refusals as in `steps.decline_step`."""
    return steps.decline_step(appointment, by=by, at=at, on=on)


@durable
def end_term(appointment, *, reason, by, at, on):
    """End a term at once; refusals as in `steps.end_term_step`."""
    return steps.end_term_step(appointment, reason=reason, by=by, at=at, on=on)


@durable
def give_password(user, *, organisation, by, at, on):
    """Give a user a new one-time password; refusals as in `steps.give_password_step`."""
    return steps.give_password_step(user, organisation=organisation, by=by, at=at, on=on)


@durable
def change_password(user, *, password, session_key, at):
    """Set one's own password; refusals as in `steps.change_password_step`."""
    steps.change_password_step(user, password=password, session_key=session_key, at=at)


@durable
def end_other_sessions(user, *, session_key, at):
    """End one's other sessions and return how many there were."""
    return steps.end_other_sessions_step(user, session_key=session_key, at=at)

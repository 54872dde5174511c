"""Appointments and accounts, step by step. Each stands in the caller's transaction and writes its act.

Every role needs two people: one proposes, another checks, neither for themselves. Source: architecture, 11.19.
"""

from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from federation.access.models import Appointment, Session
from federation.access.passwords import one_time_password
from federation.access.permissions import GROUP_ROLES, LONGEST_TERM_YEARS, NETWORK_ROLES, Permission
from federation.access.queries import NOT_INDEPENDENT, clashing, independent, may, organisations_for, proposed_at
from federation.access.rules import is_sign_in_name, last_day_of_term
from federation.audit.log import record
from federation.kit.dates import show_date
from federation.kit.refusals import Refused
from federation.people.models import User

GIVEN_FOR = timedelta(days=7)  # a paper that lies about opens nothing for long


class MayNotAppoint(Refused):
    """Raised when somebody without that right proposes, checks or ends an appointment."""


class NotAnAppointment(Refused):
    """Raised when role, term or account do not fit; `fields` says which."""


class AlreadyAppointed(Refused):
    """Raised when the account holds that role there in those days, or waits for it."""


class AlreadyDecided(Refused):
    """Raised when an appointment no longer waits, or its term has ended."""


class NeedsAnotherPerson(Refused):
    """Raised when who checks is not independent of who proposed, or is appointed."""


class SignInNameNotRight(Refused):
    """Raised when a sign-in name is taken or cannot be one."""


class HasAnAccount(Refused):
    """Raised when a person gets a second account."""


class PasswordNotGood(Refused):
    """Raised when a password is too easy; `problems` says why."""


def roles_for(organisation):
    """Return the roles that can be held in an organisation."""
    return GROUP_ROLES if organisation.is_group else NETWORK_ROLES


def propose_step(organisation, *, user, role, since, until, resolution_no, resolution_on, by, at, on):
    """Propose that a user holds a role from `since` to `until`; it gives no rights before somebody else checks it.

    Raises `MayNotAppoint`, `NotAnAppointment` or `AlreadyAppointed`.
    """
    _must_grant(by, organisation, on=on)
    _check_term(organisation, role=role, since=since, until=until, on=on)
    user = _locked_user(user)
    _check_kept_apart(user, role=role, organisation=organisation, since=max(since, on), until=until)
    running = Appointment.objects.live(on).filter(user=user, role=role, organisation=organisation)
    if running.filter(since__lte=until, until__gte=since).exists():
        raise AlreadyAppointed(_("This account already holds that role here in those days, or waits for it."))
    appointment = Appointment.objects.create(
        network_id=organisation.network_key,
        user=user,
        role=role,
        organisation=organisation,
        since=since,
        until=until,
        resolution_no=resolution_no,
        resolution_on=resolution_on,
        appointed_by=by,
    )
    _record("appointment_proposed", appointment, by=by, at=at, resolution_no=resolution_no)
    return appointment


def check_step(appointment, *, by, at, on):
    """Confirm an appointment that somebody else proposed; from now on it gives its rights.

    Raises `MayNotAppoint`, `AlreadyDecided`, `NeedsAnotherPerson` or `NotAnAppointment`.
    """
    appointment = _waiting(appointment)
    _must_grant(by, appointment.organisation, on=on)
    if by.pk in (appointment.appointed_by_id, appointment.user_id):
        raise NeedsAnotherPerson(_("Another person has to check this: neither who proposed it nor who is appointed."))
    if not independent(appointment.appointed_by, by, first_at=proposed_at(appointment), at=at):
        raise NeedsAnotherPerson(NOT_INDEPENDENT)
    term = {"since": max(appointment.since, on), "until": appointment.until}
    user = _locked_user(appointment.user)
    _check_kept_apart(user, role=appointment.role, organisation=appointment.organisation, **term)
    appointment.checked_by = by
    appointment.save(update_fields=["checked_by"])
    _record("appointment_checked", appointment, by=by, at=at)
    return appointment


def decline_step(appointment, *, by, at, on):
    """Decline a waiting appointment; who proposed it may withdraw it so. Raises `MayNotAppoint`, `AlreadyDecided`."""
    appointment = _waiting(appointment)
    _must_grant(by, appointment.organisation, on=on)
    appointment.declined_by = by
    appointment.save(update_fields=["declined_by"])
    _record("appointment_declined", appointment, by=by, at=at)
    return appointment


def end_term_step(appointment, *, reason, by, at, on):
    """End a term at once: from this moment the role gives no rights. One person is enough to take rights away.

    Raises `MayNotAppoint`, `AlreadyDecided` or `NotAnAppointment`.
    """
    appointment = _locked(appointment)
    _must_grant(by, appointment.organisation, on=on)
    if not Appointment.objects.live(on).confirmed().filter(pk=appointment.pk).exists():
        raise AlreadyDecided(_("This term has already ended."))
    if len(reason.strip()) < 10:
        words = _("Write the reason in ten characters or more.")
        raise NotAnAppointment(words, fields={"reason": words})
    appointment.ended_on = max(on, appointment.since)
    appointment.save(update_fields=["ended_on"])
    _record("appointment_ended", appointment, by=by, at=at, reason=reason.strip())
    return appointment


def appoint_at_set_up_step(organisation, *, user, role, since, until, reason, at):
    """Appoint without a second person, at the shell, where there are not yet two who could.

    reason: ten characters or more, kept with the appointment. Raises `NotAnAppointment`.
    """
    _check_term(organisation, role=role, since=since, until=until, on=since)
    appointment = Appointment.objects.create(
        network_id=organisation.network_key,
        user=user,
        role=role,
        organisation=organisation,
        since=since,
        until=until,
        set_up_reason=reason,
    )
    _record("appointment_at_set_up", appointment, by=None, at=at, reason=reason)
    return appointment


def open_account_step(organisation, *, username, person, by, at):
    """Open an account for a person and return it with a one-time password, to be handed over on paper.

    Raises `SignInNameNotRight` or `HasAnAccount`.
    """
    if not is_sign_in_name(username):
        words = _("3 to 30 small Latin letters or figures, such as somjai.d; points and hyphens between are allowed.")
        raise SignInNameNotRight(words, fields={"username": words})
    if User.objects.filter(username=username).exists():
        words = _("This sign-in name is taken. Add a letter or a figure.")
        raise SignInNameNotRight(words, fields={"username": words})
    _check_first_account(person)
    password = one_time_password()
    given = {"must_change_password": True, "given_until": at + GIVEN_FOR}
    user = User.objects.create_user(username, password, person=person, **given)
    about = f"user:{user.pk}"
    record("account_opened", by=by, at=at, organisation=organisation, about=about, after={"username": username})
    return user, password


def give_password_step(user, *, organisation, by, at, on):
    """Give a user a new one-time password and end all their sessions; return it, for the paper.

    Only somebody who may appoint wherever the user holds a role may do it, and nobody for themselves.
    Raises `MayNotAppoint`.
    """
    _must_grant(by, organisation, on=on)
    beyond = (
        Appointment.objects.live(on)
        .filter(user=user)
        .exclude(organisation__in=organisations_for(by, Permission.ACCESS_GRANT, on=on))
    )
    here = user.appointments.filter(organisation=organisation)
    if by == user or beyond.exists() or not here.exists():
        raise MayNotAppoint(_("You cannot give this account a password: it also belongs to others' work, or is yours."))
    password = one_time_password()
    user.set_password(password)
    user.must_change_password, user.given_until = True, at + GIVEN_FOR
    user.save(update_fields=["password", "must_change_password", "given_until"])
    Session.objects.filter(user=user).delete()
    record("password_given", by=by, at=at, organisation=organisation, about=f"user:{user.pk}")
    return password


def change_password_step(user, *, password, session_key, at):
    """Set the password somebody chose for themselves; every other session of theirs ends.

    Raises `PasswordNotGood`.
    """
    if user.must_change_password and user.check_password(password):
        words = _("This is the one that was given to you. Choose one that nobody else has seen.")
        raise PasswordNotGood(words, fields={"password": words})
    try:
        validate_password(password, user)
    except ValidationError as problem:
        raise PasswordNotGood(_("Choose another password."), fields={"password": problem.messages[0]}) from None
    user.set_password(password)
    user.must_change_password, user.given_until = False, None
    user.save(update_fields=["password", "must_change_password", "given_until"])
    Session.objects.filter(user=user).exclude(session_key=session_key).delete()
    record("password_changed", by=user, at=at, about=f"user:{user.pk}")


def end_other_sessions_step(user, *, session_key, at):
    """End every session of a user but one; return how many there were."""
    ended, _by_table = Session.objects.filter(user=user).exclude(session_key=session_key).delete()
    record("sessions_ended", by=user, at=at, about=f"user:{user.pk}", after={"sessions": ended})
    return ended


def _must_grant(by, organisation, *, on):
    if not may(by, Permission.ACCESS_GRANT, organisation, on=on):
        raise MayNotAppoint(_("This needs somebody who may appoint in this organisation."))


def _check_term(organisation, *, role, since, until, on):
    """Raise `NotAnAppointment` unless the role belongs here and the term is neither past nor too long."""
    wrong = {}
    if role not in roles_for(organisation):
        wrong["role"] = _("This role is not held here.")
    years = LONGEST_TERM_YEARS.get(role, 1)
    longest = last_day_of_term(since, years=years)
    if until < max(since, on):
        wrong["until"] = _("The last day lies before the first, or has passed.")
    elif until > longest:
        words = _("At most %(years)s years: to %(day)s.")
        wrong["until"] = words % {"years": years, "day": show_date(longest)}
    if wrong:
        raise NotAnAppointment(_("The appointment cannot be made as written."), fields=wrong)


def _check_kept_apart(user, *, role, organisation, since, until):
    """Raise `NotAnAppointment` if the user holds a role in those days that has to be in other hands than this one."""
    other = clashing(user, role=role, organisation=organisation, since=since, until=until).first()
    if other:
        words = _("This account is %(role)s here in those days. Who handles the money does not also check it.")
        words = words % {"role": other.get_role_display()}
        raise NotAnAppointment(words, fields={"role": words})


def _check_first_account(person):
    if User.objects.filter(person=person).exists():
        raise HasAnAccount(_("This person already has an account. Propose the role under its sign-in name."))
    elsewhere = User.objects.filter(person__identity=person.identity_id) if person.identity_id else User.objects.none()
    if elsewhere.exists():
        raise HasAnAccount(
            _("This person already has an account in another network. Ask for its sign-in name and use that.")
        )


def _locked_user(user):
    return User.objects.select_for_update(of=("self",)).get(pk=user.pk)


def _locked(appointment):
    return (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("organisation", "appointed_by", "user")
        .get(pk=appointment.pk)
    )


def _waiting(appointment):
    appointment = _locked(appointment)
    if not Appointment.objects.waiting().filter(pk=appointment.pk).exists():
        raise AlreadyDecided(_("Somebody has already decided about this appointment."))
    return appointment


def _record(what, appointment, *, by, at, **more):
    facts = {
        "user": appointment.user.username,
        "role": appointment.role,
        "since": appointment.since,
        "until": appointment.until,
        **{name: value for name, value in more.items() if value},
    }
    about = f"appointment:{appointment.pk}"
    record(what, by=by, at=at, organisation=appointment.organisation, about=about, after=facts)

"""Signing in and out, one's own password and sessions; who holds which role, and giving and ending them."""

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from federation.access import actions, sessions
from federation.access.forms import AccountForm, AppointmentForm, EndForm, PasswordForm, SignInForm
from federation.access.gate import gate, is_own_address, open_to_all, permissions_held, signed_in
from federation.access.permissions import Permission
from federation.access.queries import appointments_in, user_named
from federation.access.tables import STATES, AppointmentTable
from federation.audit.log import record
from federation.kit import clock
from federation.kit.dates import show_date
from federation.kit.refusals import Refused

HOME = "/"


@open_to_all
@never_cache
@sensitive_post_parameters("password")
def sign_in(request):
    """Ask who one is. The same words for a name that is not known and a password that is wrong."""
    form = SignInForm(request.POST or None, initial={"next": request.GET.get("next", "")})
    if request.user.is_authenticated:
        return redirect(_own_or_home(request, request.GET.get("next", "")))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        user = authenticate(request, username=typed["username"], password=typed["password"])
        if user and not _paper_is_old(user):
            _begin_session(request, user)
            return redirect(_own_or_home(request, typed["next"]))
        _record_failure(request, typed["username"])
        words = _("Sign-in name and password do not fit together. Look at both and try again.")
        form.add_error(None, _("The password on this paper is too old. Ask for a new one.") if user else words)
    return render(request, "federation/access/sign_in.html", {"form": form}, status=422 if form.errors else 200)


@open_to_all
@require_POST
def sign_out(request):
    """End this session, and only this one."""
    if request.user.is_authenticated:
        record("sign_out", by=request.user, at=clock.now(), about=f"user:{request.user.pk}")
    logout(request)
    messages.success(request, _("You are signed out."))
    return redirect("sign_in")


@signed_in(with_given_password=True)
@sensitive_post_parameters()
def password_change(request):
    """Choose a password of one's own; all other sessions end."""
    user, given = request.user, request.user.must_change_password
    form = PasswordForm(request.POST or None, ask_current=not given)
    if request.method == "POST" and form.is_valid() and (given or _is_current(request, form)):
        try:
            password, key = form.cleaned_data["password"], request.session.session_key
            actions.change_password(user, password=password, session_key=key, at=clock.now())
        except Refused as refusal:
            form.add_error("password", refusal.fields["password"])
        else:
            update_session_auth_hash(request, user)
            messages.success(request, _("The password is changed. You are signed out everywhere else."))
            return redirect(HOME)
    context = {"form": form, "given": given}
    return render(request, "federation/access/password_change.html", context, status=422 if form.errors else 200)


@signed_in
def own_sessions(request):
    """Show where one is signed in, and end all the other sessions."""
    here, now = request.session.session_key, clock.now()
    if request.method == "POST":
        actions.end_other_sessions(request.user, session_key=here, at=now)
        messages.success(request, _("You are signed in on this device only."))
        return redirect("own_sessions")
    running = [s for s in request.user.sessions.order_by("-seen_at") if not sessions.is_over(s.get_decoded(), at=now)]
    return render(request, "federation/access/own_sessions.html", {"running": running, "here": here})


@gate(Permission.ACCESS_SEE)
def access(request, organisation):
    """Show who may do what here, and what waits for a second person."""
    rows = appointments_in(organisation, on=request.today)
    running = [row for row in rows if row.state in ("holding", "later")]
    context = {
        "organisation": organisation,
        "waiting": [row for row in rows if row.state == "waiting"],
        "table": AppointmentTable(rows if "all" in request.GET else running, caption=_("Roles")),
        "all": "all" in request.GET,
    }
    return render(request, "federation/access/access.html", context)


@gate(Permission.ACCESS_GRANT)
def appointment_propose(request, organisation):
    """Propose a role for somebody who has an account."""
    form = AppointmentForm(request.POST or None, organisation=organisation, initial=_usual_term(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.propose(organisation, user=form.user, **form.term(), **_doing(request))
        except Refused as refusal:
            _show(refusal, form)
        else:
            messages.success(request, _("Proposed. The role counts once a second person has checked it."))
            return redirect("federation:appointment", code=organisation.code, pk=made.pk)
    context = {"organisation": organisation, "form": form}
    return render(request, "federation/access/appointment_propose.html", context, status=422 if form.errors else 200)


@gate(Permission.ACCESS_GRANT)
def account_open(request, organisation):
    """Open an account for somebody and propose their first role; the one-time password is shown this once."""
    form = AccountForm(request.POST or None, organisation=organisation, initial=_usual_term(request))
    if request.method == "POST" and form.is_valid():
        new = {"username": form.cleaned_data["username"], "person": form.person()}
        try:
            made, password = actions.propose_with_new_account(organisation, **new, **form.term(), **_doing(request))
        except Refused as refusal:
            _show(refusal, form)
        else:
            return _paper(request, organisation, user=made.user, password=password)
    context = {"organisation": organisation, "form": form}
    return render(request, "federation/access/account_open.html", context, status=422 if form.errors else 200)


@gate(Permission.ACCESS_SEE)
def appointment(request, organisation, pk):
    """Show one appointment, and what the reader may do about it."""
    return _appointment_page(request, organisation, _found(request, organisation, pk))


@gate(Permission.ACCESS_GRANT)
@require_POST
def appointment_check(request, organisation, pk):
    """Confirm what somebody else proposed."""
    return _decide(request, organisation, pk, actions.check, done=_("Confirmed. The role counts from its first day."))


@gate(Permission.ACCESS_GRANT)
@require_POST
def appointment_decline(request, organisation, pk):
    """Decline what waits, or withdraw what one proposed."""
    return _decide(request, organisation, pk, actions.decline, done=_("Declined. It gives no rights."))


@gate(Permission.ACCESS_GRANT)
@require_POST
def appointment_end(request, organisation, pk):
    """End a term now, with a reason."""
    form = EndForm(request.POST)
    if not form.is_valid():
        return _appointment_page(request, organisation, _found(request, organisation, pk), end_form=form)
    reason = form.cleaned_data["reason"]
    return _decide(
        request, organisation, pk, actions.end_term, done=_("Ended. It gives no more rights."), reason=reason
    )


@gate(Permission.ACCESS_GRANT)
def password_give(request, organisation, pk):
    """Give the holder of an appointment a new one-time password; nobody chooses it, and it is shown this once."""
    found = _found(request, organisation, pk)
    refused = None
    if request.method == "POST":
        try:
            password = actions.give_password(found.user, organisation=organisation, **_doing(request))
            return _paper(request, organisation, user=found.user, password=password)
        except Refused as refusal:
            refused = refusal
    context = {"organisation": organisation, "appointment": found, "refused": refused}
    return render(request, "federation/access/password_give.html", context, status=422 if refused else 200)


def _doing(request):
    return {"by": request.user, "at": clock.now(), "on": request.today}


def _usual_term(request):
    return {"since": request.today, "username": request.GET.get("username", "")}


def _found(request, organisation, pk):
    for found in appointments_in(organisation, on=request.today):
        if found.pk == pk:
            return found
    raise Http404


def _decide(request, organisation, pk, action, *, done, **more):
    found = _found(request, organisation, pk)
    try:
        action(found, **more, **_doing(request))
    except Refused as refusal:
        return _appointment_page(request, organisation, found, refused=refusal)
    messages.success(request, done)
    return redirect("federation:appointment", code=organisation.code, pk=pk)


def _appointment_page(request, organisation, found, *, refused=None, end_form=None):
    may_grant = Permission.ACCESS_GRANT in permissions_held(request, organisation)
    context = {
        "organisation": organisation,
        "appointment": found,
        "facts": _facts(found, with_name=may_grant),
        "state": STATES[found.state],
        "may_grant": may_grant,
        "is_own": request.user.pk in (found.user_id, found.appointed_by_id),
        "refused": refused,
        "end_form": end_form or EndForm(),
    }
    wrong = refused or (end_form and end_form.errors)
    return render(request, "federation/access/appointment.html", context, status=422 if wrong else 200)


def _facts(found, *, with_name):
    """Return what an appointment says, as (label, words); what is not known is left out.

    with_name: the name to sign in with too, which half opens the door and is not for everybody.
    """
    resolution = [found.resolution_no, found.resolution_on and show_date(found.resolution_on)]
    facts = [
        (_("Who"), found.user),
        (_("Sign-in name"), with_name and found.user.username),
        (_("Role"), found.get_role_display()),
        (_("First day"), show_date(found.since)),
        (_("Last day"), found.last_day and show_date(found.last_day)),
        (_("Resolution"), ", ".join(filter(None, resolution))),
        (_("Proposed by"), found.appointed_by),
        (_("Checked by"), found.checked_by),
        (_("Declined by"), found.declined_by),
        (_("Given at set-up"), found.set_up_reason),
    ]
    return [(label, words) for label, words in facts if words]


def _paper(request, organisation, *, user, password):
    """Show a one-time password, in the answer itself: it is stored nowhere and not shown again."""
    address = request.build_absolute_uri("/")
    context = {"organisation": organisation, "holder": user, "password": password, "address": address}
    return render(request, "federation/access/one_time_password.html", context)


def _show(refusal, form):
    """Put a refusal into the form, beside the fields it belongs to."""
    beside = {name: words for name, words in refusal.fields.items() if name in form.fields}
    for name, words in beside.items():
        form.add_error(name, str(words))
    if not beside:
        form.add_error(None, str(refusal))


def _paper_is_old(user):
    return user.given_until is not None and user.given_until < clock.now()


def _begin_session(request, user):
    login(request, user)
    sessions.SessionStore.clear_expired()
    device = request.session["device"]
    record("sign_in", by=user, at=clock.now(), about=f"user:{user.pk}", after={"device": device})


def _record_failure(request, username):
    """Write down that somebody was not let in; never what was typed, which may be a password."""
    if not request.axes_locked_out:
        user = user_named(username)
        about, after = (f"user:{user.pk}", {"user": user.username}) if user else ("user:unknown", None)
        record("sign_in_failed", by=None, at=clock.now(), about=about, after=after)


def _is_current(request, form):
    """Check one's own password under the same brake as signing in."""
    if authenticate(request, username=request.user.username, password=form.cleaned_data["current"]):
        return True
    form.add_error("current", _("This is not your password until now."))
    return False


def _own_or_home(request, address):
    return address if address and is_own_address(request, address) else HOME

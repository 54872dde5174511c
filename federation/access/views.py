"""Signing in and out, one's own password and sessions."""

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from federation.access import actions, sessions
from federation.access.forms import PasswordForm, SignInForm
from federation.access.gate import is_own_address, open_to_all, signed_in
from federation.access.queries import roles_of, user_named
from federation.access.rules import device_name
from federation.audit.log import record
from federation.kit import clock
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
        if user := authenticate(request, username=typed["username"], password=typed["password"]):
            _begin_session(request, user)
            return redirect(_own_or_home(request, typed["next"]))
        _record_failure(request, typed["username"])
        form.add_error(None, _("Sign-in name and password do not fit together. Look at both and try again."))
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


def _begin_session(request, user):
    at, device = clock.now(), device_name(request.headers.get("User-Agent", ""))
    login(request, user)
    sessions.begin(request.session, roles=roles_of(user, on=request.today), device=device, at=at)
    sessions.SessionStore.clear_expired()
    record("sign_in", by=user, at=at, about=f"user:{user.pk}", after={"device": device})


def _record_failure(request, username):
    """Write down that somebody was not let in; never what was typed, which may be a password."""
    if not request.axes_locked_out:
        user = user_named(username)
        record("sign_in_failed", by=None, at=clock.now(), about=f"user:{user.pk}" if user else "user:unknown")


def _is_current(request, form):
    """Check one's own password under the same brake as signing in."""
    if authenticate(request, username=request.user.username, password=form.cleaned_data["current"]):
        return True
    form.add_error("current", _("This is not your password until now."))
    return False


def _own_or_home(request, address):
    return address if address and is_own_address(request, address) else HOME

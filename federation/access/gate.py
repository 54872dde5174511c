"""The gate before every view. A view without one of these three fails `manage.py check`."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from federation.access.queries import permissions_in
from federation.audit.log import record
from federation.kit import clock
from federation.organisations.models import Organisation

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def gate(permission):
    """Let in who has a permission in the organisation of the address; the view gets it in place of `code`.

    404 for what one may not see at all, 403 for what one may see but not do; who is not signed in goes to sign in.
    The view finds the day in `request.today`.
    """

    def guard(view):
        @wraps(view)
        def guarded(request, code, **kwargs):
            request.today = clock.today()
            if stop := _stopped(request):
                return stop
            organisation = _organisation(code)
            held = permissions_held(request, organisation)
            if not held:
                raise Http404
            if permission not in held:
                _record_refusal(request, organisation, permission)
                raise PermissionDenied
            return view(request, organisation, **kwargs)

        guarded.access = permission
        return guarded

    return guard


def signed_in(view=None, *, with_given_password=False):
    """Let in whoever is signed in. with_given_password: even before a password that was given has been changed."""

    def guard(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            request.today = clock.today()
            return _stopped(request, with_given_password=with_given_password) or view(request, *args, **kwargs)

        guarded.access = "signed in"
        return guarded

    return guard(view) if view else guard


def open_to_all(view):
    """Let in everybody. The view must show nothing of any organisation that is not meant for the street."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        request.today = clock.today()
        return view(request, *args, **kwargs)

    guarded.access = "open to all"
    return guarded


def permissions_held(request, organisation):
    """Return what the signed-in person may do in an organisation today, asked once per request."""
    known = request.__dict__.setdefault("_permissions_held", {})
    if organisation.pk not in known:
        known[organisation.pk] = permissions_in(request.user, organisation, request.today)
    return known[organisation.pk]


def _stopped(request, *, with_given_password=False):
    """Return the answer that sends somebody to sign in or to choose a password first, or None."""
    if not request.user.is_authenticated:
        return _go(request, redirect_to_login(page_to_return_to(request)))
    if request.user.must_change_password and not with_given_password:
        return _go(request, redirect("password_change"))
    return None


def page_to_return_to(request):
    """Return the address of the page somebody looks at: this one, or the one that holds the form or the partial."""
    if request.htmx:
        return request.htmx.current_url_abs_path or "/"
    if request.method in SAFE_METHODS:
        return request.get_full_path()
    referer = request.headers.get("Referer", "")
    return referer if is_own_address(request, referer) else "/"


def is_own_address(request, address):
    """Return whether an address leads to this site and nowhere else."""
    return url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def _go(request, redirection):
    """Send htmx to the whole page too: a partial must not hold the sign-in page."""
    return HttpResponseClientRedirect(redirection.url) if request.htmx else redirection


def _organisation(code):
    found = Organisation.objects.select_related("kind", "keeper", "book").filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _record_refusal(request, organisation, permission):
    record(
        "refused",
        by=request.user,
        at=clock.now(),
        organisation=organisation,
        about=f"page:{request.resolver_match.view_name}",
        after={"permission": permission, "method": request.method},
    )

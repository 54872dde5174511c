"""How often one may try to sign in before having to wait. Asked before any password is hashed.

A name may be tried wrongly five times; then each further try waits twice as long as the one before, and after
twenty in a day the name rests until a day has passed since the last. An address may fail twenty times an hour,
whatever the names. Names that do not exist are treated alike, so the answer tells nothing.

Source: trust: 1.5 Passwords, threat 38.
"""

from datetime import timedelta

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum

from federation.kit.crypto import blind_index

FREE_TRIES = 5
TRIES_A_DAY = 20
TRIES_OF_AN_ADDRESS = 20  # in an hour
FIRST_WAIT = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class SignInBrake(AxesDatabaseHandler):
    """Counts by name and by address apart; axes alone knows one limit for both."""

    def get_failures(self, request, credentials=None):
        """Return the limit while one must wait, else nothing: the waiting is reckoned here, not by axes."""
        now = request.axes_attempt_time
        name, address = _typed(request, credentials), request.axes_ip_address
        waits = name_must_wait(name, at=now) or address_must_wait(address, at=now)
        return settings.AXES_FAILURE_LIMIT if waits else 0


def name_must_wait(name, *, at):
    """Return whether this name may not be tried at that moment."""
    tried = AccessAttempt.objects.filter(username=_mark(name), attempt_time__gt=at - DAY).aggregate(
        failures=Sum("failures_since_start"), last=Max("attempt_time")
    )
    failures = tried["failures"] or 0
    return failures >= FREE_TRIES and at < tried["last"] + wait_after(failures)


def wait_after(failures):
    """Return how long a name rests after so many failures in a row."""
    if failures >= TRIES_A_DAY:
        return DAY
    return min(FIRST_WAIT * 2 ** max(failures - FREE_TRIES, 0), DAY)


def address_must_wait(address, *, at):
    """Return whether this network address may not try any name at that moment."""
    if not address:
        return False
    recent = AccessAttempt.objects.filter(ip_address=address, attempt_time__gt=at - HOUR)
    return (recent.aggregate(n=Sum("failures_since_start"))["n"] or 0) >= TRIES_OF_AN_ADDRESS


def name_kept(request, credentials=None):
    """Return under what axes counts a name: not the name as typed, for it may be a password in the wrong box."""
    return _mark(_typed(request, credentials))


def _typed(request, credentials):
    return (credentials or {}).get("username") or request.POST.get("username") or ""


def _mark(name):
    return blind_index(name, purpose="sign-in name")


def address_of(request):
    """Return the address a request came from; behind our proxy, the one the proxy saw and wrote last."""
    if settings.BEHIND_PROXY:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or None
    return request.META.get("REMOTE_ADDR") or None

"""Sessions in a table of our own, so that people see where they are signed in; and how long a session lasts."""

from datetime import datetime, timedelta

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.dispatch import receiver

from federation.access.models import Session
from federation.access.permissions import SHORT_SESSIONS
from federation.access.queries import roles_of
from federation.access.rules import device_name
from federation.kit import clock

IDLE, ABSOLUTE = timedelta(minutes=60), timedelta(hours=12)
SHORT_IDLE, SHORT_ABSOLUTE = timedelta(minutes=15), timedelta(hours=4)
SEEN_EVERY = timedelta(minutes=1)  # a look at a page is noted no more often than this


class SessionStore(DatabaseStore):
    """Keeps beside the session whose it is, on what device, since when and when last seen."""

    @classmethod
    def get_model_class(cls):
        return Session

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        row.device = data.get("device", "")
        row.began_at, row.seen_at = _moment(data.get("began")), _moment(data.get("seen"))
        return row


@receiver(user_logged_in)
def begin(*, request, user, **_signal):
    """Write into a fresh session when it began, on what device, and how long it may last.

    Source: trust: 1.3 OWASP ASVS, 7.3.1 and 7.3.2.
    """
    at = clock.now()
    short = SHORT_SESSIONS & roles_of(user, on=clock.today())
    idle, absolute = (SHORT_IDLE, SHORT_ABSOLUTE) if short else (IDLE, ABSOLUTE)
    request.session.update(
        {
            "began": at.isoformat(),
            "seen": at.isoformat(),
            "idle": idle.total_seconds(),
            "absolute": absolute.total_seconds(),
            "device": device_name(request.headers.get("User-Agent", "")),
        }
    )


def is_over(session, *, at):
    """Return whether a session was idle too long or has lasted too long; one that never began is over."""
    began, seen = _moment(session.get("began")), _moment(session.get("seen"))
    if began is None or seen is None:
        return True
    return at - seen > timedelta(seconds=session["idle"]) or at - began > timedelta(seconds=session["absolute"])


def note_seen(session, *, at):
    """Note that the session is in use, at most once a minute."""
    if at - _moment(session["seen"]) >= SEEN_EVERY:
        session["seen"] = at.isoformat()


def _moment(text):
    return datetime.fromisoformat(text) if text else None

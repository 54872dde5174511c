"""On every answer to a signed-in person: how long the session may last, and nothing kept by the browser."""

from django.contrib import messages
from django.contrib.auth import logout
from django.utils.translation import gettext as _

from federation.access import sessions
from federation.kit import clock


def session_limits(get_response):
    """Sign out who was idle or signed in too long, note that the others are here, and let nothing be stored."""

    def middleware(request):
        known = request.user.is_authenticated
        if known:
            _keep_or_end(request)
        response = get_response(request)
        if known or request.user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
        return response

    return middleware


def _keep_or_end(request):
    at = clock.now()
    if sessions.is_over(request.session, at=at):
        logout(request)
        messages.info(request, _("You were signed out because nobody used this page for a while."))
    else:
        sessions.note_seen(request.session, at=at)

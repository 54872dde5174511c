"""What the pages of meetings share."""

from django.http import Http404
from django.shortcuts import render

from federation.access.gate import permissions_held
from federation.access.permissions import Permission
from federation.kit.dates import show_date
from federation.meetings.models import Meeting
from federation.meetings.queries.meetings import meeting_of

PAGE = "federation/meetings/"


def meeting_or_404(organisation, pk) -> Meeting:
    """Return the meeting of this organisation, or answer that there is no such page."""
    found = meeting_of(organisation, pk)
    if found is None:
        raise Http404
    return found


def page(request, name: str, organisation, *, status: int = 200, **context):
    """Draw a page of this feature; every one knows whose it is and whether its reader may write."""
    context |= {
        "organisation": organisation,
        "whose": organisation.name,
        "demo": organisation.is_demo,
        "may_write": Permission.MEETINGS_EDIT in permissions_held(request, organisation),
        "printed_on": show_date(request.today),
    }
    return render(request, f"{PAGE}{name}.html", context, status=status)

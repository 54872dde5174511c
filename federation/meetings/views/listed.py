"""The list of meetings."""

from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit.downloads import EXPORTS, asked_for, file_of
from federation.meetings.queries.meetings import groups_of, host_in_turn, meetings_of, sought
from federation.meetings.tables import MeetingsTable
from federation.meetings.views.answers import page


@gate(Permission.REPORT_SEE)
def meetings(request, organisation):
    """List the meetings, the newest first, found by number, place or what was resolved; all of the list as a file."""
    search = request.GET.get("q", "").strip()
    title = _("Meetings of %(name)s") % {"name": organisation.name}
    table = MeetingsTable(sought(meetings_of(organisation), search), organisation=organisation, caption=title)
    if kind := asked_for(request):
        return file_of(table, kind=kind, name=f"meetings-{organisation.code}", title=title, on=request.today)
    RequestConfig(request, paginate={"per_page": 30}).configure(table)
    context = {"table": table, "count": len(table.rows), "search": search, "exports": EXPORTS}
    context["host"] = host_in_turn(organisation, groups_of(organisation, on=request.today))
    return page(request, "meetings", organisation, **context)

"""What stands below a network, as its officers see it: totals, never a member."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.access.queries import organisations_for
from federation.kit.downloads import EXPORTS, asked_for, file_of
from federation.nation import below as queries
from federation.nation.tables import BelowTable, shown_total


@gate(Permission.FIGURES_SEE)
@require_safe
def below(request, organisation):
    """Show the networks and groups below, each with its totals as far as the reader may see them."""
    if organisation.is_group:
        raise Http404
    seen = set(organisations_for(request.user, Permission.FIGURES_SEE, on=request.today).values_list("pk", flat=True))
    found = queries.below(organisation, on=request.today, seen=seen)
    title = _("What stands below %(name)s") % {"name": organisation.name}
    table = BelowTable(found.rows, label=title)
    if kind := asked_for(request):
        return file_of(table, kind=kind, name=f"below-{organisation.code}", title=title, on=request.today)
    context = {
        "organisation": organisation,
        "below": found,
        "table": table,
        "cards": shown_total(found.total),
        "exports": EXPORTS,
    }
    return render(request, "federation/nation/below.html", context)

from django.shortcuts import render

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.access.queries import organisations_for, own_organisations
from federation.kit.dates import month_of, next_month
from federation.warning import queries
from federation.warning.rules import SIGNS, is_read


@gate(Permission.FIGURES_SEE)
def warnings(request, organisation):
    """Show which groups need attention first and why; a group sees itself."""
    network = organisation.keeper if organisation.is_group else organisation
    found = queries.warnings(network, on=request.today)
    if organisation.is_group:
        found = [one for one in found if one.organisation.pk == organisation.pk]
    opens = set(organisations_for(request.user, Permission.BOOKS_SEE, on=request.today).values_list("pk", flat=True))
    near = own_organisations(request.user, on=request.today).filter(pk__in=[organisation.pk, network.pk]).exists()
    page = {
        "organisation": organisation,
        "near": near,
        "demo": organisation.is_demo,
        "month": next_month(month_of(request.today), by=-1),
        "groups": [(one, _reasons(one), one.organisation.pk in opens) for one in found],
        "calm": sum(one.warning.level == "calm" and is_read(one.history) for one in found),
        "unread": sum(not is_read(one.history) for one in found),
    }
    return render(request, "federation/warning/warnings.html", page)


def _reasons(group):
    return [(SIGNS[reason.sign], reason) for reason in group.warning.reasons]

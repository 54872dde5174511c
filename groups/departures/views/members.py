"""From a member's page: what leaving would come to, and whom the member names for the case of death."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.bylaws.queries import bylaws_of
from federation.kit import clock
from federation.kit.refusals import Refused
from groups.departures import actions
from groups.departures.forms import BeneficiariesForm
from groups.departures.queries import lists, net_of
from groups.departures.views.common import PAGE
from groups.registry.models import LIVE
from groups.registry.queries import beneficiary_sets
from groups.registry.views import person_or_404


@gate(Permission.MEMBERS_SEE)
def leave(request, organisation, number):
    """Show what leaving would come to today, before anything is asked, and the ways to leave."""
    found = person_or_404(organisation, number)
    context = {
        "organisation": organisation,
        "membership": found,
        "net": net_of(found, on=request.today),
        "running": lists.running_of(found),
        "is_member": found.state in LIVE,
        "proposal": lists.proposal_of(found, on=request.today) if found.state in LIVE else None,
        "may_edit": Permission.LEAVING_EDIT in permissions_held(request, organisation),
    }
    return render(request, PAGE + "member_leave.html", context)


@gate(Permission.MEMBERS_SEE)
def beneficiaries(request, organisation, number):
    """Show whom a member names, and whom before."""
    found = person_or_404(organisation, number)
    sets = beneficiary_sets(found)
    may_edit = Permission.MEMBERS_EDIT in permissions_held(request, organisation) and found.ended_on is None
    context = {"organisation": organisation, "membership": found, "sets": sets, "may_edit": may_edit}
    return render(request, PAGE + "beneficiaries.html", context)


@gate(Permission.MEMBERS_EDIT)
def name(request, organisation, number):
    """Enter whom a member names; the set before is kept."""
    found = person_or_404(organisation, number)
    most = bylaws_of(organisation, on=request.today)["beneficiaries_max"]
    form = BeneficiariesForm(request.POST or None, most=most, initial={"on": request.today})
    if request.method == "POST" and form.is_valid():
        try:
            facts = {"by": request.user, "at": clock.now(), **form.facts()}
            actions.name_beneficiaries(found, form.heirs(), **facts)
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, _("The names are kept."))
            return redirect("groups:beneficiaries", code=organisation.code, number=number)
    context = {"organisation": organisation, "membership": found, "form": form, "most": most}
    return render(request, PAGE + "beneficiaries_name.html", context, status=422 if form.errors else 200)

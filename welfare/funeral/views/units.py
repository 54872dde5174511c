"""The pages on which prepaid units of a place that ended are given back: proposed by one person, paid by another."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.refusals import Refused
from welfare.funeral.actions import people as actions
from welfare.funeral.forms.deaths import UnitsBackForm
from welfare.funeral.queries.units import free_units, goes_to, units_back_of, units_held, who_gets
from welfare.funeral.rules.people import ENDED
from welfare.funeral.views.found import covered_or_404, done, own_scheme_or_404, page, status_of


@gate(Permission.WELFARE_PAY)
def covered_units(request, organisation, scheme, number):
    """Propose to whom the units go that are left after a place ended."""
    found = own_scheme_or_404(organisation, scheme)
    person = covered_or_404(organisation, found, number)
    if person.state not in ENDED or not units_held(person):
        raise Http404
    free, kind = free_units(person), goes_to(person)
    about = {"today": request.today, "kind": kind, "known": who_gets(person), "amount": free}
    form = UnitsBackForm(request.POST or None, **about)

    def act():
        actions.propose_units_back(person, **form.cleaned_data, by=request.user, at=clock.now())
        messages.success(request, _("It is proposed. Another person pays it out."))

    if done(form, act):
        return redirect("welfare:covered", code=organisation.code, scheme=found.code, number=number)
    context = {"form": form, "person": person, "free": free, "kind": kind, "status": status_of(form)}
    return page(request, "covered_units", organisation, found, **context)


@gate(Permission.WELFARE_SEE)
def covered_units_back(request, organisation, scheme, number, back):
    """Show units that are given back; another person than who proposed it pays or declines it."""
    found = own_scheme_or_404(organisation, scheme)
    person = covered_or_404(organisation, found, number)
    one = next((one for one in units_back_of(person) if one.pk == back), None)
    if one is None:
        raise Http404
    one.covered, refusal = person, None
    may_decide = Permission.WELFARE_APPROVE in permissions_held(request, organisation) and one.agreed is None
    if request.method == "POST":
        if not may_decide:
            raise PermissionDenied
        try:
            decided = actions.decide_units_back(one, agree="agree" in request.POST, by=request.user, at=clock.now())
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("It is paid and booked.") if decided.agreed else _("It is declined."))
            return redirect("welfare:covered", code=organisation.code, scheme=found.code, number=number)
    context = {"back": one, "person": person, "may_decide": may_decide, "refusal": refusal}
    return page(request, "covered_units_back", organisation, found, status=422 if refusal else 200, **context)

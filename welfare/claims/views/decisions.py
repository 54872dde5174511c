"""Deciding on a claim: the committee agrees, the chair approves, either refuses; who filed it withdraws."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.kit import clock
from welfare.claims.actions import claims as actions
from welfare.claims.checks import shown_checks
from welfare.claims.forms.claims import AgreeForm, BackForm, EmptyForm, ReasonForm, RefuseForm
from welfare.claims.queries.claims import asked_back
from welfare.claims.queries.quoting import worked_out
from welfare.claims.views.answers import claim_or_404, form_page
from welfare.claims.views.doings import REFUSES


def _by(request) -> dict:
    return {"on": request.today, "by": request.user, "at": clock.now()}


@gate(Permission.WELFARE_DECIDE)
def claim_agree(request, organisation, fund, number, year):
    """Record that the committee agreed, with its resolution, up to what the rule gives."""
    found = claim_or_404(organisation, fund=fund, number=number, year=year)
    worked = worked_out(found)
    first = {"amount": found.amount or worked.quote.amount, "resolution_on": request.today}
    form = AgreeForm(request.POST or None, initial=first)

    def act(typed):
        actions.agree(found, **typed, **_by(request))
        messages.success(request, _("It is agreed. The president approves it next."))

    shown = {"checks": shown_checks(found, worked), "lines": worked.quote.lines, "most": worked.quote.amount}
    return form_page(request, "claim_agree", found, form=form, act=act, **shown)


@gate(Permission.WELFARE_APPROVE)
def claim_approve(request, organisation, fund, number, year):
    """Approve what the committee agreed."""
    found = claim_or_404(organisation, fund=fund, number=number, year=year)

    def act(_typed):
        actions.approve(found, **_by(request))
        messages.success(request, _("It is approved. The treasurer pays it next."))

    checks = shown_checks(found, worked_out(found))
    form = EmptyForm(request.POST if request.method == "POST" else None)
    return form_page(request, "claim_approve", found, form=form, act=act, checks=checks)


@gate(Permission.WELFARE_SEE)
def claim_refuse(request, organisation, fund, number, year):
    """Refuse a claim, with the reason that the claimant is told; who may depends on the step it is at."""
    found = claim_or_404(organisation, fund=fund, number=number, year=year)
    if found.state not in REFUSES:
        raise Http404
    if REFUSES[found.state] not in permissions_held(request, organisation):
        raise PermissionDenied
    form = RefuseForm(request.POST or None, initial={"resolution_on": request.today})

    def act(typed):
        actions.refuse(found, **typed, **_by(request))
        messages.success(request, _("It is refused. Print the letter and hand it over."))

    return form_page(request, "claim_refuse", found, form=form, act=act, checks=shown_checks(found, worked_out(found)))


@gate(Permission.WELFARE_FILE)
def claim_withdraw(request, organisation, fund, number, year):
    """Withdraw a claim, as who filed it wishes."""
    found = claim_or_404(organisation, fund=fund, number=number, year=year)

    def act(typed):
        actions.withdraw(found, **typed, **_by(request))
        messages.success(request, _("The claim is withdrawn."))

    return form_page(request, "claim_withdraw", found, form=ReasonForm(request.POST or None), act=act)


@gate(Permission.WELFARE_PAY)
def claim_ask_back(request, organisation, fund, number, year):
    """Ask to take a payment back."""
    found = claim_or_404(organisation, fund=fund, number=number, year=year)

    def act(typed):
        actions.ask_back(found, **typed, **_by(request))
        messages.success(request, _("Another person decides on it now."))

    return form_page(request, "claim_ask_back", found, form=ReasonForm(request.POST or None), act=act)


@gate(Permission.WELFARE_APPROVE)
def claim_take_back(request, organisation, fund, number, year):
    """Take a payment back as another asked, or keep it."""
    found = claim_or_404(organisation, fund=fund, number=number, year=year)

    def act(typed):
        agree = typed["agree"] == "yes"
        actions.take_back(found, agree=agree, reason=typed["reason"], **_by(request))
        messages.success(request, _("The payment is taken back.") if agree else _("The payment stays."))

    asked = asked_back(found)
    return form_page(request, "claim_take_back", found, form=BackForm(request.POST or None), act=act, asked=asked)

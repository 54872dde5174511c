from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.refusals import Refused
from welfare.funds import actions
from welfare.funds.forms import ACT_FORMS, StrikeForm
from welfare.funds.models import FundAct, FundKind
from welfare.funds.queries import funds_of
from welfare.funds.queries.gifts import act as find_act
from welfare.funds.queries.gifts import gift as find_gift
from welfare.funds.steps.acts import leaders_dues, purses_of
from welfare.funds.views import form_page, fund_or_404, page
from welfare.funds.views.funds import at

HEADINGS = {
    "move": gettext_lazy("Move money between funds"),
    "spend": gettext_lazy("Spend money of the fund"),
    "premium": gettext_lazy("Pass premiums on to the insurer"),
    "bank": gettext_lazy("Between the fund's cash and bank"),
    "leaders": gettext_lazy("Pay the leaders' dues"),
    "collect": gettext_lazy("Collect what the main fund owes"),
}


@gate(Permission.WELFARE_PAY)
def act_new(request, organisation, fund, kind):
    """Ask for an act on a fund; another person decides."""
    found = fund_or_404(request, organisation, fund)
    if kind not in ACT_FORMS or kind == "leaders" and found.kind != FundKind.LEADERS:
        raise Http404
    others = [one for one in funds_of(organisation, on=request.today) if one != found]
    form = ACT_FORMS[kind](request.POST or None, fund=found, others=others, today=request.today)

    def act():
        given = {"by": request.user, "at": clock.now()}
        if kind == "leaders":
            return actions.propose_leaders(found, **form.facts(), **given)
        return actions.propose_act(found, kind=kind, **form.facts(), **given)

    owed = leaders_dues(found, on=request.today) if kind == "leaders" else []
    return form_page(
        request,
        organisation,
        form,
        act=act,
        done=_("It is proposed. Another person decides."),
        to=lambda made: at(organisation, "fund_act", pk=made.pk),
        heading=HEADINGS[kind],
        lead=found.name,
        owed=owed,
        back=at(organisation, "fund", fund=fund),
        submit=_("Propose"),
    )


@gate(Permission.WELFARE_PAY)
def gift_strike(request, organisation, fund, pk):
    """Ask that a gift be taken back."""
    found = fund_or_404(request, organisation, fund)
    given = find_gift(found, pk)
    if given is None or given.struck_by_id:
        raise Http404
    return _strike(request, organisation, found, amount=given.amount, data={"gift": str(pk)}, what=given.donor_name)


@gate(Permission.WELFARE_PAY)
def act_strike(request, organisation, pk):
    """Ask that an act that was carried out be taken back."""
    done = find_act(organisation, pk)
    if done is None or done.state != FundAct.State.DONE or done.kind == FundAct.Kind.STRIKE:
        raise Http404
    what = done.get_kind_display()
    return _strike(request, organisation, done.fund, amount=done.amount, data={"act": str(pk)}, what=what)


def _strike(request, organisation, fund, *, amount, data, what):
    form = StrikeForm(request.POST or None, today=request.today)

    def act():
        given = {"kind": "strike", "amount": amount, "data": data, "by": request.user, "at": clock.now()}
        return actions.propose_act(fund, **form.cleaned_data, **given)

    return form_page(
        request,
        organisation,
        form,
        act=act,
        done=_("It is proposed. Another person decides."),
        to=lambda made: at(organisation, "fund_act", pk=made.pk),
        heading=_("Take back: %(what)s") % {"what": what},
        back=at(organisation, "fund", fund=fund.code.lower()),
        submit=_("Propose"),
    )


@gate(Permission.WELFARE_SEE)
def fund_act(request, organisation, pk):
    """Show an act on a fund whole; who may decide carries it out or declines."""
    found = find_act(organisation, pk)
    if found is None:
        raise Http404
    refusal = None
    held = Permission.WELFARE_APPROVE in permissions_held(request, organisation)
    if request.method == "POST" and held:
        try:
            done = actions.decide_act(found, agree="agree" in request.POST, by=request.user, at=clock.now())
        except Refused as refused:
            refusal = refused
        else:
            words = _("It is done and booked.") if done.state == FundAct.State.DONE else _("It is declined.")
            messages.success(request, words)
            return redirect("welfare:fund", code=organisation.code, fund=found.fund.code.lower())
    out, into = purses_of(found)
    standing = found.state == FundAct.State.DONE and not found.entry.reversals.exists()
    context = {"act": found, "refusal": refusal, "out": out, "into": into, "standing": standing}
    return page(request, "act", organisation, status=422 if refusal else 200, **context)

"""The pages of payouts, of what is given up or taken back, and of the papers of a death."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.refusals import Refused
from welfare.funeral.actions import deaths as actions
from welfare.funeral.forms.deaths import GiveUpForm, PayoutForm, ReasonForm, ReceivedForm
from welfare.funeral.models import DeathAct, DeathDue, Payout
from welfare.funeral.papers import deaths as papers
from welfare.funeral.queries import shown
from welfare.funeral.queries.money import payable
from welfare.funeral.rules import Terms
from welfare.funeral.steps.payouts import named_for
from welfare.funeral.views.deaths import death_or_404, page
from welfare.funeral.views.found import pdf_of


@gate(Permission.WELFARE_PAY)
def payout_new(request, organisation, pk):
    """Propose what a payee gets."""
    death = death_or_404(organisation, pk, own=True)
    most = payable(death, Terms.from_data(death.terms.terms))
    form = PayoutForm(request.POST or None, today=request.today, named=named_for(death), amount=most)

    def act():
        return actions.propose_payout(death, **form.cleaned_data, by=request.user, at=clock.now())

    context = shown.whole(death, organisation=organisation, on=request.today)
    words = _("It is proposed. Another person pays it out.")
    return _form(request, organisation, "payout_new", form=form, act=act, words=words, **context, most=most)


def _form(request, organisation, name, *, form, act, words, death, **context):
    """Draw a form about a death, or carry it out and go back to the death's page."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, words)
            return redirect("welfare:death", code=organisation.code, pk=death.pk)
    context |= {"form": form, "death": death}
    return page(request, name, organisation, status=422 if form.errors else 200, **context)


def _payout(organisation, pk, payout):
    death = death_or_404(organisation, pk, own=True)
    found = Payout.objects.filter(network_id=death.network_id, death=death, pk=payout)
    found = found.select_related("asked_by__person", "decided_by__person", "entry").first()
    if found is None:
        raise Http404
    found.death = death
    return found


@gate(Permission.WELFARE_SEE)
def payout(request, organisation, pk, payout):
    """Show a payout; another person than who proposed it pays or declines it."""
    found = _payout(organisation, pk, payout)
    held = permissions_held(request, organisation)
    may_decide = Permission.WELFARE_APPROVE in held and found.agreed is None
    refusal = None
    if request.method == "POST":
        if not may_decide:
            raise PermissionDenied
        try:
            done = actions.decide_payout(found, agree="agree" in request.POST, by=request.user, at=clock.now())
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("It is paid and booked.") if done.agreed else _("It is declined."))
            return redirect("welfare:payout", code=organisation.code, pk=pk, payout=payout)
    context = {"payout": found, "death": found.death, "may_decide": may_decide, "refusal": refusal}
    context["may_pay"] = Permission.WELFARE_PAY in held
    return page(request, "payout", organisation, status=422 if refusal else 200, **context)


@gate(Permission.WELFARE_PAY)
def payout_received(request, organisation, pk, payout):
    """Note the day on which the payee signed the receipt."""
    found = _payout(organisation, pk, payout)
    form = ReceivedForm(request.POST or None, today=request.today)

    def act():
        return actions.receive_payout(found, on=form.cleaned_data["on"], by=request.user, at=clock.now())

    context = {"title": _("The payee has signed"), "payout": found, "death": found.death}
    return _form(request, organisation, "death_act_new", form=form, act=act, words=_("It is noted."), **context)


@gate(Permission.WELFARE_PAY)
def payout_take_back(request, organisation, pk, payout):
    """Ask that a payout be taken back."""
    found = _payout(organisation, pk, payout)
    given = {"kind": DeathAct.Kind.TAKE_BACK_PAYOUT, "payout": found}
    return _ask(request, organisation, found.death, title=_("Take the payout back"), form_class=ReasonForm, **given)


@gate(Permission.WELFARE_FILE)
def death_take_back(request, organisation, pk):
    """Ask that a round be taken back."""
    death = death_or_404(organisation, pk, own=True)
    given = {"kind": DeathAct.Kind.TAKE_BACK, "title": _("Take the round back")}
    return _ask(request, organisation, death, form_class=ReasonForm, **given)


@gate(Permission.WELFARE_FILE)
def death_give_up(request, organisation, pk, due):
    """Ask that what a member did not bring be given up, by a resolution."""
    death = death_or_404(organisation, pk)
    found = DeathDue.objects.filter(network_id=death.network_id, death=death, membership__organisation=organisation)
    found = found.select_related("membership__person", "membership__organisation__book").filter(pk=due).first()
    if found is None:
        raise Http404
    given = {"kind": DeathAct.Kind.GIVE_UP, "due": found, "title": _("Give up what was not brought")}
    return _ask(request, organisation, death, form_class=GiveUpForm, **given)


def _ask(request, organisation, death, *, form_class, title, **given):
    form = form_class(request.POST or None)

    def act():
        return actions.ask_act(death, **given, **form.cleaned_data, by=request.user, at=clock.now())

    words = _("It is asked for. Another person decides.")
    context = {"title": title, "death": death, **{name: given[name] for name in given if name != "kind"}}
    return _form(request, organisation, "death_act_new", form=form, act=act, words=words, **context)


@gate(Permission.WELFARE_DECIDE)
def death_act(request, organisation, pk, act):
    """Decide what another person asked for about a death."""
    death = death_or_404(organisation, pk)
    found = DeathAct.objects.filter(network_id=death.network_id, death=death, pk=act)
    people = ("asked_by__person", "decided_by__person", "due__membership__organisation__book", "payout")
    found = found.select_related(*people).first()
    whose = found and (found.due.membership.organisation_id if found.due_id else death.scheme.organisation_id)
    if found is None or whose != organisation.pk:
        raise Http404
    found.death, refusal = death, None
    if request.method == "POST":
        try:
            actions.decide_act(found, agree="agree" in request.POST, by=request.user, at=clock.now())
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("It is decided."))
            return redirect("welfare:death", code=organisation.code, pk=pk)
    context = {"act": found, "death": death, "refusal": refusal}
    return page(request, "death_act", organisation, status=422 if refusal else 200, **context)


@gate(Permission.WELFARE_SEE)
def death_paper(request, organisation, pk, kind):
    """Print the notice to members, or the list to tick off while collecting."""
    death = death_or_404(organisation, pk)
    made = {"notice": papers.notice_of, "list": papers.list_of}.get(kind)
    if made is None or not death.entry_id:
        raise Http404
    return pdf_of(lambda: made(death, organisation=organisation), name=f"death-{kind}-{death.number}")


@gate(Permission.WELFARE_SEE)
def payout_paper(request, organisation, pk, payout, kind):
    """Print the payment voucher, or the payee's receipt."""
    found = _payout(organisation, pk, payout)
    made = {"voucher": papers.voucher_of, "receipt": papers.receipt_of}.get(kind)
    if made is None or not found.entry_id:
        raise Http404
    return pdf_of(lambda: made(found), name=f"death-{kind}-{found.death.number}")

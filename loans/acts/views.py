"""Proposing an act on a loan, and deciding what another proposed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.refusals import Refused
from loans.acts import actions, queries
from loans.acts.forms import FORMS, TakeBackForm
from loans.acts.models import ActKind
from loans.acts.steps.frame import AskedAlready, FiguresChanged
from loans.acts.steps.kinds import KINDS
from loans.acts.steps.payouts import goods_asked, left_to_pay_out
from loans.acts.tables import ActTable, act_address, entries_shown, figures_shown, loans_shown, schedule_shown
from loans.acts.words import USES, told, warnings
from loans.lending.queries.standing import loan as find_loan
from loans.lending.queries.standing import standing

DONE_SHOWN = 10
PAID_BY = (ActKind.PAYOUT, ActKind.GOODS_RETURN, ActKind.LATE_PAYMENT)


@gate(Permission.LOANS_SEE)
@require_safe
def acts(request, organisation):
    """List the acts that wait for a second person, and those decided last."""
    waiting = ActTable(queries.waiting(organisation), label=_("Waiting"))
    done = ActTable(queries.decided(organisation), label=_("Decided"))
    RequestConfig(request, paginate={"per_page": DONE_SHOWN}).configure(done)
    return _page(request, "acts", organisation, waiting=waiting, done=done)


@gate(Permission.LOANS_SEE)
@require_safe
def act_choose(request, organisation, number):
    """Choose what is to be done to a loan."""
    loan = _loan_or_404(organisation, number)
    held = permissions_held(request, organisation)
    choices = [
        {"kind": kind, "title": ActKind(kind).label, "use": USES[kind]}
        for kind in FORMS
        if loan.state in KINDS[kind].states and _may_propose(kind, held) and _fits(kind, loan)
    ]
    waiting = queries.waiting(organisation, loan=loan)
    paid = queries.recourse(loan)
    return _page(request, "act_choose", organisation, loan=loan, choices=choices, waiting=waiting, recourse=paid)


@gate(Permission.LOANS_SEE)
def act_new(request, organisation, number, kind):
    """Propose an act: fill in, look at what would be posted, ask another to decide."""
    loan = _loan_or_404(organisation, number)
    if kind not in FORMS:
        raise Http404
    if not _may_propose(kind, permissions_held(request, organisation)):
        raise PermissionDenied
    now = standing(loan, on=request.today)
    form = FORMS[kind](request.POST if request.method == "POST" else None, loan=loan, now=now, today=request.today)
    form.begin_with(request.GET)
    page = {"loan": loan, "now": now, "form": form, "kind": kind, "title": ActKind(kind).label, "use": USES[kind]}
    if request.method == "POST" and form.is_valid():
        try:
            return _propose(request, organisation, page)
        except AskedAlready as asked:
            messages.info(request, str(asked))
            return redirect(act_address(asked.act))
        except Refused as refusal:
            refusal.show_on(form)
    return _page(request, "act_new", organisation, status=422 if form.errors else 200, **page)


def _propose(request, organisation, page):
    """Show what the act would do; once that was seen, keep it for another to decide."""
    proposal = {**page["form"].proposal(), "by": request.user, "at": clock.now()}
    if "confirmed" not in request.POST:
        draft = actions.draft_act(organisation, page["loan"], **proposal)
        return _page(request, "act_confirm", organisation, **page, **_shown(draft))
    kept = actions.propose_act(organisation, page["loan"], **proposal)
    messages.success(request, _("Proposed. Another officer now decides."))
    return redirect(act_address(kept))


@gate(Permission.LOANS_SEE)
def act(request, organisation, pk):
    """Show an act with all that it does, and let a second person decide it."""
    found = queries.act(organisation, pk)
    if found is None:
        raise Http404
    held = permissions_held(request, organisation)
    refusal = None
    if request.method == "POST":
        if Permission.LOANS_CHECK not in held:
            raise PermissionDenied
        try:
            return _decide(request, found)
        except Refused as refused:
            refusal = refused
    return _page(
        request,
        "act",
        organisation,
        status=422 if refusal else 200,
        refusal=refusal,
        has_changed=isinstance(refusal, FiguresChanged),
        now=_as_of_now(found, refusal),
        may_decide=_may_decide(request, found, held),
        deciders=_deciders(organisation, found, on=request.today),
        may_take_back=found.kind == ActKind.OPENING and found.agreed and Permission.LOANS_EDIT in held,
        **_shown(found),
    )


@gate(Permission.LOANS_EDIT)
def act_take_back(request, organisation, pk):
    """Propose that a takeover of running loans is taken back whole."""
    found = queries.act(organisation, pk)
    if found is None or found.kind != ActKind.OPENING or not found.agreed:
        raise Http404
    form = TakeBackForm(request.POST if request.method == "POST" else None, today=request.today)
    if request.method == "POST" and form.is_valid():
        proposal = {**form.cleaned_data, "kind": ActKind.STRIKE.value, "data": {"act": str(found.pk)}}
        try:
            kept = actions.propose_act(organisation, None, **proposal, by=request.user, at=clock.now())
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, _("Proposed. Another officer now decides."))
            return redirect(act_address(kept))
    return _page(request, "act_take_back", organisation, status=422 if form.errors else 200, form=form, **_shown(found))


def _decide(request, found):
    agree = request.POST.get("decision") == "agree"
    decided = actions.decide_act(found, agree=agree, by=request.user, at=clock.now())
    if agree:
        messages.success(request, _("Carried out: %(what)s.") % {"what": decided.get_kind_display()})
    else:
        messages.info(request, _("Declined. Nothing was changed; the proposal stays on record."))
    return redirect(act_address(decided))


def _shown(act):
    """Return what the page of an act, kept or not, says of it."""
    return {
        "act": act,
        "told": told(act),
        "warnings": [] if act.decided_at else warnings(act),
        "entries": entries_shown(act.would),
        "figures": figures_shown(act.would, on=act.on),
        "schedule": schedule_shown(act.would),
        "recourse": queries.recourse(act.loan) if act.kind == ActKind.GUARANTOR_CALL else [],
        "loans": loans_shown(act),
    }


def _as_of_now(act, refusal):
    """Return what an act would do now, where that is something else than what was shown."""
    if not isinstance(refusal, FiguresChanged):
        return None
    old, new = (figures_shown(would, on=act.on) for would in (act.would, refusal.would))
    shown = {label: (before, after) for label, before, after, _changes in old}
    rows = [
        (label, *shown.get(label, ("–", "–")), before, after, (before, after) != shown.get(label))
        for label, before, after, _changes in new
    ]
    return {"figures": rows, "entries": entries_shown(refusal.would)}


def _may_decide(request, act, held):
    return not act.decided_at and Permission.LOANS_CHECK in held and act.asked_by_id != request.user.pk


def _deciders(organisation, act, *, on):
    """Return who else may decide a waiting act: not who asked, nor who owes the loan or guarantees it."""
    if act.decided_at:
        return []
    found = queries.deciders(organisation, on=on).exclude(pk=act.asked_by_id)
    bound = queries.persons_bound(act.loan) if act.loan else set()
    return [user for user in found if user.person_id not in bound]


def _may_propose(kind, held):
    return (Permission.LOANS_PAY if kind in PAID_BY else Permission.LOANS_EDIT) in held


def _fits(kind, loan):
    """Leave out what a loan cannot have: a further payout, goods that come back, guarantors to call on."""
    match kind:
        case ActKind.PAYOUT:
            return not loan.is_imported and bool(left_to_pay_out(loan))
        case ActKind.GOODS_RETURN:
            return bool(goods_asked(loan))
        case ActKind.GUARANTOR_CALL:
            return queries.guarantees_of(loan).exists()
        case ActKind.IN_COURT:
            return loan.in_court_since is None
    return True


def _loan_or_404(organisation, number):
    found = find_loan(organisation, number)
    if found is None:
        raise Http404
    return found


def _page(request, name, organisation, *, status=200, **context):
    page = {"organisation": organisation, "demo": organisation.is_demo, **context}
    return render(request, f"loans/acts/{name}.html", page, status=status)

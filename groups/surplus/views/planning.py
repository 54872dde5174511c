"""Trying an allotment out before the meeting, entering what the meeting resolved, and confirming it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.refusals import Refused
from groups.surplus import actions
from groups.surplus.forms import LossForm, PlanForm, ResolutionForm
from groups.surplus.models import YearState
from groups.surplus.papers import handout_pdf
from groups.surplus.queries.dues import overdue_of
from groups.surplus.queries.owed import members_of
from groups.surplus.queries.plans import plan_of, presets_for, usual_percents
from groups.surplus.queries.rehearsal import Rehearsal, facts_of, side_by_side, usual_plan
from groups.surplus.queries.years import standing_close, surplus_of, to_carry
from groups.surplus.rules import PRESETS, Plan, Year
from groups.surplus.steps.adoption import rehearsed_plan
from groups.surplus.views import PAGE, of_close, page, to_year, year_or_404
from groups.surplus.views.answers import pdf_answer

A_PAGE = 50


@gate(Permission.SURPLUS_SEE)
@require_safe
def rehearse(request, organisation, until):
    """Try per cents and rates out: what everybody would get, the cash it takes, what is left. Nothing is written."""
    year = year_or_404(request, organisation, until)
    form, tried = _tried(request, organisation, year)
    context = {"year": year, "form": form, "presets": presets_for(organisation), "asked": request.GET.urlencode()}
    context |= _answer(request, tried, form)
    context["may_enter"] = Permission.SURPLUS_EDIT in permissions_held(request, organisation)
    if request.htmx:
        return render(request, f"{PAGE}rehearse.html#answer", {"organisation": organisation, **context})
    return page(request, "rehearse", organisation, status=422 if form.errors else 200, **context)


@gate(Permission.SURPLUS_SEE)
@require_safe
def rehearse_paper(request, organisation, until):
    """Print what was tried out, as a hand-out for the meeting."""
    year = year_or_404(request, organisation, until)
    form, tried = _tried(request, organisation, year)
    context = _answer(request, tried, form)
    if "rehearsal" not in context:
        return page(request, "rehearse", organisation, year=year, form=form, status=422, **context)
    return pdf_answer(
        request,
        lambda: handout_pdf(context["rehearsal"], context["others"]),
        name=f"surplus-{organisation.code}-{until}",
    )


def _tried(request, organisation, year: Year):
    """Return the form, and the facts with the plan that was asked; a first look tries the usual plan."""
    close = standing_close(organisation, until=year.until)
    start = _start(request, organisation, close, on=request.today)
    asked = "basis" in request.GET
    form = PlanForm(request.GET if asked else None, organisation=organisation, plan=start)
    if asked and not form.is_valid():
        return form, None
    plan = form.plan() if asked else start
    surplus = close.surplus if close else surplus_of(to_carry(organisation.book, until=min(year.until, request.today)))
    return form, Rehearsal(facts_of(organisation, year, plan, surplus=surplus, on=request.today), plan)


def _start(request, organisation, close, *, on) -> Plan:
    if preset := PRESETS.get(request.GET.get("preset", "")):
        return usual_plan(organisation, on=on, percents=preset.percents)
    if close and close.adopted_by_id:
        return plan_of(close)
    return usual_plan(organisation, on=on, percents=usual_percents(organisation))


def _answer(request, tried: Rehearsal | None, form) -> dict:
    """Return what the page says of a plan; of one that cannot be, why."""
    if tried is None:
        return {}
    try:
        tried.allotted  # noqa: B018 - asks whether the plan can be
        others = [one for one in side_by_side(tried) if _can_be(one)]
    except Refused as refusal:
        return {"refusal": refusal}
    rows = Paginator(tried.rows, A_PAGE).get_page(request.GET.get("page"))
    names = {one.pk: one for one in members_of(tried.facts.organisation, [row.held.membership_id for row in rows])}
    members = [(names[row.held.membership_id], row) for row in rows]
    lacks_reserve = not any(tried.plan.percents.get(head) for head in ("reserve", "risk"))
    return {"rehearsal": tried, "others": others, "rows": rows, "members": members, "lacks_reserve": lacks_reserve}


def _can_be(tried: Rehearsal) -> bool:
    try:
        return bool(tried.allotted)
    except Refused:
        return False


@gate(Permission.SURPLUS_EDIT)
@of_close(YearState.CLOSED)
def allot(request, organisation, close):
    """Enter what the general meeting resolved; another person confirms it."""
    form = _resolution_form(request, organisation, close)
    if request.method == "POST" and form.is_valid():
        plan = form.plan() if close.surplus > 0 else usual_plan(organisation, on=request.today, percents={})
        told = {name: form.cleaned_data[name] for name in ("meeting_on", "resolution_no")}
        try:
            actions.propose_plan(close, plan=plan, by=request.user, at=clock.now(), **told)
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, _("It is entered. Another person confirms it before anything is booked."))
            return to_year(organisation, close)
    status, shown = 422 if form.errors else 200, {"close": close, "form": form}
    return page(request, "allot", organisation, status=status, overdue=_overdue(request, organisation, form), **shown)


def _overdue(request, organisation, form):
    """Return what is overdue on the day of the meeting as far as it is typed, where the dividend pays it."""
    if not isinstance(form, ResolutionForm) or form.start.deducts != "overdue":
        return None
    typed = getattr(form, "cleaned_data", {}).get("meeting_on")
    return overdue_of(organisation, on=typed or form.initial["meeting_on"])


def _resolution_form(request, organisation, close):
    given = {"meeting_on": close.meeting_on or request.today, "resolution_no": close.resolution_no}
    if close.surplus <= 0:
        return LossForm(request.POST or None, initial=given)
    plan = _start(request, organisation, close, on=request.today)
    if "basis" in request.GET:
        tried = PlanForm(request.GET, organisation=organisation, plan=plan)
        plan = tried.plan() if tried.is_valid() else plan
    return ResolutionForm(request.POST or None, organisation=organisation, plan=plan, initial=given)


@gate(Permission.SURPLUS_CHECK)
@of_close(YearState.CLOSED)
def adopt(request, organisation, close):
    """Confirm what another entered: it is booked, and every member's part is written down. Or send it back."""
    if request.method == "POST":
        agreed = "agree" in request.POST
        try:
            (actions.adopt if agreed else actions.take_back_plan)(close, by=request.user, at=clock.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            words = _("It is booked. The dividends can be paid now.") if agreed else _("The resolution is sent back.")
            messages.success(request, words)
            return to_year(organisation, close)
    if close.adopted_by_id is None:
        return to_year(organisation, close)
    tried = rehearsed_plan(close, plan_of(close), on=close.meeting_on)
    return page(request, "adopt", organisation, close=close, **_answer(request, tried, None))

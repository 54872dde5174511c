"""Stepping in: the plans of a network, those of a group, and what is written into them."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.kit import clock
from federation.support import actions
from federation.support.forms import DoneForm, EndForm, OpenForm, PlanStepForm
from federation.support.models import SupportStep
from federation.support.queries.figures import figures_on
from federation.support.queries.supports import advisers, ended_in, running_in, running_of, steps_of, supports_of
from federation.support.rules import compared
from federation.support.rules.figures import day_of
from federation.support.views.answers import answer, only_near, page
from federation.warning.queries import warnings


@gate(Permission.FIGURES_SEE)
def support(request, organisation):
    """List the plans of a group, or the running ones of all groups of a network."""
    only_near(request, organisation)
    works = Permission.SUPPORT_WORK in permissions_held(request, organisation)
    if organisation.is_group:
        running = running_of(organisation, on=request.today)
        found = supports_of(organisation).exclude(ended_on=None)
        return page(request, "support", organisation, running=running, ended=found, works=works)
    running = running_in(organisation, on=request.today)
    helped = {one.support.organisation_id for one in running}
    signs = warnings(organisation, on=request.today) if works else []
    alarmed = [one for one in signs if one.warning.level == "alarm" and one.organisation.pk not in helped]
    context = {"running": running, "ended": ended_in(organisation)[:20], "works": works, "alarmed": alarmed}
    return page(request, "supports", organisation, **context)


@gate(Permission.SUPPORT_WORK)
def support_new(request, organisation):
    """Step into a group: trouble, adviser, resolution, first step; its figures are shown and taken."""
    group = _group(request, organisation)
    today = request.today
    initial = {"resolution_on": today}
    figures = figures_on(group, on=today)
    form = OpenForm(request.POST or None, advisers=advisers(group.keeper, on=today), initial=initial)
    return answer(
        *(request, "support_new", group),
        form=form,
        act=lambda form: actions.open_support(group, by=request.user, at=clock.now(), **form.facts()),
        said=_("The plan is opened. The group reads it on its first page."),
        then=lambda made: _address(group, made.number),
        sides=compared(figures, {}),
        before_on=day_of(figures),
    )


@gate(Permission.FIGURES_SEE)
def support_plan(request, organisation, number):
    """Show a plan: trouble, adviser, steps and what was found, figures before and after."""
    found = _plan(request, organisation, number)
    works = Permission.SUPPORT_WORK in permissions_held(request, organisation)
    now = {} if found.ended_on else figures_on(organisation, on=request.today)
    after = found.after if found.ended_on else now
    return page(
        *(request, "support_plan", organisation),
        support=found,
        steps=steps_of(found),
        sides=compared(found.before, after),
        before_on=day_of(found.before),
        after_on=day_of(after),
        works=works and not found.ended_on,
    )


@gate(Permission.SUPPORT_WORK)
def support_step_new(request, organisation, number):
    """Add a step to a plan."""
    found = _plan(request, organisation, number)
    return answer(
        *(request, "support_act", organisation),
        form=PlanStepForm(request.POST or None),
        act=lambda form: actions.add_step(found, by=request.user, at=clock.now(), **form.cleaned_data),
        said=_("The step is in the plan."),
        then=lambda _made: _address(organisation, number),
        support=found,
        heading=_("Add a step"),
    )


@gate(Permission.SUPPORT_WORK)
def support_step_done(request, organisation, number, position):
    """Write down when a step was done and what was found."""
    found = _plan(request, organisation, number)
    steps = SupportStep.objects.filter(network_id=found.network_id, support=found)
    step = get_object_or_404(steps.select_related("support__organisation"), position=position)
    return answer(
        *(request, "support_act", organisation),
        form=DoneForm(request.POST or None, initial={"done_on": request.today}),
        act=lambda form: actions.finish_step(step, by=request.user, at=clock.now(), **form.cleaned_data),
        said=_("What was found is written down."),
        then=lambda _made: _address(organisation, number),
        support=found,
        heading=_("Step done"),
        lead=step.what,
    )


@gate(Permission.SUPPORT_WORK)
def support_end(request, organisation, number):
    """End a plan; the group's figures are taken anew."""
    found = _plan(request, organisation, number)
    return answer(
        *(request, "support_act", organisation),
        form=EndForm(request.POST or None),
        act=lambda form: actions.end_support(found, by=request.user, at=clock.now(), **form.cleaned_data),
        said=_("The plan is ended. The figures before and after stand side by side."),
        then=lambda _made: _address(organisation, number),
        support=found,
        heading=_("End the plan"),
    )


def _group(request, organisation):
    only_near(request, organisation)
    if not organisation.is_group:
        raise Http404
    return organisation


def _plan(request, organisation, number):
    return get_object_or_404(supports_of(_group(request, organisation)), number=number)


def _address(group, number):
    return reverse("federation:support_plan", kwargs={"code": group.code, "number": number})

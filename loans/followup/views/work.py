"""What is entered into a case: steps, promises, plans, who may be told, the network, the end."""

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit import clock
from loans.followup import actions
from loans.followup.forms import CloseForm, NamedForm, NetworkForm, PlanForm, PromiseForm, StepForm
from loans.followup.rules.kinds import KINDS
from loans.followup.views import case_or_404, closed_instead, form_page


@gate(Permission.CASES_WORK)
def case_step(request, organisation, case, kind):
    """Write down what was done: a call, a visit, a talk, mediation, the court."""
    if kind not in KINDS:
        raise Http404
    found = case_or_404(organisation, case)
    form = StepForm(request.POST or None, kind=kind, **_of(request, found))

    def act():
        done = actions.do(found, form.doing(), today=request.today, by=request.user, at=clock.now())
        messages.success(request, closed_instead(done) or _("It is written down."))

    return _answer(request, "case_step", organisation, found, form=form, act=act, kind=KINDS[kind])


@gate(Permission.CASES_WORK)
def case_promise(request, organisation, case):
    """Write down a promise to pay; whether it is kept, the payments will tell."""
    found = case_or_404(organisation, case)
    form = PromiseForm(request.POST or None, **_of(request, found))

    def act():
        done = actions.promise(found, **form.facts(), by=request.user, at=clock.now())
        messages.success(request, closed_instead(done) or _("The promise is written down."))

    return _answer(request, "case_promise", organisation, found, form=form, act=act)


@gate(Permission.CASES_WORK)
def case_plan(request, organisation, case):
    """Say who sees to the case, and what comes next by when."""
    found = case_or_404(organisation, case)
    form = PlanForm(request.POST or None, **_of(request, found))

    def act():
        actions.plan(found, **form.facts(), on=request.today, by=request.user, at=clock.now())
        messages.success(request, _("It is written down."))

    return _answer(request, "case_plan", organisation, found, form=form, act=act)


@gate(Permission.CASES_WORK)
def case_contact(request, organisation, case):
    """Write down whom the borrower named in writing as somebody who may be told."""
    found = case_or_404(organisation, case)
    form = NamedForm(request.POST or None, initial={"named_contact": found.named_contact})

    def act():
        actions.name_contact(found, **form.cleaned_data, by=request.user, at=clock.now())
        messages.success(request, _("It is written down."))

    return _answer(request, "case_contact", organisation, found, form=form, act=act)


@gate(Permission.CASES_WORK)
def case_network(request, organisation, case):
    """Ask the network for help; from then on its committee sees this case."""
    found = case_or_404(organisation, case)
    form = NetworkForm(request.POST or None, **_of(request, found))

    def act():
        actions.ask_network(found, **form.cleaned_data, on=request.today, by=request.user, at=clock.now())
        messages.success(request, _("The network's committee now sees this case."))

    return _answer(request, "case_network", organisation, found, form=form, act=act)


@gate(Permission.CASES_WORK)
def case_close(request, organisation, case):
    """Close a case whose end the loan itself does not tell."""
    found = case_or_404(organisation, case)
    form = CloseForm(request.POST or None)

    def act():
        actions.close_case(found, **form.cleaned_data, on=request.today, by=request.user, at=clock.now())
        messages.success(request, _("The case is closed."))

    return _answer(request, "case_close", organisation, found, form=form, act=act)


def _of(request, case) -> dict:
    return {"case": case, "today": request.today, "user": request.user}


def _answer(request, name, organisation, case, *, form, act, **context):
    back = reverse("loans:case", kwargs={"code": organisation.code, "case": case.code})
    return form_page(request, name, organisation, form=form, act=act, back=back, case=case, **context)

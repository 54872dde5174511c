"""Pages of loan requests: the list, asking, one request with what all rules say, the committee's page, the decision."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.bylaws.queries import bylaws_of
from federation.kit import clock
from federation.kit.downloads import asked_for, file_of
from federation.kit.refusals import Refused
from federation.ledger.queries import balance
from groups.registry.views import exports
from loans.lending.actions import requests as actions
from loans.lending.checks import Check, checks_of, holding, refusing, warning
from loans.lending.forms.decisions import DecisionForm, TakeBackForm
from loans.lending.forms.requests import WholeRequestForm, initial_of
from loans.lending.line import line_up
from loans.lending.models import LoanRequest, RequestState
from loans.lending.queries.figures import figures_of, figures_of_all, lendable
from loans.lending.queries.requests import (
    loan_of,
    request_numbered,
    requests_of,
    seats_taken,
    undecided,
)
from loans.lending.rules.contracts import first_due_by_default
from loans.lending.steps.decisions import who_sits
from loans.lending.tables.requests import STATES, RequestsTable
from loans.products.queries import offered_on

PAGE = "loans/lending/"
SHOWN = {"waiting": (RequestState.ASKED, RequestState.APPROVED), "all": tuple(RequestState)}


def request_or_404(organisation, number, *, states=tuple(RequestState)) -> LoanRequest:
    """Return the request of a number, if it is in one of these states, or answer that there is no such page."""
    found = request_numbered(organisation, number)
    if found is None or found.state not in states:
        raise Http404
    return found


@gate(Permission.LOANS_SEE)
def requests(request, organisation):
    """List the requests: those that wait for a decision or a contract, or all."""
    show = request.GET.get("show") if request.GET.get("show") in SHOWN else "waiting"
    title = _("Loan requests of %(name)s") % {"name": organisation.name}
    found = requests_of(organisation).filter(state__in=SHOWN[show])
    table = RequestsTable(found, organisation=organisation, caption=title)
    if kind := asked_for(request):
        return file_of(table, kind=kind, name=f"loan-requests-{organisation.code}", title=title, on=request.today)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    context = {"table": table, "count": len(table.rows), "show": show, "exports": exports(request)}
    return render(request, PAGE + "requests.html", {"organisation": organisation, **context})


@gate(Permission.LOANS_EDIT)
def request_add(request, organisation):
    """Enter what a member asks for."""
    days = bylaws_of(organisation, on=request.today)["meeting_days"]
    first_due = first_due_by_default(request.today, meeting_days=days)
    typed = _form(request, organisation, initial={"first_due_on": first_due, "member": request.GET.get("member", "")})

    def act():
        return actions.ask_for_loan(
            organisation, asked=typed.asked(), on=request.today, by=request.user, at=clock.now()
        )

    return _form_page(request, organisation, typed=typed, act=act)


@gate(Permission.LOANS_EDIT)
def request_edit(request, organisation, number):
    """Change a request that waits for its decision."""
    found = request_or_404(organisation, number, states=[RequestState.ASKED])
    typed = _form(request, organisation, initial=initial_of(found), fund=found.fund)

    def act():
        return actions.change_request(found, asked=typed.asked(), by=request.user, at=clock.now())

    return _form_page(request, organisation, typed=typed, act=act, asked=found)


def _form(request, organisation, *, initial, fund=None):
    return WholeRequestForm(
        request.POST or None,
        organisation=organisation,
        versions=offered_on(organisation, request.today),
        today=request.today,
        initial=initial,
        fund=fund,
    )


def _form_page(request, organisation, *, typed, act, asked=None):
    """Draw the form of a request, or keep what it says and go to the request's page."""
    if request.method == "POST" and typed.is_valid():
        try:
            kept = act()
        except Refused as refusal:
            typed.show(refusal)
        else:
            messages.success(request, _("The request is kept. Below stands what the rules say to it."))
            return redirect("loans:request", code=organisation.code, number=kept.number)
    context = {"organisation": organisation, "typed": typed, "asked": asked, "opened": typed.opened()}
    template = PAGE + ("request_edit.html" if asked else "request_add.html")
    return render(request, template, context, status=422 if request.method == "POST" else 200)


@gate(Permission.LOANS_SEE)
def request(request, organisation, number):
    """Show a request, what every rule says to it, and what was decided."""
    found = request_or_404(organisation, number)
    is_open = found.state == RequestState.ASKED
    figures = figures_of(found, on=request.today) if is_open else None
    checks = checks_of(figures) if is_open else [Check(**kept) for kept in found.checks]
    context = {
        "organisation": organisation,
        "asked": found,
        "state": STATES[found.state],
        "checks": checks,
        "refusing": len(refusing(checks)),
        "warning": len(warning(checks)),
        "holding": holding(checks),
        "figures": figures,
        "seats": seats_taken(found),
        "fund_owed": balance(found.fund.account) if is_open and found.fund else None,
        "loan": loan_of(found) if found.state == RequestState.SIGNED else None,
    }
    return render(request, PAGE + "request.html", context)


@gate(Permission.LOANS_EDIT)
def request_withdraw(request, organisation, number):
    """Let a member take an undecided request back."""
    found = request_or_404(organisation, number, states=[RequestState.ASKED])
    if request.method == "POST":
        try:
            actions.withdraw_request(found, by=request.user, at=clock.now())
        except Refused as refusal:  # decided meanwhile
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The request is withdrawn."))
        return redirect("loans:request", code=organisation.code, number=number)
    return render(request, PAGE + "request_withdraw.html", {"organisation": organisation, "asked": found})


@gate(Permission.LOANS_DECIDE)
def committee(request, organisation):
    """Show the requests that wait, in the order of the bylaws, with the numbers to decide on."""
    bylaws = bylaws_of(organisation, on=request.today)
    figures = figures_of_all(organisation, undecided(organisation), on=request.today)
    context = {
        "organisation": organisation,
        "line": line_up(figures, rule=bylaws["loan_priority"]),
        "rule": bylaws.figure("loan_priority"),
        "by_lot": "draw" in bylaws["loan_priority"],
        "money": lendable(organisation, on=request.today, bylaws=bylaws),
    }
    return render(request, PAGE + "committee.html", context)


@gate(Permission.LOANS_DECIDE)
def request_decide(request, organisation, number):
    """Record the resolution on a request."""
    found = request_or_404(organisation, number, states=[RequestState.ASKED])
    sitting = who_sits(found, on=_day_of(request))
    initial = {"amount": found.amount, "instalments": found.instalments, "resolution_on": request.today}
    form = DecisionForm(request.POST or None, asked=found, committee=[one.person for one in sitting], initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            actions.decide_request(found, decision=form.decision(), seen=seen, by=request.user, at=clock.now())
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, _("The resolution is recorded."))
            return redirect("loans:request", code=organisation.code, number=number)
    figures = figures_of(found, on=request.today)
    checks = checks_of(figures)
    context = {
        "organisation": organisation,
        "asked": found,
        "form": form,
        "figures": figures,
        "checks": checks,
        "refusing": refusing(checks),
        "warning": warning(checks),
        "holding": holding(checks),
        "sitting": list(zip(sitting, form["kin"], form["absent"], strict=True)),
        "kin_decide": figures.bylaws["kin_decide"] == "yes",
        "quorum": figures.bylaws.figure("loan_quorum_percent"),
    }
    return render(request, PAGE + "request_decide.html", context, status=422 if form.errors else 200)


def _day_of(request):
    """Return the day whose committee decides: that of the resolution, as far as it can be read."""
    field = DecisionForm.base_fields["resolution_on"]
    try:
        return field.clean(request.POST["resolution_on"]) if request.method == "POST" else request.today
    except (KeyError, ValueError, ValidationError):
        return request.today


@gate(Permission.LOANS_DECIDE)
def request_take_back(request, organisation, number):
    """Take back an approval that is not signed yet, by another resolution."""
    found = request_or_404(organisation, number, states=[RequestState.APPROVED])
    form = TakeBackForm(request.POST or None, initial={"resolution_on": request.today})
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_back_approval(found, by=request.user, at=clock.now(), **form.cleaned_data)
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, _("The approval is taken back; the request waits for a decision again."))
            return redirect("loans:request", code=organisation.code, number=number)
    context = {"organisation": organisation, "asked": found, "form": form}
    return render(request, PAGE + "request_take_back.html", context, status=422 if form.errors else 200)

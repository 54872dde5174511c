"""Pages about a contract before any money moves: making it of an approved request, cancelling it."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.refusals import Refused
from federation.people.rules import is_minor
from loans.lending.actions import contracts as actions
from loans.lending.forms.contracts import CancelForm, SignForm
from loans.lending.models import LoanState, RequestState
from loans.lending.queries.contracts import next_contract_no
from loans.lending.queries.standing import loan as loan_numbered
from loans.lending.rules.contracts import needs_writing, schedule_of
from loans.lending.views.requests import PAGE, request_or_404
from loans.products.queries import terms_of
from loans.products.rules import sentences_of
from loans.products.tables import ScheduleTable


@gate(Permission.LOANS_EDIT)
def request_sign(request, organisation, number):
    """Make the contract of an approved request, after showing its schedule."""
    found = request_or_404(organisation, number, states=[RequestState.APPROVED])
    person = found.membership.person
    guardian = person.guardian if person and is_minor(person.born_on, on=request.today) else ""
    form = SignForm(
        request.POST or None,
        asked=found,
        in_writing=needs_writing(found.amount_approved),
        guardian=guardian,
        next_number=next_contract_no(organisation, on=request.today),
        initial={"signed_on": request.today, "first_due_on": found.first_due_on},
    )
    if request.method == "POST" and form.is_valid():
        try:
            loan = actions.sign_contract(found, by=request.user, at=clock.now(), **form.facts())
        except Refused as refusal:
            refusal.show_on(form)
        else:
            words = _("Contract %(number)s is made. Print it and have it signed; then it waits for its payout.") % {
                "number": loan.contract_no
            }
            messages.success(request, words)
            return redirect("loans:loan", code=organisation.code, number=loan.number)
    context = {"organisation": organisation, "asked": found, "form": form, **_shown(found, on=request.today)}
    return render(request, PAGE + "request_sign.html", context, status=422 if form.errors else 200)


def _shown(asked, *, on):
    """Return the terms in words and the schedule as it would be if it were signed on a day."""
    terms = terms_of(asked.product_version)
    shown = {"sentences": sentences_of(terms), "refusal": "", "table": None}
    try:
        schedule = schedule_of(
            terms,
            principal=asked.amount_approved,
            instalments=asked.instalments_approved,
            start=on,
            first_due=asked.first_due_on,
            due_dates=[date.fromisoformat(day) for day in asked.due_dates],
        )
    except Refused as refusal:
        return {**shown, "refusal": refusal}
    return {**shown, "table": ScheduleTable(schedule)}


@gate(Permission.LOANS_EDIT)
def contract_cancel(request, organisation, number):
    """Cancel a contract that was not paid out."""
    loan = loan_numbered(organisation, number)
    if loan is None or loan.state != LoanState.SIGNED:
        raise Http404
    form = CancelForm(request.POST or None, initial={"on": request.today})
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_contract(loan, by=request.user, at=clock.now(), **form.cleaned_data)
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, _("The contract is cancelled; guarantors and savings are free again."))
            return redirect("loans:loan", code=organisation.code, number=number)
    context = {"organisation": organisation, "loan": loan, "form": form}
    return render(request, PAGE + "contract_cancel.html", context, status=422 if form.errors else 200)

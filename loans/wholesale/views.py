from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.refusals import Refused
from loans.arrears.forms import AsOfForm
from loans.wholesale import actions, queries
from loans.wholesale.forms import FactForm, StrikeForm

PAGE = "loans/wholesale/"


@gate(Permission.FIGURES_SEE)
def fund(request, organisation, pk):
    """Show where borrowed money is on a day, in words and figures; members' loans only to the group's own officers."""
    form = AsOfForm(request.GET, today=request.today)
    found = queries.fund_on(_fund_or_404(organisation, pk), on=form.day)
    held = permissions_held(request, organisation)
    sees_loans = Permission.LOANS_SEE in held
    page = {"form": form, "fund": found, "facts": queries.facts_of(found.borrowing), "sees_loans": sees_loans}
    page["movements"] = queries.with_running_box(found.movements)
    page["loans"] = queries.named(found.borrowing, found.loans) if sees_loans else []
    page["may_add"] = Permission.LOANS_EDIT in held
    page["opens_entries"] = Permission.BOOKS_SEE in held
    return _page(request, "fund", organisation, status=422 if form.errors else 200, **page)


@gate(Permission.LOANS_EDIT)
def fund_fact(request, organisation, pk):
    """Write down what was used, came back, was lost or recovered."""
    found = _fund_or_404(organisation, pk)
    form = FactForm(request.POST or None, today=request.today)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_fact(found, **form.cleaned_data, by=request.user, at=clock.now())
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, _("It is written down."))
            return redirect("loans:fund", code=organisation.code, pk=pk)
    page = {"form": form, "fund": queries.fund_on(found, on=request.today), "borrowing": found}
    return _page(request, "fund_fact", organisation, status=422 if form.errors else 200, **page)


@gate(Permission.LOANS_EDIT)
def fund_fact_strike(request, organisation, pk):
    """Strike what was written down by mistake."""
    fact = queries.fact(organisation, pk)
    if fact is None:
        raise Http404
    form = StrikeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.strike_fact(fact, reason=form.cleaned_data["reason"], by=request.user, at=clock.now())
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, _("It is struck."))
            return redirect("loans:fund", code=organisation.code, pk=fact.borrowing_id)
    return _page(request, "fund_fact_strike", organisation, form=form, fact=fact, status=422 if form.errors else 200)


def _fund_or_404(organisation, pk):
    found = queries.fund(organisation, pk)
    if found is None:
        raise Http404
    return found


def _page(request, name, organisation, *, status, **context):
    context |= {"organisation": organisation, "whose": organisation.name, "demo": organisation.is_demo}
    return render(request, f"{PAGE}{name}.html", context, status=status)

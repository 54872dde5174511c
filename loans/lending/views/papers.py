"""Papers of a loan: issuing them, looking at them, printing them; and the settlement quote."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.pdf import PdfUnavailable
from federation.kit.refusals import Refused
from loans.lending.actions import papers as actions
from loans.lending.forms.loans import DayForm
from loans.lending.models import Paper
from loans.lending.papers.drawing import ARABIC, DIGITS, drawn, pdf_of
from loans.lending.papers.parts import PaperText
from loans.lending.papers.workings import settlement_parts
from loans.lending.queries.papers import paper_in, signed_together
from loans.lending.queries.requests import request_numbered
from loans.lending.queries.standing import standing
from loans.lending.views.loans import loan_or_404, page

ISSUES = {
    Paper.Kind.CONTRACT.value: actions.issue_contract,
    Paper.Kind.SCHEDULE.value: actions.issue_schedule,
    Paper.Kind.RELEASE.value: actions.issue_release,
}


@gate(Permission.LOANS_EDIT)
@require_POST
def paper_issue(request, organisation, number, kind):
    """Issue the papers of a kind for a loan, and go to the first."""
    found = loan_or_404(organisation, number)
    if kind not in ISSUES:
        raise Http404
    try:
        issued = ISSUES[kind](found, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("loans:loan", code=organisation.code, number=number)
    first = issued[0] if isinstance(issued, list) else issued
    return redirect("loans:paper", code=organisation.code, pk=first.pk)


@gate(Permission.LOANS_EDIT)
@require_POST
def request_paper(request, organisation, number):
    """Issue the paper of a request and go to it."""
    found = request_numbered(organisation, number)
    if found is None:
        raise Http404
    paper = actions.issue_request(found, by=request.user, at=clock.now())
    return redirect("loans:paper", code=organisation.code, pk=paper.pk)


@gate(Permission.LOANS_SEE)
@require_safe
def paper(request, organisation, pk):
    """Show a paper as it was issued, ready for the printer."""
    found = _paper_or_404(organisation, pk)
    digits = _digits(request)
    shown = drawn(PaperText.from_data(found.data), digits=digits)
    context = {"found": found, "digits": digits, "loan": found.loan, "siblings": signed_together(found)}
    return page(request, "paper", organisation, **context, **shown)


@gate(Permission.LOANS_SEE)
@require_safe
def paper_pdf(request, organisation, pk):
    """Give a paper as PDF: the same bytes whenever it is asked for."""
    found = _paper_or_404(organisation, pk)
    digits = _digits(request)
    try:
        content = pdf_of(PaperText.from_data(found.data), digits=digits)
    except PdfUnavailable as refusal:
        messages.warning(request, str(refusal))
        return redirect("loans:paper", code=organisation.code, pk=pk)
    answer = HttpResponse(content, content_type="application/pdf")
    name = f"{found.kind}-{found.number}".replace("/", "-")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


@gate(Permission.LOANS_SEE)
def quote(request, organisation, number):
    """Work out what ends a loan on a day; POST issues the quote as a numbered paper."""
    found = loan_or_404(organisation, number)
    asked = request.POST if request.method == "POST" else request.GET if "on" in request.GET else None
    form = DayForm(asked, loan=found, not_before=request.today, initial={"on": request.today})
    on = form.cleaned_data["on"] if form.is_bound and form.is_valid() else request.today
    if request.method == "POST" and form.is_valid():
        try:
            return _issue_quote(request, organisation, found, on)
        except Refused as refusal:
            refusal.show_on(form)
    stands = standing(found, on=on)
    status = 422 if form.errors else 200
    context = {"form": form, "on": on, "stands": stands, "parts": settlement_parts(stands), "loan": found}
    return page(request, "quote", organisation, status=status, **context)


def _issue_quote(request, organisation, loan, on):
    made = actions.issue_quote(loan, on=on, asked_on=request.today, by=request.user, at=clock.now())
    messages.success(request, _("Quote %(number)s is issued.") % {"number": made.number})
    return redirect("loans:paper", code=organisation.code, pk=made.pk)


def _paper_or_404(organisation, pk) -> Paper:
    found = paper_in(organisation, pk)
    if found is None:
        raise Http404
    return found


def _digits(request) -> str:
    asked = request.GET.get("digits", ARABIC)
    return asked if asked in DIGITS else ARABIC

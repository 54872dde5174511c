"""Pages of who may be put out: proposed by the terms, told in writing, decided on by a person."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.pdf import PdfUnavailable
from welfare.funeral.actions import people as actions
from welfare.funeral.forms.people import NoticeForm, PutOutForm
from welfare.funeral.models import CoveredState
from welfare.funeral.papers.notice import notice_pdf
from welfare.funeral.queries.lapse import lapse_proposal, lapse_proposals
from welfare.funeral.queries.people import terms_on
from welfare.funeral.views.found import PAGE, covered_or_404, done, own_scheme_or_404, page, scheme_or_404, status_of


@gate(Permission.WELFARE_SEE)
def lapses(request, organisation, scheme):
    """List whom the terms let put out, with their unpaid cases and the notice."""
    found = scheme_or_404(organisation, scheme)
    proposals = lapse_proposals(found, on=request.today)
    if organisation.is_group:
        proposals = [one for one in proposals if one.covered.membership.organisation_id == organisation.pk]
    rows = [(one, one.may_be_put_out(request.today)) for one in proposals]
    terms = terms_on(found, on=request.today)
    return page(request, "lapses", organisation, found, rows=rows, terms=terms)


@gate(Permission.WELFARE_DECIDE)
def covered_notice(request, organisation, scheme, number):
    """Note the day on which the written notice goes out; the letter is printed from here."""
    found, proposal = _proposed(request, organisation, scheme, number)
    form = NoticeForm(request.POST or None, initial={"on": request.today})

    def act():
        actions.send_notice(proposal.covered, on=form.cleaned_data["on"], by=request.user, at=clock.now())
        messages.success(request, _("The notice is noted. Nobody is out by it."))

    if done(form, act):
        return redirect("welfare:covered", code=organisation.code, scheme=found.code, number=number)
    return page(request, "covered_notice", organisation, found, form=form, proposal=proposal, status=status_of(form))


@gate(Permission.WELFARE_SEE)
@require_safe
def covered_letter(request, organisation, scheme, number):
    """Give the written notice of unpaid dues as PDF."""
    found = scheme_or_404(organisation, scheme)
    person = covered_or_404(organisation, found, number)
    proposal = lapse_proposal(person, on=request.today)
    if proposal is None:
        raise Http404
    try:
        content = notice_pdf(proposal, terms=terms_on(found, on=request.today), on=request.today)
    except PdfUnavailable as refusal:
        return render(request, f"{PAGE}no_pdf.html", {"refusal": refusal, "organisation": organisation}, status=503)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="notice-{found.code}-{number}.pdf"'
    return answer


@gate(Permission.WELFARE_DECIDE)
def covered_put_out(request, organisation, scheme, number):
    """Put somebody out who has not paid after the notice, by a resolution."""
    found, proposal = _proposed(request, organisation, scheme, number)
    form = PutOutForm(request.POST or None, state=CoveredState.EXPELLED, initial={"on": request.today})

    def act():
        actions.put_out(proposal.covered, **form.facts(), by=request.user, at=clock.now())
        messages.success(request, _("It is entered."))

    if done(form, act):
        return redirect("welfare:covered", code=organisation.code, scheme=found.code, number=number)
    context = {"form": form, "proposal": proposal, "may": proposal.may_be_put_out(request.today)}
    return page(request, "covered_put_out", organisation, found, status=status_of(form), **context)


def _proposed(request, organisation, scheme: str, number: int):
    found = own_scheme_or_404(organisation, scheme)
    proposal = lapse_proposal(covered_or_404(organisation, found, number), on=request.today)
    if proposal is None:
        raise Http404
    return found, proposal

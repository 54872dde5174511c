"""What the pages of claims share: finding one, drawing a page, a form that acts, a PDF."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from federation.access.gate import permissions_held
from federation.kit.dates import show_date
from federation.kit.pdf import PdfUnavailable
from federation.kit.refusals import Refused
from welfare.claims.models import Claim
from welfare.claims.queries.claims import claim_numbered

PAGE = "welfare/claims/"


def claim_or_404(organisation, *, fund: str, number: int, year: int) -> Claim:
    """Return a claim on a fund of this organisation, or answer that there is no such page."""
    found = claim_numbered(organisation, fund=fund, number=number, be_year=year)
    if found is None:
        raise Http404
    return found


def where(claim: Claim) -> dict:
    """Return what the address of a claim says."""
    here = {"fund": claim.fund.code, "number": claim.number, "year": claim.be_year}
    return {"code": claim.organisation.code, **here}


def address(name: str, claim: Claim, **more) -> str:
    return reverse(f"welfare:{name}", kwargs={**where(claim), **more})


def page(request, name: str, organisation, *, status: int = 200, **context):
    """Draw a page of claims; every one knows whose it is and what its reader may do."""
    context |= {
        "organisation": organisation,
        "whose": organisation.name,
        "demo": organisation.is_demo,
        "held": permissions_held(request, organisation),
        "printed_on": show_date(request.today),
        "today": request.today,
    }
    return render(request, f"{PAGE}{name}.html", context, status=status)


def form_page(request, name: str, claim: Claim, *, form, act, **context):
    """Draw a form about a claim, or do what it asks and go to the claim. What was typed stays when it is refused."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refusal:
            refusal.show_on(form)
        else:
            return redirect(address("claim", claim))
    status = 422 if form.errors else 200
    context |= {"claim": claim, "cancel_url": address("claim", claim), "form": form}
    return page(request, name, claim.organisation, status=status, **context)


def pdf_answer(request, organisation, make, *, name: str):
    """Answer with a PDF that `make` draws, or say that this computer cannot make one."""
    try:
        content = make()
    except PdfUnavailable as refusal:
        return page(request, "claim_no_pdf", organisation, refusal=refusal, status=503)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer

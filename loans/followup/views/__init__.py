"""The pages of the cases of late loans."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from federation.access.gate import permissions_held
from federation.kit.dates import show_date
from federation.kit.pdf import PdfUnavailable
from federation.kit.refusals import Refused
from loans.followup.models import Case
from loans.followup.queries.cases import case_coded

PAGE = "loans/followup/"


def case_or_404(organisation, code: str) -> Case:
    """Return the case of a code in this organisation, or answer that there is no such page."""
    found = case_coded(organisation, code)
    if found is None:
        raise Http404
    return found


def page(request, name: str, organisation, *, status: int = 200, **context):
    """Draw a page of this feature; every one knows whose it is and what its reader may do."""
    context |= {
        "organisation": organisation,
        "whose": organisation.name,
        "demo": organisation.is_demo,
        "held": permissions_held(request, organisation),
        "printed_on": show_date(request.today),
        "today": request.today,
    }
    return render(request, f"{PAGE}{name}.html", context, status=status)


def form_page(request, name: str, organisation, *, form, act, back, **context):
    """Draw a form, or do what it asks and go back. What was typed stays in its boxes when it is refused."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Refused as refusal:
            refusal.show_on(form)
        else:
            return redirect(back)
    status = 422 if form.errors else 200
    return page(request, name, organisation, form=form, cancel_url=back, status=status, **context)


def pdf_answer(request, organisation, make, *, name: str):
    """Answer with a PDF that `make` draws, or say that this computer cannot make one."""
    try:
        content = make()
    except PdfUnavailable as refusal:
        return page(request, "no_pdf", organisation, refusal=refusal, status=503)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


def closed_instead(done) -> str:
    """Return what to say when a case turned out to be paid up, or nothing."""
    return "" if done else _("This loan is paid up: its case is closed. Nobody needs to be asked any more.")

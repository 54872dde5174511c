"""Papers of a departure as PDF."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.pdf import PdfUnavailable
from groups.departures import papers
from groups.departures.models import DepartureKind
from groups.departures.views.common import own_or_404
from loans.lending.models import Guarantee
from loans.lending.papers.drawing import pdf_of


@gate(Permission.MEMBERS_SEE)
@require_safe
def settlement(request, organisation, pk):
    """Give the statement of a settlement, for signing."""
    found = own_or_404(organisation, pk)
    if not found.settlement:
        messages.error(request, _("The statement is there when the committee has decided."))
        return redirect("groups:departure", code=organisation.code, pk=pk)
    return _pdf(request, found, papers.settlement_text(found, made_at=found.decided_at))


@gate(Permission.MEMBERS_SEE)
@require_safe
def notice(request, organisation, pk):
    """Give the letter before somebody is put out."""
    found = own_or_404(organisation, pk)
    if found.kind != DepartureKind.EXPULSION or found.left_before:
        raise Http404
    return _pdf(request, found, papers.notice_text(found, today=request.today, made_at=clock.now()))


@gate(Permission.MEMBERS_SEE)
@require_safe
def guarantor(request, organisation, pk, guarantee):
    """Give the letter to a guarantor of the dead."""
    found = own_or_404(organisation, pk)
    standing = Guarantee.objects.filter(network_id=found.network_id, pk=guarantee)
    standing = standing.filter(loan__membership=found.membership_id, released_on=None)
    one = standing.select_related("membership__person", "loan").first()
    if one is None or not found.is_death:
        raise Http404
    return _pdf(request, found, papers.guarantor_text(found, one, today=request.today, made_at=clock.now()))


def _pdf(request, departure, text) -> HttpResponse:
    try:
        content = pdf_of(text)
    except PdfUnavailable as refusal:
        messages.error(request, str(refusal))
        return redirect("groups:departure", code=departure.organisation.code, pk=departure.pk)
    name = f"{text.kind}-{departure.organisation.code}-{departure.membership.shown_number}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)

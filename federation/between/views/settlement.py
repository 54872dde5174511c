"""The settlement slip: what a group brought and got on a meeting day, and what changed hands."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.between.papers import pdf_of
from federation.between.queries import settlement as queries
from federation.between.views import page
from federation.kit.pdf import PdfUnavailable


@gate(Permission.MEMBERS_SEE)
@require_safe
def settlement(request, organisation, group, day):
    """Show, or print, the slip of one group and day."""
    membership = queries.membership_in(organisation, group)
    if membership is None or organisation.book_id is None:
        raise Http404
    slip = queries.settlement_of(membership, day=_day(day))
    return _answer(request, organisation, [slip], day=slip.day, name=f"settlement-{group}-{day}")


@gate(Permission.BOOKS_SEE)
@require_safe
def settlement_day(request, organisation, on):
    """Show all slips of a day: a group's own with those above it, a network's with all its groups."""
    day = _day(on)
    slips = [queries.settlement_of(one, day=day) for one in queries.memberships_of(organisation)]
    slips = [slip for slip in slips if not slip.is_empty]
    if organisation.book_id:
        slips += queries.settlements_of(organisation, day=day)
    return _answer(request, organisation, slips, day=day, name=f"settlement-{organisation.code}-{on}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


def _answer(request, organisation, slips, *, day, name):
    if request.GET.get("file") == "pdf" and slips:
        try:
            content = pdf_of(slips)
        except PdfUnavailable as refusal:
            return render(request, "federation/reports/no_pdf.html", {"refusal": refusal}, status=503)
        shown = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
        return HttpResponse(content, content_type="application/pdf", headers=shown)
    return page(request, "settlement", organisation, slips=slips, on=day)

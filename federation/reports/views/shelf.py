from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.addresses import show_in_address
from federation.kit.dates import be_year, month_of
from federation.kit.pdf import PdfUnavailable
from federation.ledger.journal import concerning, memos_of
from federation.reports.files import TYPES, file_of
from federation.reports.queries import issued, months_on_shelf, report_of
from federation.reports.shelf import SHELF, kinds_of
from federation.reports.views.answers import drawn_file, file_answer, no_pdf, page_of, sees_names


@gate(Permission.REPORT_SEE)
def reports(request, organisation):
    """List the months with their reports: issued, or still open."""
    if organisation.book is None:
        raise Http404
    kinds = [kind for kind in kinds_of(organisation) if kind.permission in permissions_held(request, organisation)]
    shelf = [(kind, months_on_shelf(organisation, name=kind.name, on=request.today)) for kind in kinds]
    page = {"organisation": organisation, "demo": organisation.is_demo, "shelf": shelf}
    return render(request, "federation/reports/reports.html", page)


@gate(Permission.REPORT_SEE)
def report(request, organisation, name, month):
    """Show a report as it was issued, or a draft from the books as they stand."""
    kind = _kind(request, organisation, name, month)
    stored = issued(organisation, name=name, month=month)
    shown = report_of(stored) if stored else kind.build(organisation, month, at=clock.now(), draft=True)
    late = list(concerning(organisation.book, month=month))
    words = memos_of(late)
    return page_of(
        request,
        organisation,
        shown if sees_names(request, organisation) else shown.without_names(),
        "federation/reports/report.html",
        kind=kind,
        month=month,
        address=show_in_address(month),
        stored=stored,
        late=[(entry, words.get(entry.pk, "")) for entry in late],
        with_names=sees_names(request, organisation),
    )


@gate(Permission.REPORT_SEE)
def report_file(request, organisation, name, month, format):
    """Hand out a report as a file; an issued one is the same bytes for ever."""
    kind = _kind(request, organisation, name, month)
    if format not in TYPES or format == "csv":
        raise Http404
    with_names = sees_names(request, organisation)
    stored = issued(organisation, name=name, month=month)
    file_name = f"{name}-{organisation.code}-{be_year(month)}-{month.month:02d}"
    if not stored:
        draft = kind.build(organisation, month, at=clock.now(), draft=True)
        draft = draft if with_names else draft.without_names()
        return drawn_file(request, draft, format=format, name=f"{file_name}-draft")
    try:
        kept = file_of(stored, format=format, language=get_language(), at=clock.now(), with_names=with_names)
    except PdfUnavailable as refusal:
        return no_pdf(request, refusal)
    return file_answer(bytes(kept.content), format=format, name=file_name)


def _kind(request, organisation, name, month):
    """Return the kind of report, or answer 404 for one that is not, or for a month without books."""
    kind = SHELF.get(name)
    book = organisation.book
    if kind is None or not kind.is_of(organisation):
        raise Http404
    if book is None or not book.opened_on <= month <= month_of(request.today):
        raise Http404
    if kind.permission not in permissions_held(request, organisation):
        raise Http404
    return kind

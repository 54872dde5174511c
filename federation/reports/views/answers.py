"""A report answered as page or file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from federation.access.gate import permissions_held
from federation.access.permissions import Permission
from federation.kit.dates import show_date
from federation.kit.pdf import PdfUnavailable
from federation.kit.report import Report
from federation.reports.drawing import parts_of
from federation.reports.files import TYPES, bytes_of


def sees_names(request, organisation) -> bool:
    """Tell whether the reader belongs to the group; others get members by number."""
    return Permission.MEMBERS_SEE in permissions_held(request, organisation) and request.GET.get("names") != "no"


def page_of(request, organisation, report: Report, template: str, **more):
    """Draw a report inside a page of the site."""
    page = {
        **parts_of(report),
        "organisation": organisation,
        "demo": organisation.is_demo,
        "whose": organisation.name,
        "printed_on": show_date(request.today),
    }
    return render(request, template, {**page, **more})


def drawn_file(request, report: Report, *, format: str, name: str):
    """Make a file of a report that nobody keeps: a page of the books, a draft."""
    try:
        content = bytes_of(report, format=format, language=get_language())
    except PdfUnavailable as refusal:
        return no_pdf(request, refusal)
    return file_answer(content, format=format, name=name)


def file_answer(content: bytes, *, format: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=TYPES[format])
    shown = "inline" if format == "pdf" else "attachment"
    answer["Content-Disposition"] = f'{shown}; filename="{name}.{format}"'
    return answer


def no_pdf(request, refusal: PdfUnavailable):
    return render(request, "federation/reports/no_pdf.html", {"refusal": refusal}, status=503)

"""A paper as an answer to the browser."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render

from federation.kit.pdf import PdfUnavailable


def pdf_answer(request, draw: Callable[[], bytes], *, name: str) -> HttpResponse:
    """Answer with a paper, or with the page that says why this machine draws none."""
    try:
        content = draw()
    except PdfUnavailable as refusal:
        return render(request, "federation/reports/no_pdf.html", {"refusal": refusal}, status=503)
    shown = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=shown)

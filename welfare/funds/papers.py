"""The report on donors on paper."""

from django.template.loader import render_to_string
from django.utils import translation

from federation.kit.pdf import render_pdf

STYLES = ("satja/print.css", "satja/report-paper.css")


def donors_pdf(organisation, **found) -> bytes:
    """Return gifts and matching money of a year as a PDF in Thai. Raises `PdfUnavailable`."""
    with translation.override("th"):
        html = render_to_string("welfare/funds/paper_donors.html", {"organisation": organisation, **found})
    return render_pdf(html, stylesheets=STYLES)

"""Settlement slips on paper: A5, one to a page, the same bytes each time."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils import translation

from federation.between.queries.settlement import Settlement
from federation.kit.pdf import render_pdf

STYLES = ("satja/print.css", "satja/settlement.css")


def pdf_of(slips: Sequence[Settlement]) -> bytes:
    """Return slips as one PDF in Thai. Raises `PdfUnavailable`."""
    with translation.override("th"):
        html = render_to_string("federation/between/slips.html", {"slips": slips})
    return render_pdf(html, stylesheets=STYLES)

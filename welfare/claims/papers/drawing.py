"""Papers of a claim drawn as PDF, in Thai whoever presses the button."""

from collections.abc import Callable

from django.template.loader import render_to_string
from django.utils import translation

from federation.kit.clock import BANGKOK
from federation.kit.dates import show_date
from federation.kit.pdf import render_pdf
from welfare.claims.papers.texts import Text

STYLES = ("satja/print.css", "satja/loan-paper.css", "satja/claim-paper.css")
LETTER_STYLES = (*STYLES, "satja/letter.css")


def pdf_of(make: Callable[[], Text]) -> bytes:
    """Return the paper that `make` writes as PDF. Raises `PdfUnavailable`."""
    with translation.override("th"):
        text = make()
        local = text.made_at.astimezone(BANGKOK)
        made = f"{show_date(local.date())} {local:%H:%M}"
        html = render_to_string("welfare/claims/claim_paper.html", {"paper": text, "made": made})
    return render_pdf(html, stylesheets=LETTER_STYLES if text.letter else STYLES)

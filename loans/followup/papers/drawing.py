"""Letters and envelopes drawn: the stored words, for the page and for the PDF alike."""

from django.template.loader import render_to_string
from django.utils import translation

from federation.kit.dates import show_date
from federation.kit.pdf import render_pdf
from loans.followup.papers.letters import text_of
from loans.lending.papers.drawing import ARABIC, drawn

STYLES = ("satja/print.css", "satja/loan-paper.css", "satja/letter.css")
TEMPLATES = "loans/followup/papers/"


def drawn_letter(letter, *, digits: str = ARABIC) -> dict:
    """Return what the templates of a letter need; its words are those that went out, in Thai."""
    with translation.override("th"):
        return {**drawn(text_of(letter.data), digits=digits), "posted": _posted(letter)}


def _posted(letter) -> str:
    return f"{show_date(letter.posted_on)} · {letter.posted_as}" if letter.posted_on else ""


def letter_pdf(letter, *, digits: str = ARABIC) -> bytes:
    """Return a letter as PDF, the same bytes each time. digits: "arabic" or "thai". Raises `PdfUnavailable`."""
    with translation.override("th"):
        html = render_to_string(f"{TEMPLATES}letter.html", drawn_letter(letter, digits=digits))
    return render_pdf(html, stylesheets=STYLES)


def envelope_pdf(letter) -> bytes:
    """Return an envelope with sender and receiver only: nobody sees from outside what is in it.

    Source: domain: 5.3 Debt Collection Act 2558. Raises `PdfUnavailable`.
    """
    text = text_of(letter.data)
    context = {"number": text.number, "sender": text.organisation, "from": text.address}
    context |= {"to": letter.data["to"], "made_up": text.made_up}
    with translation.override("th"):
        html = render_to_string(f"{TEMPLATES}envelope.html", context)
    return render_pdf(html, stylesheets=(*STYLES, "satja/envelope.css"))

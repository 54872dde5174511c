"""The written notice of unpaid dues: which cases, how much, until when, and that nobody is out without a decision.

It asks for nothing by threat and looks like no court's letter. Source: domain: 2 Funeral aid, lose membership; 11.1.
"""

from datetime import date, timedelta

from django.template.loader import render_to_string
from django.utils import translation

from federation.kit.pdf import render_pdf
from federation.kit.words import baht_words
from welfare.funeral.queries.lapse import Proposal
from welfare.funeral.rules import Terms
from welfare.funeral.rules.wording import called, footing_words

STYLES = ("satja/print.css", "satja/loan-paper.css", "satja/letter.css")
TEMPLATE = "welfare/funeral/papers/notice.html"


def notice_pdf(proposal: Proposal, *, terms: Terms, on: date) -> bytes:
    """Return the notice as PDF, in Thai. on: the day it is written. Raises `PdfUnavailable`."""
    return render_pdf(notice_html(proposal, terms=terms, on=on), stylesheets=STYLES)


def notice_html(proposal: Proposal, *, terms: Terms, on: date) -> str:
    """Return the notice as HTML, in Thai."""
    scheme = proposal.covered.scheme
    written = proposal.noticed_on or on
    context = {
        "proposal": proposal,
        "covered": proposal.covered,
        "scheme": scheme,
        "written_on": written,
        "pay_by": written + timedelta(days=terms.lapse_notice_days),
        "rows": [(due, due.amount - due.paid - due.given_up) for due in proposal.unpaid],
        "in_words": baht_words(proposal.owed) if proposal.unpaid else "",
        "made_up": scheme.organisation.is_demo,
    }
    with translation.override("th"):
        context["called"] = str(called(scheme.wording))
        context["footing"] = str(footing_words(scheme.footing, registration_no=scheme.registration_no))
        return render_to_string(TEMPLATE, context)

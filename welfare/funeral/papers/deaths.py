"""The papers of a death: the notice to members, the list to collect by, the payment voucher and the payee's receipt.

They name the dead with respect and ask for nothing but the money of the rule; no prayer and no wreath is printed, for
members are of several faiths. Source: domain: 2 Funeral aid; 11.1 Words on screen and paper.
"""

from django.template.loader import render_to_string
from django.utils import translation

from federation.kit.pdf import render_pdf
from federation.kit.words import baht_words
from welfare.funeral.models import Death, Payout
from welfare.funeral.queries import shown
from welfare.funeral.queries.accounts import is_of_network
from welfare.funeral.rules.wording import called, footing_words

STYLES = ("satja/print.css", "satja/loan-paper.css")
LETTER = (*STYLES, "satja/letter.css")


def notice_of(death: Death, *, organisation) -> bytes:
    """Return the notice of a death to members: who died, what each brings and until when. Raises `PdfUnavailable`."""
    return _drawn("death_notice", _about(death, organisation=organisation), styles=LETTER)


def list_of(death: Death, *, organisation) -> bytes:
    """Return the list of an organisation's members to tick off while collecting. Raises `PdfUnavailable`.

    A network's own list names its groups.
    """
    by_group = is_of_network(death.scheme) and organisation.pk == death.scheme.organisation_id
    context = _about(death, organisation=organisation) | {"by_group": by_group}
    context["rows"] = shown.parts(death) if by_group else shown.dues(death, organisation=organisation)
    context["total"] = sum(one.amount for one in context["rows"])
    return _drawn("death_list", context, styles=STYLES)


def voucher_of(payout: Payout) -> bytes:
    """Return the voucher of a payout, for the organisation's own file. Raises `PdfUnavailable`."""
    return _drawn("death_voucher", _of_payout(payout), styles=STYLES)


def receipt_of(payout: Payout) -> bytes:
    """Return the receipt that the payee signs. Raises `PdfUnavailable`."""
    return _drawn("death_receipt", _of_payout(payout), styles=STYLES)


def _of_payout(payout: Payout) -> dict:
    about = _about(payout.death, organisation=payout.death.scheme.organisation)
    return about | {"payout": payout, "words": baht_words(payout.amount)}


def _about(death: Death, *, organisation) -> dict:
    scheme = death.scheme
    return {
        "death": death,
        "scheme": scheme,
        "organisation": organisation,
        "terms": shown.terms_of(death),
        "dues_by": shown.terms_of(death).dues_by(death.claimed_on),
        "net_words": baht_words(death.net),
        "called": called(scheme.wording),
        "footing": footing_words(scheme.footing, registration_no=scheme.registration_no),
        "made_up": organisation.is_demo,
    }


def _drawn(name: str, context: dict, *, styles: tuple) -> bytes:
    with translation.override("th"):
        html = render_to_string(f"welfare/funeral/{name}.html", context)
    return render_pdf(html, stylesheets=styles)

"""The settlement quote: what ends a loan on a day, and until when this holds.

Source: features: 75 Early settlement quote for a date.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from federation.kit.dates import show_date
from federation.kit.report import Column, Grid, Row
from loans.lending.papers import terms
from loans.lending.papers.deal import Deal
from loans.lending.papers.parts import Facts, Listing, PaperText, Passage, Signer, say


def quote_text(
    deal: Deal, *, on: date, parts: Sequence, workings: Sequence, number: str, asked_on: date, made_at: datetime
) -> PaperText:
    """Return the quote for a day. parts: [(label, baht)] that end the loan; workings: sentences of how they came."""
    day = show_date(on)
    total = sum((amount for _label, amount in parts), Decimal("0.00"))
    columns = [Column("label", _("What is owed"), wide=True), Column("baht", _("Baht"), "money", total=True)]
    holds = _("This sum ends the loan if it is paid on %(day)s. Paid on another day it differs.")
    if on == asked_on:
        holds = _("This sum ends the loan if it is paid today, %(day)s. Paid on another day it differs.")
    return PaperText(
        kind="quote",
        title=_("Settlement quote"),
        number=number,
        organisation=deal.lender.name,
        address=deal.lender.address,
        made_at=made_at,
        blocks=[
            Facts(_facts(deal, day=day)),
            Listing(
                _("To end the loan"), Grid(columns, [Row(list(part)) for part in parts], total_label=_("Together"))
            ),
            Passage([say(_("Together %(baht)s baht (%(words)s)."), **terms.money(total)), say(holds, day=day)]),
            *([Passage(list(workings), heading=_("How it is worked out"))] if workings else []),
            Passage([say(_("A payment or another act before that day changes the sum: then ask for a new quote."))]),
        ],
        signers=[Signer(_("treasurer"), deal.lender.treasurer)],
        made_up=deal.lender.made_up,
    )


def _facts(deal: Deal, *, day: str) -> list:
    return [
        (_("Contract"), say(_("%(number)s of %(day)s"), number=deal.contract_no, day=show_date(deal.signed_on))),
        (_("Borrower"), say("%(name)s", name=deal.borrower.name)),
        (_("Kind of loan"), deal.product),
        (_("Valid for"), say("%(day)s", day=day)),
    ]

"""The letter of release: the debt is paid, the guarantors are free, what was given as security goes back.

Source: domain: 5.4 Civil and Commercial Code (s.653, proof of repayment in writing; s.698).
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from federation.kit.dates import show_date
from federation.kit.report import Column, Grid, Row
from loans.lending.papers import terms
from loans.lending.papers.contract import collateral_words
from loans.lending.papers.deal import Deal
from loans.lending.papers.parts import Facts, Listing, PaperText, Passage, Signer, say


def release_text(deal: Deal, *, closed_on: date, paid: Sequence, number: str, made_at: datetime) -> PaperText:
    """Return the letter. paid: [(label, baht)] of what was paid in all, principal first."""
    columns = [Column("label", _("What was paid"), wide=True), Column("baht", _("Baht"), "money", total=True)]
    return PaperText(
        kind="release",
        title=_("Letter of release from a loan"),
        number=number,
        organisation=deal.lender.name,
        address=deal.lender.address,
        made_at=made_at,
        blocks=[
            Facts(_facts(deal)),
            _released(deal, closed_on=closed_on),
            Listing(_("Paid in all"), Grid(columns, [Row(list(part)) for part in paid], total_label=_("Together"))),
            *_set_free(deal, closed_on=closed_on),
        ],
        signers=[
            Signer(_("chair of the group"), deal.lender.chair),
            Signer(_("treasurer"), deal.lender.treasurer),
            Signer(_("borrower, received this letter and the contract"), deal.borrower.name),
            Signer(_("witness")),
        ],
        made_up=deal.lender.made_up,
    )


def _facts(deal: Deal) -> list:
    return [
        (_("Contract"), say(_("%(number)s of %(day)s"), number=deal.contract_no, day=show_date(deal.signed_on))),
        (
            _("Borrower"),
            say(_("%(name)s, member %(member_no)s"), name=deal.borrower.name, member_no=deal.borrower.member_no),
        ),
        (_("Principal"), say(_("%(baht)s baht (%(words)s)"), **terms.money(deal.principal))),
    ]


def _released(deal: Deal, *, closed_on: date) -> Passage:
    said = [
        say(
            _(
                "The group confirms that this loan was repaid in full on %(day)s. Nothing is owed under this"
                " contract any more."
            ),
            day=show_date(closed_on),
        ),
        say(_("Thank you for keeping the promise.")),
    ]
    return Passage(said)


def _set_free(deal: Deal, *, closed_on: date) -> list[Passage]:
    blocks = []
    if deal.guarantors:
        names = [
            say(_("%(name)s, member %(member_no)s"), name=one.name, member_no=one.member_no) for one in deal.guarantors
        ]
        free = say(
            _("These guarantors are free from %(day)s on, and owe nothing for this loan:"), day=show_date(closed_on)
        )
        blocks.append(Passage([free], items=names))
    if deal.collaterals:
        back = say(_("What was given as security goes back to the borrower with this letter:"))
        blocks.append(Passage([back], items=[collateral_words(one) for one in deal.collaterals]))
    return [*blocks, Passage([say(_("Savings and shares that this loan bound are free."))])]

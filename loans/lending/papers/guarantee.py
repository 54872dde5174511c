"""The contract of guarantee: which debt, how much, how long, and the rights that the law keeps for a guarantor.

Nobody signs as a joint debtor, and nothing takes away what sections 680 to 701 give.

Source: domain: 5.4 Civil and Commercial Code (s.680, 681, 681/1), 5.2 Escalation ladder (s.686, 700).
"""

from datetime import datetime

from django.utils.translation import gettext as _

from federation.kit.dates import show_date
from federation.kit.money import show
from loans.lending.papers import people, terms
from loans.lending.papers.deal import Deal, Party
from loans.lending.papers.parts import PaperText, Passage, say


def guarantee_text(deal: Deal, guarantor: Party, *, number: str, notice_days: int, made_at: datetime) -> PaperText:
    """Return the contract of one guarantor. notice_days: within which the group tells of a default. In `in_thai`."""
    return PaperText(
        kind="guarantee",
        title=_("Contract of guarantee"),
        number=number,
        organisation=deal.lender.name,
        address=deal.lender.address,
        made_at=made_at,
        blocks=[
            *_parties(deal, guarantor),
            _clause(_("The debt"), _debt(deal)),
            _clause(_("How much and how long"), _bounds(deal, guarantor)),
            _clause(_("When the borrower is late"), _notice(deal, notice_days)),
            _clause(_("What the guarantor may do"), _rights(deal)),
            _clause(_("More time for the borrower"), [_more_time()]),
            _clause(_("The end of the guarantee"), _end()),
            _closing(),
        ],
        signers=[*people.signs(_("guarantor"), guarantor), people.lender_signs(deal.lender), *people.witnesses()],
        made_up=deal.lender.made_up,
    )


def _clause(heading: str, sentences) -> Passage:
    return Passage(sentences, heading=heading, numbered=True)


def _parties(deal: Deal, guarantor: Party) -> list[Passage]:
    made = _("Made at %(group)s on %(day)s between")
    day = say(made, group=deal.lender.name, day=show_date(deal.signed_on), loose=["group"])
    named = say(_("“the guarantor” in this contract. They agree as follows."))
    return [Passage([day], items=[people.lender_words(deal.lender), people.described(guarantor)]), Passage([named])]


def _debt(deal: Deal) -> list:
    borrowers = _(" and ").join(party.name for party in (deal.borrower, *deal.joint))
    figures = {"contract": deal.contract_no, "day": show_date(deal.signed_on), "borrower": borrowers}
    sentence = _("The guarantor stands for the debt of %(borrower)s under loan contract %(contract)s of %(day)s.")
    said = [say(sentence, loose=["borrower"] if deal.joint else [], **figures)]
    said.append(say(_("The sum lent is %(baht)s baht (%(words)s)."), **terms.money(deal.principal)))
    if deal.terms.bears_interest:
        rate = terms.percent(deal.terms.schedule.yearly_rate)
        said.append(say(_("Interest is %(rate)s %% a year."), rate=rate))
    last = show_date(deal.last_due_on)
    return [*said, say(_("It is repaid in %(n)s instalments, the last on %(last)s."), n=len(deal.rows), last=last)]


def _bounds(deal: Deal, guarantor: Party) -> list:
    said = [
        say(
            _("The guarantor answers for %(baht)s baht (%(words)s) at most, everything included."),
            **terms.money(guarantor.amount),
        ),
        say(
            _("The guarantee is for what this contract makes owed from %(first)s to %(last)s."),
            first=show_date(deal.signed_on),
            last=show_date(deal.last_due_on),
        ),
    ]
    if deal.falls:
        said.append(say(_("The sum falls in step with the principal that is repaid.")))
    if guarantor.bound:
        sentence = _("Of the guarantor's savings and shares with the group, %(baht)s baht are not withdrawn meanwhile.")
        said.append(say(sentence, baht=show(guarantor.bound)))
    return said


def _notice(deal: Deal, days: int) -> list:
    told = _("The group tells the guarantor in writing within %(days)s days after the borrower is in default.")
    if deal.borrower.is_organisation:
        told = _("The lender tells the guarantor in writing within %(days)s days after the borrower is in default.")
    before = _("It asks nothing of the guarantor before this letter has arrived.")
    late = _(
        "If it tells later, the guarantor is free of costs and whatever else arises from the default after those days."
    )
    if deal.terms.bears_interest:
        late = _("If it tells later, the guarantor is free of interest and costs that arise after those days.")
    return [say(told, days=days), say(before), say(late)]


def _rights(deal: Deal) -> list:
    said = [
        say(
            _(
                "The guarantor may ask that the borrower is called on first, and that what the borrower has"
                " given is used first."
            )
        ),
        say(_("The guarantor may pay the instalments on the days agreed with the borrower, instead of all at once.")),
        say(_("Whatever the borrower may object, the guarantor may object too.")),
        say(_("Who has paid may ask it back from the borrower, and gets a receipt and the papers for it.")),
    ]
    if len(deal.guarantors) > 1:
        said.append(say(_("Each guarantor answers for the own sum only, not for another's.")))
    return said


def _more_time():
    return say(
        _(
            "If the borrower is given more time, the guarantor is asked first, each time. Without consent in"
            " writing at that"
            " time the guarantor is free."
        )
    )


def _end() -> list:
    return [
        say(
            _(
                "When the loan is repaid the guarantor is free, without any further act; the group gives a"
                " letter of release."
            )
        ),
        say(_("Whatever is taken off the debt is taken off for the guarantor too.")),
    ]


def _closing() -> Passage:
    return Passage(
        [
            say(
                _(
                    "Two copies are made with the same words. The guarantor has read the loan contract or had it"
                    " read out, has a"
                    " copy of it, and signs of free will before the witnesses."
                )
            )
        ]
    )

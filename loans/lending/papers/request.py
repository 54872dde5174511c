"""The request for a loan as the member signs it, with room for the committee's decision.

Source: domain: 1.4 Loans, documents.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from federation.kit.dates import show_date
from federation.kit.money import show
from loans.lending.papers import people, terms
from loans.lending.papers.contract import collateral_words, goods_words
from loans.lending.papers.deal import Lender, Party
from loans.lending.papers.parts import Facts, PaperText, Passage, Signer, say


@dataclass(frozen=True, slots=True)
class Asked:
    """What a member asks for, in baht; `decision` is empty while the committee has not decided."""

    number: str
    asked_on: date
    lender: Lender
    borrower: Party
    product: str
    amount: Decimal
    instalments: int
    first_due_on: date
    purpose: str
    repaid_from: str = ""
    is_urgent: bool = False
    joint: Sequence[Party] = ()
    guarantors: Sequence[Party] = ()
    collaterals: Sequence = ()
    goods: Sequence = ()
    decision: str = ""
    approved: Decimal | None = None
    resolution_no: str = ""
    resolution_on: date | None = None


def request_text(asked: Asked, *, made_at: datetime) -> PaperText:
    """Return the request of a member. The caller stands in `in_thai`."""
    return PaperText(
        kind="request",
        title=_("Request for a loan"),
        number=asked.number,
        organisation=asked.lender.name,
        address=asked.lender.address,
        made_at=made_at,
        blocks=[Facts(_facts(asked)), *_lists(asked), _promise(asked), _decision(asked)],
        signers=[
            *people.signs(_("who asks"), asked.borrower),
            *(Signer(_("asks too"), party.name) for party in asked.joint),
            *(one for party in asked.guarantors for one in _agrees(party)),
            Signer(_("officer who took the request")),
            Signer(_("chair of the group") if asked.lender.is_group else _("chair"), asked.lender.chair),
        ],
        made_up=asked.lender.made_up,
    )


def _agrees(party: Party) -> list[Signer]:
    post = _("guarantor, agrees")
    return people.signs(post, party) if party.is_organisation else [Signer(post, party.name)]


def _facts(asked: Asked) -> list:
    facts = [
        (_("Date"), show_date(asked.asked_on)),
        (_("Who asks"), people.described(asked.borrower)),
        (_("Kind of loan"), asked.product),
        (_("Amount"), say(_("%(baht)s baht (%(words)s)"), **terms.money(asked.amount))),
        (_("What for"), asked.purpose),
        (_("Repaid out of"), asked.repaid_from),
        (_("Instalments"), _instalments(asked)),
        (_("Urgent"), _("illness or emergency") if asked.is_urgent else ""),
    ]
    return [fact for fact in facts if fact[1]]


def _instalments(asked: Asked):
    if asked.instalments == 1:
        return say(_("one, on %(day)s"), day=show_date(asked.first_due_on))
    return say(_("%(n)s, the first on %(day)s"), n=asked.instalments, day=show_date(asked.first_due_on))


def _lists(asked: Asked) -> list[Passage]:
    parts = [
        (_("Borrowing together"), [people.described(party) for party in asked.joint]),
        (_("Goods"), [goods_words(one) for one in asked.goods]),
        (_("Guarantors"), [_stands(party) for party in asked.guarantors]),
        (_("Security"), [collateral_words(one) for one in asked.collaterals]),
    ]
    return [Passage([], heading=heading, items=items) for heading, items in parts if items]


def _stands(party: Party):
    figures = {"name": party.name, "member_no": party.member_no, "baht": show(party.amount)}
    return say(_("%(name)s, member %(member_no)s, up to %(baht)s baht"), **figures)


def _promise(asked: Asked) -> Passage:
    true = _("What is written here is true. I know the group's rules on loans, and sign a contract if it is approved.")
    if asked.borrower.is_organisation:
        true = _(
            "What is written here is true. We know the lender's rules on loans to organisations, and sign a contract"
            " for ours if it is approved."
        )
    return Passage([say(true)])


def _decision(asked: Asked) -> Passage:
    heading = _("Decision of the committee")
    if not asked.resolution_no:
        blank = {"dots": people.BLANK}
        lines = [
            say(_("(\u00a0\u00a0\u00a0) approved, %(dots)s baht, in %(dots)s instalments"), **blank),
            say(_("(\u00a0\u00a0\u00a0) not approved, because %(dots)s%(dots)s"), **blank),
            say(_("Resolution number %(dots)s of %(dots)s"), **blank),
        ]
        return Passage(lines, heading=heading)
    figures = {"number": asked.resolution_no, "day": show_date(asked.resolution_on)}
    said = [say(_("Resolution %(number)s of %(day)s: %(decision)s"), decision=asked.decision, **figures)]
    if asked.approved:
        said.append(say(_("%(baht)s baht (%(words)s)"), **terms.money(asked.approved)))
    return Passage(said, heading=heading)

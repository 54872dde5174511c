"""The loan contract: our own plain wording, with what the law asks of it and no threat.

Source: domain: 1.4 Loans, 1.5 Interest arithmetic and the 15 % cap, 5.4 Civil and Commercial Code.
"""

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from federation.kit.dates import show_date
from federation.kit.money import show
from federation.kit.report import Column, Grid
from loans.lending.papers import people, terms
from loans.lending.papers.deal import Deal, Party
from loans.lending.papers.parts import Listing, PaperText, Passage, Signer, say
from loans.lending.papers.schedule import schedule_table
from loans.lending.rules.contracts import goods_total

PAYOUT_LINES = 3


def contract_text(deal: Deal, *, made_at: datetime) -> PaperText:
    """Return the contract of a loan. The caller stands in `in_thai`."""
    return PaperText(
        kind="contract",
        title=_("Loan contract"),
        number=deal.contract_no,
        organisation=deal.lender.name,
        address=deal.lender.address,
        made_at=made_at,
        blocks=[*_parties(deal), *filter(None, _clauses(deal)), _closing(deal)],
        signers=signers(deal),
        annexes=[_received(deal), schedule_table(deal)],
        made_up=deal.lender.made_up,
    )


def _parties(deal: Deal) -> list[Passage]:
    made = _("Made at %(group)s on %(day)s between")
    day = say(made, group=deal.lender.name, day=show_date(deal.signed_on), loose=["group"])
    lender = people.lender_words(deal.lender)
    borrowers = [people.described(party) for party in (deal.borrower, *deal.joint)]
    named = say(_("“the borrowers” in this contract.") if deal.joint else _("“the borrower” in this contract."))
    agreed = say(_("They agree as follows."))
    return [Passage([day], items=[lender, *borrowers]), Passage([named, agreed])]


def _clauses(deal: Deal):
    """Yield the clauses that this loan needs, None for what it does not have."""
    yield _loan(deal)
    yield _clause(_("Interest"), _interest(deal))
    yield _clause(_("Fee"), terms.fee_words(deal.terms, principal=deal.principal))
    yield _clause(_("Repayment"), _repayment(deal))
    yield _clause(_("What a payment pays first"), terms.order_words(deal.terms))
    yield _clause(_("Paying early"), terms.early_words(deal.terms))
    yield _clause(_("When an instalment is late"), _late(deal))
    yield _joint(deal)
    yield _security(deal)
    yield _clause(_("Changes"), _changes(deal))


def _clause(heading: str, sentences, items=()) -> Passage | None:
    return Passage(sentences, heading=heading, items=items, numbered=True) if sentences else None


def _loan(deal: Deal) -> Passage:
    lent = _("The lender lends the borrower %(baht)s baht (%(words)s) as %(product)s.")
    said = [say(lent, product=deal.product, **terms.money(deal.principal))]
    if deal.purpose:
        said.append(say(_("The loan is for %(purpose)s."), purpose=deal.purpose, loose=["purpose"]))
    if deal.resolution_no:
        figures = {"number": deal.resolution_no, "day": show_date(deal.resolution_on)}
        said.append(say(_("The committee approved it by resolution %(number)s on %(day)s."), **figures))
    if deal.goods:
        said.append(
            say(_("It is handed over in these goods, at a price not above the market price of that day and place:"))
        )
        return _clause(_("The loan"), said, items=[goods_words(one) for one in deal.goods])
    said.append(
        say(_("The borrower owes what was really received; each time money is handed over, it is signed for below."))
    )
    return _clause(_("The loan"), said)


def goods_words(goods: dict):
    """Return one line of goods: what, how many, at which price."""
    figures = {key: str(goods[key]) for key in ("name", "unit", "count")}
    price, total = show(Decimal(goods["price"])), show(goods_total([goods]))
    sentence = _("%(name)s, %(count)s %(unit)s at %(price)s baht each, together %(total)s baht")
    return say(sentence, price=price, total=total, **figures)


def _interest(deal: Deal) -> list:
    said = terms.interest_words(deal.terms)
    if not said:
        return []
    cost = terms.cost_words(deal.terms, rate=deal.effective_yearly_rate)
    return [*said, say(_("No interest is charged on interest.")), *cost]


def _repayment(deal: Deal) -> list:
    said = terms.repayment_words(deal.terms, rows=deal.rows)
    where = say(_("The dates and sums stand in the schedule, which is part of this contract."))
    paid_at = _("Each payment is made at the group's meeting or to its treasurer, who gives a receipt for it.")
    if deal.borrower.is_organisation:
        paid_at = _("Each payment is made at the lender's meeting or to its treasurer, who gives a receipt for it.")
    receipt = say(paid_at)
    return [*said, where, receipt]


def _late(deal: Deal) -> list:
    said = terms.fine_words(deal.terms.fine, principal=deal.principal, bears_interest=deal.terms.bears_interest)
    talk = _("Who cannot pay on the day tells the group as early as possible, so that a way is found together.")
    if deal.borrower.is_organisation:
        talk = _(
            "A borrower that cannot pay on the day tells the lender as early as possible; a way is found together."
        )
    return [*said, say(talk)]


def _joint(deal: Deal) -> Passage | None:
    if not deal.joint:
        return None
    said = [
        say(_("The borrowers owe the whole loan together, and each of them owes all of it until it is repaid.")),
        say(_("Among themselves they share it so:")),
    ]
    shares = [say(_("%(name)s %(baht)s baht"), name=party.name, baht=show(party.amount)) for party in _sharing(deal)]
    return _clause(_("Borrowing together"), said, items=shares)


def _sharing(deal: Deal) -> list[Party]:
    return [party for party in (deal.borrower, *deal.joint) if party.amount]


def _security(deal: Deal) -> Passage | None:
    items = []
    for party in deal.guarantors:
        figures = {"name": party.name, "member_no": party.member_no, "baht": show(party.amount)}
        words = _("%(name)s, member %(member_no)s, guarantees up to %(baht)s baht by a contract of its own")
        items.append(say(words, loose=["name"] if party.is_organisation else [], **figures))
    for one in deal.collaterals:
        items.append(collateral_words(one))
    if deal.borrower.bound:
        sentence = _("the borrower's savings and shares with the group, %(baht)s baht, are not withdrawn while bound")
        if deal.borrower.is_organisation:
            sentence = _(
                "the borrower's savings and shares with the lender, %(baht)s baht, are not withdrawn while bound"
            )
        items.append(say(sentence, baht=show(deal.borrower.bound)))
    if not items:
        return None
    said = [say(_("What secures the loan:"))]
    return _clause(_("Security"), said, items=items)


def collateral_words(one):
    """Return a thing given as security: what it is, what it is worth, by which paper."""
    figures = {"kind": one.kind, "what": one.description, "baht": show(one.value), "day": show_date(one.valued_on)}
    if one.document_no:
        sentence = _("%(kind)s: %(what)s, document %(document)s, worth %(baht)s baht on %(day)s")
        return say(sentence, document=one.document_no, loose=["what"], **figures)
    return say(_("%(kind)s: %(what)s, worth %(baht)s baht on %(day)s"), loose=["what"], **figures)


def _changes(deal: Deal) -> list:
    said = [say(_("Dates and sums change only in writing, by a resolution of the committee signed by both sides."))]
    if deal.guarantors:
        said.append(say(_("Who guarantees the loan is asked first and signs too.")))
    if not deal.borrower.is_organisation:
        said.append(say(_("Who moves house tells the other side the new address.")))
    return said


def _closing(deal: Deal) -> Passage:
    read = say(
        _(
            "Two copies are made with the same words, one for each side. All have read them or had them read"
            " out, and sign"
            " before the witnesses because they are as intended."
        )
    )
    consents = _("%(name)s is under twenty; %(guardian)s, the lawful representative, consents.")
    minor = [
        say(consents, name=party.name, guardian=party.guardian)
        for party in (deal.borrower, *deal.joint)
        if party.guardian
    ]
    return Passage([*minor, read])


def signers(deal: Deal) -> list[Signer]:
    """Return who signs the contract, the borrowers first, two witnesses last."""
    signing = []
    for party in (deal.borrower, *deal.joint):
        signing += people.signs(_("borrower"), party)
    return [*signing, people.lender_signs(deal.lender), *people.witnesses()]


def _received(deal: Deal) -> Listing:
    """Return the lines on which the borrower signs for what is handed over."""
    title = _("Goods received") if deal.goods else _("Money received")
    columns = [
        Column("on", _("Date"), "date"),
        Column("amount", _("Baht"), "money"),
        Column("borrower", _("Borrower signs"), wide=True),
        Column("payer", _("Treasurer signs"), wide=True),
    ]
    return Listing(title, Grid(columns, []), blank=PAYOUT_LINES)

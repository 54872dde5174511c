"""A group that borrowed of its network and saved in its pool, for tests of what stands between the two."""

from datetime import date
from decimal import Decimal

from federation.between.disputes import ask_step
from federation.between.models import PoolAct
from federation.ledger.models import EntryKind
from federation.ledger.twins import mirrors_of
from groups.sheets.steps import RowIn, book_sheet_step
from loans.lending.models import Borrowing
from loans.lending.steps.contracts import sign_step
from loans.lending.steps.events import pay_out_step
from loans.wholesale.models import FundFact
from tests import builders
from tests.federation.ledger.pairs import cash_of

JOINED, DAY = date(2026, 1, 19), date(2026, 1, 26)


def borrowed(group, *, amount="5000.00", on=DAY):
    """Let a group join its network and borrow of it; return the borrowing."""
    builders.cash(group.keeper, "9000.00", on=JOINED)
    builders.cash(group, "2000.00", on=JOINED)
    return lent(group, builders.member_group(group.keeper, group, joined_on=JOINED), amount=amount, on=on)


def lent(group, membership, *, amount="5000.00", on=DAY):
    """Let a network lend to a group that belongs to it; return the borrowing."""
    network = membership.organisation
    row = RowIn(membership, {"shares": Decimal("2000.00")}, "paid")
    book_sheet_step(network, meeting_on=JOINED, rows=[row], by=builders.user("t"), at=builders.at_noon(JOINED))
    version = builders.product(network, "between", guarantors=0)
    facts = {"amount": Decimal(amount), "instalments": 12, "on": on}
    request = builders.approved_request(membership, version, **facts)
    loan = sign_step(request, signed_on=on, by=builders.user("lends"), at=builders.at_noon(on))
    money = [(cash_of(network).pk, Decimal(amount))]
    eyes = {"by": builders.user("lends"), "checked_by": builders.user("checks-loan"), "at": builders.at_noon(on)}
    pay_out_step(loan, on=on, amount=Decimal(amount), money=money, data={"from": "cash"}, **eyes)
    return Borrowing.objects.get(loan_id=loan.pk)


def paid_out(borrowing):
    """Return the entry in the group's own book by which it got the money."""
    line = borrowing.account.lines.select_related("entry__book").order_by("number").first()
    assert line.entry.kind == EntryKind.BETWEEN
    assert mirrors_of(line.entry)
    return line.entry


def disputed(borrowing, *, reason):
    given = {"reason": reason, "by": builders.user("of-group"), "at": builders.at_noon(DAY)}
    return ask_step(borrowing.organisation, paid_out(borrowing), **given)


def pool_act(borrowing, *, reason):
    """A withdrawal of the group's savings that waits for a second person."""
    network = borrowing.lender
    return PoolAct.objects.create(
        network_id=network.network_key,
        organisation=network,
        kind="withdrawal",
        membership=network.memberships.get(member_organisation=borrowing.organisation),
        amount=Decimal("100.00"),
        on=DAY,
        data={"into": "cash"},
        reason=reason,
        asked_by=builders.user("lends"),
        asked_at=builders.at_noon(DAY),
    )


def fund_fact(borrowing, *, words):
    return FundFact.objects.create(
        network_id=borrowing.network_id,
        borrowing=borrowing,
        kind="used",
        on=DAY,
        amount=Decimal("10.00"),
        words=words,
        by=builders.user("of-group"),
        at=builders.at_noon(DAY),
    )

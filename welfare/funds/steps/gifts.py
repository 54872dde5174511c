"""Taking money from outside into a fund, marked with its source. It stands in the caller's transaction."""

from datetime import date, datetime
from decimal import Decimal

from federation.kit.ids import new_id
from federation.ledger.posting import EntryKind, lock, post
from welfare.funds.models import Gift, SubsidyRound, WelfareFund
from welfare.funds.postings import gift_moves
from welfare.funds.queries import FundAccounts, purse


def gift_step(
    fund: WelfareFund,
    *,
    donor: str,
    donor_name: str,
    on: date,
    amount: Decimal,
    into: str = "bank",
    purpose: str = "",
    matches: SubsidyRound | None = None,
    by,
    at: datetime,
) -> Gift:
    """Book a gift, or matching money, into the "cash" or the "bank" of a fund.

    matches: the list of members it matches. Raises what the ledger's `post` raises. Source: feature 125.
    """
    book = fund.organisation.book
    lock(book)
    pk = new_id()
    moves = gift_moves(FundAccounts(fund), donor=donor, purse=purse(fund, into), amount=amount)
    entry = post(book=book, on=on, kind=EntryKind.FUND, key=f"fund_gift:{pk}", moves=moves, by=by).entry
    return Gift.objects.create(
        id=pk,
        network_id=fund.network_id,
        fund=fund,
        donor=donor,
        donor_name=donor_name,
        on=on,
        amount=amount,
        into=into,
        purpose=purpose,
        matches=matches,
        entry=entry,
        by=by,
        at=at,
    )

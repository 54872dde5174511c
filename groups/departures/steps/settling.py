"""The money of a departure: savings to own loans, the rest to what is returned. One event, several entries.

Resigning, put out, dead: Dr satja, shares, special   Cr own loans; Cr 23050 what is returned.
Source: domain, 1.2 Membership rules; 4.2 Chart of accounts.
"""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from federation.kit.money import ZERO
from federation.ledger import books, chart
from federation.ledger.posting import Entry, EntryKind, Move, credit, debit, post
from groups.departures.models import Departure
from groups.departures.queries.net import SATJA, SHARES, SPECIAL, Net
from loans.lending.models import EventKind, LoanState
from loans.lending.steps.events import enter_step

PURSES = (SPECIAL, SATJA, SHARES)  # what is taken first for a debt


def settle_step(departure: Departure, net: Net, *, on: date, by, checked_by, at: datetime) -> Entry | None:
    """Empty the member's accounts: to own loans, the oldest first, and the rest to 23050. Returns that entry.

    by: who asked; checked_by: who decided. Raises what the ledger and the loans raise.
    """
    held = dict(net.held)
    who = {"on": on, "by": by, "checked_by": checked_by, "at": at}
    for one in net.loans:
        if amount := net.set_off[one.loan.pk]:
            _set_off(departure, one.loan, _taken(held, amount), **who)
    rest = [debit(_account(departure, what), held[what]) for what in PURSES if held[what]]
    if not rest:
        return None
    book = departure.organisation.book
    owed = books.account(book, chart.TO_LEAVERS)
    return post_leaving(departure, book, [*rest, credit(owed.pk, net.to_pay)], on=on, by=by, checked_by=checked_by)


def post_leaving(departure: Departure, book, moves: list[Move], *, on: date, by, checked_by, part: str = "") -> Entry:
    """Post one of a departure's entries. part: what tells its key from the others in the same book."""
    return post(
        book=book,
        on=on,
        kind=EntryKind.LEAVING,
        key=f"leaving:{departure.pk}{part}",
        moves=moves,
        event=departure.event,
        by=by,
        checked_by=checked_by,
        memo=memo_of(departure),
    ).entry


def memo_of(departure: Departure) -> str:
    """Return what the journal says of a departure: no name, for more people read it than the register."""
    with override("th"):
        words = _("%(what)s, member %(number)s")
        shown = {"what": departure.get_kind_display(), "number": departure.membership.shown_number}
        return str(words % shown)


def _taken(held: dict, amount: Decimal) -> dict:
    """Take an amount from the savings held, purse after purse; return {what: baht}."""
    taken = {}
    for what in PURSES:
        part = min(held[what], amount)
        if part:
            taken[what] = part
            held[what] -= part
            amount -= part
    return taken


def _set_off(departure: Departure, loan, taken: dict, **who) -> None:
    charged_off = loan.state == LoanState.CHARGED_OFF
    enter_step(
        loan,
        kind=EventKind.RECOVERY if charged_off else EventKind.REPAYMENT,
        amount=sum(taken.values(), ZERO),
        money=[(_account(departure, what), baht) for what, baht in taken.items()],
        data={"source": "set_off", "departure": str(departure.pk)},
        payer=departure.membership,
        memo=memo_of(departure),
        joins=departure.event,
        **who,
    )


def _account(departure: Departure, what: str):
    return getattr(departure.membership, f"{what}_account_id")


def lines_to_keep(net: Net) -> list[dict]:
    """Return the lines of a settlement as they are stored with the decision."""
    member = net.membership
    kept = [
        {"what": what, "account": str(getattr(member, f"{what}_account_id")), "loan": None, "amount": str(baht)}
        for what, baht in net.held.items()
    ]
    for one in net.loans:
        taken = net.set_off[one.loan.pk]
        row = {"what": "loan", "account": str(one.loan.account_id), "loan": str(one.loan.pk), "amount": str(-taken)}
        kept.append({**row, "contract": one.loan.contract_no, "owed": str(one.owed)})
    return kept

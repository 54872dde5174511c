"""The accounts that an organisation and one that belongs to it keep of each other, made when it joins."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.kit.money import ZERO
from federation.kit.refusals import Refused
from federation.ledger import chart
from federation.ledger.books import account, accounts_coded, holder_accounts
from federation.ledger.posting import EntryKind, Move, Posted, credit, debit, lock, post
from federation.ledger.queries import AccountKind, balance, moved_after, signed_balances
from federation.ledger.twins import is_tied, tie
from federation.organisations.models import Organisation


class AlreadyTied(Refused):
    """Raised when the books of two organisations are to be tied a second time."""


class EnteredLater(Refused):
    """Raised when an opening is to be dated before entries that it would have to hold."""


def make_twins(upper: Organisation, lower: Organisation, *, number: int, held: Mapping, since: date) -> list[tuple]:
    """Make and tie every pair of accounts that the two keep of each other, loans apart; return [(upper's, lower's)].

    number: of the membership in `upper`. held: {control code: account} of those the membership has there already.
    Both have books; they add up to nothing from `since`.

    Source: architecture, settled 14.
    """
    above = {one.code for one in accounts_coded(upper.book, chart.MEMBER_TWINS) if one.is_control}
    held = {**{control: kept for control in above if (kept := _kept(upper.book, control, number))}, **held}
    pairs = []
    for control, across in chart.MEMBER_TWINS.items():
        if control in above:
            here = held.get(control) or _holder(upper.book, control, f"{number:05d}", f"{number:03d}")
            there = _holder(lower.book, across, f"{upper.code}.{number:05d}", upper.code)
            tie(here, there, upper=upper.book, lower=lower.book, since=since)
            pairs.append((here, there))
    return pairs


def tie_books_step(
    upper: Organisation, lower: Organisation, *, number: int, held: Mapping, loans: Mapping, on: date, by, checked_by
) -> Posted | None:
    """Tie the book of a group that was opened after it joined, and bring forward in it what it holds and owes above.

    number, held: see `make_twins`. loans: {account of a loan in the upper book: its contract number}.
    The opening is dated `on`, on or after everything entered on these accounts above. Shares and savings that stand on
    17030, not told apart, are moved; what is left over changes the surplus of earlier years.

    Raises `AlreadyTied`, `EnteredLater`, or what the ledger's `post` raises. Source: architecture, settled 14 and 18.
    """
    lock(upper.book, lower.book)
    if is_tied(upper.book, lower.book):
        raise AlreadyTied(_("The books of these two are tied already."))
    pairs = make_twins(upper, lower, number=number, held=held, since=on)
    pairs += [_tie_loan(upper, lower, kept, contract_no=contract_no, since=on) for kept, contract_no in loans.items()]
    if moved_after([here for here, _there in pairs], on=on):
        raise EnteredLater(_("Something is entered after that day on the accounts of this group. Give a later day."))
    signed = signed_balances([here for here, _there in pairs])
    moves = [_brought(there, signed[here.pk]) for here, there in pairs if signed[here.pk]]
    if not moves:
        return None
    moves += _against(lower.book, moves, assets={there.pk for _here, there in pairs if there.kind == AccountKind.ASSET})
    key = f"opening:{upper.code}:{number:05d}"
    given = {"on": on, "kind": EntryKind.OPENING, "key": key, "by": by, "checked_by": checked_by}
    return post(book=lower.book, moves=moves, **given)


def _tie_loan(upper: Organisation, lower: Organisation, kept, *, contract_no: str, since: date) -> tuple:
    names = (f"เงินกู้ยืมจาก {upper.code} สัญญา {contract_no}", f"from {upper.code}, contract {contract_no}")
    code = f"{upper.code}.{kept.code.partition('.')[2]}"
    control = account(lower.book, chart.OWED_TO_NETWORK)
    there = holder_accounts(lower.book, control=control, holders=[(code, *names)])[0]
    tie(kept, there, upper=upper.book, lower=lower.book, since=since)
    return kept, there


def _brought(there, signed: Decimal) -> Move:
    """Return the opening of an account whose twin stands at `signed`, debits less credits."""
    return credit(there.pk, signed) if signed > 0 else debit(there.pk, -signed)


def _against(book, moves: list[Move], *, assets: set) -> list[Move]:
    """Return the other side of an opening: first what stands as shares not told apart, then the surplus."""
    apart = account(book, chart.SHARES_NOT_TOLD_APART)
    told = min(balance(apart), sum((move.debit for move in moves if move.account_id in assets), ZERO))
    rest = sum((move.debit - move.credit for move in moves), ZERO) - told
    surplus = account(book, chart.OPENING_SURPLUS).pk
    found = [credit(apart.pk, told)] if told > 0 else []
    if rest:
        found.append(credit(surplus, rest) if rest > 0 else debit(surplus, -rest))
    return found


def _kept(book, control: str, number: int):
    return next(iter(accounts_coded(book, [f"{control}.{number:05d}"])), None)


def _holder(book, control: str, code: str, shown: str):
    kept = account(book, control)
    names = (code, f"{kept.name_th} {shown}", f"{kept.name_en} {shown}")
    return holder_accounts(book, control=kept, holders=[names])[0]


def between_accounts(membership_numbers: Iterable[int], *, book, control: str) -> dict:
    """Return {membership number: its holder's account under a control of MEMBER_TWINS}; none for paper groups."""
    codes = {f"{control}.{number:05d}": number for number in membership_numbers}
    return {codes[one.code]: one for one in accounts_coded(book, codes)}

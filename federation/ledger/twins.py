"""Money between two organisations: an entry in one book and its mirror in the other, of one event and one date.

Source: architecture, settled 14; features 106, 110; trust, invariants I-30 to I-32.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.kit.dates import show_date, show_month
from federation.kit.ids import new_id
from federation.kit.money import ZERO, show
from federation.kit.refusals import Refused
from federation.ledger import books, chart
from federation.ledger.models import Account, Book, Entry, EntryKind, Twin
from federation.ledger.months import day_in_open_month, open_months
from federation.ledger.posting import Move, Posted, correct, credit, debit, post, reverse
from federation.ledger.queries import balances

PART_KEY = "dispute:"  # of a correction that takes one organisation's part out of an entry of many


class OtherBookRefused(Refused):
    """Raised when the other organisation's book cannot take its side; `book` is which."""

    def __init__(self, book: Book, reason: Refused):
        self.book, self.reason = book, reason
        words = _("%(who)s: its own book cannot take this. %(why)s")
        super().__init__(words % {"who": book.name, "why": reason}, problems=reason.problems)


def pair(
    *, upper: Book, lower: Book, controls: tuple[str, str], codes: tuple[str, str], names: Sequence, since: date
) -> tuple[Account, Account]:
    """Make two accounts that stand for the same money, one in each book, and tie them.

    controls: of the upper and of the lower book. codes: the holder's part of each code. names: ((Thai, English) of
    the upper's account, of the lower's). since: the day from which both agree.
    """
    made = [
        books.holder_accounts(book, control=books.account(book, control), holders=[(code, *name)])[0]
        for book, control, code, name in zip((upper, lower), controls, codes, names, strict=True)
    ]
    tie(*made, upper=upper, lower=lower, since=since)
    return made[0], made[1]


def tie(above: Account, below: Account, *, upper: Book, lower: Book, since: date) -> None:
    """Tie an account of the upper book to one of the lower: from that day they add up to nothing."""
    sides = [(upper, above, lower, below, True), (lower, below, upper, above, False)]
    Twin.objects.bulk_create(
        Twin(
            network_id=book.network_id,
            book=book,
            account=account,
            is_upper=is_upper,
            since=since,
            other_network_id=other.network_id,
            other_book_id=other.pk,
            other_account_id=across.pk,
        )
        for book, account, other, across, is_upper in sides
    )


def is_tied(upper: Book, lower: Book) -> bool:
    """Tell whether what is entered in one book is mirrored in the other."""
    ties = Twin.objects.filter(network_id=upper.network_id, book_id=upper.pk, is_upper=True)
    return ties.filter(other_book_id=lower.pk).exists()


def twins_of(book: Book, account_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Twin]:
    """Return {account id: its twin} of those of these accounts of a book that have one."""
    found = Twin.objects.filter(network_id=book.network_id, account_id__in=set(account_ids))
    return {twin.account_id: twin for twin in found}


def post_between(
    *,
    book: Book,
    on: date,
    moves: Iterable[Move],
    purses: Mapping[uuid.UUID, uuid.UUID] | None = None,
    event: uuid.UUID | None = None,
    **entry,
) -> Posted:
    """Post an entry, and its mirror in every book that its accounts have twins in.

    purses: {other book id: the account there that the money comes from or goes to}, by default its cash.
    entry: the rest of what `post` takes. The books are locked: see `lock`.

    Raises what `post` raises, and `OtherBookRefused` naming the other organisation.
    """
    moves, event = list(moves), event or new_id()
    posted = post(book=book, on=on, moves=moves, event=event, **entry)
    twins = twins_of(book, (move.account_id for move in moves))
    by_book: dict = {}
    for move in moves:
        if twin := twins.get(move.account_id):
            by_book.setdefault(twin.other_book_id, []).append(
                Move(twin.other_account_id, debit=move.credit, credit=move.debit)
            )
    for other_id in sorted(by_book):
        purse = (purses or {}).get(other_id)
        posted.mirrors.append(_mirror(posted.entry, other_id, by_book[other_id], purse=purse, **entry))
    return posted


def _mirror(entry: Entry, other_id: uuid.UUID, moves: list[Move], *, purse, **given) -> Entry:
    other = Book.objects.get(pk=other_id)
    rest = sum((move.credit - move.debit for move in moves), ZERO)
    if rest:
        account_id = purse or books.account(other, chart.CASH).pk
        moves = [*moves, debit(account_id, rest) if rest > 0 else credit(account_id, -rest)]
    kept = {name: given[name] for name in ("by", "checked_by", "memo", "concerns_month") if name in given}
    try:
        return post(
            book=other,
            on=entry.on,
            kind=EntryKind.BETWEEN,
            key=_key_of_mirror(entry),
            moves=moves,
            event=entry.event,
            **kept,
        ).entry
    except Refused as refusal:
        raise OtherBookRefused(other, refusal) from refusal


@dataclass(frozen=True, slots=True)
class Asked:
    """What another book is asked to pay: `amount` in baht out of its account coded `purse`."""

    book: Book
    amount: Decimal
    purse: str = chart.CASH


def refusals_of(upper: Book, asked: Sequence[Asked], *, on: date) -> dict:
    """Return {book id: why it cannot take its side on that day, and how to mend it}; only of books tied to `upper`.

    A few queries, however many books. Asked without the lock it is a first look: `post_between` refuses for certain.
    """
    ties = Twin.objects.filter(network_id=upper.network_id, book_id=upper.pk, is_upper=True)
    tied = set(ties.values_list("other_book_id", flat=True).distinct())
    asked = [one for one in asked if one.book.pk in tied]
    open_from, held = {}, {}
    for network_id in {one.book.network_id for one in asked}:
        its = [one for one in asked if one.book.network_id == network_id]
        open_from |= open_months(network_id)
        held |= _held_in(network_id, its)
    found = {one.book.pk: _why(one, on=on, first=open_from[one.book.pk], held=held[one.book.pk]) for one in asked}
    return {pk: words for pk, words in found.items() if words}


def _held_in(network_id: int, asked: Sequence[Asked]) -> dict:
    """Return {book id: baht in the purse that is asked}."""
    purses = {one.book.pk: one.purse for one in asked}
    found = Account.objects.filter(network_id=network_id, book__in=list(purses), code__in=set(purses.values()))
    accounts = [account for account in found if purses[account.book_id] == account.code]
    baht = balances(accounts)
    return {account.book_id: baht[account.pk] for account in accounts}


def _why(one: Asked, *, on: date, first: date, held: Decimal):
    shown = {"who": one.book.name, "held": show(held), "amount": show(one.amount)}
    if on < one.book.opened_on:
        words = _("%(who)s: its book here begins on %(day)s. What it paid before belongs in its opening balances.")
        return words % {**shown, "day": show_date(one.book.opened_on)}
    if on < first:
        words = _("%(who)s: %(month)s is closed in its own book. Enter its money at the next meeting.")
        return words % {**shown, "month": show_month(on)}
    if held < one.amount and one.purse == chart.CASH:
        words = _(
            "%(who)s: there is %(held)s baht in its cash and it pays %(amount)s. Let it first post its own sheet, or"
            " record the money it fetched from the bank; if it paid by transfer, say that it paid from its bank."
        )
        return words % shown
    if held < one.amount:
        words = _(
            "%(who)s: there is %(held)s baht in its bank account and it pays %(amount)s. Let it first record what it"
            " took to the bank; if it paid in cash, take away the mark that it paid from its bank."
        )
        return words % shown
    return None


def _key_of_mirror(entry: Entry) -> str:
    return f"between:{entry.pk}"


def mirrors_of(entry: Entry) -> list[Entry]:
    """Return the entries of the same fact in other books: those an entry was mirrored in, or what it mirrors."""
    others = Twin.objects.filter(network_id=entry.network_id, book_id=entry.book_id)
    wanted = set(others.values_list("other_network_id", "other_book_id"))
    networks, ids = {network for network, _book in wanted}, {book for _network, book in wanted}
    found = Entry.objects.filter(network_id__in=networks, book_id__in=ids, event=entry.event)
    return list(found.select_related("book").order_by("book_id", "number"))


def standing_mirrors(entry: Entry) -> list[Entry]:
    """Return the mirrors that an entry made and that still stand: those not taken back by themselves."""
    made = [one for one in mirrors_of(entry) if one.key == _key_of_mirror(entry)]
    taken_back = {one.reverses_id for one in Entry.objects.filter(reverses__in=made)} if made else set()
    return [one for one in made if one.pk not in taken_back]


def reverse_between(entry: Entry, *, on: date, by, checked_by, reason: str) -> Posted:
    """Take back an entry together with its mirrors; what was taken back of it before stays taken back once.

    Raises as `reverse` does, and `OtherBookRefused`.
    """
    given = {"on": on, "by": by, "checked_by": checked_by, "reason": reason}
    for part in Entry.objects.filter(network_id=entry.network_id, corrects=entry, key__startswith=PART_KEY):
        reverse(part, **given)  # first, so that the account it emptied can take the rest
    posted = reverse(entry, **given)
    for mirror in standing_mirrors(entry):
        posted.mirrors.append(_reverse_mirror(mirror, **given))
    return posted


def _reverse_mirror(mirror: Entry, **given) -> Entry:
    try:
        return reverse(mirror, **given).entry
    except Refused as refusal:
        raise OtherBookRefused(mirror.book, refusal) from refusal


def take_back_from_one(
    entry: Entry, mirror: Entry, *, on: date, by, checked_by, reason: str, purses: Mapping[str, uuid.UUID]
) -> Posted:
    """Take one organisation's part out of an entry of many: a correction here, the reversal of its mirror there.

    purses: {fund: the account here that its money goes back out of, or comes into}.
    """
    others = twins_of(entry.book, entry.lines.values_list("account_id", flat=True))
    part, rests = [], {}
    for line in entry.lines.select_related("account").order_by("n"):
        if (twin := others.get(line.account_id)) and twin.other_book_id == mirror.book_id:
            part.append(Move(line.account_id, debit=line.credit, credit=line.debit))
            rests[line.account.fund] = rests.get(line.account.fund, ZERO) + line.credit - line.debit
    for fund, rest in sorted(rests.items()):
        if rest:
            part.append(credit(purses[fund], rest) if rest > 0 else debit(purses[fund], -rest))
    given = {"on": on, "by": by, "checked_by": checked_by, "reason": reason}
    posted = correct(entry, moves=part, key=f"{PART_KEY}{mirror.pk}", **given)
    posted.mirrors.append(_reverse_mirror(mirror, **given))
    return posted


def day_open_in_all(all_books: Sequence[Book], day: date, *, today: date) -> tuple[date, date | None]:
    """Return the day on which a fact of a day is booked in several books at once, and the closed month it concerns.

    See `day_in_open_month`: the day is moved on only by those whose month is closed, so all of them take it. The first
    book is one's own. Raises `MonthClosed` where that one's month of `today` is closed, and `OtherBookRefused` for
    another.
    """
    found, concerns = day, None
    for book in all_books:
        try:
            found, late = day_in_open_month(book, found, today=today)
        except Refused as refusal:
            if book is all_books[0]:
                raise
            raise OtherBookRefused(book, refusal) from refusal
        concerns = concerns or late
    return found, concerns

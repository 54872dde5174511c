"""What an organisation above entered in the books below it, seen from both ends, and what the two hold and owe."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum

from federation.between.models import Dispute
from federation.kit.dates import next_month
from federation.kit.money import ZERO
from federation.ledger import chart
from federation.ledger.journal import Line
from federation.ledger.queries import balances
from federation.ledger.twins import Entry, EntryKind, Twin
from federation.organisations.models import Organisation

MIRRORED = "between:"  # begins the key of an entry that mirrors another book's
HELD = {  # controls of the upper book, by what the pair's table calls them
    chart.GROUP_SHARES: "shares",
    chart.SHARES: "shares",
    chart.SATJA: "satja",
    chart.SPECIAL_SAVINGS: "pool",
    chart.GROUP_LOANS: "loans",
}


@dataclass(frozen=True)
class Entered:
    """An entry that another organisation made in a book. by: which; lines: on whose accounts how much.

    doubted: the dispute about it that waits or was agreed, else None; taken_back: it was undone.
    """

    entry: Entry
    by: Organisation
    whose: Organisation
    lines: list[Line]
    dispute: Dispute | None
    taken_back: bool

    @property
    def can_be_doubted(self) -> bool:
        return self.entry.kind == EntryKind.BETWEEN and not self.taken_back and self.dispute is None


@dataclass
class Pair:
    """What stands between two organisations, in baht: held above, and owed to it."""

    other: Organisation
    shares: Decimal = ZERO
    satja: Decimal = ZERO
    pool: Decimal = ZERO
    loans: Decimal = ZERO
    entries: list[Entered] = field(default_factory=list)


def entered_from_above(organisation, *, month: date) -> list[Entered]:
    """Return what others entered in this book in a month, oldest first. A fixed number of queries."""
    found = Entry.objects.filter(network_id=organisation.network_key, book_id=organisation.book_id)
    return _entered(found.filter(_of_others()), month=month)


def entered_in_sum(organisation, *, month: date) -> tuple[int, Decimal]:
    """Return how many entries of others stand in this book in a month, and their baht. One query."""
    standing = Entry.objects.filter(
        network_id=organisation.network_key,
        book_id=organisation.book_id,
        kind=EntryKind.BETWEEN,
        on__gte=month,
        on__lt=next_month(month),
        reversals=None,
    )
    found = standing.aggregate(count=Count("pk", distinct=True), baht=Sum("lines__debit"))
    return found["count"], found["baht"] or ZERO


def entered_below(organisation, *, month: date) -> list[Entered]:
    """Return what this organisation entered in the books below it in a month, by group and day."""
    ties = Twin.objects.filter(network_id=organisation.network_key, book_id=organisation.book_id, is_upper=True)
    below = set(ties.values_list("other_network_id", "other_book_id"))
    found = Entry.objects.filter(network_id__in={n for n, _b in below}, book_id__in={b for _n, b in below})
    entered = [one for one in _entered(found.filter(_of_others()), month=month) if one.by.pk == organisation.pk]
    return sorted(entered, key=lambda one: (one.whose.code, one.entry.on, one.entry.number))


def entered_one(organisation, number: int) -> Entered | None:
    """Return one entry of this book that another organisation made, by its number."""
    found = Entry.objects.filter(
        network_id=organisation.network_key, book_id=organisation.book_id, number=number, kind=EntryKind.BETWEEN
    )
    return next(iter(_entered(found)), None)


def _of_others() -> Q:
    return Q(kind=EntryKind.BETWEEN) | Q(kind=EntryKind.REVERSAL, reverses__kind=EntryKind.BETWEEN)


def _entered(found, *, month: date | None = None) -> list[Entered]:
    if month:
        found = found.filter(on__gte=month, on__lt=next_month(month))
    entries = list(found.select_related("book", "by__person", "reverses").order_by("on", "number"))
    above = _uppers(entries)
    whose = {one.book_id: one for one in Organisation.objects.filter(book__in={entry.book_id for entry in entries})}
    lines, disputes = _lines(entries), _disputes(entries)
    undone = set(_of(Entry, entries, "reverses").values_list("reverses_id", flat=True))
    return [
        Entered(e, above[_mirrored(e)], whose[e.book_id], lines[e.pk], disputes.get(e.pk), e.pk in undone)
        for e in entries
        if _mirrored(e) in above
    ]


def _of(model, entries: Iterable[Entry], name: str):
    """Return rows of a model that point at these entries."""
    return model.objects.filter(network_id__in={e.network_id for e in entries}, **{f"{name}__in": list(entries)})


def _lines(entries: list[Entry]) -> dict:
    found: dict = {entry.pk: [] for entry in entries}
    for line in _of(Line, entries, "entry").select_related("account").order_by("entry_id", "n"):
        found[line.entry_id].append(line)
    return found


def _disputes(entries: list[Entry]) -> dict:
    return {one.entry_id: one for one in _of(Dispute, entries, "entry").exclude(agreed=False)}


def _mirrored(entry: Entry) -> str:
    """Return the id, as text, of the upper book's entry that an entry mirrors, or whose mirror it takes back."""
    return (entry.reverses or entry).key.removeprefix(MIRRORED)


def _uppers(entries: list[Entry]) -> dict:
    """Return {id of the upper entry as text: the organisation that made it}."""
    upper = dict(Entry.objects.filter(pk__in={_mirrored(one) for one in entries}).values_list("pk", "book_id"))
    organisations = {one.book_id: one for one in Organisation.objects.filter(book__in=set(upper.values()))}
    return {str(pk): organisations[book] for pk, book in upper.items()}


def pairs_above(organisation, *, on: date) -> list[Pair]:
    """Return what this organisation holds and owes at each one above, from its own book."""
    return _pairs(organisation, is_upper=False, on=on)


def pairs_below(organisation, *, on: date) -> list[Pair]:
    """Return what each organisation below holds and owes here, from this book."""
    return _pairs(organisation, is_upper=True, on=on)


def _pairs(organisation, *, is_upper: bool, on: date) -> list[Pair]:
    if organisation.book_id is None:
        return []
    ties = Twin.objects.filter(network_id=organisation.network_key, book_id=organisation.book_id, is_upper=is_upper)
    ties = list(ties.select_related("account"))
    names = _names()
    held = balances([tie.account for tie in ties], on=on)
    others = {one.book_id: one for one in Organisation.objects.filter(book__in={tie.other_book_id for tie in ties})}
    pairs = {book_id: Pair(other) for book_id, other in others.items()}
    for tie in ties:
        if name := names.get(tie.account.code.partition(".")[0]):
            pair = pairs[tie.other_book_id]
            setattr(pair, name, getattr(pair, name) + held[tie.account_id])
    return sorted(pairs.values(), key=lambda pair: pair.other.code)


def _names() -> dict:
    """Return {control code of either book: what the pair's table calls it}."""
    across = {**chart.MEMBER_TWINS, chart.LOAN_TWIN[0]: chart.LOAN_TWIN[1]}
    return {**HELD, **{across[control]: name for control, name in HELD.items() if control in across}}

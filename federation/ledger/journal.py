"""The journal as people look things up in it: one entry, the entries of a period, where the chain stood."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet, Sum

from federation.kit.dates import last_day
from federation.ledger.models import Account, AccountKind, Book, Entry, EntryKind, Line, Memo


def entry_numbered(book: Book, number: int) -> Entry | None:
    """Return an entry by its number in the book."""
    found = Entry.objects.filter(network_id=book.network_id, book=book, number=number)
    return found.select_related("by__person", "checked_by__person", "reverses", "corrects").first()


def lines_of(entry: Entry) -> list[Line]:
    """Return an entry's lines with their accounts, in their order."""
    return list(entry.lines.select_related("account__control").order_by("n"))


def memo_of(entry: Entry) -> str:
    """Return the words of an entry, see `memos_of`, or nothing when it has none or they were erased."""
    return memos_of([entry]).get(entry.pk, "")


def memos_of(entries: Iterable[Entry]) -> dict:
    """Return {entry id: words} for entries of one network; what another organisation entered begins with its name."""
    entries = list(entries)
    if not entries:
        return {}
    found = Memo.objects.filter(network_id=entries[0].network_id, entry__in=entries)
    words = dict(found.values_list("entry_id", "text"))
    names = {pk: f"{name}: {words[pk]}" if pk in words else name for pk, name in entered_by_others(entries).items()}
    return words | names


def entered_by_others(entries: Iterable[Entry]) -> dict:
    """Return {entry id: name} of the organisation whose entry one of kind "between" mirrors. No query without any."""
    originals = {one.key.partition(":")[2]: one.pk for one in entries if one.kind == EntryKind.BETWEEN}
    if not originals:
        return {}
    found = Entry.objects.filter(pk__in=originals).values_list("pk", "book__name")
    return {originals[str(pk)]: name for pk, name in found}


def amounts_of(entries: Iterable[Entry]) -> dict:
    """Return {entry id: baht} of what each entry moves: the sum of its debits."""
    entries = list(entries)
    if not entries:
        return {}
    found = Line.objects.filter(network_id=entries[0].network_id, entry__in=entries).values_list("entry_id")
    return dict(found.order_by().annotate(amount=Sum("debit")))


def mended_by(entry: Entry) -> list[Entry]:
    """Return what reversed or corrected an entry, in the order it was written."""
    return [*entry.reversals.order_by("number"), *entry.corrections.order_by("number")]


def entries(book: Book, *, since: date, until: date) -> QuerySet[Entry]:
    """Return the entries dated in a period, in the order they were written."""
    return Entry.objects.filter(network_id=book.network_id, book=book, on__gte=since, on__lte=until).order_by("number")


def entries_after(book: Book, number: int) -> QuerySet[Entry]:
    """Return the entries written after a number, in their order."""
    return Entry.objects.filter(network_id=book.network_id, book=book, number__gt=number).order_by("number")


def entries_keyed(book: Book, keys: Iterable[str]) -> dict[str, Entry]:
    """Return {key: entry} of those of these facts that are booked."""
    found = Entry.objects.filter(network_id=book.network_id, book=book, key__in=list(keys)).select_related("book")
    return {entry.key: entry for entry in found}


def entries_on(network_id: int, *, codes: Iterable[str], since: date, until: date) -> QuerySet[Entry]:
    """Return the entries of a period, in all books of a network, with a line on one of these accounts."""
    lines = Line.objects.filter(network_id=network_id, on__gte=since, on__lte=until)
    touched = lines.filter(account__network_id=network_id, account__code__in=list(codes))
    return Entry.objects.filter(network_id=network_id, pk__in=touched.values("entry_id")).order_by("on", "number")


def lines_on(network_id: int, account_ids: Iterable, *, until: date) -> QuerySet[Line]:
    """Return the lines of these accounts of a network dated up to a day, by date, then as they were written."""
    lines = Line.objects.filter(network_id=network_id, account_id__in=set(account_ids), on__lte=until)
    return lines.order_by("on", "number", "n")


def concerning(book: Book, *, month: date) -> QuerySet[Entry]:
    """Return the entries dated later that concern a month: facts that came too late for it."""
    return Entry.objects.filter(network_id=book.network_id, book=book, concerns_month=month).order_by("number")


def late_facts(book: Book, *, month: date) -> QuerySet[Entry]:
    """Return the entries dated in a month that concern an earlier one."""
    return entries(book, since=month, until=last_day(month)).filter(concerns_month__isnull=False)


def accounts(book: Book) -> QuerySet[Account]:
    """Return the accounts of the chart, without members' parts of them, by code."""
    return Account.objects.filter(network_id=book.network_id, book=book, control=None).order_by("code")


def is_money(account: Account) -> bool:
    """Tell cash and bank from everything else: assets that cannot fall below zero and are no holder's."""
    return account.kind == AccountKind.ASSET and account.never_negative and account.control_id is None


def purses(book: Book, *, fund: str | None = None) -> list[Account]:
    """Return the accounts of cash and bank, by code: of all funds, or of one."""
    return [account for account in accounts(book) if is_money(account) and fund in (None, account.fund)]


def account_coded(book: Book, code: str) -> Account | None:
    return Account.objects.filter(network_id=book.network_id, book=book, code=code).select_related("control").first()


def holders(control: Account) -> QuerySet[Account]:
    """Return the members' parts of a control account, by code."""
    return Account.objects.filter(network_id=control.network_id, control=control).order_by("code")

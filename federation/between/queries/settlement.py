"""What passed between an organisation and one of its groups on a day: brought, given, and the money that changed hands.

It is read from the upper book, and held against the group's own where that is kept here.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.kit.money import ZERO
from federation.kit.words import baht_words
from federation.ledger import chart
from federation.ledger.funds import plain
from federation.ledger.journal import Line, is_money
from federation.ledger.posting import Receipt
from federation.ledger.twins import Entry, EntryKind, Twin
from groups.registry.models import Membership
from loans.lending.models import Loan

HEADS = {
    chart.GROUP_SHARES: _("shares"),
    chart.SHARES: _("shares"),
    chart.SATJA: _("satja"),
    chart.SPECIAL_SAVINGS: _("savings in the pool"),
    chart.GROUP_LOANS: _("principal of loans"),
    chart.GROUP_INTEREST: _("interest on loans"),
    chart.GROUP_FINES: _("fines on loans"),
    chart.GROUP_FEES: _("fees and fines"),
    chart.INTEREST_TO_GROUPS: _("interest on savings in the pool"),
    chart.GROUP_DEBT_FORGIVEN: _("debt forgiven"),
    chart.FROM_GROUPS: _("funeral aid"),
}
MENDING = (EntryKind.REVERSAL, EntryKind.CORRECTION)


@dataclass
class Settlement:
    """A day between two. brought, got, credited: {head: baht}; credited changed balances and moved no money.

    receipts: numbers of those the group was given that day. other: what the group's own book says of the money it
    handed over less what it got, None where that book is not kept here.
    """

    membership: Membership
    day: date
    brought: dict = field(default_factory=dict)
    got: dict = field(default_factory=dict)
    credited: dict = field(default_factory=dict)
    receipts: list[str] = field(default_factory=list)
    other: Decimal | None = None

    @property
    def total_brought(self) -> Decimal:
        return sum(self.brought.values(), ZERO)

    @property
    def total_got(self) -> Decimal:
        return sum(self.got.values(), ZERO)

    @property
    def net(self) -> Decimal:
        """Return what the group hands over in the end, in baht; below zero it takes money home."""
        return self.total_brought - self.total_got

    @property
    def handed_over(self) -> Decimal:
        return abs(self.net)

    @property
    def words(self) -> str:
        return baht_words(self.handed_over)

    @property
    def agrees(self) -> bool:
        """Whether both books say the same of the money."""
        return self.other is None or self.other == self.net

    @property
    def is_empty(self) -> bool:
        return not (self.brought or self.got or self.credited)


def settlement_of(membership: Membership, *, day: date, entries: list[Entry] | None = None) -> Settlement:
    """Return what passed between an organisation and one that belongs to it on a day.

    entries: the upper book's of that day, where the caller has read them already.
    """
    found = Settlement(membership, day)
    entries = _entries(membership.organisation, day) if entries is None else entries
    own = _own_accounts(membership)
    numbers = _receipts(membership, entries)
    for entry in entries:
        lines = list(entry.lines.all())
        ours = [line for line in lines if line.account_id in own or line.receipt in numbers.get(entry.pk, ())]
        if ours:
            _put(found, entry, ours, lines=lines)
    given = _given(membership, entries).order_by("be_year", "number")
    found.receipts = [f"{one.number}/{one.be_year}" for one in given]
    found.other = _in_own_book(membership, entries, day=day)
    for part in (found.brought, found.got, found.credited):
        for head in [head for head, baht in part.items() if not baht]:
            del part[head]
    return found


def _put(found: Settlement, entry: Entry, ours: list[Line], *, lines: list[Line]) -> None:
    """Sort lines: a credit was brought, a debit was got; what takes an earlier entry back lessens the other side."""
    with_money = entry.kind == EntryKind.SHEET or any(is_money(line.account) for line in lines)
    for line in ours:
        baht = line.credit - line.debit
        if not with_money:
            _add(found.credited, line, baht)
        elif (baht > 0) != (entry.kind in MENDING):
            _add(found.brought, line, baht)
        else:
            _add(found.got, line, -baht)


def _add(part: dict, line: Line, baht: Decimal) -> None:
    head = HEADS.get(plain(line.account.code), _("fees and fines"))
    part[head] = part.get(head, ZERO) + baht


def _entries(organisation, day: date) -> list[Entry]:
    found = Entry.objects.filter(network_id=organisation.network_key, book_id=organisation.book_id, on=day)
    return list(found.prefetch_related("lines__account").order_by("number"))


def _own_accounts(membership: Membership) -> set:
    """Return the ids of the accounts that are this group's in the upper book."""
    lower = membership.member_organisation
    own = {membership.satja_account_id, membership.shares_account_id, membership.special_account_id}
    loans = Loan.objects.filter(network_id=membership.network_id, membership=membership)
    own |= set(loans.values_list("account_id", flat=True))
    if lower.book_id:
        book = membership.organisation.book
        ties = Twin.objects.filter(network_id=book.network_id, book_id=book.pk, other_book_id=lower.book_id)
        own |= set(ties.values_list("account_id", flat=True))
    return own - {None}


def _receipts(membership: Membership, entries: list[Entry]) -> dict:
    """Return {entry id: numbers of receipts of a group on paper}: its fees stand on no account of its own."""
    if membership.member_organisation.book_id:
        return {}
    found: dict = {}
    for one in _given(membership, entries):
        found.setdefault(one.entry_id, set()).add(one.number)
    return found


def _given(membership: Membership, entries: list[Entry]):
    return Receipt.objects.filter(network_id=membership.network_id, entry__in=entries, payer=membership.pk)


def _in_own_book(membership: Membership, entries: list[Entry], *, day: date) -> Decimal | None:
    """Return what the group's own book says it handed over that day, less what it got."""
    lower, book = membership.member_organisation, membership.organisation.book
    if not lower.book_id:
        return None
    ties = Twin.objects.filter(network_id=lower.network_key, book_id=lower.book_id, other_book_id=book.pk)
    accounts = set(ties.values_list("account_id", flat=True))
    events = {entry.event for entry in entries}
    found = Entry.objects.filter(network_id=lower.network_key, book_id=lower.book_id, on=day)
    lines = Line.objects.filter(network_id=lower.network_key, entry__in=found.filter(event__in=events))
    moved = [line for line in lines.select_related("account") if line.account_id not in accounts]
    moved = [line for line in moved if plain(line.account.code) != chart.TO_COLLECT]  # it is still to be collected
    return sum((line.credit - line.debit for line in moved), ZERO)


def settlements_of(organisation, *, day: date) -> list[Settlement]:
    """Return the day's settlements with every organisation that belongs here and had to do with it, by number."""
    entries = _entries(organisation, day)
    members = Membership.objects.filter(
        network_id=organisation.network_key, organisation=organisation, member_organisation__isnull=False
    )
    members = members.select_related("organisation__book", "member_organisation__book").order_by("number")
    found = [settlement_of(one, day=day, entries=entries) for one in members] if entries else []
    return [one for one in found if not one.is_empty]


def membership_in(organisation, code: str) -> Membership | None:
    """Return the membership of the group with this code in an organisation."""
    found = Membership.objects.filter(
        network_id=organisation.network_key, organisation=organisation, member_organisation__code=code
    )
    return found.select_related("organisation__book", "member_organisation__book").order_by("number").last()


def memberships_of(organisation) -> list[Membership]:
    """Return the memberships of an organisation in those above it, whichever network they are of."""
    found = Membership.objects.filter(member_organisation=organisation, organisation__book__isnull=False)
    return list(
        found.select_related("organisation__book", "member_organisation__book").order_by("organisation__code", "number")
    )

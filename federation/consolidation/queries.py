"""Organisations put together: a trial balance over all their books, without what they hold in one another.

The number of queries does not depend on the number of organisations.
Source: features 110, N8; case 26 of the worked cases.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Min

from federation.consolidation.rules import (
    CLASSES_OF_TWINS,
    ZERO,
    Amounts,
    Capital,
    Part,
    Position,
    Row,
    capital_of,
    position_of,
)
from federation.kit.dates import last_day, show_date
from federation.kit.money import show
from federation.kit.packing import Both
from federation.kit.refusals import Refused
from federation.kit.report import Shown
from federation.kit.wording import gettext_lazy as _
from federation.ledger.across import (
    AccountAt,
    balances_across,
    closed_through_across,
    main_code,
    of_chart,
    raised_by_month,
)
from federation.ledger.chart import OWED_BY_MAIN, OWED_TO_FUNDS
from federation.ledger.funds import MAIN_FUND
from federation.ledger.pairs import PairedEvent, TwinSide, paired, paired_events, twin_sides
from federation.ledger.queries import natural
from federation.ledger.year_end import carried
from federation.organisations.models import Organisation
from federation.organisations.queries import ids_below

NOW, BEFORE = 0, 1


@dataclass(frozen=True, slots=True)
class Pair:
    """Two accounts that stand for the same money, one in each of two organisations."""

    above: Organisation
    upper: TwinSide
    below: Organisation
    lower: TwinSide | None

    @property
    def differences(self) -> list[Decimal]:
        """What the two sides together differ from nothing by, on each day that was asked for."""
        across = self.lower.balances if self.lower else [ZERO] * len(self.upper.balances)
        return [one + other for one, other in zip(self.upper.balances, across, strict=True)]

    @property
    def agrees(self) -> bool:
        return self.lower is not None and not any(self.differences)

    @property
    def amount(self) -> Decimal:
        """What stands between the two, as the upper side reads it."""
        return natural(self.upper.kind, self.upper.balances[NOW])

    @property
    def amount_below(self) -> Decimal:
        return natural(self.lower.kind, self.lower.balances[NOW]) if self.lower else ZERO

    @property
    def sides(self) -> list[tuple[Organisation, TwinSide]]:
        return [(self.above, self.upper), (self.below, self.lower)]


@dataclass(frozen=True, slots=True)
class Outside:
    """What an organisation keeps of one that is not among those put together; `other` may not be known here."""

    organisation: Organisation
    side: TwinSide
    other: Organisation | None

    @property
    def amount(self) -> Decimal:
        return natural(self.side.kind, self.side.balances[NOW])


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A pair whose sides do not add up to nothing, and the events that have only one side."""

    pair: Pair
    events: Sequence[PairedEvent]

    @property
    def words(self):
        pair, missing = self.pair, self.pair.lower is None
        shown = {
            "above": name_of(pair.above),
            "account": pair.upper.code,
            "baht": show(pair.amount),
            "below": name_of(pair.below),
            "across": "" if missing else pair.lower.code,
            "against": show(pair.amount_below),
            "difference": show(abs(pair.differences[NOW])),
        }
        if missing:
            return _("%(above)s keeps %(baht)s on %(account)s, and no account of %(below)s is tied to it.") % shown
        words = _(
            "%(above)s keeps %(baht)s on %(account)s, %(below)s keeps %(against)s on %(across)s:"
            " they differ by %(difference)s baht."
        )
        return words % shown


class PairDisagrees(Refused):
    """Raised when two organisations keep different figures of the same money; `disagreements` says which."""

    def __init__(self, disagreements: Sequence[Disagreement], *, on: date):
        self.disagreements = list(disagreements)
        words = _("On %(day)s two organisations keep different figures of the same money. Nothing is put together.")
        problems = [disagreement.words for disagreement in self.disagreements]
        super().__init__(words % {"day": Shown(show_date, on)}, problems=problems)


@dataclass(frozen=True, slots=True)
class Consolidated:
    """A trial balance over several organisations at the end of a day: sum, eliminations, net.

    inside: those whose books are in it. on_paper: those that keep no book here. pairs: what was taken out.
    outside: what they keep of organisations that are not among them; it is not taken out.
    owed_inside: what the main fund of each owes its own other funds, in baht; taken out as well.
    """

    on: date
    year_from: date
    inside: Sequence[Organisation]
    on_paper: Sequence[Organisation]
    rows: Sequence[Row]
    pairs: Sequence[Pair]
    outside: Sequence[Outside]
    owed_inside: Sequence[Decimal] = ()

    def row(self, code: str) -> Row | None:
        return next((row for row in self.rows if row.code == code), None)

    def of(self, *kinds: str) -> list[Row]:
        """Return the rows of these kinds, without what stands apart for other funds."""
        return [row for row in self.rows if row.kind in kinds and not row.apart]


def name_of(organisation: Organisation) -> Both:
    return Both(organisation.name_th, organisation.name_en or organisation.name_th)


def together_with_below(top: Organisation, *, on: date) -> list[Organisation]:
    """Return an organisation and all that belonged to it on a day, at any depth, each once; it first, then by code."""
    below = Organisation.objects.filter(pk__in=ids_below([top.pk], on=on) - {top.pk})
    return [top, *below.order_by("code")]


def opened_on(organisations: Iterable[Organisation]) -> date | None:
    """Return the first day of the oldest of their books, or None without any."""
    found = Organisation.objects.filter(pk__in=[organisation.pk for organisation in organisations])
    return found.aggregate(first=Min("book__opened_on"))["first"]


def empty_row(code: str) -> Row | None:
    """Return the row of an account of the chart on which nothing stands, or None for what is no such account."""
    known = of_chart(code)
    return known and Row(known.code, known.name_th, known.name_en, known.kind)


def consolidated(organisations: Iterable[Organisation], *, on: date, year_from: date | None = None) -> Consolidated:
    """Return the trial balance of organisations put together at the end of a day.

    year_from: first day of the business year for the income statement, by default the calendar year's.
    Who is named twice counts once. Raises `PairDisagrees`.
    """
    year_from = year_from or on.replace(month=1, day=1)
    days = [on, year_from - date.resolution]
    each = {organisation.pk: organisation for organisation in organisations}.values()
    inside = _with_books(each)
    pairs, outside = _agreed_pairs(inside, days=days)
    accounts = _accounts(inside, days=days, year_from=year_from)
    owed = _owed_to_own_funds(accounts, inside)
    return Consolidated(
        on=on,
        year_from=year_from,
        inside=list(inside.values()),
        on_paper=[organisation for organisation in each if not organisation.book_id],
        rows=_rows(accounts, {**_eliminated(pairs), **owed}, inside),
        pairs=[pair for pair in pairs if any(pair.upper.balances)],
        outside=[one for one in outside if any(one.side.balances)],
        owed_inside=[days[NOW] for (_one, code), days in owed.items() if code == OWED_TO_FUNDS and days[NOW]],
    )


def check_pairs(organisations: Iterable[Organisation], *, on: date) -> None:
    """Make sure that every two of these organisations keep the same figures of each other. Raises `PairDisagrees`."""
    _agreed_pairs(_with_books(organisations), days=[on])


def pairs_between(above: Organisation, below: Organisation, *, on: date) -> list[Pair]:
    """Return the pairs of two organisations that ever moved, whether they agree or not."""
    pairs, _outside = _pairs(_with_books([above, below]), days=[on])
    return [pair for pair in pairs if any(pair.upper.balances) or any(pair.differences)]


def events_behind(pair: Pair, *, on: date) -> list[PairedEvent]:
    """Return what moved a pair up to a day, oldest first, each with the entries of both books."""
    return paired_events(pair.upper, pair.lower, until=on)


def closed_through(organisations: Iterable[Organisation]) -> dict:
    """Return {organisation id: first day of its last closed month, or None} of those that keep books."""
    inside = _with_books(organisations)
    return {inside[book].pk: month for book, month in closed_through_across(_keys(inside)).items()}


def position(of: Consolidated) -> Position:
    """Return what all of them together own and owe, and what is their own, in the three columns."""
    return position_of(of.rows)


def _with_books(organisations: Iterable[Organisation]) -> dict:
    """Return {book id: organisation}, each once, without those on paper."""
    return {organisation.book_id: organisation for organisation in organisations if organisation.book_id}


def _keys(inside: dict) -> list[tuple]:
    return [(organisation.network_key, book_id) for book_id, organisation in inside.items()]


def _agreed_pairs(inside: dict, *, days: Sequence[date]) -> tuple[list[Pair], list[Outside]]:
    pairs, outside = _pairs(inside, days=days)
    if wrong := [pair for pair in pairs if not pair.agrees]:
        raise PairDisagrees([_disagreement(pair, on=days[NOW]) for pair in wrong], on=days[NOW])
    return pairs, outside


def _pairs(inside: dict, *, days: Sequence[date]) -> tuple[list[Pair], list[Outside]]:
    """Return the pairs inside, and what is kept of organisations that are not there."""
    sides = [_since_tied(side, days) for side in twin_sides(_keys(inside), days=days)]
    within, beyond = paired(sides)
    pairs = [
        Pair(inside[upper.book_id], upper, inside[lower.book_id if lower else upper.other_book_id], lower)
        for upper, lower in within
    ]
    found = Organisation.objects.filter(book__in={side.other_book_id for side in beyond})
    others = {organisation.book_id: organisation for organisation in found}
    outside = [Outside(inside[side.book_id], side, others.get(side.other_book_id)) for side in beyond]
    pairs.sort(key=lambda pair: (pair.above.code, pair.below.code, pair.upper.code))
    return pairs, sorted(outside, key=lambda one: (one.organisation.code, one.side.code))


def _since_tied(side: TwinSide, days: Sequence[date]) -> TwinSide:
    """Return a side with nothing on the days before it was tied: only from then on the two agree."""
    balances = tuple(balance if day >= side.since else ZERO for balance, day in zip(side.balances, days, strict=True))
    return replace(side, balances=balances)


def _disagreement(pair: Pair, *, on: date) -> Disagreement:
    return Disagreement(pair, [event for event in events_behind(pair, on=on) if event.difference])


@dataclass(frozen=True, slots=True)
class _Account:
    """An account of one book; carried: debits less credits that year ends put on it, in all and of the year itself."""

    at: AccountAt
    carried: Decimal = ZERO
    carried_of_year: Decimal = ZERO

    @property
    def apart(self) -> bool:
        return self.at.fund != MAIN_FUND and self.at.kind in ("equity", "income", "expense")


def _accounts(inside: dict, *, days: Sequence[date], year_from: date) -> list[_Account]:
    """Return the accounts of all books with their balances, and what year ends carried out since the year began."""
    out: dict = {}
    for one in carried(_keys(inside), since=year_from, until=days[NOW]):
        all_of_it, of_year = out.get((one.book_id, one.code), (ZERO, ZERO))
        out[one.book_id, one.code] = all_of_it + one.net, of_year + (one.net if one.month >= year_from else ZERO)
    found = balances_across(_keys(inside), days=days)
    return [_Account(account, *out.get((account.book_id, account.code), ())) for account in found]


def _rows(accounts: Sequence[_Account], eliminated: dict, inside: dict) -> list[Row]:
    """Return the rows by account of the chart, each with what every organisation brings to it."""
    by_code: dict = {}
    for account in accounts:
        by_code.setdefault((main_code(account.at.code), account.apart), []).append(account)
    rows = (_row(code, by_code[code, apart], eliminated, inside) for code, apart in sorted(by_code))
    return [row for row in rows if row.parts]


def _eliminated(pairs: Sequence[Pair]) -> dict:
    """Return {(organisation id, control's code): [what stands on accounts of pairs, on each day]}."""
    sums: dict = {}
    for pair in pairs:
        for organisation, side in pair.sides:
            key = organisation.pk, side.control
            amounts = [natural(side.kind, balance) for balance in side.balances]
            sums[key] = [one + more for one, more in zip(sums.get(key, [ZERO, ZERO]), amounts, strict=True)]
    return sums


def _owed_to_own_funds(accounts: Sequence[_Account], inside: dict) -> dict:
    """Return {(organisation id, code): [baht on each day]} of what the main fund and the other funds of a book owe.

    "Owed to funds" and each fund's "owed by the main fund" are the same money seen from two sides. On a day on which
    the two sides of a book differ nothing of it is taken out, so that the statement shows the difference.
    """
    by_book: dict = {}
    for one in accounts:
        if one.at.code == OWED_TO_FUNDS or main_code(one.at.code) == OWED_BY_MAIN:
            by_book.setdefault(one.at.book_id, []).append(one.at)
    found: dict = {}
    for book_id, sides in by_book.items():
        agree = [not sum(side.balances[day] for side in sides) for day in (NOW, BEFORE)]
        for side in sides:
            amounts = [natural(side.kind, side.balances[day]) if agree[day] else ZERO for day in (NOW, BEFORE)]
            found[inside[book_id].pk, side.code] = amounts
    return found


def _row(code: str, accounts: Sequence[_Account], eliminated: dict, inside: dict) -> Row:
    parts: dict = {}
    for account in accounts:
        at = account.at
        pk = inside[at.book_id].pk
        own = eliminated.get((pk, at.code), [ZERO, ZERO])
        now, before = (Amounts(natural(at.kind, at.balances[day]), own[day]) for day in (NOW, BEFORE))
        out, of_year = (Amounts(-natural(at.kind, net)) for net in (account.carried, account.carried_of_year))
        if now or before or out:
            known = parts.get(pk, Part())
            sums = (known.carried + out, known.carried_of_year + of_year)
            parts[pk] = Part(known.now + now, known.before + before, (*known.codes, at.code), *sums)
    first = accounts[0]
    named = of_chart(code) or first.at
    return Row(code, named.name_th, named.name_en, first.at.kind, parts, apart=first.apart)


@dataclass(frozen=True, slots=True)
class CapitalOverTime:
    """Capital at the end of each month: of all together without what they hold in one another, and of each alone."""

    months: Sequence[date]
    together: Sequence[Capital]
    each: Sequence[tuple[Organisation, Sequence[Capital]]]


def own_and_outside(organisations: Iterable[Organisation], months: Sequence[date]) -> CapitalOverTime:
    """Return own capital against outside capital over months that follow one another (R20). Three queries.

    Of one organisation alone, what it owes to any other is outside money; of several together only what they owe to
    others than themselves. Whether pairs agree is not asked: see `consolidated`.
    """
    inside = _with_books(organisations)
    raised: dict = {}
    for (book_id, kept), amounts in raised_by_month(_keys(inside), months=months).items():
        raised.setdefault(book_id, {})[kept] = amounts
    alone = [(one, _capitals(raised.get(book_id, {}), months)) for book_id, one in inside.items()]
    taken_out = _capitals(_held_inside(inside, months), months) if len(inside) > 1 else [Capital()] * len(months)
    together = [sum((capitals[at] for _one, capitals in alone), -taken_out[at]) for at in range(len(months))]
    return CapitalOverTime(list(months), together, alone)


def _capitals(raised: dict, months: Sequence[date]) -> list[Capital]:
    return [capital_of({kept: amounts[at] for kept, amounts in raised.items()}) for at in range(len(months))]


def _held_inside(inside: dict, months: Sequence[date]) -> dict:
    """Return {class of accounts: [credits less debits on accounts of pairs inside, at the end of each month]}."""
    days = [last_day(month) for month in months]
    sums = {kept: [ZERO] * len(days) for kept in CLASSES_OF_TWINS}
    for side in twin_sides(_keys(inside), days=days, classes=CLASSES_OF_TWINS):
        if side.other_book_id in inside:
            amounts = _since_tied(side, days).balances
            kept = sums[side.code[:2]]
            sums[side.code[:2]] = [one - more for one, more in zip(kept, amounts, strict=True)]
    return sums

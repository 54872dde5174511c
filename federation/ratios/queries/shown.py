"""Ratios as they are shown: the value with each figure it was worked out from, its day, and where it comes from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from federation.kit.dates import last_day, month_range, next_month
from federation.kit.report import Link
from federation.kit.wording import gettext_lazy as _
from federation.ledger.journal import accounts
from federation.ratios.queries.gathered import Gathered, Known, gather
from federation.ratios.rules import FIGURES, RATIOS, WEEKS, Answer, Definition, Source, When, added_up, answer, rounded

NOT_SAME_WEEKS = _("Their years did not begin on the same day.")
SIX = ("members", "savings", "loans", "utilisation", "par_30", "promise_kept")


@dataclass(frozen=True, slots=True)
class Part:
    """A row behind a figure: an account of the books, or one of the organisations added up."""

    name: object
    amount: Decimal | int | None
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Input:
    """A figure in a ratio. times: how often the upper and the lower sum count it. on: the day it is of.

    since: first day of what it adds up. why: the reason where the amount is not known.
    """

    key: str
    name: object
    amount: Decimal | int | None
    on: date | None
    since: date | None = None
    times: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))
    why: object = ""
    link: Link | None = None
    parts: Sequence[Part] = ()

    @property
    def is_money(self) -> bool:
        return FIGURES[self.key].is_money


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio of one organisation, or of several together, on a day.

    of: those whose figures are in it; left_out: those whose figures are not all known. history: [(day, value)].
    """

    definition: Definition
    on: date
    exact: Fraction | None
    inputs: Sequence[Input]
    over_nothing: bool = False
    of: Sequence = ()
    left_out: Sequence = ()
    history: Sequence[tuple[date, Decimal | None]] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.definition.key

    @property
    def value(self) -> Decimal | None:
        """The value, rounded once; None for "not enough data"."""
        return None if self.exact is None else rounded(self.definition, self.exact)

    @property
    def missing(self) -> list[Input]:
        return [one for one in self.inputs if one.amount is None]

    @property
    def reached(self) -> bool | None:
        return None if self.exact is None else self.definition.reaches(self.exact)


@dataclass(frozen=True)
class Together:
    """Figures of some organisations on a day, from which any ratio of them together is worked out."""

    on: date
    each: list[tuple[object, Known]]

    def counted(self, definition: Definition) -> tuple[list, list]:
        """Return those whose figures for a ratio are all known, and the others."""
        whole, rest = [], []
        for one, known in self.each:
            is_whole = all(known.amounts.get(name) is not None for name in definition.names)
            (whole if is_whole else rest).append((one, known))
        return whole, rest

    def amounts(self, definition: Definition) -> dict:
        whole, _rest = self.counted(definition)
        if not whole:
            return dict(self.each[0][1].amounts) if len(self.each) == 1 else {}
        return added_up([known.amounts for _one, known in whole], names=definition.names)

    def answer(self, definition: Definition) -> Answer:
        return answer(definition, self.amounts(definition))

    def value(self, definition: Definition) -> Decimal | None:
        found = self.answer(definition).value
        return None if found is None else rounded(definition, found)


def together(gathered: Gathered, organisations: Iterable, *, on: date) -> Together:
    return Together(on, [(one, gathered.known(one, on)) for one in organisations])


def ratios_of(organisation, *, on: date) -> list[Ratio]:
    """Return every ratio of an organisation's own books on a day. A fixed number of queries."""
    gathered = gather([organisation], days=[on])
    of = together(gathered, [organisation], on=on)
    return [ratio_of(definition, of) for definition in RATIOS.values()]


def six(organisation, *, on: date) -> list[Ratio]:
    """Return the six figures of a group's first page, with their history of twelve months."""
    days = month_ends(on, count=12)
    gathered = gather([organisation], days=days)
    by_day = [together(gathered, [organisation], on=day) for day in days]
    return [ratio_of(RATIOS[key], by_day[-1], before=by_day) for key in SIX]


def month_ends(on: date, *, count: int) -> list[date]:
    """Return the last days of so many months, the last of them `on` itself."""
    first = next_month(on.replace(day=1), by=1 - count)
    return [min(last_day(month), on) for month in month_range(first, on)]


def ratio_of(definition: Definition, of: Together, *, before: Iterable[Together] = ()) -> Ratio:
    """Work a ratio out, with its figures; before: the same organisations on the days of its history."""
    found = of.answer(definition)
    whole, rest = of.counted(definition)
    return Ratio(
        definition,
        of.on,
        found.value,
        _inputs(definition, of),
        found.over_nothing,
        [one for one, _known in whole],
        [one for one, _known in rest] if len(of.each) > 1 else [],
        [(earlier.on, earlier.value(definition)) for earlier in before],
    )


def _inputs(definition: Definition, of: Together) -> list[Input]:
    amounts = of.amounts(definition)
    alone = of.each[0] if len(of.each) == 1 else None
    return [_input(definition, name, of, amounts.get(name), alone) for name in definition.names]


def _input(definition: Definition, name: str, of: Together, amount, alone) -> Input:
    figure = FIGURES[name]
    times = tuple(Fraction((sum_ or {}).get(name, 0)) for sum_ in (definition.top, definition.bottom))
    if alone is None:
        why = NOT_SAME_WEEKS if name == WEEKS else _("Of none of them all figures are known.")
        return Input(name, figure.name, amount, of.on, times=times, why=why if amount is None else "")
    organisation, known = alone
    on, since = period(name, known)
    link = link_of(organisation, name, known)
    return Input(name, figure.name, amount, on, since, times, known.why.get(name, ""), link)


def period(name: str, known: Known) -> tuple[date | None, date | None]:
    """Return the day a figure is of, and the first day where it adds up a time."""
    figure = FIGURES[name]
    if figure.when == When.THEN or name == "members_then":
        return known.then, None
    if figure.when == When.START or name == "members_start":
        return known.start, None
    if figure.when == When.YEAR:
        return known.on, known.then and known.then + known.then.resolution
    if figure.source == Source.SHEETS:
        return known.met and known.met.last_on, None
    if name in ("joined", "dropped", WEEKS):
        return known.on, known.start
    return known.on, None


def link_of(organisation, name: str, known: Known) -> Link | None:
    """Return the page that has the rows behind a figure of one organisation."""
    on, since = period(name, known)
    code = {"code": organisation.code}
    match FIGURES[name].source:
        case Source.BOOKS:
            return on and Link("federation:books", code, f"on={on}")
        case Source.MEMBERS:
            return Link("groups:members", code)
        case Source.SHEETS:
            return known.met and Link("groups:sheet", code | {"day": known.met.last_on.isoformat()})
        case Source.LOANS:
            return on and Link("loans:portfolio", code, f"on={on}")
        case Source.DAYS:
            return Link("federation:bylaw", code | {"rule": "fiscal_year"})
    return None


def accounts_of(ratio: Ratio, gathered: Gathered, organisation) -> dict[str, list[Part]]:
    """Return {figure: its accounts} for a ratio of one organisation, each with a link to its lines in the books."""
    known = gathered.known(organisation, ratio.on)
    names = {account.code: account.name for account in accounts(organisation.book)} if organisation.book else {}
    found = {}
    for one in ratio.inputs:
        if FIGURES[one.key].source == Source.BOOKS and one.amount is not None:
            _on, since = period(one.key, known)
            until, since = one.on, since or max(organisation.book.opened_on, known.start or one.on)
            since = min(since, until)
            found[one.key] = [
                Part(f"{code} {names.get(code, '')}", amount, _account(organisation, code, since=since, until=until))
                for code, amount in gathered.accounts(organisation, one.key, ratio.on).items()
            ]
    return found


def _account(organisation, code: str, *, since: date, until: date) -> Link:
    return Link("federation:account", {"code": organisation.code, "account": code}, f"since={since}&until={until}")


def organisations_of(ratio: Ratio, of: Together) -> dict[str, list[Part]]:
    """Return {figure: each organisation's} for a ratio of several together, each with a link to that one's ratio."""
    pairs = [pair for pair in of.each if pair[0] in ratio.of]
    return {one.key: [_of_one(ratio, one.key, *pair) for pair in pairs] for one in ratio.inputs}


def _of_one(ratio: Ratio, name: str, organisation, known: Known) -> Part:
    link = Link("federation:ratio", {"code": organisation.code, "key": ratio.key}, f"on={ratio.on}")
    return Part(organisation.name, known.amounts[name], link)

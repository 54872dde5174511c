"""Adding up organisations, and taking out what they hold in one another. No database here.

Amounts are natural balances in baht: assets and expenses by their debits, everything else by its credits.
Source: features 110; sources, R20.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from federation.kit.money import ZERO, split
from federation.ledger.rules import left_of_year

KINDS = ("asset", "liability", "equity", "income", "expense")

# What capital is made of, by the first figures of the codes. R20 asks what is the people's own and what is not.
OWN = ("31", "33", "34", "35", "4", "5")
STATE = ("32",)
BORROWED = ("22", "24")
DEPOSITS = ("21",)
CLASSES_OF_TWINS = ("21", "24", "31")


@dataclass(frozen=True, slots=True)
class Amounts:
    """A figure of a consolidated statement: the sum of all, what stands between them, and what is left."""

    sum: Decimal = ZERO
    eliminated: Decimal = ZERO

    @property
    def net(self) -> Decimal:
        return self.sum - self.eliminated

    @property
    def columns(self) -> list[Decimal]:
        return [self.sum, self.eliminated, self.net]

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(self.sum + other.sum, self.eliminated + other.eliminated)

    def __sub__(self, other: "Amounts") -> "Amounts":
        return Amounts(self.sum - other.sum, self.eliminated - other.eliminated)

    def __bool__(self) -> bool:
        return bool(self.sum or self.eliminated)


@dataclass(frozen=True, slots=True)
class Part:
    """What one organisation brings to a row; codes: its accounts that stand under the row's.

    carried: what a year end carried out of it since the business year began, as it would stand there; of that, what
    concerned the business year itself.
    """

    now: Amounts = Amounts()
    before: Amounts = Amounts()
    codes: tuple[str, ...] = ()
    carried: Amounts = Amounts()
    carried_of_year: Amounts = Amounts()


@dataclass(frozen=True, slots=True)
class Row:
    """An account over all organisations, at the end of the day and before the business year; parts by organisation.

    apart: income, expenses and capital of other funds than the main one, which are not theirs to share out.
    """

    code: str
    name_th: str
    name_en: str
    kind: str
    parts: Mapping[int, Part] = field(default_factory=dict)
    apart: bool = False

    @property
    def now(self) -> Amounts:
        return total(part.now for part in self.parts.values())

    @property
    def in_year(self) -> Amounts:
        """What was added since the business year began: what an income statement shows."""
        parts = self.parts.values()
        return self.now - total(part.before for part in parts) + total(part.carried for part in parts)

    @property
    def carried_of_year(self) -> Amounts:
        return total(part.carried_of_year for part in self.parts.values())

    @property
    def sum(self) -> Decimal:
        return self.now.sum

    @property
    def eliminated(self) -> Decimal:
        return self.now.eliminated

    @property
    def net(self) -> Decimal:
        return self.now.net


@dataclass(frozen=True, slots=True)
class Position:
    """What is owned, owed and their own: assets = liabilities + capital, in each of the three columns.

    funds: what other funds than the main one have: their capital and income less their expenses.
    """

    assets: Amounts
    liabilities: Amounts
    equity: Amounts
    surplus_before: Amounts
    surplus_of_year: Amounts
    funds: Amounts = Amounts()

    @property
    def capital(self) -> Amounts:
        return self.equity + self.surplus_before + self.surplus_of_year + self.funds

    @property
    def difference(self) -> Amounts:
        return self.assets - self.liabilities - self.capital


@dataclass(frozen=True, slots=True)
class Capital:
    """Where the money of an organisation, or of several together, comes from at the end of a month, in baht.

    own: members' satja and shares, reserves, surplus. state: grants. borrowed: from outside. deposits: members'
    savings that can be called back, no capital but no outside money either.
    """

    own: Decimal = ZERO
    state: Decimal = ZERO
    borrowed: Decimal = ZERO
    deposits: Decimal = ZERO

    @property
    def all(self) -> Decimal:
        return self.own + self.state + self.borrowed

    @property
    def of_hundred(self) -> list[Decimal] | None:
        """How many of a hundred baht of capital are own, the state's and borrowed; None where there is no telling."""
        parts = [self.own, self.state, self.borrowed]
        return split(Decimal("100.00"), parts) if self.all > 0 and min(parts) >= 0 else None

    def __add__(self, other: "Capital") -> "Capital":
        return Capital(
            self.own + other.own,
            self.state + other.state,
            self.borrowed + other.borrowed,
            self.deposits + other.deposits,
        )

    def __neg__(self) -> "Capital":
        return Capital(-self.own, -self.state, -self.borrowed, -self.deposits)


def total(amounts: Iterable[Amounts]) -> Amounts:
    """Add up figures, column by column."""
    return sum(amounts, Amounts())


def position_of(rows: Iterable[Row]) -> Position:
    """Return the totals of a financial position from the rows of a trial balance."""
    by_kind: dict = {(kind, apart): [] for kind in KINDS for apart in (False, True)}
    for row in rows:
        by_kind[row.kind, row.apart].append(row)
    now = {key: total(row.now for row in found) for key, found in by_kind.items()}
    income, expense = by_kind["income", False], by_kind["expense", False]
    of_year = _left_of_year(
        total(row.in_year for row in income) - total(row.in_year for row in expense),
        carried=total(row.carried_of_year for row in income) - total(row.carried_of_year for row in expense),
    )
    return Position(
        assets=now["asset", False],
        liabilities=now["liability", False],
        equity=now["equity", False],
        surplus_before=now["income", False] - now["expense", False] - of_year,
        surplus_of_year=of_year,
        funds=now["equity", True] + now["income", True] - now["expense", True],
    )


def _left_of_year(added: Amounts, *, carried: Amounts) -> Amounts:
    return Amounts(
        left_of_year(added.sum, carried=carried.sum), left_of_year(added.eliminated, carried=carried.eliminated)
    )


def capital_of(raised: Mapping[str, Decimal]) -> Capital:
    """Return what capital is made of. raised: {first figures of a code: credits less debits}."""

    def of(classes):
        return sum((amount for kept, amount in raised.items() if kept in classes), ZERO)

    return Capital(own=of(OWN), state=of(STATE), borrowed=of(BORROWED), deposits=of(DEPOSITS))

"""A plan tried out: what every head and member would get, the money it asks for, what it does to what is the group's.

Nothing is written. The adoption asks the same function under the book's lock, so what was shown is what is booked.
Source: features 128, 129, N18.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from federation.bylaws.queries import bylaws_of
from federation.kit.money import ZERO
from groups.surplus.models import Into
from groups.surplus.queries.dues import Overdue, OverdueLoans, choices_of, overdue_of, taken_off, usual_into
from groups.surplus.queries.weights import Held, held_in_year, interest_paid
from groups.surplus.queries.years import Position, position, retained
from groups.surplus.rules import (
    CASH_NOW,
    DIVIDEND,
    HUNDRED,
    Allotted,
    Holder,
    Plan,
    Year,
    allocate,
    allot,
    opening_factor,
    per_hundred,
)
from welfare.funds.models import FundKind
from welfare.funds.queries import fund_or_none

FUND_OF = {"welfare": FundKind.ONE_BAHT, "funeral": FundKind.FUNERAL, "leaders": FundKind.LEADERS}
KEEP = "reserve"  # what is left goes there, when plans are held side by side and no other head is


def usual_plan(organisation, *, on: date, percents: Mapping[str, Decimal]) -> Plan:
    """Return a plan by the bylaws of a day."""
    bylaws = bylaws_of(organisation, on=on)
    return Plan(
        percents,
        basis=bylaws["dividend_basis"],
        earns=bylaws["dividend_on"],
        leavers=bylaws["dividend_leavers"],
        deducts=bylaws["dividend_deducts"],
        rounding=bylaws["dividend_rounding"],
    )


@dataclass(frozen=True, slots=True)
class PartRow:
    """What one member would get: weight, gross, deducted and net in baht, and where it goes."""

    held: Held
    interest: Decimal
    dividend: Decimal
    refund: Decimal
    off: Sequence[Overdue]
    into: str

    @property
    def gross(self) -> Decimal:
        return self.dividend + self.refund

    @property
    def deducted(self) -> Decimal:
        return sum((one.baht for one in self.off), ZERO)

    @property
    def net(self) -> Decimal:
        return self.gross - self.deducted


@dataclass(frozen=True)
class Facts:
    """What plans are tried on: the year's surplus, what stood before it, who holds what; read once, on a day."""

    organisation: object
    year: Year
    on: date
    surplus: Decimal
    retained: Decimal
    held: Sequence[Held]
    interest: Mapping[object, Decimal]
    overdue: OverdueLoans
    choices: Mapping[object, str]
    usual: str
    position: Position
    funds: Mapping[str, object]


def facts_of(organisation, year: Year, plan: Plan, *, surplus: Decimal, on: date) -> Facts:
    """Read everything that a plan of this basis needs. A few queries, however many members."""
    given = {"basis": plan.basis, "earns": plan.earns, "leavers": plan.leavers}
    return Facts(
        organisation,
        year,
        on,
        surplus,
        retained(organisation.book),
        held_in_year(organisation, year, **given),
        interest_paid(organisation, year),
        overdue_of(organisation, on=on) if plan.deducts == "overdue" else OverdueLoans(),
        choices_of(organisation),
        usual_into(organisation, on=on),
        position(organisation.book, on=on),
        {head: fund_or_none(organisation, kind=kind) for head, kind in FUND_OF.items()},
    )


@dataclass(frozen=True)
class Rehearsal:
    """A plan on facts; see the module."""

    facts: Facts
    plan: Plan

    @cached_property
    def allotted(self) -> Allotted:
        """Raises what `rules.allot` raises."""
        holders = [
            Holder(one.membership_id, one.weight, self.facts.interest.get(one.membership_id, ZERO))
            for one in self.facts.held
        ]
        return allot(self.plan, surplus=self.facts.surplus, retained=self.facts.retained, holders=holders)

    @cached_property
    def rows(self) -> list[PartRow]:
        """What each member gets, by number; without those who neither weigh anything nor paid interest."""
        parts = self.allotted.parts
        rows = (self._row(one, *parts[one.membership_id]) for one in self.facts.held)
        return [row for row in rows if row.held.weight or row.gross]

    def _row(self, held: Held, dividend: Decimal, refund: Decimal) -> PartRow:
        pk = held.membership_id
        into = self.facts.choices.get(pk, self.facts.usual)
        off = taken_off(dividend + refund, self.facts.overdue.of.get(pk, []))
        return PartRow(held, self.facts.interest.get(pk, ZERO), dividend, refund, off, into)

    @property
    def members(self) -> int:
        return sum(1 for row in self.rows if row.gross)

    def going_into(self, into: str) -> Decimal:
        """Return what goes net to cash, shares, satja or special savings, in baht."""
        return sum((row.net for row in self.rows if row.into == into), ZERO)

    @property
    def to_funds(self) -> Decimal:
        """What funds of the organisation's own get, in baht; heads without a fund stay in the main one."""
        return sum((head.amount for head in self.allotted.heads if self.facts.funds.get(head.head)), ZERO)

    @property
    def dividends(self) -> Decimal:
        return sum((row.dividend for row in self.rows), ZERO)

    @property
    def refunds(self) -> Decimal:
        return sum((row.refund for row in self.rows), ZERO)

    @property
    def deducted(self) -> Decimal:
        return sum((row.deducted for row in self.rows), ZERO)

    @property
    def net(self) -> Decimal:
        return self.dividends + self.refunds - self.deducted

    @property
    def cash_needed(self) -> Decimal:
        """What leaves cash and bank: dividends paid out, and what funds get if it is handed over now."""
        now = self.to_funds if self.plan.hand_over == CASH_NOW else ZERO
        return self.going_into(Into.CASH) + now

    @property
    def cash_left(self) -> Decimal:
        return self.facts.position.money - self.cash_needed

    @property
    def weights(self) -> Decimal:
        return sum((one.weight for one in self.facts.held), ZERO)

    @property
    def per_hundred(self) -> Decimal:
        """What 100 baht saved all year earn, in baht."""
        year = self.facts.year
        whole = opening_factor(self.plan.basis, since=year.since, until=year.until)
        return per_hundred(self.allotted.amount(DIVIDEND), self.weights, basis=self.plan.basis, whole=whole)

    @property
    def after_meeting(self) -> Position:
        """The main fund once it is adopted, before anybody is paid."""
        now, handed = self.facts.position, self.to_funds if self.plan.hand_over == CASH_NOW else ZERO
        owed = self.allotted.to_members + self.to_funds - handed
        return Position(now.assets - handed, now.owed + owed, now.money - handed)

    @property
    def after_paying(self) -> Position:
        """The main fund once everybody has what they chose."""
        met = self.after_meeting
        cash, special = self.going_into(Into.CASH), self.going_into(Into.SPECIAL)
        gone = cash + self.deducted  # what is set off takes a loan and what is owed away together
        return Position(met.assets - gone, met.owed - self.allotted.to_members + special, met.money - cash)

    @property
    def giving(self) -> list[str]:
        """The heads that shrink when the dividend grows, and grow when it shrinks."""
        return [head for head, share in self.plan.percents.items() if head != DIVIDEND and share] or [KEEP]

    def with_dividend(self, percent: Decimal) -> "Rehearsal":
        """Return the same with another per cent for the dividend; the other heads give or take in proportion."""
        others = self.giving
        shares = allocate(HUNDRED - percent, [self.plan.percents.get(head, Decimal(1)) for head in others])
        percents = {DIVIDEND: percent} | dict(zip(others, shares, strict=True))
        return replace(self, plan=replace(self.plan, percents=percents))

    def with_rate(self, rate: Decimal) -> "Rehearsal":
        return replace(self, plan=replace(self.plan, rate=rate))


STEPS_APART = (-20, -10, 0, 10, 20)
RATES_APART = (Decimal("-0.02"), Decimal("-0.01"), Decimal(0), Decimal("0.01"), Decimal("0.02"))


def side_by_side(rehearsal: Rehearsal) -> Iterable[Rehearsal]:
    """Yield the plan among its neighbours: other per cents for the dividend, or other rates."""
    plan = rehearsal.plan
    if plan.basis == "rate":
        return [rehearsal.with_rate(plan.rate + apart) for apart in RATES_APART if plan.rate + apart > 0]
    now = plan.percents.get(DIVIDEND, ZERO)
    return [
        rehearsal if not apart else rehearsal.with_dividend(now + apart)
        for apart in STEPS_APART
        if ZERO < now + apart <= HUNDRED
    ]

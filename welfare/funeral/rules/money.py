"""What a death comes to, how it is paid out, and what prepaid units are worth. Baht throughout; no Django here.

Source: domain: 2 Funeral aid; 12, E8; case 24 of the sources' test cases; features 115 and 116.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from federation.kit.money import ZERO, split
from federation.kit.refusals import Refused
from federation.kit.wording import gettext_lazy as _
from welfare.funeral.rules.terms import COLLECTING, Terms


class NothingToPayOut(Refused):
    """Raised when a death brings the payees nothing: nobody is counted, or the fee takes it all."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What a death comes to: gross = payers × rate, or the fixed sum; fee stays with the fund, net is the payees'."""

    payers: int
    rate: Decimal
    gross: Decimal
    fee: Decimal

    @property
    def net(self) -> Decimal:
        return self.gross - self.fee


def sums_of(terms: Terms, *, model: str, relation: str, payers: int) -> Sums:
    """Return what a death comes to by the terms in force. Raises `NothingToPayOut`.

    >>> sums_of(Terms(rate_member=Decimal("9.00")), model="prepaid", relation="member", payers=1234).net
    Decimal('10661.76')
    """
    if model in COLLECTING:
        rate = terms.rate_for(relation)
        gross = rate * payers
    else:
        payers, rate, gross = 0, ZERO, terms.sum_for(relation)
    fee = terms.fee_of(gross) + terms.deduction
    if gross <= fee:
        raise NothingToPayOut(
            _("By the terms of the scheme nothing is left to pay: nobody is counted, or the fund keeps it all.")
        )
    return Sums(payers, rate, gross, fee)


@dataclass(frozen=True, slots=True)
class Instalment:
    """What is to be paid of a death until a day. kind: "rite", "first" or "rest"."""

    kind: str
    amount: Decimal
    until: date


def instalments(terms: Terms, *, net: Decimal, claimed_on: date) -> list[Instalment]:
    """Return when how much is to be paid: the rite's part at once, the first part, the rest; they add up to `net`."""
    found, left = [], net
    soon = claimed_on + timedelta(days=terms.first_part_days)
    for kind, most, until in (("rite", terms.rite, claimed_on), ("first", terms.first_part, soon)):
        amount = min(most, left)
        if amount:
            found.append(Instalment(kind, amount, until))
            left -= amount
    return found + ([Instalment("rest", left, terms.pay_until(claimed_on))] if left else [])


def owed_by(parts: Sequence[Instalment], on: date) -> Decimal:
    """Return how much should have been paid when a day ended."""
    return sum((one.amount for one in parts if one.until < on), ZERO)


def late_since(parts: Sequence[Instalment], *, paid: Decimal, on: date) -> date | None:
    """Return the day until which the first part not paid whole was due, once it is over."""
    due = ZERO
    for one in parts:
        due += one.amount
        if due > paid:
            return one.until if one.until < on else None
    return None


def shares_of(net: Decimal, percents: Sequence[Decimal]) -> list[Decimal]:
    """Return each payee's part of the net by their shares, by largest remainder; they add up to it."""
    return split(net, percents)


def payable_now(*, net: Decimal, paid: Decimal, collected: Decimal, advance: str) -> Decimal:
    """Return how much may be paid out now: all that is left where the fund advances, else what came in of it.

    collected: of the gross; the fund's own share is taken last.
    """
    if advance == "full":
        return net - paid
    return max(min(net, collected) - paid, ZERO)


@dataclass(frozen=True, slots=True)
class Units:
    """Prepaid units of one person: how many are whole, how many were used, whether it is time to warn."""

    balance: Decimal
    rate: Decimal
    target: int
    warn: int

    @property
    def left(self) -> int:
        return int(self.balance // self.rate)

    @property
    def used(self) -> int:
        return max(self.target - self.left, 0)

    @property
    def warns(self) -> bool:
        return self.used >= self.warn

    @property
    def worth(self) -> Decimal:
        """What the target comes to at the rate."""
        return self.target * self.rate

    @property
    def to_target(self) -> Decimal:
        """What fills the units up to the target."""
        return max(self.worth - self.balance, ZERO)


def units_of(terms: Terms, balance: Decimal) -> Units:
    """Return the units that a prepaid balance comes to, at the rate of a member's death."""
    return Units(balance, terms.rate_member, terms.units_target, terms.units_warn)


def all_are_asked(terms: Terms, balances: Sequence[Decimal]) -> bool:
    """Return whether all are asked to fill up their units at once: by the terms, when half of them are at the warning.

    Half, for one who joined today without units must not call up everybody.
    """
    warned = sum(units_of(terms, balance).warns for balance in balances)
    return terms.refill == "all_at_once" and bool(balances) and warned * 2 >= len(balances)


def refill_due(terms: Terms, balance: Decimal, *, all_asked: bool) -> Decimal:
    """Return what one is asked to bring for prepaid units at the next sheet, in baht: up to the target, or nothing."""
    units = units_of(terms, balance)
    return units.to_target if all_asked or units.warns else ZERO

"""Who decides on a request, whether they are enough, and whom the bylaws put first. Plain, without a database."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

OWN, GUARANTOR, KIN, ABSENT, DECIDED = "own", "guarantor", "kin", "absent", "decided"
STAND_BACK = (OWN, GUARANTOR, KIN)
FEWEST = 2  # nobody lends the members' money alone


@dataclass(frozen=True)
class Quorum:
    """How many of a committee may decide on a request, how many of them did, and how many it takes."""

    may: int
    decided: int
    needed: int

    @property
    def is_met(self) -> bool:
        return self.decided >= self.needed

    @property
    def is_possible(self) -> bool:
        """Whether the committee can decide at all, if everybody who may comes."""
        return self.may >= self.needed


def seats_of(committee: Iterable, *, borrowers: set, guarantors: set, kin: set, absent: set, kin_decide: bool) -> dict:
    """Return {person: what he or she did in the decision}. Who asks or guarantees stands back, whatever the bylaws.

    kin: who was declared close kin of a borrower; they stand back too, unless the bylaws let them decide.

    Source: domain: 1.4 Loans, approval; features: 61.
    """

    def seat(person):
        if person in borrowers:
            return OWN
        if person in guarantors:
            return GUARANTOR
        if person in kin and not kin_decide:
            return KIN
        return ABSENT if person in absent else DECIDED

    return {person: seat(person) for person in committee}


def quorum_of(seats: Iterable[str], *, percent: Decimal) -> Quorum:
    """Return the quorum: `percent` of those who may decide, rounded up, and two at the least.

    Who stands back counts neither among those who decide nor among those who may.
    """
    seats = list(seats)
    may = sum(seat not in STAND_BACK for seat in seats)
    share = (may * percent / 100).to_integral_value(rounding=ROUND_CEILING)
    return Quorum(may, seats.count(DECIDED), max(int(share), FEWEST))


def rank_by(rule: str):
    """Return the key that orders requests as the bylaws rank them; a request has is_urgent, amount, asked_on, number.

    rule: names joined by commas. By lot: who asked first stands first until the lot is drawn by hand.

    Source: domain: 1.4 Loans, priority.
    """
    keys = {
        "urgent": lambda asked: not asked.is_urgent,
        "smallest": lambda asked: asked.amount,
        "earliest": lambda asked: asked.asked_on,
        "draw": lambda asked: 0,
    }
    names = rule.split(",")
    return lambda asked: (*(keys[name](asked) for name in names), asked.number)

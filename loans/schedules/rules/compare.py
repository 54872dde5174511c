"""The same loan by other methods, so that a rate said "flat" can be told from one on what is still owed."""

from dataclasses import dataclass, replace
from decimal import Decimal

from loans.schedules.rules.plan import make_schedule
from loans.schedules.rules.terms import Terms

COMPARED = ("equal-principal", "equal-instalment", "flat")


@dataclass(frozen=True)
class Compared:
    """What a method makes of a loan: its first instalment, all its interest, its effective rate as a fraction."""

    method: str
    first: Decimal
    interest: Decimal
    effective_yearly_rate: Decimal


def compared(terms: Terms, **loan) -> list[Compared]:
    """Return the same loan at the same nominal rate by each method a group chooses among, the cheapest first.

    loan: what `make_schedule` takes besides. Nothing for a method that has no like among them, or one instalment.
    """
    if terms.method not in COMPARED:
        return []
    made = [(method, make_schedule(terms=replace(terms, method=method), **loan)) for method in COMPARED]
    if len(made[0][1].rows) < 2:
        return []
    told = [Compared(name, one.rows[0].total, one.interest_total, one.effective_yearly_rate) for name, one in made]
    return sorted(told, key=lambda one: one.interest)

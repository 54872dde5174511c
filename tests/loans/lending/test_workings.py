"""Why this number: whatever happened to a loan, the shown steps make the figures to the satang."""

import random
from datetime import date, timedelta
from decimal import Decimal as D
from fractions import Fraction

import pytest

from federation.kit.money import ZERO
from loans.lending.papers.workings import why
from loans.lending.rules.facts import Contract, Fact, PlanRow
from loans.lending.rules.replay import replay
from loans.lending.rules.standing import standing_of
from loans.products.rules import FineRule
from loans.schedules.rules import make_schedule, round_to
from tests import builders

START = date(2026, 1, 5)
FINES = (
    FineRule(),
    FineRule(kind="per_month", baht=D("10.00"), grace_days=5, cap_percent=D(1)),
    FineRule(kind="yearly", yearly_rate=D("0.03"), cap_percent=D(5)),
)


def lived(chance):
    """A loan with some payments, pauses and a change of rate, as chance has it, seen on some day."""
    accrual = chance.choice(["actual", "scheduled"])
    terms = builders.loan_terms(
        method=chance.choice(["equal-principal", "equal-instalment", "bullet"]),
        day_count=chance.choice(["30/360", "actual/365", "actual/actual"]),
        rounding=chance.choice(["half-up", "half-even"]),
        fine=chance.choice(FINES),
        accrual=accrual,
    )
    plan = make_schedule([(START, D("12000.00"))], terms=terms.schedule, instalments=12)
    rows = tuple(PlanRow(row.n, row.due, row.principal, row.interest) for row in plan.rows)
    contract = Contract(terms, D("12000.00"), plan.effective_yearly_rate, {1: rows})
    facts = [Fact("payout", START, 1, D("12000.00"))]
    for seq in range(2, chance.randint(2, 8)):
        day = START + timedelta(days=chance.randint(5, 300))
        facts.append(Fact("repayment", day, seq, D(chance.randint(1, 90000)) / 100))
    if accrual == "actual" and chance.random() < 0.3:
        until = (START + timedelta(days=120)).isoformat()
        facts.append(Fact("pause", START + timedelta(days=70), 9, data={"until": until, "interest_runs": False}))
    on = max(fact.on for fact in facts) + timedelta(days=chance.randint(0, 200))
    return standing_of(replay(contract, facts)[1], on=on)


@pytest.mark.parametrize("seed", range(40))
def test_the_shown_steps_make_the_figures_to_the_satang(seed):
    chance = random.Random(seed)
    for _loan in range(10):
        stands = lived(chance)
        found, terms = why(stands), stands.now.contract.terms

        for span in found.spans:
            shown = sum(
                (Fraction(s.balance) * Fraction(s.yearly_rate) * Fraction(s.part_shown) for s in span.steps),
                Fraction(0),
            )
            assert round_to(shown, mode=terms.schedule.rounding) == span.total
        interest = [span.left for span in found.spans] + [row.left for row in found.scheduled]
        assert sum(interest, found.brought + found.put_off) == stands.interest

        for line in found.fines:
            by_days = sum((Fraction(s.overdue) * s.days * s.rate / 365 for s in line.steps), Fraction(0))
            least = by_days if line.by_rule is None else min(by_days, Fraction(line.by_rule))
            assert round_to(least, mode=terms.schedule.rounding) == line.total
        fines = sum((line.total for line in found.fines), ZERO) + found.fines_before
        assert fines - found.capped - found.settled + found.fines_put_off == stands.fine

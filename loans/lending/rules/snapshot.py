"""A loan's state as data, so that the next fact need not begin with the first. A cache: the facts say the same.

Money is whole satang, days are ordinals; instalments that are paid are left out, but for the last.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import zip_longest

from loans.lending.rules.facts import Contract
from loans.lending.rules.fines import FineStep
from loans.lending.rules.lateness import Paused
from loans.lending.rules.state import Accrued, Due, Span, State

BAHT = (
    "principal",
    "running",
    "running_paid",
    "deferred_interest",
    "deferred_fine",
    "fines_frozen",
    "fines_settled",
)
FALLEN, EARLY, WAITS = 1, 2, 4


def to_data(state: State) -> dict | None:
    """Return a state as JSON can hold it; None where the loan has ended or was never paid out."""
    if state.on is None or state.ended:
        return None
    return {
        "on": state.on.toordinal(),
        "begun": state.begun_on.toordinal(),
        "day": state.day,
        "baht": [_satang(getattr(state, name)) for name in BAHT],
        "put_off": state.deferred_on and state.deferred_on.toordinal(),
        "rates": [[since.toordinal(), str(rate)] for since, rate in state.rates],
        "pauses": [[p.first.toordinal(), p.last.toordinal(), p.interest_runs] for p in state.pauses],
        "uncharged": [[first.toordinal(), last.toordinal()] for first, last in state.uncharged],
        "accrued": [_span(one) for one in state.accrued],
        "rows": _rows(state),
    }


def from_data(data: Mapping, *, contract: Contract) -> State:
    """Return the state that `to_data` wrote."""
    rates = [(date.fromordinal(since), _rate(rate)) for since, rate in data["rates"]]
    pauses = [Paused(date.fromordinal(first), date.fromordinal(last), runs) for first, last, runs in data["pauses"]]
    state = State(
        contract,
        on=date.fromordinal(data["on"]),
        begun_on=date.fromordinal(data["begun"]),
        day=data["day"],
        deferred_on=data["put_off"] and date.fromordinal(data["put_off"]),
        rates=rates,
        pauses=pauses,
        uncharged=[(date.fromordinal(first), date.fromordinal(last)) for first, last in data["uncharged"]],
        rows=Rows(data["rows"]),
        **{name: _baht(satang) for name, satang in zip(BAHT, data["baht"], strict=True)},
    )
    state.accrued = [_accrued(one, state) for one in data["accrued"]]
    return state


class Rows(list):
    """Instalments as they were kept, each read when it is first looked at: of most loans only the front is."""

    def __getitem__(self, at):
        row = super().__getitem__(at)
        if type(row) is list:
            row = _due(row)
            self[at] = row
        return row

    def __iter__(self):
        return (self[at] for at in range(len(self)))

    def as_kept(self) -> Iterator[list]:
        """Yield the instalments as data, those that nobody looked at as they came."""
        return (row if type(row) is list else _row(row) for row in super().__iter__())


def _rows(state: State) -> list[list]:
    """Return the instalments that still matter: unpaid ones, those ahead, and the last that has fallen due."""
    fallen = list(state.fallen())
    over = [not left and not row.unpaid_interest and row is not fallen[-1][0] for row, left in fallen]
    rows = state.rows.as_kept() if isinstance(state.rows, Rows) else map(_row, state.rows)
    return [row for row, is_over in zip_longest(rows, over, fillvalue=False) if not is_over]


def _row(row: Due) -> list:
    flags = FALLEN * row.fallen + EARLY * row.early + WAITS * row.waits
    money = (row.principal, row.interest, row.paid, row.paid_interest)
    shown = [row.n, row.due_on.toordinal(), *map(_satang, money), flags]
    return [*shown, [_fine(step) for step in row.fine_steps]] if row.fine_steps else shown


def _due(row: list) -> Due:
    n, due_on, principal, interest, paid, paid_interest, flags, *fines = row
    return Due(
        n,
        date.fromordinal(due_on),
        _baht(principal),
        _baht(interest),
        _baht(paid),
        _baht(paid_interest),
        fallen=bool(flags & FALLEN),
        early=bool(flags & EARLY),
        waits=bool(flags & WAITS),
        fine_steps=tuple(map(_fine_step, fines[0])) if fines else (),
    )


def _fine(step: FineStep) -> list:
    return [step.first.toordinal(), step.last.toordinal(), step.days, _satang(step.overdue), str(step.rate)]


def _fine_step(data: list) -> FineStep:
    first, last, days, overdue, rate = data
    return FineStep(date.fromordinal(first), date.fromordinal(last), days, _baht(overdue), Fraction(rate))


def _span(one: Accrued) -> list:
    """Return unpaid interest with the days and the balance it is of; only baht for what was taken over."""
    if not one.span:
        return [_satang(one.left)]
    return [
        _satang(one.left),
        one.span.first.toordinal(),
        one.span.last.toordinal(),
        _satang(one.span.balance),
    ]


def _accrued(data: list, state: State) -> Accrued:
    left, *of_span = data
    if not of_span:
        return Accrued(None, _baht(left))
    first, last, balance = of_span
    free, terms = tuple(state.free), state.contract.terms.schedule
    span = Span(
        date.fromordinal(first), date.fromordinal(last), _baht(balance), tuple(state.rates), free, state.day, terms
    )
    return Accrued(span, _baht(left))


def _satang(baht: Decimal) -> int:
    return int(baht.scaleb(2))


def _baht(satang: int) -> Decimal:
    return Decimal(satang).scaleb(-2)


def _rate(text: str) -> Decimal | Fraction:
    return Fraction(text) if "/" in text else Decimal(text)

"""How a loan stands: what is owed, what has fallen due, what runs. It moves forward in time only.

What has fallen due, what runs towards the next due date and what was put off are kept apart. Principal is one figure;
how it lies on the instalments follows: from the front, so that what is paid early takes the last ones away.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import takewhile

from federation.kit.dates.months import days_in
from federation.kit.money import ZERO
from loans.lending.rules import fines
from loans.lending.rules.facts import Contract, PlanRow
from loans.lending.rules.lateness import Paused
from loans.products.rules import ProductTerms
from loans.schedules.rules import Terms, Workings, interest_steps, round_to, year_fraction


@dataclass(slots=True)
class Due:
    """An instalment under way, in baht.

    principal, interest: as agreed; once it has fallen due, `interest` is what fell due. paid: principal paid on it.
    early: its interest was paid in the second half of its period, and it has no principal.
    fine_steps: how its fine grew, as far as the law allows.
    """

    n: int
    due_on: date
    principal: Decimal
    interest: Decimal
    paid: Decimal = ZERO
    paid_interest: Decimal = ZERO
    fallen: bool = False
    early: bool = False
    waits: bool = False
    fine_steps: tuple[fines.FineStep, ...] = ()

    @property
    def fine(self) -> Fraction:
        """The fine so far as the law allows it, in baht, not rounded."""
        return sum((step.exact for step in self.fine_steps), Fraction(0))

    @property
    def unpaid_interest(self) -> Decimal:
        return self.interest - self.paid_interest


@dataclass(frozen=True, slots=True)
class Span:
    """A balance over some days under the rates of then: enough to work its interest out, and to show how."""

    first: date
    last: date
    balance: Decimal
    rates: tuple[tuple[date, Decimal | Fraction], ...]
    free: tuple[tuple[date, date], ...]
    day: int | None
    terms: Terms

    @property
    def workings(self) -> Workings:
        return interest_steps(
            [(self.first, self.balance)],
            first=self.first,
            last=self.last,
            rates=self.rates,
            day_count=self.terms.counting,
            rounding=self.terms.rounding,
            day=self.day,
            free=self.free,
        )

    @property
    def amount(self) -> Decimal:
        """The interest in baht, rounded once: what the workings come to, by the short way where there is one step."""
        if len(self.rates) > 1 or self.free:
            return self.workings.total
        part = year_fraction(self.first, self.last, self.terms.counting, day=self.day)
        (_since, rate) = self.rates[0]
        return round_to(Fraction(self.balance) * Fraction(rate) * part, mode=self.terms.rounding)


@dataclass(slots=True)
class Accrued:
    """Interest of a span, and how much of it is not paid yet; no span for what was taken over."""

    span: Span | None
    left: Decimal

    @property
    def workings(self) -> Workings | None:
        return self.span and self.span.workings


@dataclass(slots=True)
class State:
    """All of a loan on a day. `on`: up to when interest and fines are worked out; none before the first payout."""

    contract: Contract
    on: date | None = None
    begun_on: date | None = None
    principal: Decimal = ZERO
    rows: list[Due] = field(default_factory=list)
    running: Decimal = ZERO
    running_paid: Decimal = ZERO
    deferred_interest: Decimal = ZERO
    deferred_fine: Decimal = ZERO
    deferred_on: date | None = None
    fines_frozen: Decimal = ZERO
    fines_settled: Decimal = ZERO
    claim: tuple[Decimal, Decimal, Decimal] | None = None
    ended: str = ""
    rates: list[tuple[date, Decimal]] = field(default_factory=list)
    pauses: list[Paused] = field(default_factory=list)
    uncharged: list[tuple[date, date]] = field(default_factory=list)
    accrued: list[Accrued] = field(default_factory=list)
    day: int | None = None

    def at(self, on: date) -> "State":
        """Return this loan as it stands on a later day, if nothing happens until then. Nothing is changed."""
        later = replace(
            self,
            rows=[replace(row) for row in self.rows],
            accrued=[replace(one) for one in self.accrued],
        )
        later.advance(on)
        return later

    def begin(self, on: date, rows: Sequence[PlanRow], *, first_version: bool = True) -> None:
        """Take over the rows of a plan; a contract's first has its graces."""
        terms = self.contract.terms.schedule
        grace = terms.grace_interest if first_version else 0
        self.rows = [Due(r.n, r.due_on, r.principal, r.interest, waits=r.n <= grace) for r in rows]
        self.on = max(self.on or on, on)
        self.begun_on = on
        self.day = _day_meant(rows, terms=self.contract.terms)
        if first_version and terms.grace_charge and rows:
            self.uncharged.append((on, rows[min(terms.grace_charge, len(rows)) - 1].due_on))

    def advance(self, to: date) -> None:
        """Go forward to the end of a day: interest and fines run, instalments fall due."""
        if self.on is None or self.ended:
            return
        for row in self.rows:
            if row.due_on > to:
                break
            if not row.fallen:
                self._run(row.due_on)
                self._fall_due(row)
        self._run(to)

    def front(self) -> Iterator[tuple[Due, Decimal]]:
        """Yield each row with the principal still to come of it: from the front, the last one takes what is over."""
        rest, last = self.principal, len(self.rows) - 1
        for at, row in enumerate(self.rows):
            open_part = row.principal - row.paid
            part = rest if at == last or rest < open_part else max(open_part, ZERO)
            yield row, part
            rest -= part

    def lefts(self) -> list[Decimal]:
        """Return the principal still to come of each row; see `front`."""
        return [left for _row, left in self.front()]

    def fallen_rows(self) -> Iterator[Due]:
        """Yield the rows that have fallen due; they stand first."""
        return takewhile(lambda row: row.fallen, self.rows)

    def next_row(self) -> Due | None:
        """Return the next row to fall due."""
        return next((row for row in self.rows if not row.fallen), None)

    def period_start(self) -> date:
        """Return the day from which the running period counts: the last due date, or the first payout."""
        return max([row.due_on for row in self.fallen_rows()] + [self.begun_on])

    def fallen(self) -> Iterator[tuple[Due, Decimal]]:
        """Yield the rows that have fallen due, with the principal still to come of each."""
        return takewhile(lambda pair: pair[0].fallen, self.front())

    @property
    def free(self) -> list[tuple[date, date]]:
        """The spans that bear no interest."""
        return [*self.uncharged, *(pause.span for pause in self.pauses if not pause.interest_runs)]

    @property
    def running_unpaid(self) -> Decimal:
        return self.running - self.running_paid

    @property
    def interest_fallen(self) -> Decimal:
        """Interest that has fallen due and is not paid."""
        return sum((row.unpaid_interest for row in self.fallen_rows()), ZERO)

    @property
    def interest_now(self) -> Decimal:
        """Interest owed to the day: fallen due or running, without what was put off."""
        return self.interest_fallen + self.running_unpaid

    @property
    def interest_owed(self) -> Decimal:
        return self.interest_now + self.deferred_interest

    @property
    def fine_now(self) -> Decimal:
        """Fines that are due, without those put off."""
        return self.fines_charged() - self.fines_settled

    @property
    def fine_owed(self) -> Decimal:
        return self.fine_now + self.deferred_fine

    @property
    def principal_due(self) -> Decimal:
        return sum((left for _row, left in self.fallen()), ZERO)

    def fines_charged(self) -> Decimal:
        """Return all fines so far, paid ones included, up to the product's cap."""
        rule = self.contract.terms.fine
        if not rule:
            return self.fines_frozen
        total = self.fines_frozen + sum((self.fine_of(row) for row, _left in self.fallen() if row.fine_steps), ZERO)
        return max(min(total, rule.cap_of(self.contract.principal)), self.fines_frozen)

    def fine_of(self, row: Due) -> Decimal:
        """Return the fine of an instalment while it is overdue."""
        terms = self.contract.terms
        return fines.amount(row.fine, row.due_on, self.on, rule=terms.fine, pauses=self.pauses, mode=self._rounding)

    def to_settle(self) -> Decimal:
        """Return what pays everything off on this day."""
        return self.principal + self.interest_owed + self.fine_owed + self.part_of_period()

    def part_of_period(self) -> Decimal:
        """Return scheduled interest of the running period by days, less what was paid ahead; for settling early.

        Never more than scheduled. Nothing where interest runs by the day anyway.
        """
        if self.contract.is_actual or self.principal == self.principal_due:
            return ZERO
        row, first = self.next_row(), self.period_start()
        whole, passed = (row.due_on - first).days, (self.on - first).days
        exact = Fraction(row.interest) * passed / whole if whole else Fraction(0)
        paid = sum((one.paid_interest for one in self.rows if not one.fallen), ZERO)
        return max(round_to(exact, mode=self._rounding) - paid, ZERO)

    def unpaid_since(self) -> date | None:
        """Return the due date of the oldest instalment not fully paid, which may lie ahead.

        One not due yet counts as paid when its principal is covered, or its interest was paid late in its period.
        """
        before, to_come = self.on, self.principal
        for row, left in self.front():
            if not row.fallen and not to_come:
                break
            if left or (row.unpaid_interest if row.fallen else self._will_ask(row, since=before)):
                return row.due_on
            before, to_come = max(before, row.due_on), to_come - left
        if self.principal or self.interest_owed or self.fine_owed:
            row = self.next_row() or (self.rows[-1] if self.rows else None)
            return row.due_on if row else self.on
        return None

    def _will_ask(self, row: Due, *, since: date) -> bool:
        """Tell whether an instalment ahead without principal left will ask for interest."""
        if not self.contract.is_actual:
            return row.unpaid_interest > 0
        if row.principal or row.early or row.waits:
            return False
        return bool(self.running_unpaid) or self.interest_between(since, row.due_on).total > 0

    def interest_between(self, first: date, last: date) -> Workings:
        """Return the interest of the principal as it is now over a span, with its workings."""
        return self._span(first, max(first, last)).workings

    def _span(self, first: date, last: date) -> Span:
        terms = self.contract.terms.schedule
        return Span(first, last, self.principal, tuple(self.rates), tuple(self.free), self.day, terms)

    def _run(self, to: date) -> None:
        """Let interest and fines run to a day on which nothing has happened yet."""
        if to <= self.on:
            return
        if self.contract.is_actual and self.principal:
            self._accrue(self._span(self.on, to))
        if self.contract.terms.fine:
            self._fine(to)
        self.on = to

    def _accrue(self, span: Span) -> None:
        if amount := span.amount:
            self.running += amount
            self.accrued.append(Accrued(span, amount))

    def _fine(self, to: date) -> None:
        rate = fines.lawful_rate(self._cost_before_fines(), rule=self.contract.terms.fine)
        for row, left in self.fallen():
            if left:
                row.fine_steps += self._fine_step(row, left, to=to, rate=rate)

    def _fine_step(self, row: Due, left: Decimal, *, to: date, rate: Fraction) -> tuple[fines.FineStep, ...]:
        rule = self.contract.terms.fine
        step = fines.grown(left, row.due_on, self.on, to, rate=rate, rule=rule, pauses=self.pauses)
        return (step,) if step else ()

    def _cost_before_fines(self) -> Decimal | Fraction:
        """Return what the loan costs a year now without fines, by the calendar's year, as a fraction.

        A fee was paid for the time that was agreed; later it counts on as if it had been spread over all of it.
        """
        contract = self.contract
        if not contract.is_actual:
            return contract.effective_rate if self.next_row() or contract.terms.fee else Decimal(0)
        rate = [rate for since, rate in self.rates if since <= self.on][-1]
        return Fraction(fines.by_calendar(rate, counting=contract.terms.schedule.counting)) + contract.fee_rate

    def _fall_due(self, row: Due) -> None:
        left, later = self._left_and_later(row)
        covered = row.early or bool(row.principal) and not left
        row.fallen = True
        if not self.contract.is_actual:
            if not left and not later:
                row.interest = row.paid_interest
        elif later and (covered or row.waits):
            row.interest = row.paid_interest = self.running_paid
            self.running, self.running_paid = self.running_unpaid, ZERO
        else:
            row.interest, row.paid_interest = self.running, self.running_paid
            self.running = self.running_paid = ZERO
        if self.deferred_on and (row.due_on >= self.deferred_on or not later):
            self._release(row)

    def _left_and_later(self, row: Due) -> tuple[Decimal, bool]:
        """Return the principal still to come of a row, and whether later ones have some too."""
        rest = self.principal
        for one, left in self.front():
            rest -= left
            if one is row:
                return left, rest > 0
        raise AssertionError("the row is one of this loan")

    def _release(self, row: Due) -> None:
        """Let what a restructure put off fall due with an instalment."""
        row.interest += self.deferred_interest
        self.fines_settled -= self.deferred_fine
        self.deferred_interest = self.deferred_fine = ZERO
        self.deferred_on = None

    @property
    def _rounding(self) -> str:
        return self.contract.terms.schedule.rounding


def _day_meant(rows: Sequence[PlanRow], *, terms: ProductTerms) -> int | None:
    """Return the day of the month a plan falls due on, if it follows one.

    A month too short clamps it: 31, 28, 31 means the 31st. Harvests and dates that were agreed one by one follow none.
    """
    day = max((row.due_on.day for row in rows), default=1)
    in_rhythm = all(row.due_on.day == min(day, days_in(row.due_on.year, row.due_on.month)) for row in rows)
    return day if in_rhythm and not terms.due_months else None

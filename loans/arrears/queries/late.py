"""Late loans with all that is said of them: whose, since when, what is overdue, who stands for them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from federation.bylaws.queries import bylaws_of
from groups.registry.models import Membership
from loans.arrears.queries.portfolio import LoanAt, loans_among, parts_overdue, portfolio
from loans.arrears.queries.scale import scale_of
from loans.arrears.rules import Age, class_of, is_bad, together, worst
from loans.lending.models import Guarantee, Loan


@dataclass(frozen=True, slots=True)
class LateLoan:
    """A late loan at the end of a day. name: its class. case: the code of its open file, if there is one."""

    on: date
    at: LoanAt
    loan: Loan
    name: str
    bad: bool
    guarantors: Sequence[Membership] = ()
    case: str = ""

    @property
    def membership(self) -> Membership:
        return self.loan.membership

    @property
    def days(self) -> int:
        return self.at.standing.days

    @property
    def months(self) -> int:
        return self.at.standing.months

    @property
    def since(self) -> date:
        return self.at.since

    @property
    def principal(self) -> Decimal:
        return self.at.principal

    @property
    def overdue(self) -> Decimal:
        return self.at.overdue

    @property
    def interest(self) -> Decimal:
        return self.at.interest

    @property
    def fine(self) -> Decimal:
        return self.at.fine

    @property
    def total(self) -> Decimal:
        return self.at.total_overdue

    @property
    def village(self) -> str:
        """Where the borrower lives: the village, or its number, or nothing where neither is known."""
        person = self.membership.person
        return (person.village or (str(person.moo) if person.moo else "")) if person else ""

    @property
    def code(self) -> str:
        """What stands for the loan wherever names do not go: its file's code, or its contract number."""
        return self.case or self.loan.contract_no


def late_loans(organisation, *, on: date) -> list[LateLoan]:
    """Return the late loans of a group at the end of a day, the longest late first. A constant number of queries."""
    scale = scale_of(bylaws_of(organisation, on=on))
    late = [loan for loan in portfolio(organisation, on=on) if loan.is_late]
    late = parts_overdue(organisation.network_key, late, on=on)
    among = loans_among(organisation.network_key, late)
    loans = among.select_related("product", "membership__person", "membership__member_organisation").in_bulk()
    guarantors, cases = _guarantors(organisation.network_key, loans, on=on), _cases(among)
    found = [
        LateLoan(
            on,
            at,
            loans[at.loan_id],
            class_of(at.standing, scale=scale),
            is_bad(at.standing, scale=scale),
            tuple(guarantors.get(at.loan_id, ())),
            cases.get(at.loan_id, ""),
        )
        for at in late
    ]
    return sorted(found, key=lambda one: (-one.days, one.loan.number))


def _guarantors(network_id: int, loans: Iterable, *, on: date) -> dict:
    """Return {loan id: [those who guarantee it on a day]}."""
    standing = Guarantee.objects.filter(network_id=network_id, loan__one_of=list(loans)).exclude(released_on__lte=on)
    found: dict = {}
    for one in standing.select_related("membership__person", "membership__member_organisation").order_by("pk"):
        found.setdefault(one.loan_id, []).append(one.membership)
    return found


def _cases(loans: QuerySet[Loan]) -> dict:
    """Return {loan id: code of its open file}. Files stand above this feature; they are read through their loans."""
    return dict(loans.filter(cases__isnull=False, cases__closed_on=None).values_list("pk", "cases__code"))


@dataclass(frozen=True, slots=True)
class Together:
    """Late loans that share something: how many, the worst class among them, and their sums in baht."""

    label: str
    worst: str
    age: Age

    @property
    def count(self) -> int:
        return self.age.count

    @property
    def overdue(self) -> Decimal:
        return self.age.overdue

    @property
    def interest(self) -> Decimal:
        return self.age.interest

    @property
    def fine(self) -> Decimal:
        return self.age.fine

    @property
    def total(self) -> Decimal:
        return self.age.overdue + self.age.interest + self.age.fine

    @property
    def principal(self) -> Decimal:
        return self.age.principal


SHARED: dict[str, Callable[[LateLoan], list[str]]] = {
    "borrower": lambda late: [str(late.membership)],
    "product": lambda late: [late.loan.product.name],
    "village": lambda late: [late.village or "–"],
    "guarantor": lambda late: [str(one) for one in late.guarantors] or ["–"],
}


def put_together(loans: Iterable[LateLoan], *, by: str) -> list[Together]:
    """Return late loans by what they share, most overdue first. A loan stands with each of its guarantors.

    by: a key of `SHARED`.
    """
    pairs = [(label, one) for one in loans for label in SHARED[by](one)]
    ages = together(pairs, by=lambda pair: pair[0], loan=lambda pair: pair[1])
    found = [
        Together(label, worst(one.name for name, one in pairs if name == label), age) for label, age in ages.items()
    ]
    return sorted(found, key=lambda one: (-one.total, one.label))

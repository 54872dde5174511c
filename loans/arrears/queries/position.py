"""Where a group's lending stands at the end of a day: how much is lent, at risk, overdue, and to be set aside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from federation.bylaws.queries import bylaws_of
from federation.kit.money import ZERO
from federation.ledger.chart import GROUP_LOANS, LOANS
from federation.ledger.funds import fund_of_loans
from federation.ledger.queries import balances
from groups.registry.models import Membership
from loans.arrears.queries.portfolio import LoanAt, loans_among, parts_overdue, portfolio
from loans.arrears.queries.scale import scale_of
from loans.arrears.rules import (
    CLASSES,
    Age,
    Ratio,
    Scale,
    SetAside,
    ageing,
    allowance,
    by_class,
    class_of,
    is_bad,
    ratios,
    share_out,
    worst,
)
from loans.lending.queries.standing import standings

ACCRUES = set(LOANS) - {GROUP_LOANS}
OWN = ("satja_account", "shares_account")


@dataclass(frozen=True)
class Position:
    """All running loans of an organisation at the end of a day, by the bylaws of that day."""

    on: date
    scale: Scale
    loans: Sequence[LoanAt]

    @property
    def count(self) -> int:
        return len(self.loans)

    @cached_property
    def principal(self) -> Decimal:
        return sum((loan.principal for loan in self.loans), ZERO)

    @cached_property
    def late(self) -> list[LoanAt]:
        return [loan for loan in self.loans if loan.is_late]

    @cached_property
    def ratios(self) -> list[Ratio]:
        return ratios(self.loans, scale=self.scale)

    def ratio(self, key: str) -> Ratio:
        return next(ratio for ratio in self.ratios if ratio.key == key)

    @cached_property
    def ageing(self) -> list[Age]:
        """Late loans by full months late, one `Age` for each stretch between the limits of the bylaws."""
        return ageing(self.loans, scale=self.scale)

    @cached_property
    def classes(self) -> dict[str, Age]:
        return by_class(self.loans, scale=self.scale)

    @cached_property
    def borrowers(self) -> dict[str, int]:
        """{class: how many borrowers are in it}, each counted once, by the worst of the loans."""
        found: dict = {}
        for loan in self.loans:
            found.setdefault(loan.membership_id, []).append(class_of(loan.standing, scale=self.scale))
        worsts = [worst(names) for names in found.values()]
        return {name: worsts.count(name) for name in CLASSES if name in worsts}

    @cached_property
    def set_aside(self) -> list[SetAside]:
        return allowance(self.loans, scale=self.scale)

    @cached_property
    def allowance_by_fund(self) -> dict[str, Decimal]:
        """{fund whose money is lent: baht to set aside for its loans}."""
        loans: dict = {}
        for loan in self.loans:
            loans.setdefault(fund_of_loans(loan.control), []).append(loan)
        lines = {fund: allowance(of, scale=self.scale) for fund, of in loans.items()}
        return {fund: sum((line.amount for line in of), ZERO) for fund, of in lines.items()}

    @property
    def allowance(self) -> Decimal:
        return sum(self.allowance_by_fund.values(), ZERO)

    def by_control(self) -> dict[str, Decimal]:
        """{code of the loans' account: principal}."""
        sums: dict = {}
        for loan in self.loans:
            sums[loan.control] = sums.get(loan.control, ZERO) + loan.principal
        return sums


def position(organisation, *, on: date, bylaws=None) -> Position:
    """Return where a group's lending stands at the end of a day. A constant number of queries.

    bylaws: of that day, where the caller has read them already.
    """
    scale = scale_of(bylaws or bylaws_of(organisation, on=on))
    loans = portfolio(organisation, on=on)
    network_id = organisation.network_key
    parts = parts_overdue(network_id, (loan for loan in loans if loan.is_late), on=on)
    late = {loan.loan_id: loan for loan in parts}
    loans = [late.get(loan.loan_id, loan) for loan in loans]
    return Position(on, scale, _with_own_savings(network_id, loans, scale=scale, on=on))


def _with_own_savings(network_id: int, loans: list[LoanAt], *, scale: Scale, on: date) -> list[LoanAt]:
    """Count each borrower's own satja and shares against the loans, the worst loan first. Two queries."""
    ids = list({loan.membership_id for loan in loans})
    members = Membership.objects.filter(network_id=network_id, pk__one_of=ids).select_related(*OWN)
    accounts = {member.pk: [getattr(member, name) for name in OWN] for member in members}
    held = balances([account for both in accounts.values() for account in both], on=on)
    own: dict = {}
    for pk, both in accounts.items():
        theirs = sorted((loan for loan in loans if loan.membership_id == pk), key=lambda loan: _gravity(loan, scale))
        savings = sum((held[account.pk] for account in both), ZERO)
        own |= zip((loan.loan_id for loan in theirs), share_out(savings, loans=theirs), strict=True)
    return [loan._replace(own=own[loan.loan_id]) for loan in loans]


def _gravity(loan: LoanAt, scale: Scale) -> tuple:
    return -CLASSES.index(class_of(loan.standing, scale=scale)), -loan.standing.days, str(loan.loan_id)


def accrued_interest(network_id: int, loans: Iterable[LoanAt], *, scale: Scale, on: date) -> dict[str, Decimal]:
    """Return {code of the loans' account: baht of interest earned up to a day and not paid}, of loans not bad.

    What a restructure put off is left out, and what organisations owe: between two books interest is a cost of one
    and an income of the other on the day it is paid, never before. So is what small funds lent: their interest is
    income when it is paid. Three queries.

    Source: domain, 5.1, clause 13 of the registrar's rule.
    """
    good = [loan for loan in loans if loan.control in ACCRUES and not is_bad(loan.standing, scale=scale)]
    stand = standings(loans_among(network_id, good), on=on) if good else {}
    sums: dict = {}
    for loan in good:
        sums[loan.control] = sums.get(loan.control, ZERO) + stand[loan.loan_id].now.interest_now
    return {control: baht for control, baht in sorted(sums.items()) if baht}

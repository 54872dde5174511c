"""A fund of borrowed money: where it is, what it earns, who is late, read from the books on any day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from federation.bylaws.queries import bylaws_of
from federation.kit.money import ZERO
from federation.ledger.funds import MAIN_FUND
from federation.ledger.journal import lines_on, purses
from federation.ledger.queries import balances
from federation.organisations.models import Organisation
from loans.arrears.queries.portfolio import LoanAt, loans_among, portfolio
from loans.arrears.queries.scale import scale_of
from loans.arrears.rules import is_bad
from loans.lending.models import Borrowing, Loan, LoanEvent
from loans.wholesale import rules
from loans.wholesale.models import FundFact
from loans.wholesale.rules import Movement, Place, percent

GIVEN_UP = ("charge_off", "write_off")


@dataclass(frozen=True)
class Fund:
    """A fund at the end of a day, in baht.

    earned: interest and fines that its loans to members brought; cost: interest and fines paid to the lender.
    loans: those still running. in_purses: all cash and bank money of the group, its own included.
    """

    borrowing: Borrowing
    on: date
    place: Place
    movements: list[Movement]
    loans: list[LoanAt]
    bad: Decimal
    earned: Decimal
    cost: Decimal
    in_purses: Decimal

    @property
    def owed(self) -> Decimal:
        return self.place.owed

    @property
    def on_lent(self) -> Decimal:
        return self.place.on_lent

    @property
    def used(self) -> Decimal:
        return self.place.used

    @property
    def lost(self) -> Decimal:
        return self.place.lost

    @property
    def unlent(self) -> Decimal:
        return self.place.unlent

    @property
    def margin(self) -> Decimal:
        """What lending on has brought, less what the borrowing has cost."""
        return self.earned - self.cost

    @property
    def coverage(self) -> Decimal | None:
        """Of what is owed, the part that good loans to members and the box cover, in per cent; None when settled."""
        return percent(self.on_lent - self.bad + self.unlent, self.owed)

    @property
    def late(self) -> Decimal:
        """Principal of the loans of this fund of which a part is late."""
        return sum((loan.principal for loan in self.loans if loan.is_late), ZERO)

    @property
    def late_percent(self) -> Decimal | None:
        return percent(self.late, self.on_lent)

    @property
    def missing(self) -> Decimal:
        """What should be in the box and is in none of the group's purses."""
        return max(self.unlent - self.in_purses, ZERO)


def funds_of(organisation: Organisation):
    """Return what an organisation has borrowed of others, the newest first."""
    found = Borrowing.objects.filter(network_id=organisation.network_key, organisation=organisation)
    return found.select_related("lender", "account", "organisation__book").order_by("-signed_on", "-contract_no")


def fund(organisation: Organisation, pk) -> Borrowing | None:
    return funds_of(organisation).filter(pk=pk).first()


def fund_on(borrowing: Borrowing, *, on: date) -> Fund:
    """Return a fund at the end of a day. A constant number of queries."""
    organisation = borrowing.organisation
    loans = list(Loan.objects.filter(network_id=borrowing.network_id, organisation=organisation, fund=borrowing))
    ids = {loan.pk for loan in loans}
    movements = _movements(borrowing, loans, on=on)
    running = [one for one in portfolio(organisation, on=on) if one.loan_id in ids]
    scale = scale_of(bylaws_of(organisation, on=on))
    return Fund(
        borrowing=borrowing,
        on=on,
        place=rules.place(movements),
        movements=movements,
        loans=running,
        bad=sum((one.principal for one in running if is_bad(one.standing, scale=scale)), ZERO),
        earned=_earned(loans, on=on),
        cost=_cost(borrowing, on=on),
        in_purses=sum(balances(purses(organisation.book, fund=MAIN_FUND), on=on).values(), ZERO),
    )


def _movements(borrowing: Borrowing, loans: list[Loan], *, on: date) -> list[Movement]:
    """Return what happened to the money up to a day, by date: from the accounts, and from what was written down."""
    by_account = {loan.account_id: loan for loan in loans}
    accounts = [borrowing.account_id, *by_account]
    given_up = _given_up(loans)
    found = []
    for line in lines_on(borrowing.network_id, accounts, until=on).select_related("entry"):
        loan = by_account.get(line.account_id)
        facts = {"entry": line.number, "loan": loan}
        if loan is None:
            kind = rules.BORROWED if line.credit else rules.PAID
            found.append(Movement(line.on, kind, line.credit or line.debit, entry=line.number))
        elif line.debit:
            found.append(Movement(line.on, rules.LENT, line.debit, **facts))
        else:
            found.append(Movement(line.on, rules.CAME_BACK, line.credit, **facts))
            if line.entry_id in given_up:
                found.append(Movement(line.on, rules.LOST, line.credit, **facts))
    found += _recovered(loans, on=on)
    found += _facts(borrowing, on=on)
    return sorted(found, key=lambda one: (one.on, one.entry or 0))


def _given_up(loans: list[Loan]) -> set:
    """Return the entries by which loans to members were charged or written off."""
    if not loans:
        return set()
    events = LoanEvent.objects.filter(
        network_id=loans[0].network_id, loan__in=[loan.pk for loan in loans], kind__in=GIVEN_UP, struck_at=None
    )
    return set(events.exclude(entry=None).values_list("entry_id", flat=True))


def _recovered(loans: list[Loan], *, on: date) -> list[Movement]:
    """Return what came in of loans already given up."""
    if not loans:
        return []
    events = LoanEvent.objects.filter(
        network_id=loans[0].network_id,
        loan__in=[loan.pk for loan in loans],
        kind="recovery",
        struck_at=None,
        entry__on__lte=on,
    ).select_related("entry", "loan")
    return [
        Movement(event.entry.on, rules.RECOVERED, event.amount, entry=event.entry.number, loan=event.loan)
        for event in events
    ]


def _facts(borrowing: Borrowing, *, on: date) -> list[Movement]:
    facts = FundFact.objects.filter(network_id=borrowing.network_id, borrowing=borrowing, on__lte=on, struck_at=None)
    return [
        Movement(fact.on, fact.kind, fact.amount, entry=fact.entry and fact.entry.number, words=fact.words)
        for fact in facts.select_related("entry").order_by("on", "at")
    ]


def _earned(loans: list[Loan], *, on: date) -> Decimal:
    return _paid_for_use(loans[0].network_id, [loan.pk for loan in loans], on=on) if loans else ZERO


def _cost(borrowing: Borrowing, *, on: date) -> Decimal:
    return _paid_for_use(borrowing.lender.network_key, [borrowing.loan_id], on=on)


def _paid_for_use(network_id: int, loan_ids: list, *, on: date) -> Decimal:
    """Return interest and fines paid on loans up to a day, in baht."""
    events = LoanEvent.objects.filter(
        network_id=network_id, loan__in=loan_ids, kind__in=("repayment", "prepayment"), struck_at=None, on__lte=on
    )
    found = events.aggregate(interest=Sum("interest"), fine=Sum("fine"))
    return (found["interest"] or ZERO) + (found["fine"] or ZERO)


def with_running_box(movements: list[Movement]) -> list[tuple[Movement, Place]]:
    """Return each movement with where all the money is after it."""
    found, place = [], Place()
    for movement in movements:
        place = place.after(movement)
        found.append((movement, place))
    return found


def named(borrowing: Borrowing, loans: list[LoanAt]) -> list[tuple[LoanAt, Loan]]:
    """Return loans of a fund with their contracts, those late for longest first."""
    of_member = ("membership__person", "membership__member_organisation")
    contracts = loans_among(borrowing.network_id, loans).select_related(*of_member).in_bulk()
    found = [(one, contracts[one.loan_id]) for one in loans]
    return sorted(found, key=lambda pair: (-pair[0].standing.days, pair[1].number))


def facts_of(borrowing: Borrowing):
    """Return all that was written down of a fund, struck or not, the newest first."""
    facts = FundFact.objects.filter(network_id=borrowing.network_id, borrowing=borrowing)
    return facts.select_related("entry", "by__person", "struck_by__person").order_by("-on", "-at")


def fact(organisation: Organisation, pk) -> FundFact | None:
    found = FundFact.objects.filter(network_id=organisation.network_key, borrowing__organisation=organisation, pk=pk)
    return found.select_related("borrowing__organisation__book", "borrowing__lender").first()

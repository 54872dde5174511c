"""Rows of the lists of a fund: places, premiums, members for matching money; and what the home page shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Sum

from federation.kit.dates import month_of
from federation.kit.money import ZERO
from federation.ledger.funds import debited
from groups.registry.models import Membership
from welfare.funds.models import DuesPaid, Enrolment, SubsidyRound, WelfareFund
from welfare.funds.queries.accounts import owed_by_main, part_balances, purses
from welfare.funds.queries.dues import owed_now, paid_through
from welfare.funds.queries.funds import funds_of, places

BENEFITS = ("56010", "56020", "56030", "56040", "56050")
YEAR = timedelta(days=364)


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place as it is listed. through: the last day paid for; None where nothing was paid. owed: in baht."""

    place: Enrolment
    through: date | None
    due: Decimal
    missed: Decimal

    @property
    def number(self) -> int:
        return self.place.number

    @property
    def name(self):
        return self.place.membership

    @property
    def group(self):
        return self.place.membership.organisation.name

    @property
    def since(self) -> date:
        return self.place.since

    @property
    def pays(self):
        return self.place.get_pays_display()

    @property
    def owed(self) -> Decimal:
        return self.due + self.missed


def place_rows(found: Iterable[Enrolment], *, on: date) -> list[PlaceRow]:
    """Return places with how far their dues are paid, in their order. A fixed number of queries."""
    found = list(found)
    through, owed = paid_through(found, on=on), owed_now(found, month=month_of(on))

    def day(one: Enrolment) -> date | None:
        return through[one.pk] if through[one.pk] >= one.counted_from else None

    return [PlaceRow(one, day(one), owed[one.pk].due, owed[one.pk].missed) for one in found]


@dataclass(frozen=True, slots=True)
class PremiumRow:
    place: Enrolment
    paid: Decimal

    @property
    def number(self) -> int:
        return self.place.number

    @property
    def name(self):
        return self.place.membership.person.name

    @property
    def born_on(self) -> date | None:
        return self.place.membership.person.born_on

    @property
    def since(self) -> date:
        return self.place.since


def premium_rows(fund: WelfareFund, *, since: date, until: date) -> list[PremiumRow]:
    """Return who paid premiums between two days, for the insurer's list."""
    paid = DuesPaid.objects.filter(enrolment__fund=fund, struck_by=None, on__gte=since, on__lte=until)
    sums = dict(paid.order_by().values_list("enrolment").annotate(baht=Sum("amount")))
    return [PremiumRow(one, sums[one.pk]) for one in places(fund).filter(pk__in=sums)]


@dataclass(frozen=True, slots=True)
class SubsidyRow:
    position: int
    name: Membership
    since: date
    times: int


def subsidy_rows(kept: SubsidyRound) -> list[SubsidyRow]:
    """Return the members of a kept list, with how often they were subsidised before."""
    times = dict(kept.members)
    held = Enrolment.objects.filter(network_id=kept.network_id, fund=kept.fund, membership__in=list(times))
    since = {str(pk): day for pk, day in held.order_by("-number").values_list("membership", "since")}
    members = Membership.objects.filter(network_id=kept.network_id, pk__in=list(times)).select_related("person")
    named = members.order_by("organisation__code", "number")
    return [SubsidyRow(n, one, since[str(one.pk)], times[str(one.pk)]) for n, one in enumerate(named, start=1)]


@dataclass(frozen=True, slots=True)
class FundCard:
    """A whole fund on the home page, its parts under it. Baht."""

    fund: WelfareFund
    balance: Decimal
    purses: dict[str, Decimal]
    parts: list[tuple[WelfareFund, Decimal]]
    members: int
    given: Decimal
    owed: Decimal  # by the main fund, not handed over yet

    @property
    def total(self) -> Decimal:
        return self.balance + sum((baht for _part, baht in self.parts), ZERO)

    @property
    def years(self) -> Decimal | None:
        """How many years what there is would last at what the last twelve months gave; None where nothing was given."""
        return (self.total / self.given).quantize(Decimal("0.1")) if self.given else None


def cards(organisation, *, on: date) -> list[FundCard]:
    """Return the running whole funds with what is in them, who belongs, and what they gave in the last year."""
    funds = funds_of(organisation, on=on)
    balances, given = part_balances(funds), benefits_given(funds, on=on)
    found = []
    for fund in funds:
        if fund.part_of_id is None:
            parts = [(one, balances[one.pk]) for one in funds if one.part_of_id == fund.pk]
            gave = sum((given.get(one.code, ZERO) for one in [fund, *(part for part, _baht in parts)]), ZERO)
            whole = [fund, *(part for part, _baht in parts)]
            owed = sum((owed_by_main(one) for one in whole), ZERO)
            members = places(fund, on=on).count()
            found.append(FundCard(fund, balances[fund.pk], purses_of_scheme(whole), parts, members, gave, owed))
    return found


def purses_of_scheme(funds: Iterable[WelfareFund]) -> dict[str, Decimal]:
    """Return what a fund and its parts have in cash and in the bank."""
    sums = {"cash": ZERO, "bank": ZERO}
    for fund in funds:
        for which, baht in purses(fund).items():
            sums[which] += baht
    return sums


def benefits_given(funds: Iterable[WelfareFund], *, on: date) -> dict[str, Decimal]:
    """Return {fund code: baht of welfare} given in the 365 days up to a day; what a year end carries is no gift."""
    funds = list(funds)
    if not funds:
        return {}
    codes = [f"{benefit}-{fund.code}" for fund in funds for benefit in BENEFITS]
    book = funds[0].organisation.book
    return debited(book, codes, since=on - YEAR, until=on)

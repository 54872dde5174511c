"""What came into funds from outside, by donor, beside what members paid themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum

from federation.kit.money import ZERO
from welfare.funds.models import Donor, DuesPaid, FundAct, Gift, SubsidyRound, WelfareFund
from welfare.funds.queries.funds import all_funds, places
from welfare.funds.rules.subsidy import Member


def gifts(organisation, *, since: date, until: date) -> QuerySet[Gift]:
    """Return what came in between two days and stands, by day."""
    found = Gift.objects.filter(network_id=organisation.network_key, fund__organisation=organisation, struck_by=None)
    return found.filter(on__gte=since, on__lte=until).select_related("fund", "entry").order_by("on", "entry__number")


def gifts_of(fund: WelfareFund) -> QuerySet[Gift]:
    """Return everything that ever came into a fund from outside, the newest first; struck ones too."""
    found = Gift.objects.filter(network_id=fund.network_id, fund=fund)
    return found.select_related("entry", "by__person").order_by("-on", "-entry__number")


def gift(fund: WelfareFund, pk) -> Gift | None:
    return gifts_of(fund).filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class Matched:
    """What a scheme got in a period, in baht: members' dues beside what the state and the local government gave."""

    fund: WelfareFund
    dues: Decimal
    by_donor: Mapping[str, Decimal]

    @property
    def state(self) -> Decimal:
        return self.by_donor.get(Donor.STATE, ZERO)

    @property
    def local(self) -> Decimal:
        return self.by_donor.get(Donor.LOCAL, ZERO)

    @property
    def others(self) -> Decimal:
        return sum(self.by_donor.values(), ZERO) - self.state - self.local


def matched(organisation, *, since: date, until: date) -> list[Matched]:
    """Return for each whole fund what members, the state and others put in; a part's gifts count with its whole."""
    funds = [fund for fund in all_funds(organisation) if fund.part_of_id is None]
    paid = DuesPaid.objects.filter(enrolment__fund__in=funds, struck_by=None, on__gte=since, on__lte=until)
    dues = dict(paid.order_by().values_list("enrolment__fund").annotate(baht=Sum("amount")))
    given: dict = {}
    for one in gifts(organisation, since=since, until=until):
        of_fund = given.setdefault(one.fund.part_of_id or one.fund_id, {})
        of_fund[one.donor] = of_fund.get(one.donor, ZERO) + one.amount
    return [Matched(fund, dues.get(fund.pk, ZERO), given.get(fund.pk, {})) for fund in funds]


def acts_of(fund: WelfareFund) -> QuerySet[FundAct]:
    """Return the acts asked for on a fund, the newest first."""
    people = ("asked_by__person", "decided_by__person", "entry", "fund__organisation__book")
    found = FundAct.objects.filter(network_id=fund.network_id, fund=fund)
    return found.select_related(*people).order_by("-asked_at", "-pk")


def act(organisation, pk) -> FundAct | None:
    """Return an act on one of an organisation's funds, or None."""
    people = ("asked_by__person", "decided_by__person", "entry", "fund__organisation__book")
    found = FundAct.objects.filter(network_id=organisation.network_key, fund__organisation=organisation, pk=pk)
    return found.select_related(*people).first()


def rounds_of(fund: WelfareFund) -> QuerySet[SubsidyRound]:
    """Return the lists put forward for matching money, the newest first."""
    found = SubsidyRound.objects.filter(network_id=fund.network_id, fund=fund)
    return found.order_by("-counted_on")


def subsidy_members(fund: WelfareFund, *, on: date) -> dict:
    """Return {place: as the subsidy sees the member} of who has a place on a day."""
    times: dict[str, int] = {}
    for members in rounds_of(fund).filter(counted_on__lt=on).values_list("members", flat=True):
        for pk, _before in members:
            times[pk] = times.get(pk, 0) + 1
    return {
        one: Member(one.since, times.get(str(one.membership_id), 0), _village(one.membership.person))
        for one in places(fund, on=on)
    }


def _village(person) -> str:
    return f"{person.place_code} {person.moo}" if person.moo else ""

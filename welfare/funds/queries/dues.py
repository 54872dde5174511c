"""What dues cost, what was paid, and until when it reaches. Of many places at once: a fixed number of queries."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from federation.kit.money import ZERO
from welfare.funds.models import DuesPaid, DuesRule, Enrolment, WelfareFund
from welfare.funds.rules.dues import Cost, Owed, owed, reaches


def rule_on(fund: WelfareFund, *, on: date) -> DuesRule | None:
    """Return the rule on dues that holds on a day, or None."""
    rules = DuesRule.objects.filter(network_id=fund.network_id, fund=fund, holds_from__lte=on)
    return rules.order_by("-holds_from").first()


def costs_of(fund_ids: Iterable) -> dict:
    """Return {fund id: what a place costs, oldest first}."""
    found: dict = {pk: [] for pk in fund_ids}
    for rule in DuesRule.objects.filter(fund_id__in=list(found)).order_by("holds_from"):
        found[rule.fund_id].append(Cost(rule.holds_from, rule.monthly, rule.half_yearly, rule.yearly))
    return found


def paid_of(enrolments: Iterable[Enrolment], *, on: date | None = None) -> dict:
    """Return {place: baht} of the dues that came in and stand, up to a day."""
    found = DuesPaid.objects.filter(enrolment__one_of=[one.pk for one in enrolments], struck_by=None)
    if on:
        found = found.filter(on__lte=on)
    return dict(found.order_by().values_list("enrolment").annotate(baht=Sum("amount")))


def paid_through(enrolments: Iterable[Enrolment], *, on: date) -> dict:
    """Return {place: the last day that its dues are paid for}, by what came in up to a day.

    See `rules.dues`: money pays the months in their order from when dues begin, each at what it cost then; the day
    before they begin where nothing was paid.
    """
    enrolments = list(enrolments)
    costs, paid = costs_of({one.fund_id for one in enrolments}), paid_of(enrolments, on=on)
    return {
        one.pk: reaches(one.counted_from, pays=one.pays, costs=costs[one.fund_id], paid=paid.get(one.pk, ZERO), on=on)
        for one in enrolments
    }


def days_behind(enrolment: Enrolment, *, on: date) -> int:
    """Return for how many days up to a day the dues of a place are not paid."""
    return max((on - paid_through([enrolment], on=on)[enrolment.pk]).days, 0)


def owed_now(enrolments: Iterable[Enrolment], *, month: date) -> dict[object, Owed]:
    """Return {place: what it owes at a meeting of a month}."""
    enrolments = list(enrolments)
    costs, paid = costs_of({one.fund_id for one in enrolments}), paid_of(enrolments)
    return {
        one.pk: _owed(one, costs=costs[one.fund_id], paid=paid.get(one.pk, ZERO), month=month) for one in enrolments
    }


def _owed(one: Enrolment, *, costs: list[Cost], paid: Decimal, month: date) -> Owed:
    return owed(one.counted_from, pays=one.pays, costs=costs, paid=paid, month=month, until=one.until)

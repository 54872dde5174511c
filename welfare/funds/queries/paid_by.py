"""Which funds members pay into on a day."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from welfare.funds.models import DuesRule, WelfareFund


def paid_by_members(organisation_ids: Iterable[int], *, on: date) -> dict:
    """Return {organisation id: [(fund, rule)]} of the funds that run on a day and are paid by members then."""
    found: dict = {pk: [] for pk in organisation_ids}
    running = WelfareFund.objects.filter(Q(closed_on=None) | Q(closed_on__gt=on), started_on__lte=on, part_of=None)
    running = running.select_related("organisation__book")
    funds = {fund.pk: fund for fund in running.filter(organisation__in=found).order_by("code")}
    if not funds:
        return found
    rules = DuesRule.objects.filter(fund__in=list(funds), holds_from__lte=on).order_by("holds_from")
    newest = {rule.fund_id: rule for rule in rules}
    for pk, fund in funds.items():
        if pk in newest and newest[pk].payer == DuesRule.Payer.MEMBER:
            found[fund.organisation_id].append((fund, newest[pk]))
    return found

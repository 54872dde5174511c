"""A fund of a group with members of several ages and, where asked, a rule on deaths."""

from datetime import date

from django.db import transaction

from tests import builders
from welfare.claims.rules.presets import PRESETS
from welfare.claims.steps.rules import add_benefit_step
from welfare.funds.steps.places import enrol_step

TODAY = date(2026, 11, 21)


@transaction.atomic
def fund_with(ages, *, preset="sadao-death"):
    """Return a fund opened in January with a member of each of these ages; one without an age has None."""
    group = builders.group()
    fund = builders.fund(group)
    for age in ages:
        born_on = None if age is None else date(TODAY.year - age, 1, 1)
        member = builders.member(group, born_on=born_on, promise=None)
        enrol_step(fund, member, since=date(2026, 1, 5), by=builders.user(), at=builders.AT)
    if preset:
        rule = PRESETS[preset]
        facts = {"name_th": rule.name_th, "resolution_no": "1/2569", "resolution_on": date(2026, 1, 1)}
        facts |= {"holds_from": date(2026, 1, 1), "by": builders.user(), "at": builders.AT}
        add_benefit_step(fund, terms=rule.terms, cases=rule.cases, **facts)
    return fund

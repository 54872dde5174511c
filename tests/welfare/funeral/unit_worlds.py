"""Prepaid units of a place that ended, as tests need them."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from tests import builders
from tests.welfare.funeral import death_worlds as worlds
from tests.welfare.funeral.test_deaths_money import MARCH, sheet
from welfare.funeral.models import CoveredState
from welfare.funeral.steps.people import change_step
from welfare.funeral.steps.units import propose_units_back_step

LEFT = date(2026, 2, 20)


@transaction.atomic
def resigned(covered):
    return change_step(
        covered, state=CoveredState.RESIGNED, on=LEFT, reason="ย้าย", by=builders.user("sets"), at=worlds.at(LEFT)
    )


@transaction.atomic
def proposed(covered, amount, *, name="ผู้รับ", **facts):
    facts = {"on": MARCH, "name": name} | facts
    given = {"amount": Decimal(amount), **facts, "by": builders.user("asks"), "at": worlds.at(MARCH)}
    return propose_units_back_step(covered, **given)


def waiting(group, member):
    """Nine of a member's eighteen baht of units, who resigned, proposed and not decided yet."""
    facts = {"rate_member": Decimal(9), "units_target": 3, "units_warn": 2}
    scheme = worlds.scheme(group, model="prepaid", code="unit", fund="UNT", **facts)
    [one] = worlds.cover(scheme, [member])
    sheet(group, {member: 18}, on=date(2026, 2, 19), column="funeral_unit")
    return proposed(resigned(one), "9.00")

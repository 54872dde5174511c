"""Deaths of schemes that pay a fixed sum out of the fund: the yearly fee, the balance, the saving, each asked for."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from tests import builders
from tests.welfare.funeral import death_worlds as worlds
from tests.welfare.funeral.test_deaths_money import sheet
from welfare.funeral.models import DeathState
from welfare.funeral.queries.deaths import death_checks
from welfare.funeral.queries.money import money_of
from welfare.funeral.queries.standing import standing_of
from welfare.funeral.rules.presets import PRESETS
from welfare.funeral.steps.deaths import NotPaidFor
from welfare.funeral.steps.payouts import FundLacks
from welfare.funeral.steps.schemes import SchemeNotStarted

pytestmark = pytest.mark.django_db

JOINED = date(2025, 6, 1)
PAID = "5000.00"


def scheme_with_one(model, *, joined_on=JOINED, **facts):
    """A scheme that pays 5,000 baht at a death, with money in its fund and one member covered."""
    group = builders.group()
    facts = {"fixed_sum": Decimal(PAID), "fee_percent": Decimal(0), "yearly_fee": Decimal(200)} | facts
    scheme = worlds.scheme(group, model=model, **facts)
    worlds.gift(scheme, "8000.00")
    [one] = worlds.cover(scheme, [builders.member(group, joined_on=joined_on)])
    return group, one


def save(*people, baht, month):
    sheet(
        people[0].scheme.organisation, {one.membership: baht for one in people}, on=date(2026, month, 5), column="satja"
    )


def asked_for(covered, *, died_on=worlds.DIED):
    """The fourth of the six checks: what the scheme asks for besides its dues."""
    facts = {"died_on": died_on, "claimed_on": died_on, "by_accident": False}
    checks = death_checks(covered, **facts, papers=["death_certificate", "identity_or_house", "member_identity"])
    assert len(checks) == 6
    return checks[3]


def paid_from_the_fund(covered, *, died_on=worlds.DIED, claimed_on=worlds.CLAIMED):
    """Open and pay the death of this person; the fund bears all of it, and nobody owes a due."""
    group = covered.scheme.organisation
    death = worlds.opened(covered, died_on=died_on, claimed_on=claimed_on)
    assert (death.gross, death.net, death.dues.count()) == (Decimal(PAID), Decimal(PAID), 0)
    assert worlds.held(group, "56040-FUN") == Decimal(PAID)
    worlds.paid(worlds.proposed(death, PAID))
    death.refresh_from_db()
    assert death.state == DeathState.CLOSED and money_of(death).still_to_pay == 0
    assert worlds.held(group, "21060-FUN") == 0


@pytest.mark.parametrize(("saved", "holds"), [(300, False), (301, True)])
def test_savings_hold_above_the_floor_and_not_at_it(saved, holds):
    _group, one = scheme_with_one("balance", min_balance=Decimal(300), min_days=180)
    save(one, baht=saved, month=1)
    assert asked_for(one).holds is holds and f"{saved}.00" in asked_for(one).words
    if holds:
        paid_from_the_fund(one)
    else:
        with transaction.atomic(), pytest.raises(NotPaidFor) as refused:
            worlds.entered(one)
        assert [f"{saved}.00" in str(problem) for problem in refused.value.problems] == [True]


@pytest.mark.parametrize(("joined_on", "holds"), [(date(2025, 8, 12), True), (date(2025, 8, 13), False)])
def test_so_many_days_a_member_by_the_day_of_the_death(joined_on, holds):
    _group, one = scheme_with_one("balance", joined_on=joined_on, min_balance=Decimal(300), min_days=180)
    save(one, baht=500, month=1)
    assert asked_for(one).holds is holds


def test_unbroken_saving_pays_and_a_gap_does_not():
    group, one = scheme_with_one("saving", saving_months=2)
    other = worlds.cover(one.scheme, [builders.member(group, "ขาด", joined_on=JOINED)])[0]
    save(one, other, baht=100, month=1)
    save(one, baht=100, month=2)
    day = date(2026, 3, 8)
    assert asked_for(one, died_on=day).holds and not asked_for(other, died_on=day).holds
    with transaction.atomic(), pytest.raises(NotPaidFor):
        worlds.entered(other, died_on=day, claimed_on=day)
    paid_from_the_fund(one, died_on=day, claimed_on=day)


def test_the_fee_of_the_year_is_asked_for():
    _group, one = scheme_with_one("yearly", yearly_due_month=1)
    assert not asked_for(one).holds
    with transaction.atomic(), pytest.raises(NotPaidFor):
        worlds.entered(one)
    sheet(one.scheme.organisation, {one.membership: 200}, on=date(2026, 1, 5), column="fund_fun")
    assert standing_of(one, on=worlds.DIED).holds
    paid_from_the_fund(one)


def test_a_fund_that_lacks_says_what_each_purse_holds():
    _group, one = scheme_with_one("balance", min_balance=Decimal(1), min_days=0, fixed_sum=Decimal(9000))
    save(one, baht=500, month=1)
    death = worlds.opened(one)
    with transaction.atomic(), pytest.raises(FundLacks) as refused:
        worlds.paid(worlds.proposed(death, "9000.00"))
    assert "9,000.00" in str(refused.value) and "8,000.00" in str(refused.value) and " 0.00" in str(refused.value)


def test_a_network_is_told_at_the_start_that_units_are_kept_in_groups():
    with transaction.atomic(), pytest.raises(SchemeNotStarted):
        worlds.scheme(builders.network(), model="prepaid")
    assert worlds.scheme(builders.network(), model="per_death").pk
    assert {preset.model for preset in PRESETS.values()} == {"per_death", "prepaid", "yearly", "balance", "saving"}

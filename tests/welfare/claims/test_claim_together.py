"""Fifty claims on the last money of a fund, paid at once: trust A6. Exactly one gets it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from federation.kit.invariants import Scope
from tests.welfare.claims import claim_worlds as worlds
from tests.welfare.claims.claim_worlds import approved, at, filed, world
from welfare.claims.actions.claims import pay
from welfare.claims.invariants import CHECKS
from welfare.claims.models import Claim, ClaimState
from welfare.claims.steps.claims import FundLacks
from welfare.funds.queries import purses

CLAIMS, AT_ONCE = 50, 10


@pytest.mark.django_db(transaction=True)
def test_of_fifty_claims_on_the_last_money_exactly_one_is_paid():
    made = world(money="500.00")
    claims = [
        approved(made, filed(made, benefit=made.birth, event_on=worlds.EVENT - timedelta(n))) for n in range(CLAIMS)
    ]

    with ThreadPoolExecutor(AT_ONCE) as people:
        outcomes = list(people.map(lambda claim: outcome_of(claim, by=made.pays), claims))

    assert (outcomes.count("paid"), outcomes.count("the fund lacks it")) == (1, CLAIMS - 1)
    assert Claim.objects.filter(state=ClaimState.PAID).count() == 1
    assert purses(made.fund)["cash"] == Decimal("0.00")
    assert [check.code for check in CHECKS if not check.find(Scope()).holds] == []


@pytest.mark.django_db(transaction=True)
def test_one_claim_paid_by_many_at_once_is_paid_once():
    made = world()
    claim = approved(made)

    with ThreadPoolExecutor(AT_ONCE) as people:
        outcomes = list(people.map(lambda _n: outcome_of(claim, by=made.pays), range(AT_ONCE)))

    assert outcomes.count("paid") == 1
    assert purses(made.fund)["cash"] == Decimal("4700.00")


def outcome_of(claim, *, by):
    """Pay in a thread of its own; say what came of it."""
    try:
        pay(claim, source="cash", by=by, **at())
        return "paid"
    except FundLacks:
        return "the fund lacks it"
    except Exception as problem:
        return type(problem).__name__
    finally:
        connection.close()

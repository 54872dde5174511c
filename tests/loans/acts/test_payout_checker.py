"""Who may check a payout: nobody who made the contract or recorded the decision on it."""

import pytest

from federation.ledger.refusals import NeedsSecondPerson
from loans.acts.models import Act
from tests.loans.acts import worlds

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("by", ["chair", "officer"])
def test_who_recorded_the_decision_or_signed_does_not_check_the_payout(by):
    world = worlds.world()
    act = worlds.propose(world, "payout", on=worlds.SIGNED_ON, data={"from": "cash", "amount": "12000.00"})

    with pytest.raises(NeedsSecondPerson):
        worlds.decide(act, by=by)

    assert Act.objects.get(pk=act.pk).decided_at is None
    assert worlds.decide(act, agree=False, by=by).agreed is False


def test_another_officer_checks_it():
    world = worlds.world()
    act = worlds.propose(world, "payout", on=worlds.SIGNED_ON, data={"from": "cash", "amount": "12000.00"})

    assert worlds.decide(act, by="checks").agreed

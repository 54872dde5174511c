"""Gifts into a fund, and moving and spending its money by two people."""

from datetime import date
from decimal import Decimal

import pytest

from federation.ledger.refusals import NeedsSecondPerson
from groups.registry.models import Office
from tests import builders
from tests.welfare.funds.worlds import TODAY, enrol, gift, lines
from welfare.funds.models import Gift
from welfare.funds.queries import fund_balance, paid_through, purses
from welfare.funds.steps.acts import (
    ActRefused,
    AlreadyDecided,
    FundShort,
    decide_act_step,
    propose_act_step,
    propose_leaders_step,
)

pytestmark = pytest.mark.django_db
AT = builders.at_noon(TODAY)


def propose(fund, kind="spend", amount="100.00", *, by="asks", **data):
    given = {"on": TODAY, "reason": "ตามมติที่ประชุม", "by": builders.user(by), "at": AT}
    defaults = {"spend": {"for": "running", "from": "bank"}}
    return propose_act_step(fund, kind=kind, amount=Decimal(amount), data=data or defaults[kind], **given)


def done(act, *, by="checks", agree=True):
    return decide_act_step(act, agree=agree, by=builders.user(by), at=AT)


@pytest.mark.parametrize(
    ("donor", "account"),
    [
        ("state", "matching money of the state"),
        ("local", "matching money of the local government"),
        ("person", "gifts"),
    ],
)
def test_a_gift_is_marked_with_its_source(donor, account):
    fund = builders.fund(builders.group())

    given = gift(fund, "1000.00", donor=donor)

    assert lines(given.entry) == [
        "Dr bank, กองทุนวันละบาท 1,000.00",
        f"Cr {account}, กองทุนวันละบาท 1,000.00",
    ]


def test_spending_needs_two_people_and_money():
    fund = builders.fund(builders.group())
    gift(fund, "100.00")
    act = propose(fund, amount="60.00")

    with pytest.raises(NeedsSecondPerson):
        done(act, by="asks")
    spent = done(act)

    assert lines(spent.entry)[0] == "Dr miscellaneous expenses, กองทุนวันละบาท 60.00"
    assert fund_balance(fund) == Decimal("40.00")
    with pytest.raises(FundShort) as refused:
        propose(fund, amount="40.01")
    assert "40.00" in str(refused.value)
    with pytest.raises(AlreadyDecided):
        done(act)


def test_money_that_went_since_is_missed_when_it_is_decided():
    fund = builders.fund(builders.group())
    gift(fund, "100.00")
    first, second = propose(fund), propose(fund)
    done(first)

    with pytest.raises(FundShort):
        done(second)
    assert done(second, agree=False).state == "refused"
    assert fund_balance(fund) == Decimal("0.00")


def test_money_goes_from_one_fund_to_another():
    group = builders.group()
    one, other = builders.fund(group), builders.fund(group, code="COW", name="กองทุนวัว")
    gift(one, "500.00")

    act = done(propose(one, "move", "200.00", way="out", other="COW", **{"from": "bank", "into": "cash"}))

    assert lines(act.entry) == [
        "Dr given to another fund, กองทุนวันละบาท 200.00",
        "Dr cash on hand, กองทุนวัว 200.00",
        "Cr bank, กองทุนวันละบาท 200.00",
        "Cr from the main or another fund, กองทุนวัว 200.00",
    ]
    assert purses(other) == {"cash": Decimal("200.00"), "bank": Decimal("0.00")}


def test_money_goes_from_and_to_the_main_fund():
    group = builders.group()
    fund = builders.fund(group)
    builders.cash(group, "1000.00", on=TODAY)

    done(propose(fund, "move", "300.00", way="in", other="main", **{"from": "cash", "into": "cash"}))
    back = done(propose(fund, "move", "100.00", way="out", other="main", **{"from": "cash", "into": "cash"}))

    assert fund_balance(fund) == Decimal("200.00")
    assert lines(back.entry)[-1] == "Cr miscellaneous income 100.00"


def test_cash_goes_to_the_funds_own_bank():
    fund = builders.fund(builders.group())
    gift(fund, "500.00", into="cash")

    done(propose(fund, "bank", "200.00", **{"from": "cash", "into": "bank"}))

    assert purses(fund) == {"cash": Decimal("300.00"), "bank": Decimal("200.00")}
    with pytest.raises(ActRefused):
        propose(fund, "bank", "200.00", **{"from": "cash", "into": "cash"})


def test_the_organisation_pays_for_its_leaders_by_term():
    group = builders.group()
    builders.cash(group, "1000.00", on=TODAY)
    fund = builders.fund(group, code="LEAD", kind="leaders", payer="organisation")
    member = builders.member(group)
    term = {"since": date(2026, 1, 1), "until": date(2027, 12, 31)}
    office = Office.objects.create(
        network_id=group.network_key, organisation=group, person=member.person, post="chair", **term
    )
    place = enrol(fund, member, office=office)
    given = {"by": builders.user("asks"), "at": AT}

    act = propose_leaders_step(fund, on=TODAY, source="cash", into="bank", reason="ปี 2569", **given)
    paid = done(act)

    assert lines(paid.entry) == [
        "Dr bank, กองทุนวันละบาท 30.00",
        "Dr contributions paid into funds 30.00",
        "Cr cash on hand 30.00",
        "Cr members' dues, กองทุนวันละบาท 30.00",
    ]
    assert paid_through([place], on=TODAY) == {place.pk: date(2026, 1, 31)}
    with pytest.raises(ActRefused):
        propose_leaders_step(fund, on=TODAY, source="cash", into="bank", reason="อีกครั้ง", **given)


def test_a_gift_and_an_act_are_taken_back_by_two_people_once():
    fund = builders.fund(builders.group())
    first, second = gift(fund, "100.00"), gift(fund, "50.00")
    spent = done(propose(fund, amount="30.00"))

    done(propose(fund, "strike", "30.00", act=str(spent.pk)))
    done(propose(fund, "strike", "50.00", gift=str(second.pk)))

    assert fund_balance(fund) == Decimal("100.00")
    assert list(Gift.objects.filter(struck_by=None)) == [first]
    with pytest.raises(ActRefused):
        propose(fund, "strike", "50.00", gift=str(second.pk))
    with pytest.raises(ActRefused):
        propose(fund, "strike", "30.00", act=str(spent.pk))

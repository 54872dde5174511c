"""Gifts into a fund, and moving and spending its money by two people."""

from datetime import date
from decimal import Decimal

import pytest

from federation.ledger.models import Head
from federation.ledger.refusals import NeedsSecondPerson
from groups.registry.models import Office
from tests import builders
from tests.welfare.funds.worlds import RESOLUTION, TODAY, enrol, gift, lines, owe
from welfare.funds.models import Gift
from welfare.funds.queries import fund_balance, owed_by_main, paid_through, purses
from welfare.funds.steps.acts import (
    ActRefused,
    AlreadyDecided,
    FundShort,
    MoreThanOwed,
    NeedsResolution,
    NotToMain,
    decide_act_step,
    propose_act_step,
    propose_leaders_step,
)

pytestmark = pytest.mark.django_db
AT = builders.at_noon(TODAY)
SPENT = {"for": "running", "from": "bank", "payee": "ร้านเครื่องเขียน"}


def propose(fund, kind="spend", amount="100.00", *, by="asks", **data):
    given = {"on": TODAY, "reason": "ตามมติที่ประชุม", "by": builders.user(by), "at": AT, **RESOLUTION}
    defaults = {"spend": SPENT}
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


def test_money_comes_from_the_main_fund_and_goes_back_only_when_the_fund_is_closed():
    group = builders.group()
    fund = builders.fund(group)
    builders.cash(group, "1000.00", on=TODAY)
    back = {"way": "out", "other": "main", "from": "cash", "into": "cash"}
    done(propose(fund, "move", "300.00", way="in", other="main", **{"from": "cash", "into": "cash"}))

    with pytest.raises(NotToMain):
        propose(fund, "move", "100.00", **back)
    assert fund_balance(fund) == Decimal("300.00")
    fund.closed_on = TODAY
    fund.save(update_fields=["closed_on"])
    given = done(propose(fund, "move", "100.00", **back))

    assert fund_balance(fund) == Decimal("200.00")
    assert lines(given.entry)[-1] == "Cr miscellaneous income 100.00"


def asked(fund, **changed):
    given = {"on": TODAY, "amount": Decimal("10.00"), "reason": "ค่าเอกสาร", "by": builders.user("asks"), "at": AT}
    return propose_act_step(fund, **({"kind": "spend", "data": SPENT} | given | RESOLUTION | changed))


@pytest.mark.parametrize("missing", [{"resolution_no": " "}, {"resolution_on": None}])
@pytest.mark.parametrize("kind", ["spend", "move"])
def test_nothing_is_moved_or_spent_without_a_resolution(kind, missing):
    fund = builders.fund(builders.group())
    gift(fund, "100.00")
    moved = {"way": "out", "other": "COW", "from": "bank", "into": "cash"}

    with pytest.raises(NeedsResolution) as refused:
        asked(fund, kind=kind, data=SPENT if kind == "spend" else moved, **missing)
    assert set(refused.value.fields) == set(missing)


def test_spending_says_who_is_paid():
    fund = builders.fund(builders.group())
    gift(fund, "100.00")

    with pytest.raises(ActRefused) as refused:
        asked(fund, data=SPENT | {"payee": " "})
    assert list(refused.value.fields) == ["payee"]
    assert asked(fund).data["payee"] == "ร้านเครื่องเขียน"


def test_money_is_not_spent_long_ago_or_in_a_closed_month():
    group = builders.group(books_from=date(2025, 12, 1))
    fund = builders.fund(group)
    gift(fund, "100.00", on=date(2025, 12, 1))

    asked(fund, on=date(2025, 12, 20))
    with pytest.raises(ActRefused) as long_ago:
        asked(fund, on=date(2025, 12, 19))
    Head.objects.filter(book=group.book).update(closed_through=date(2025, 12, 1))
    with pytest.raises(ActRefused) as closed:
        asked(fund, on=date(2025, 12, 31))

    assert list(long_ago.value.fields) == list(closed.value.fields) == ["on"]
    asked(fund, on=date(2026, 1, 1))


@pytest.mark.parametrize("own", ["asks", "checks"])
def test_nobody_proposes_or_decides_what_comes_to_themselves(own):
    group = builders.group()
    fund = builders.fund(group)
    gift(fund, "100.00")
    officer, person = builders.user(own), builders.member(group).person
    officer.person = person
    officer.save(update_fields=["person"])

    with pytest.raises(NeedsSecondPerson) as refused:
        done(propose(fund, **(SPENT | {"payee": person.name})))
    assert person.name in str(refused.value)
    assert fund_balance(fund) == Decimal("100.00")


def owed_fund(owed="500.00", *, cash="1000.00"):
    group = builders.group()
    fund = builders.fund(group)
    builders.cash(group, cash, on=TODAY)
    owe(fund, owed)
    return fund


def collect(fund, amount, *, which="cash", **given):
    return propose(fund, "collect", amount, **{"from": which, "into": which}, **given)


def test_what_the_main_fund_owes_is_collected_by_two_people_and_is_no_income():
    fund = owed_fund()
    act = collect(fund, "300.00")

    with pytest.raises(NeedsSecondPerson):
        done(act, by="asks")
    act = done(act)

    assert lines(act.entry) == [
        "Dr owed to funds, กองทุนวันละบาท 300.00",
        "Dr cash on hand, กองทุนวันละบาท 300.00",
        "Cr cash on hand 300.00",
        "Cr owed by the main fund, กองทุนวันละบาท 300.00",
    ]
    assert owed_by_main(fund) == Decimal("200.00")
    assert fund_balance(fund) == Decimal("500.00")
    assert purses(fund)["cash"] == Decimal("300.00")


def test_more_than_is_owed_is_not_collected():
    fund = owed_fund()

    with pytest.raises(MoreThanOwed, match="500.00"):
        collect(fund, "500.01")
    first, second = collect(fund, "300.00"), collect(fund, "300.00")
    done(first)
    with pytest.raises(MoreThanOwed, match="200.00"):
        done(second)

    assert purses(fund)["cash"] == Decimal("300.00")
    assert second.__class__.objects.get(pk=second.pk).state == "proposed"


def test_nothing_is_collected_on_a_day_before_it_was_owed():
    fund = owed_fund()

    with pytest.raises(MoreThanOwed):
        propose_act_step(
            fund,
            kind="collect",
            on=date(2026, 1, 19),
            amount=Decimal("1.00"),
            data={"from": "cash", "into": "cash"},
            reason="ก่อนวันที่ตั้งค้าง",
            by=builders.user("asks"),
            at=AT,
        )


def test_a_debt_of_a_later_day_does_not_cover_what_was_collected_before():
    fund = owed_fund()
    later = date(2026, 1, 22)
    done(collect(fund, "500.00"))
    owe(fund, "400.00", on=later, times=2)

    with pytest.raises(MoreThanOwed):
        collect(fund, "400.00")


@pytest.mark.parametrize("which", ["cash", "bank"])
def test_no_more_is_collected_than_the_main_fund_has(which):
    fund = owed_fund(cash="100.00")

    with pytest.raises(FundShort, match="100.00" if which == "cash" else "0.00"):
        collect(fund, "100.01", which=which)


def test_what_was_collected_is_taken_back_and_owed_again():
    fund = owed_fund()
    act = done(collect(fund, "500.00"))
    assert owed_by_main(fund) == Decimal("0.00")

    done(propose(fund, "strike", "500.00", act=str(act.pk)))

    assert owed_by_main(fund) == fund_balance(fund) == Decimal("500.00")
    assert purses(fund)["cash"] == Decimal("0.00")


def test_what_is_owed_is_collected_before_more_is_given():
    fund = owed_fund()
    more = {"way": "in", "other": "main", "from": "cash", "into": "cash"}

    with pytest.raises(ActRefused, match="500.00"):
        propose(fund, "move", "300.00", **more)
    done(collect(fund, "500.00"))
    act = done(propose(fund, "move", "300.00", **more))

    assert lines(act.entry) == [
        "Dr cash on hand, กองทุนวันละบาท 300.00",
        "Dr contributions paid into funds 300.00",
        "Cr cash on hand 300.00",
        "Cr from the main or another fund, กองทุนวันละบาท 300.00",
    ]


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

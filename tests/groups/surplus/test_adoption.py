from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from federation.ledger.queries import as_text
from groups.surplus import steps
from groups.surplus.models import DividendPart, HeadPart, YearState
from groups.surplus.rules import HeadsDoNotAddUp, NothingToWeighBy
from groups.surplus.steps.adoption import rehearsed_plan
from groups.surplus.steps.refusals import NotAtThisStep, NotThatPlan, SamePerson
from tests import builders
from tests.groups.surplus import worlds
from tests.groups.surplus.worlds import AT, MEETING, plan
from tests.loans.lending.worlds import resolve

pytestmark = pytest.mark.django_db
D = Decimal


def saving_group(*sums, surplus="1000.00"):
    """A group whose members saved these sums in January, and its closed year."""
    group = worlds.group()
    for member, baht in zip(builders.members(group, len(sums)), sums, strict=True):
        if D(baht):
            worlds.save(member, baht, on=date(2025, 1, 5))
    if D(surplus) > 0:
        worlds.earn(group, surplus)
    else:
        worlds.spend(group, surplus[1:])
    return group, worlds.closed(group)


def parts(close):
    rows = DividendPart.objects.filter(year=close).order_by("membership__number")
    return [(row.membership.number, row.dividend, row.patronage, row.deducted) for row in rows]


def heads(close):
    return {row.head: row.amount for row in HeadPart.objects.filter(year=close)}


def test_adoption_allots_the_surplus_and_writes_down_every_part():
    _group, close = saving_group("300", "200", "100")
    close = worlds.adopted(close, plan(dividend=60, reserve=30, public=10))

    assert close.state == YearState.ADOPTED
    assert heads(close) == {"dividend": D("600.00"), "reserve": D("300.00"), "public": D("100.00")}
    assert parts(close) == [(1, D("300.00"), 0, 0), (2, D("200.00"), 0, 0), (3, D("100.00"), 0, 0)]
    assert as_text(close.adoption) == "\n".join(
        [
            "Dr surplus of the year                           1,000.00",
            "   Cr dividend and refunds to be paid                 600.00",
            "   Cr reserve                                         300.00",
            "   Cr public benefit fund                             100.00",
        ]
    )


def test_satang_that_does_not_divide_goes_to_the_largest_remainder_then_the_lower_number():
    _group, close = saving_group("100", "100", "100", surplus="100.00")
    close = worlds.adopted(close, plan(dividend=100))

    assert [dividend for _n, dividend, *_rest in parts(close)] == [D("33.34"), D("33.33"), D("33.33")]


def test_welfare_gets_its_part_in_cash_now():
    group, close = saving_group("100")
    builders.fund(group, on=worlds.SINCE)
    close = worlds.adopted(close, plan(dividend=50, welfare=50))

    assert worlds.balance(group, "11010-WELF") == worlds.balance(group, "46080-WELF") == D("500.00")
    assert worlds.balance(group, "11010") == D("600.00")
    assert HeadPart.objects.get(year=close, head="welfare").fund.code == "WELF"


def test_welfare_is_owed_its_part_where_the_cash_does_not_reach():
    group, close = saving_group("100")
    builders.fund(group, on=worlds.SINCE)
    worlds.book_entry(group, ("12300", "1000.00"), ("11010", "-1000.00"), on=date(2026, 1, 5))

    with pytest.raises(NotThatPlan, match="100.00"):
        worlds.adopted(close, plan(dividend=50, welfare=50))
    worlds.adopted(close, plan(dividend=50, welfare=50, hand_over="owed"))

    assert worlds.balance(group, "23080.WELF") == worlds.balance(group, "14030-WELF") == D("500.00")


def test_welfare_without_a_fund_stays_an_appropriation():
    group, close = saving_group("100")
    worlds.adopted(close, plan(dividend=70, welfare=20, funeral=10))

    assert (worlds.balance(group, "34540"), worlds.balance(group, "34560")) == (D("200.00"), D("100.00"))


def test_leaders_without_a_fund_are_refused_in_a_group():
    _group, close = saving_group("100")

    with pytest.raises(NotThatPlan):
        worlds.adopted(close, plan(dividend=90, leaders=10))


def test_what_earlier_years_lack_is_made_good_first():
    group = worlds.group()
    worlds.save(builders.member(group), "100", on=date(2025, 1, 5))
    worlds.book_entry(group, ("33010", "300.00"), ("23070", "-300.00"), on=date(2025, 1, 5))
    worlds.earn(group, "1000.00")
    close = worlds.adopted(worlds.closed(group), plan(dividend=100))

    assert heads(close) == {"dividend": D("700.00")}
    assert worlds.balance(group, "33010") == 0 and worlds.balance(group, "23040") == D("700.00")


def test_loss_is_covered_from_risk_then_reserve_then_earlier_years():
    group = worlds.group()
    worlds.save(builders.member(group), "1000", on=date(2025, 1, 5))
    worlds.book_entry(group, ("11010", "150.00"), ("34520", "-100.00"), ("34100", "-50.00"), on=date(2025, 1, 5))
    worlds.spend(group, "200.00")
    close = worlds.adopted(worlds.closed(group), plan(dividend=50, welfare=50))

    assert as_text(close.adoption) == "\n".join(
        [
            "Dr risk reserve                                    100.00",
            "Dr reserve                                          50.00",
            "Dr retained surplus                                 50.00",
            "   Cr surplus of the year                             200.00",
        ]
    )
    assert heads(close) == {} and sum(part[1] for part in parts(close)) == 0


def test_rate_takes_less_than_its_head_and_the_rest_stays():
    group, close = saving_group("1000", "200")
    close = worlds.adopted(close, plan("rate", rate=D("0.05"), dividend=80, reserve=20))

    assert [part[1] for part in parts(close)] == [D("50.00"), D("10.00")]
    assert heads(close)["dividend"] == D("60.00")
    assert worlds.balance(group, "33010") == D("740.00") and close.basis["held_back"] == "740.00"


def test_refund_follows_the_interest_a_member_paid():
    group = worlds.group()
    saver, borrower = builders.members(group, 2)
    worlds.save(saver, "1000", on=date(2025, 1, 5))
    loan = builders.loan(borrower, "12000.00", on=date(2025, 1, 5))
    builders.repay(loan, "1120.00", on=date(2025, 2, 5))
    worlds.earn(group, "880.00")
    close = worlds.adopted(worlds.closed(group), plan(dividend=90, patronage=10, deducts="nothing"))

    assert parts(close) == [(1, D("900.00"), 0, 0), (2, 0, D("100.00"), 0)]


def test_overdue_of_own_loans_is_set_off_and_a_guarantee_is_not():
    group = worlds.group()
    borrower, guarantor = builders.members(group, 2)
    for member in (borrower, guarantor):
        worlds.save(member, "1000", on=date(2025, 1, 5))
    loan = builders.loan(borrower, "1200.00", on=date(2025, 12, 5), guarantors=[(guarantor, "1200.00")])
    worlds.earn(group, "1000.00")
    close = worlds.adopted(worlds.closed(group), plan(dividend=100))

    first, second = DividendPart.objects.filter(year=close).order_by("membership__number")
    # two instalments fell due by the meeting, 112.00 each: nothing was repaid, so both bear interest on 1,200
    assert (first.gross, first.deducted, first.net) == (D("500.00"), D("224.00"), D("276.00"))
    assert first.deductions == [[loan.contract_no, str(loan.pk), "224.00"]]
    assert second.deducted == 0
    assert worlds.balance(group, "23040") == D("776.00")
    event = loan.events.get(kind="repayment")
    assert (event.amount, event.on, event.data["source"]) == (D("224.00"), MEETING, "dividend")


def test_loan_that_only_waits_for_a_sheet_is_not_set_off():
    group = worlds.group()
    late, waits = builders.members(group, 2)
    for member in (late, waits):
        worlds.save(member, "1000", on=date(2025, 1, 5))
    builders.loan(late, "1200.00", on=date(2025, 11, 5))
    builders.loan(waits, "1200.00", on=date(2025, 12, 5))
    worlds.earn(group, "1000.00")
    resolve(group, meeting_days=(5,))  # those of January and February have no sheet yet
    close = worlds.closed(group)
    rehearsed = rehearsed_plan(close, plan(dividend=100), on=MEETING)
    close = worlds.adopted(close, plan(dividend=100))

    first, second = DividendPart.objects.filter(year=close).order_by("membership__number")
    assert first.deducted == D("336.00") and (second.deducted, second.net) == (0, D("500.00"))
    overdue = rehearsed.facts.overdue
    assert (overdue.waiting, overdue.meetings) == (1, [date(2026, 1, 5), date(2026, 2, 5)])


def test_dividend_wholly_set_off_is_paid_by_it():
    group = worlds.group()
    borrower = builders.member(group)
    worlds.save(borrower, "1000", on=date(2025, 1, 5))
    builders.loan(borrower, "1200.00", on=date(2025, 12, 5))
    worlds.earn(group, "100.00")
    close = worlds.adopted(worlds.closed(group), plan(dividend=100))

    [part] = DividendPart.objects.filter(year=close)
    assert (part.net, part.paid_on, part.entry) == (0, MEETING, close.adoption)
    assert worlds.balance(group, "23040") == 0


def test_heads_must_be_a_hundred():
    _group, close = saving_group("100")

    with pytest.raises(HeadsDoNotAddUp):
        worlds.adopted(close, plan(dividend=60, reserve=30))


def test_dividend_needs_somebody_who_saved():
    _group, close = saving_group("0")

    with pytest.raises(NothingToWeighBy):
        worlds.adopted(close, plan(dividend=100))


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 2, 21)])
def test_meeting_is_after_the_year_and_not_to_come(day):
    _group, close = saving_group("100")

    with pytest.raises(NotThatPlan) as refused:
        worlds.adopted(close, plan(dividend=100), on=day)
    assert set(refused.value.fields) == {"meeting_on"}


def test_resolution_is_confirmed_by_another_person():
    _group, close = saving_group("100")
    given = {"plan": plan(dividend=100), "meeting_on": MEETING, "resolution_no": "3/2569", "at": AT}
    with transaction.atomic():
        steps.propose_plan_step(close, by=builders.user("treasurer"), **given)

    with pytest.raises(SamePerson), transaction.atomic():
        steps.adopt_step(close, by=builders.user("treasurer"), at=AT)
    with transaction.atomic():
        steps.take_back_plan_step(close)
    with pytest.raises(NotThatPlan), transaction.atomic():
        steps.adopt_step(close, by=builders.user("chair"), at=AT)


def test_adopted_year_is_not_taken_back_nor_adopted_again():
    _group, close = saving_group("100")
    close = worlds.adopted(close, plan(dividend=100))

    with pytest.raises(NotAtThisStep), transaction.atomic():
        steps.ask_back_step(close, reason="อยากแบ่งใหม่อีกครั้ง", by=builders.user("treasurer"))
    with pytest.raises(NotAtThisStep):
        worlds.adopted(close, plan(dividend=100))


def test_changing_one_members_savings_changes_that_weight_alone():
    _group, close = saving_group("300", "200", "100")
    close = worlds.adopted(close, plan("rate", rate=D("0.05"), dividend=100))
    _other, changed = saving_group("300", "400", "100")
    changed = worlds.adopted(changed, plan("rate", rate=D("0.05"), dividend=100))

    before, after = parts(close), parts(changed)
    assert [n for n in range(3) if before[n] != after[n]] == [1]

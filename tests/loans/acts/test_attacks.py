"""What a dishonest officer tries with acts: each is refused, or shown to a second person."""

import uuid
from datetime import date
from decimal import Decimal as D

import pytest
from django.db import transaction

from federation.kit.refusals import Refused
from federation.ledger.books import account
from federation.ledger.journal import entries_after
from federation.ledger.months import close
from federation.ledger.posting import lock
from federation.ledger.queries import balance
from federation.ledger.refusals import NeedsSecondPerson
from federation.organisations.models import Organisation
from groups.registry.models import MembershipState
from loans.acts.steps.frame import OwnLoan, ResolutionMissing, propose_step
from loans.acts.steps.kind import NotPossible
from loans.lending.actions.repay import repay
from loans.lending.models import Guarantee, Loan
from loans.lending.steps.desk import NeedsAnother
from tests import builders
from tests.loans.acts.test_kinds import JULY, pays
from tests.loans.acts.worlds import (
    AT,
    REASON,
    SIGNED_ON,
    World,
    carry_out,
    decide,
    last_number,
    paid_out,
    propose,
    taken_over,
    world,
)
from tests.loans.lending import worlds
from tests.loans.lending.test_guarantees import same_person

pytestmark = pytest.mark.django_db
NAMED = "คืนเงินให้นางบุญมา ใจดี เพราะป่วย"


def memos_of(made, *, since):
    return [str(memo) for entry in entries_after(made.group.book, since) for memo in entry.memos.all()]


# Waivers


def test_waivers_dated_backwards_are_counted_together():
    made = paid_out()
    worlds.resolve(made.group, waiver_most=D("100.00"))
    for day in (JULY, date(2026, 6, 5)):
        carry_out(made, "waiver", on=day, data={"interest": "50.00", "fine": "0.00", "resolution_of": "committee"})

    with pytest.raises(ResolutionMissing):
        data = {"interest": "50.00", "fine": "0.00", "resolution_of": "committee"}
        propose(made, "waiver", on=date(2026, 5, 5), data=data)


# Names in the journal


def test_the_journal_does_not_say_why_a_payment_was_taken_back():
    made = paid_out()
    paid = pays(made, "1120.00", on=date(2026, 4, 5))
    later = pays(made, "1000.00", on=date(2026, 5, 5))
    number = last_number(made)

    act = carry_out(made, "strike", on=JULY, data={"event": str(paid.pk)}, reason=NAMED)

    memos = memos_of(made, since=number)
    assert later.pk and len(memos) == 2
    assert all("บุญมา" not in memo and made.loan.contract_no in memo for memo in memos)
    assert act.reason == NAMED


def test_the_journal_does_not_say_why_loans_were_taken_over():
    made = paid_out()
    act = taken_over(worlds.saver(made.group, "นารี"), product="ordinary", reason=NAMED)

    assert "บุญมา" not in memos_of(made, since=0)[-1]
    assert act.reason == NAMED


# A payment dated back


def at_desk(made, amount, *, on, kind="prepayment"):
    cash = account(made.group.book, "11010")
    facts = {"key": uuid.uuid4(), "seen": "", "kind": kind, "amount": D(amount), "on": on, "purse": cash, "slip": ""}
    loan = Loan.objects.get(pk=made.loan.pk)
    return repay(loan, **facts, payer=made.borrower, by=builders.user("desk"), at=AT)


@pytest.mark.django_db(transaction=True)
def test_nobody_alone_dates_a_payment_back_into_a_closed_month():
    made = paid_out()
    with transaction.atomic():
        lock(made.group.book)
        for month in range(1, 8):
            close(made.group.book, month=date(2026, month, 1))
    number = last_number(made)

    with pytest.raises(NeedsAnother):
        at_desk(made, "9000.00", on=date(2026, 4, 2))

    assert last_number(made) == number


@pytest.mark.django_db(transaction=True)
def test_nobody_alone_dates_a_payment_before_what_is_recorded():
    made = paid_out()
    with transaction.atomic():
        pays(made, "1120.00", on=JULY)

    with pytest.raises(NeedsAnother):
        at_desk(made, "9000.00", on=date(2026, 4, 2))


LATE = {"amount": "6000.00", "purse": "11010", "slip": "", "payer": 1, "pays": "prepayment"}


def test_a_payment_dated_back_is_seen_by_two_with_what_it_takes_off():
    made = paid_out()
    pays(made, "1480.00", on=JULY)
    before = made.now(JULY).principal
    number = last_number(made)

    act = propose(made, "late_payment", on=date(2026, 4, 5), data=LATE)

    assert last_number(made) == number
    assert D(act.would["facts"]["less"]["interest"]) > D("150.00")
    assert len(act.would["entries"]) == 2
    done = decide(act)
    assert (done.event.kind, done.event.on, done.event.entry.receipts.count()) == ("prepayment", date(2026, 4, 5), 1)
    assert before - made.now(JULY).principal > D("6000.00") - D("480.00")


@pytest.mark.parametrize(
    ("change", "said"), [({"payer": 999}, "999"), ({"purse": "41010"}, ""), ({"pays": "waiver"}, "")]
)
def test_a_late_payment_that_names_nobody_or_nothing_is_refused(change, said):
    with pytest.raises(NotPossible) as refusal:
        propose(paid_out(), "late_payment", on=JULY, data={**LATE, **change})

    assert said in str(refusal.value)


# Who is bound by the loan


def officer(membership, name="helper"):
    user = builders.user(name)
    user.person = membership.person
    user.save(update_fields=["person"])
    return user


def guarantee_of(made):
    return Guarantee.objects.get(loan=made.loan, released_on=None)


def helper(made, number, **facts):
    facts = {"satja": "20000.00", "joined_on": date(2020, 1, 5), "born_on": date(1970, 1, 1), **facts}
    return worlds.saver(made.group, "นารี", number=number, **facts)


GIVEN_UP = {"interest": "1.00", "fine": "0.00", "resolution_of": "committee"}


def test_a_guarantor_proposes_nothing_on_the_loan():
    made = paid_out()
    free = {"release": [str(guarantee_of(made).pk)], "add": [], "resolution_of": "general_meeting"}

    for kind, data in (("guarantor_change", free), ("waiver", GIVEN_UP), ("late_payment", LATE)):
        with pytest.raises(OwnLoan):
            propose(made, kind, on=JULY, data=data, by=officer(made.guarantor))

    assert guarantee_of(made).released_on is None


def test_a_guarantor_is_not_released_where_nobody_is_left_unless_the_general_meeting_says_so():
    made = paid_out(guarantors=1, own_savings_without_guarantor=False)
    free = {"release": [str(guarantee_of(made).pk)], "add": []}

    with pytest.raises(NotPossible):
        propose(made, "guarantor_change", on=JULY, data={**free, "resolution_of": "committee"})

    assert carry_out(made, "guarantor_change", on=JULY, data={**free, "resolution_of": "general_meeting"}).agreed


def test_a_guarantor_is_not_changed_for_one_who_stands_for_less_than_is_open():
    made = paid_out()
    release, weak = [str(guarantee_of(made).pk)], helper(made, 41)

    with pytest.raises(NotPossible) as refusal:
        add = [{"number": weak.number, "amount": "500.00"}]
        propose(made, "guarantor_change", on=JULY, data={"release": release, "add": add})

    assert "500" in " ".join(map(str, refusal.value.problems))


def test_the_same_guarantor_in_two_boxes_or_out_and_in_is_refused_in_words():
    made = paid_out()
    new, old = helper(made, 41), guarantee_of(made)
    twice = [{"number": new.number, "amount": "5000.00"}] * 2
    again = [{"number": old.membership.number, "amount": "9000.00"}]

    for release, add in (([], twice), ([str(old.pk)], twice), ([str(old.pk)], again)):
        with pytest.raises(NotPossible):
            propose(made, "guarantor_change", on=JULY, data={"release": release, "add": add})


def test_a_release_is_not_taken_back_where_the_guarantor_stands_again():
    made = paid_out()
    new, old = helper(made, 41), guarantee_of(made)
    change = {"release": [str(old.pk)], "add": [{"number": new.number, "amount": "9000.00"}]}
    act = carry_out(made, "guarantor_change", on=date(2026, 6, 5), data=change)
    back = [{"number": old.membership.number, "amount": "9000.00"}]
    old.membership.person.born_on, old.membership.joined_on = date(1970, 1, 1), date(2020, 1, 5)
    old.membership.person.save(update_fields=["born_on"])
    old.membership.save(update_fields=["joined_on"])
    carry_out(made, "guarantor_change", on=JULY, data={"release": [], "add": back})

    with pytest.raises(NotPossible):
        propose(made, "strike", on=JULY, data={"act": str(act.pk)})


def test_no_ring_is_closed_through_a_change_of_guarantors():
    made = paid_out()
    other = helper(made, 41)
    worlds.contract(other, made.loan.product_version, amount="1000.00", guarantors=[(made.borrower, "500.00")])

    with pytest.raises(NotPossible) as refusal:
        add = [{"number": other.number, "amount": "500.00"}]
        propose(made, "guarantor_change", on=JULY, data={"release": [], "add": add})

    assert refusal.value.problems


# Takeovers


def test_nobody_checks_a_takeover_of_a_loan_of_his_own():
    made = paid_out()
    borrower = worlds.saver(made.group, "นารี")

    with pytest.raises(NeedsSecondPerson) as refusal:
        taken_over(borrower, product="ordinary", by=officer(borrower))

    assert "9/2568" in str(refusal.value)
    assert not Loan.objects.filter(contract_no="9/2568").exists()


def test_nobody_checks_that_a_takeover_of_a_loan_of_his_own_is_taken_back():
    made = paid_out()
    borrower = worlds.saver(made.group, "นารี")
    act = taken_over(borrower, product="ordinary")
    with transaction.atomic():
        facts = {"kind": "strike", "on": JULY, "data": {"act": str(act.pk)}, "reason": REASON, "at": AT}
        strike = propose_step(made.group, None, **facts, by=builders.user("proposes"))

    with pytest.raises(NeedsSecondPerson):
        decide(strike, by=officer(borrower))


# Gifts by other ways


def test_a_rate_below_the_product_is_for_the_general_meeting():
    made = paid_out()

    with pytest.raises(ResolutionMissing):
        propose(made, "rate", on=JULY, data={"yearly_rate": "0", "resolution_of": "committee"})

    assert propose(made, "rate", on=JULY, data={"yearly_rate": "0", "resolution_of": "general_meeting"}).pk


@pytest.mark.parametrize("who", ["borrower", "guarantor"])
def test_nothing_is_paid_out_after_somebody_left(who):
    made = world()
    member = getattr(made, who)
    member.state = MembershipState.ON_HOLD
    member.save(update_fields=["state"])

    with pytest.raises(NotPossible):
        propose(made, "payout", on=SIGNED_ON, data={"from": "cash", "amount": "12000.00"})


def test_two_payouts_proposed_at_once_do_not_empty_the_box_twice():
    made = world()
    second = worlds.contract(made.borrower, made.loan.product_version, amount="24000.00")
    cash = balance(account(made.group.book, "11010"))
    first = propose(made, "payout", on=SIGNED_ON, data={"from": "cash", "amount": "12000.00"})
    both = World(made.group, made.borrower, None, second)
    other = propose(both, "payout", on=SIGNED_ON, data={"from": "cash", "amount": str(min(cash, D("24000.00")))})
    decide(first)

    with pytest.raises(Refused):
        decide(other)

    assert balance(account(made.group.book, "11010")) == cash - D("12000.00")


@pytest.mark.django_db(transaction=True)
def test_money_on_a_debt_that_was_charged_off_leaves_a_receipt():
    made = paid_out()
    carry_out(made, "charge_off", on=JULY)
    with transaction.atomic():
        event = pays(made, "500.00", on=date(2026, 8, 5))

    assert (event.kind, event.entry.receipts.count()) == ("recovery", 1)


def test_contracts_guaranteed_in_another_group_count_for_a_new_guarantor():
    made = paid_out()
    worlds.resolve(made.group, guarantees_per_member=1)
    busy, free = helper(made, 41), helper(made, 42)
    other = builders.group(Organisation.objects.get(pk=made.group.network_key))
    there = same_person(busy, other)
    worlds.contract(worlds.saver(other, "แก้ว"), worlds.product(other), guarantors=[(there, "100.00")])

    with pytest.raises(NotPossible) as refusal:
        add = [{"number": busy.number, "amount": "500.00"}]
        propose(made, "guarantor_change", on=JULY, data={"release": [], "add": add})

    assert len(refusal.value.problems) == 1
    add = [{"number": free.number, "amount": "500.00"}]
    assert propose(made, "guarantor_change", on=JULY, data={"release": [], "add": add}).pk

"""Asking for a loan, the decision on it, and taking either back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from groups.registry.models import Office
from loans.lending.models import DecisionSeat, LoanRequest, RequestState
from loans.lending.queries.seen import seen_as
from loans.lending.steps import decisions
from loans.lending.steps import requests as steps
from loans.lending.steps.contracts import sign_step
from loans.lending.steps.seen import ChangedSinceSeen
from tests import builders
from tests.loans.lending import worlds

pytestmark = pytest.mark.django_db

ON = worlds.ASKED_ON


@pytest.fixture
def group():
    return builders.group(books_from=date(2024, 1, 1))


@pytest.fixture
def anon(group):
    return worlds.saver(group, "อานนท์", satja="8000.00", born_on=date(1980, 1, 1))


@pytest.fixture
def ready(group, anon):
    """An ordinary request that all rules allow: it stays below own savings."""
    worlds.committee(group, 3)
    return ask(group, anon, worlds.product(group), amount="6000.00")


def ask(group, member, version, *, amount="6000.00", **facts):
    asked = steps.RequestIn(
        membership=member,
        product_version=version,
        amount=Decimal(amount),
        **{"instalments": 12, "first_due_on": worlds.FIRST_DUE, "purpose": "ซื้อปุ๋ย", **facts},
    )
    with transaction.atomic():
        return steps.ask_step(group, asked=asked, on=ON, by=builders.user("officer"), at=builders.AT)


def decide(request, *, by=None, seen=None, **facts):
    facts = {"approve": True, "resolution_no": "3/2569", "resolution_on": ON, **facts}
    with transaction.atomic():
        by = by or builders.user("chair")
        return decisions.decide_step(request, decision=decisions.Decision(**facts), seen=seen, by=by, at=builders.AT)


def refused(kind, act):
    with pytest.raises(kind) as caught:
        act()
    return caught.value


# Asking


def test_requests_are_numbered_on_and_keep_their_parts(group, anon):
    bun = worlds.saver(group, "บุญมา", satja="9000.00")
    version = worlds.product(group)
    first = ask(group, anon, version)
    pledge = steps.CollateralIn("ที่ดิน", "นา 3 ไร่", Decimal("90000.00"), date(2026, 1, 9), "นส.3 เลขที่ 12")
    second = ask(
        group,
        anon,
        version,
        guarantors=(steps.GuarantorIn(bun, Decimal("2000.00"), is_spouse=True),),
        collaterals=(pledge,),
    )

    assert (first.number, second.number) == (1, 2)
    assert [(one.membership, one.amount, one.is_spouse) for one in second.guarantees.all()] == [
        (bun, Decimal("2000.00"), True)
    ]
    assert second.collaterals.get().document_no == "นส.3 เลขที่ 12"


def test_a_request_says_all_that_does_not_fit(group, anon):
    stranger = worlds.saver(builders.group(), "ไกร")
    goods = ({"name": "ปุ๋ย", "unit": "กระสอบ", "count": "3", "price": "900.00"},)

    error = refused(
        steps.BadRequest,
        lambda: ask(
            group,
            anon,
            worlds.product(group),
            goods=goods,
            first_due_on=ON,
            guarantors=(
                steps.GuarantorIn(anon, Decimal("1.00")),
                steps.GuarantorIn(stranger, Decimal("1.00")),
            ),
            joint=(steps.JointIn(anon, Decimal("6000.00")),),
        ),
    )

    assert set(error.fields) == {"first_due_on", "amount", "guarantors", "joint"}
    assert not LoanRequest.objects.exists()


def test_an_undecided_request_is_changed_whole_and_withdrawn(group, anon, ready):
    asked = steps.RequestIn(
        membership=anon,
        product_version=ready.product_version,
        amount=Decimal("5000.00"),
        instalments=10,
        first_due_on=worlds.FIRST_DUE,
        purpose="ซ่อมเรือ",
    )
    with transaction.atomic():
        changed = steps.change_step(ready, asked=asked, by=builders.user("officer"))
        withdrawn = steps.withdraw_step(changed)

    assert (changed.number, changed.amount, changed.purpose) == (1, Decimal("5000.00"), "ซ่อมเรือ")
    assert withdrawn.state == RequestState.WITHDRAWN
    refused(steps.NotUndecided, lambda: steps.change_step(ready, asked=asked, by=builders.user("officer")))
    refused(steps.NotUndecided, lambda: decide(ready))


# Deciding


def test_an_approval_keeps_resolution_seats_and_what_the_rules_said(group, ready):
    approved = decide(ready, amount=Decimal("5000.00"), instalments=10)

    assert approved.state == RequestState.APPROVED
    assert (approved.amount_approved, approved.instalments_approved) == (Decimal("5000.00"), 10)
    assert {check["verdict"] for check in approved.checks} == {"holds"}
    assert DecisionSeat.objects.filter(request=ready, seat="decided").count() == 3


def test_no_more_is_approved_than_was_asked(group, ready):
    error = refused(steps.BadRequest, lambda: decide(ready, amount=Decimal("6000.01")))

    assert "amount" in error.fields


def test_a_refusal_says_why(group, ready):
    refused(steps.BadRequest, lambda: decide(ready, approve=False))

    assert decide(ready, approve=False, text="ยังไม่ถึงรอบ").state == RequestState.REFUSED


def test_what_a_rule_refuses_is_not_approved_and_every_reason_is_told(group, anon):
    worlds.committee(group, 3)
    asked = ask(group, anon, worlds.product(group), amount="60000.00", instalments=30)

    error = refused(decisions.RulesRefuse, lambda: decide(asked))

    assert len(error.problems) == 5  # amount, ceiling, instalments, guarantors, cover
    assert LoanRequest.objects.get().state == RequestState.ASKED
    assert decide(asked, approve=False, text="เกินวงเงิน").state == RequestState.REFUSED


def test_a_warning_takes_a_word_in_the_resolution(group):
    worlds.committee(group, 3)
    nobody_knows = worlds.saver(group, "แก้ว", satja="8000.00")
    asked = ask(group, nobody_knows, worlds.product(group))

    error = refused(decisions.WarningUnanswered, lambda: decide(asked))

    assert "text" in error.fields
    assert decide(asked, text="ดูบัตรประชาชนแล้ว อายุ 44 ปี").state == RequestState.APPROVED


def test_who_borrows_or_guarantees_stands_back_and_does_not_count(group):
    chair, secretary, third, fourth = worlds.committee(group, 4)
    guarantor = steps.GuarantorIn(secretary, Decimal("100.00"))
    asked = ask(group, chair, worlds.product(group), amount="4000.00", guarantors=(guarantor,))

    decide(asked, absent=frozenset(), text="ครบ")

    seats = dict(DecisionSeat.objects.filter(request=asked).values_list("person_id", "seat"))
    assert seats == {
        chair.person_id: "own",
        secretary.person_id: "guarantor",
        third.person_id: "decided",
        fourth.person_id: "decided",
    }


def test_too_few_of_the_committee_do_not_decide(group, anon):
    members = worlds.committee(group, 5)
    asked = ask(group, anon, worlds.product(group))

    refused(decisions.NoQuorum, lambda: decide(asked, absent=frozenset(one.person_id for one in members[:3])))

    assert decide(asked, absent=frozenset(one.person_id for one in members[:2])).state == RequestState.APPROVED


def test_where_all_are_kin_the_general_meeting_decides(group, anon):
    members = worlds.committee(group, 3)
    asked = ask(group, anon, worlds.product(group))
    kin = frozenset(one.person_id for one in members)

    error = refused(decisions.NoQuorum, lambda: decide(asked, kin=kin))
    approved = decide(asked, kin=kin, general_meeting=True)

    assert str(error).startswith("กรรมการที่พิจารณาสัญญานี้ได้มีเพียง 0 คน")
    assert approved.decided_in == "general_meeting"
    assert set(DecisionSeat.objects.filter(request=asked).values_list("seat", "close_kin")) == {("kin", True)}


def test_kin_decide_where_the_bylaws_let_them_and_it_is_written_down(group, anon):
    members = worlds.committee(group, 3)
    worlds.resolve(group, kin_decide="yes")
    asked = ask(group, anon, worlds.product(group))

    decide(asked, kin=frozenset([members[0].person_id]))

    assert DecisionSeat.objects.get(request=asked, close_kin=True).seat == "decided"


def test_a_group_without_a_committee_cannot_decide(group, anon):
    refused(decisions.NoQuorum, lambda: decide(ask(group, anon, worlds.product(group))))


def test_the_committee_of_the_day_decides_not_that_of_today(group, anon):
    worlds.committee(group, 3)
    Office.objects.update(until=date(2026, 3, 4))

    refused(decisions.NoQuorum, lambda: decide(ask(group, anon, worlds.product(group))))


def changed(request, *, by=None, **changes):
    """The same request with something else in it, entered while somebody has it before their eyes."""
    by = by or builders.user("officer")
    facts = {name: getattr(request, name) for name in ("membership", "product_version", "amount", "instalments")}
    facts |= {"first_due_on": request.first_due_on, "purpose": request.purpose}
    with transaction.atomic():
        return steps.change_step(request, asked=steps.RequestIn(**{**facts, **changes}), by=by)


@pytest.mark.parametrize(
    "what", ["membership", "amount", "purpose", "guarantors", "joint", "collaterals", "first_due_on"]
)
def test_a_request_changed_under_the_decider_is_not_decided(group, anon, ready, what):
    other = worlds.saver(group, "ไกร", satja="9000.00", born_on=date(1980, 1, 1))
    value = {
        "membership": other,
        "amount": Decimal("5999.00"),
        "purpose": "ซื้อรถ",
        "guarantors": (steps.GuarantorIn(other, Decimal("1000.00")),),
        "joint": (steps.JointIn(other, Decimal("1000.00")),),
        "collaterals": (steps.CollateralIn("ที่ดิน", "นา", Decimal("9000.00"), date(2026, 1, 9)),),
        "first_due_on": date(2026, 5, 5),
    }[what]
    seen = seen_as(ready)
    now = changed(ready, **{what: value})

    refused(ChangedSinceSeen, lambda: decide(ready, seen=seen))

    assert LoanRequest.objects.get().state == RequestState.ASKED
    assert decide(ready, seen=seen_as(now)).state == RequestState.APPROVED


# One person is no committee


def test_who_entered_a_request_does_not_record_its_decision(group, ready):
    refused(decisions.OwnEntry, lambda: decide(ready, by=builders.user("officer")))
    refused(decisions.OwnEntry, lambda: decide(ready, by=builders.user("officer"), approve=False, text="ไม่ให้"))
    assert LoanRequest.objects.get().state == RequestState.ASKED


def test_who_changed_a_request_does_not_record_its_decision_either(group, ready):
    now = changed(ready, by=builders.user("chair"), amount=Decimal("5000.00"))

    refused(decisions.OwnEntry, lambda: decide(now))
    assert decide(now, by=builders.user("vice")).state == RequestState.APPROVED


@pytest.mark.parametrize("absent", ["nobody", "everybody"])
def test_nobody_calls_the_general_meeting_where_the_committee_can_decide(group, ready, absent):
    sat = Office.objects.filter(organisation=group).values_list("person_id", flat=True)
    away = frozenset(sat) if absent == "everybody" else frozenset()

    refused(decisions.CommitteeCanDecide, lambda: decide(ready, general_meeting=True, absent=away))

    assert LoanRequest.objects.get().state == RequestState.ASKED


# Nobody decides on a loan of one's own


def test_who_asks_does_not_record_the_decision(group, anon, ready):
    own = builders.user("anon")
    own.person = anon.person
    own.save(update_fields=["person"])

    refused(decisions.OwnLoan, lambda: decide(ready, by=own))
    refused(decisions.OwnLoan, lambda: decide(ready, by=own, approve=False, text="ไม่เอาแล้ว"))
    assert LoanRequest.objects.get().state == RequestState.ASKED


@pytest.mark.parametrize("part", ["borrower", "guarantor", "joint"])
def test_the_database_refuses_a_decision_of_who_is_concerned(group, anon, part):
    other = worlds.saver(group, "บุญมา", satja="9000.00")
    asked = ask(
        group,
        anon,
        worlds.product(group),
        guarantors=(steps.GuarantorIn(other, Decimal("100.00")),) if part == "guarantor" else (),
        joint=(steps.JointIn(other, Decimal("100.00")),) if part == "joint" else (),
    )
    concerned = builders.user("concerned")
    concerned.person = anon.person if part == "borrower" else other.person
    concerned.save(update_fields=["person"])

    with pytest.raises(IntegrityError, match="guarantees it"), transaction.atomic():
        raw(
            "UPDATE loans_loanrequest SET state='approved', amount_approved=amount, instalments_approved=12,"
            " resolution_no='9', resolution_on=%s, decided_by_id=%s, decided_at=now()",
            [ON, concerned.pk],
        )
    with pytest.raises(IntegrityError, match="does not decide"), transaction.atomic():
        DecisionSeat.objects.create(network_id=asked.network_id, request=asked, person=concerned.person, seat="decided")


def test_the_database_refuses_a_guarantor_after_the_decision(group, anon, ready):
    decide(ready)
    other = worlds.saver(group, "บุญมา")

    with pytest.raises(IntegrityError, match="before the decision"), transaction.atomic():
        raw(
            "INSERT INTO loans_guarantee (id, network_id, request_id, membership_id, amount, release_reason, is_spouse)"
            " VALUES (gen_random_uuid(), %s, %s, %s, 100, '', false)",
            [ready.network_id, ready.pk, other.pk],
        )


@pytest.mark.parametrize(
    "column", ["resolution_no=''", "resolution_on=NULL", "decided_by_id=NULL", "amount_approved=NULL"]
)
def test_the_database_refuses_an_approval_without_its_resolution(group, ready, column):
    decide(ready)

    with pytest.raises(IntegrityError), transaction.atomic():
        raw(f"UPDATE loans_loanrequest SET {column}", [])


def raw(sql, given):
    with connection.cursor() as cursor:
        cursor.execute(sql, given)


# Taking back


def test_an_approval_is_taken_back_before_it_is_signed(group, ready):
    decide(ready)
    with transaction.atomic():
        again = decisions.take_back_step(ready, on=ON, by=builders.user("chair"))

    assert (again.state, again.resolution_no, again.checks) == (RequestState.ASKED, "", [])
    assert not DecisionSeat.objects.exists()
    assert decide(ready, resolution_no="4/2569").resolution_no == "4/2569"


def test_a_signed_request_is_not_taken_back(group, ready):
    decide(ready)
    with transaction.atomic():
        sign_step(ready, signed_on=ON, by=builders.user("officer"), at=builders.at_noon(ON))

    refused(decisions.NotApproved, lambda: decisions.take_back_step(ready, on=ON, by=builders.user("chair")))


def test_decision_defaults_name_nobody():
    decision = decisions.Decision(approve=True, resolution_no="1", resolution_on=ON)

    assert replace(decision, approve=False).kin == decision.absent == frozenset()

"""Two people, a reason, the same figures: what the frame round every act refuses, and what it keeps."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from federation.audit.log import record
from federation.audit.models import Act as Logged
from federation.ledger.months import close, head_of
from federation.ledger.posting import lock
from federation.ledger.refusals import NeedsSecondPerson
from loans.acts.actions import draft_act
from loans.acts.models import Act
from loans.acts.steps.frame import (
    AlreadyDecided,
    AskedAlready,
    DatedAhead,
    FiguresChanged,
    OwnLoan,
    ReasonTooShort,
    ResolutionMissing,
)
from loans.acts.steps.kind import NotPossible
from loans.lending.models import LoanEvent
from loans.lending.steps.independence import PostInBorrower
from tests import builders
from tests.loans.acts.test_kinds import JULY, pays
from tests.loans.acts.worlds import AT, REASON, SIGNED_ON, carry_out, decide, last_number, paid_out, propose, world
from tests.loans.lending.between import worlds as between

pytestmark = pytest.mark.django_db
CASH_OUT = {"from": "cash", "amount": "12000.00"}


def as_user(membership, name):
    """A user who is the person of a membership."""
    user = builders.user(name)
    user.person = membership.person
    user.save(update_fields=["person"])
    return user


def test_a_proposal_writes_nothing_but_itself():
    made = world()
    number = last_number(made)

    act = propose(made, "payout", on=SIGNED_ON, data=CASH_OUT)

    made.loan.refresh_from_db()
    assert (last_number(made), made.loan.state, LoanEvent.objects.count()) == (number, "signed", 0)
    assert (act.decided_at, act.agreed, act.event) == (None, None, None)
    lines = [(line["en"], line["debit"], line["credit"]) for line in act.would["entries"][0]["lines"]]
    assert lines == [("loan, contract 1/2569", "12000.00", "0.00"), ("cash on hand", "0.00", "12000.00")]
    assert (act.would["before"]["principal"], act.would["after"]["principal"]) == ("0.00", "12000.00")


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"reason": "สั้นไป"}, ReasonTooShort),
        ({"reason": "          "}, ReasonTooShort),
        ({"on": date(2026, 10, 15)}, DatedAhead),
        ({"on": date(2026, 3, 4)}, DatedAhead),
        ({"resolution_no": ""}, ResolutionMissing),
        ({"resolution_on": None}, ResolutionMissing),
        ({"resolution_on": date(2026, 10, 15)}, ResolutionMissing),
    ],
)
def test_a_proposal_without_its_day_its_reason_or_its_resolution(change, refusal):
    made = paid_out()
    data = {"until": "2026-07-20", "interest_runs": True}

    with pytest.raises(refusal):
        propose(made, "pause", **{"on": JULY, "data": data, **change})

    assert not Act.objects.filter(kind="pause").exists()


def test_the_same_is_not_asked_twice():
    made = world()
    first = propose(made, "payout", on=SIGNED_ON, data=CASH_OUT)

    with pytest.raises(AskedAlready) as refusal:
        propose(made, "payout", on=SIGNED_ON, data=CASH_OUT, by="somebody else")

    assert refusal.value.act == first


def test_nobody_checks_ones_own_act():
    made = world()
    act = propose(made, "payout", on=SIGNED_ON, data=CASH_OUT)

    for agree in (True, False):
        with pytest.raises(NeedsSecondPerson):
            decide(act, agree=agree, by="proposes")

    assert made.now(SIGNED_ON).principal == 0


def test_who_was_given_a_password_by_the_proposer_is_not_a_second_person():
    made = world()
    proposer = builders.officer(made.group, "chair", name="proposes")
    other = builders.officer(made.group, "secretary", name="checker")
    record("password_given", by=proposer, at=AT - timedelta(hours=1), organisation=made.group, about=f"user:{other.pk}")
    act = propose(made, "payout", on=SIGNED_ON, data=CASH_OUT)

    with pytest.raises(NeedsSecondPerson):
        decide(act, by="checker", at=AT + timedelta(hours=1))

    assert decide(act, by="checker", at=AT + timedelta(days=8)).agreed


@pytest.mark.parametrize("who", ["borrower", "guarantor"])
def test_who_owes_or_guarantees_does_not_check(who):
    made = world()
    user = as_user(getattr(made, who), "checks")
    act = propose(made, "payout", on=SIGNED_ON, data=CASH_OUT)

    with pytest.raises(OwnLoan):
        decide(act, by=user)

    assert decide(act, by=user, agree=False).agreed is False


def test_the_borrower_proposes_the_payout_only():
    made = paid_out()
    user = as_user(made.borrower, "proposes")

    with pytest.raises(OwnLoan):
        propose(made, "waiver", on=JULY, by=user, data={"interest": "1.00", "fine": "0.00"})


def test_who_is_an_officer_of_the_borrowing_group_does_not_check():
    made = between.lent(paid_out=False)
    officer = builders.officer(made.group, "chair", name="checker")
    act = propose(made.loan_of_acts, "payout", on=SIGNED_ON, data=CASH_OUT)

    with pytest.raises(PostInBorrower):
        decide(act, by=officer)


def test_a_decision_sent_twice_is_carried_out_once():
    made = world()
    act = propose(made, "payout", on=SIGNED_ON, data=CASH_OUT)

    first = decide(act)
    number = last_number(made)
    second = decide(act)

    assert second == first
    assert (last_number(made), LoanEvent.objects.count()) == (number, 1)


@pytest.mark.parametrize(("by", "agree"), [("checks", False), ("a third", True)])
def test_another_decision_on_the_same_act_is_refused(by, agree):
    made = world()
    act = propose(made, "payout", on=SIGNED_ON, data=CASH_OUT)
    decide(act)

    with pytest.raises(AlreadyDecided):
        decide(act, by=by, agree=agree)


def test_a_declined_act_stays_on_record_and_changes_nothing():
    made = world()
    act = decide(propose(made, "payout", on=SIGNED_ON, data=CASH_OUT), agree=False)

    assert (act.agreed, act.decided_by, act.event) == (False, builders.user("checks"), None)
    assert LoanEvent.objects.count() == 0
    assert carry_out(made, "payout", on=SIGNED_ON, data=CASH_OUT).agreed


def test_figures_that_changed_since_the_proposal_are_not_posted():
    made = paid_out()
    act = propose(made, "charge_off", on=JULY)
    pays(made, "1480.00", on=JULY)
    number = last_number(made)

    with pytest.raises(FiguresChanged):
        decide(act)

    act.refresh_from_db()
    assert (last_number(made), act.decided_at) == (number, None)
    assert decide(act, agree=False).agreed is False


def test_a_closed_month_takes_no_payout():
    made = world()
    act = propose(made, "payout", on=SIGNED_ON, data=CASH_OUT)
    _close_through(made.group, date(2026, 3, 1))

    with pytest.raises(NotPossible):
        decide(act)


def test_a_payment_of_a_month_closed_meanwhile_is_posted_in_the_oldest_open_one():
    made = paid_out()
    data = {"amount": "500.00", "purse": "11010", "slip": "", "payer": made.borrower.number, "pays": "repayment"}
    act = propose(made, "late_payment", on=JULY, data=data)
    _close_through(made.group, date(2026, 7, 1))

    done = decide(act, at=AT + timedelta(days=1))

    assert (done.event.on, done.event.entry.on, done.event.entry.concerns_month) == (
        JULY,
        date(2026, 8, 31),
        date(2026, 7, 1),
    )


def _close_through(group, last):
    for month in (date(2026, n, 1) for n in range(1, last.month + 1)):
        with transaction.atomic():
            lock(group.book)
            close(group.book, month=month)


def test_a_draft_keeps_nothing():
    made = world()
    number = last_number(made)

    act = draft_act(
        made.group, made.loan, kind="payout", on=SIGNED_ON, data=CASH_OUT, reason=REASON, by=builders.user("a"), at=AT
    )

    assert act.would["after"]["principal"] == "12000.00"
    assert (last_number(made), Act.objects.count(), head_of(made.group.book).number) == (number, 0, number)


def test_what_happened_is_in_the_log():
    made = world()
    act = carry_out(made, "payout", on=SIGNED_ON, data=CASH_OUT)
    declined = decide(propose(made, "in_court", on=JULY, data={"court": "ศาลแขวง"}), agree=False)

    logged = Logged.objects.filter(about__in=[f"loan_act:{act.pk}", f"loan_act:{declined.pk}"]).order_by("pk")

    assert [one.what for one in logged] == [
        "loan_act_proposed",
        "loan_act_carried_out",
        "loan_act_proposed",
        "loan_act_declined",
    ]


# What the database itself refuses


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"reason": "เปลี่ยนเหตุผลในภายหลัง"}, "act_is_kept"),
        ({"data": {"amount": "99000.00"}}, "act_is_kept"),
        ({"would": {}}, "act_is_kept"),
        ({"on": JULY}, "act_is_kept"),
        ({"agreed": True}, "act_decided_whole"),
    ],
)
def test_the_database_keeps_a_proposal_as_it_was(change, rule):
    act = propose(world(), "payout", on=SIGNED_ON, data=CASH_OUT)

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Act.objects.filter(pk=act.pk).update(**change)

    assert refused.value.__cause__.diag.constraint_name == rule


def test_the_database_keeps_a_decision_and_loses_no_act():
    act = decide(propose(world(), "payout", on=SIGNED_ON, data=CASH_OUT), agree=False)

    for attack in (lambda: Act.objects.filter(pk=act.pk).update(agreed=True), Act.objects.filter(pk=act.pk).delete):
        with pytest.raises(IntegrityError, match="decided once"), transaction.atomic():
            attack()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"reason": "สั้น"}, "act_says_why"),
        ({"resolution_no": ""}, "act_of_its_kind_needs_a_resolution"),
        ({"resolution_on": None}, "act_of_its_kind_needs_a_resolution"),
        ({"loan": None}, "act_is_about_a_loan"),
        ({"agreed": False, "decided_by": "proposes", "decided_at": AT}, "act_decided_by_another"),
    ],
)
def test_the_database_refuses_an_act_that_is_not_whole(change, rule):
    made = paid_out()
    by = builders.user("proposes")
    facts = {
        "network_id": made.group.network_key,
        "organisation": made.group,
        "loan": made.loan,
        "kind": "pause",
        "on": JULY,
        "reason": REASON,
        "resolution_no": "4/2569",
        "resolution_on": JULY,
        "asked_by": by,
        "asked_at": AT,
        **{name: builders.user(value) if name == "decided_by" else value for name, value in change.items()},
    }

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Act.objects.create(**facts)

    assert refused.value.__cause__.diag.constraint_name == rule

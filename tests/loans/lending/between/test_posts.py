"""Nobody with a post in the group that borrows has a hand in its loan: by the steps, and by the database."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.db import IntegrityError, connection, transaction

from federation.access.permissions import Role
from federation.kit.invariants import Scope
from groups.registry.models import Office
from loans.acts.steps.frame import decide_step
from loans.lending.invariants import CHECKS
from loans.lending.models import Loan, LoanEvent, LoanRequest
from loans.lending.steps.contracts import sign_step
from loans.lending.steps.decisions import Decision, who_sits
from loans.lending.steps.decisions import decide_step as decide_request_step
from loans.lending.steps.independence import PostInBorrower
from loans.lending.steps.requests import RequestIn, ask_step
from tests import builders
from tests.loans.acts.worlds import AT, propose
from tests.loans.lending.between.worlds import RESOLVED, SIGNED_ON, lender, lent

pytestmark = pytest.mark.django_db
CASH = {"from": "cash", "amount": "12000.00"}
GROUP_ROLES = [Role.CHAIR, Role.TREASURER, Role.SECRETARY, Role.LOAN_COMMITTEE, Role.REGISTRAR]


def in_office(group, name="office"):
    """A user whose person sits on a group's committee, without any role in this system."""
    person = builders.person(group, name)
    until = date(2027, 12, 31)
    facts = {"post": "committee", "since": date(2025, 1, 1), "until": until}
    Office.objects.create(network_id=group.network_key, organisation=group, person=person, **facts)
    user = builders.user(name)
    user.person = person
    user.save(update_fields=["person"])
    return user


def deeds(world, user):
    """Everything that somebody could try on the way of a loan, each in a transaction of its own."""
    version = builders.product(world.network, "p", yearly_rate=D("0.06"))
    facts = {"amount": D("1000.00"), "instalments": 1, "first_due_on": date(2026, 4, 5), "purpose": "ทุน"}
    asked = RequestIn(membership=world.membership, product_version=version, **facts, **RESOLVED)
    waits = builders.approved_request(
        world.membership, version, amount=D("1000.00"), instalments=1, on=SIGNED_ON, **RESOLVED
    )
    act = propose(world.loan_of_acts, "payout", on=SIGNED_ON, data=CASH)
    resolved = Decision(approve=True, resolution_no="9/2569", resolution_on=SIGNED_ON)
    undecided = ask_step(world.network, asked=asked, on=SIGNED_ON, by=builders.user("asks"), at=builders.AT)
    at = builders.at_noon(SIGNED_ON)
    return {
        "ask": lambda: ask_step(world.network, asked=asked, on=SIGNED_ON, by=user, at=at),
        "decide": lambda: decide_request_step(undecided, decision=resolved, by=user, at=at),
        "sign": lambda: sign_step(waits, signed_on=SIGNED_ON, by=user, at=at),
        "propose": lambda: propose(world.loan_of_acts, "rate", on=SIGNED_ON, data={"yearly_rate": "0.05"}, by=user),
        "check": lambda: decide_step(act, agree=True, by=user, at=AT),
    }


def outcome(deed):
    try:
        with transaction.atomic():
            deed()
    except PostInBorrower:
        return "refused"
    except Exception:
        return "otherwise"
    return "done"


@pytest.mark.parametrize("role", GROUP_ROLES)
def test_a_role_in_the_group_is_refused_everywhere_and_one_in_another_group_nowhere(role):
    world = lent(paid_out=False)
    other = builders.group(world.network)
    own = builders.officer(world.group, role, name="own")
    stranger = builders.officer(other, role, name="stranger")
    assert {name: outcome(deed) for name, deed in deeds(world, own).items()} == dict.fromkeys(
        ("ask", "decide", "sign", "propose", "check"), "refused"
    )
    tried = {name: outcome(deed) for name, deed in deeds_again(world, stranger).items()}
    assert "refused" not in tried.values() and tried["check"] == tried["ask"] == "done"


def deeds_again(world, user):
    from loans.acts.models import Act

    version = builders.product(world.network, "p3", yearly_rate=D("0.06"))
    facts = {"amount": D("1000.00"), "instalments": 1, "first_due_on": date(2026, 4, 5), "purpose": "ทุน"}
    asked = RequestIn(membership=world.membership, product_version=version, **facts, **RESOLVED)
    act = Act.objects.get(kind="payout")
    at = builders.at_noon(SIGNED_ON)
    return {
        "ask": lambda: ask_step(world.network, asked=asked, on=SIGNED_ON, by=user, at=at),
        "check": lambda: decide_step(act, agree=True, by=user, at=AT),
    }


def test_a_seat_on_the_committee_without_any_role_counts_too():
    world = lent(paid_out=False)
    user = in_office(world.group)
    assert {outcome(deed) for deed in deeds(world, user).values()} == {"refused"}


def test_a_post_that_is_over_binds_nobody():
    world = lent(paid_out=False)
    former = builders.officer(world.group, Role.CHAIR, name="former", until=date(2025, 12, 31))
    assert outcome(deeds(world, former)["check"]) == "done"


def test_a_delegate_of_the_group_stands_back_from_the_decision():
    world = lender()
    user = in_office(world.group, "delegate")
    facts = {"post": "committee", "since": date(2025, 1, 1), "until": date(2027, 12, 31)}
    Office.objects.create(network_id=world.network.network_key, organisation=world.network, person=user.person, **facts)
    version = builders.product(world.network, "p")
    request = builders.approved_request(
        world.membership, version, amount=D("1000.00"), instalments=1, on=SIGNED_ON, **RESOLVED
    )
    assert [(one.person, one.seat) for one in who_sits(request, on=SIGNED_ON)] == [(user.person, "own")]


def test_the_database_refuses_what_the_steps_would():
    world = lent()
    own = builders.officer(world.group, Role.TREASURER, name="own")
    paid = LoanEvent.objects.get(kind="payout")
    copy = LoanEvent(
        network_id=paid.network_id,
        loan=paid.loan,
        kind="waiver",
        on=paid.on,
        seq=99,
        amount=D("1.00"),
        data={"interest": "1.00", "fine": "0.00"},
        by=own,
        at=paid.at,
    )
    version = builders.product(world.network, "p9")
    facts = {"amount": D("1.00"), "instalments": 1, "first_due_on": date(2026, 4, 5), "purpose": "x"}
    for row in (
        copy,
        LoanRequest(
            network_id=world.network.pk,
            organisation=world.network,
            number=99,
            membership=world.membership,
            product_version=version,
            asked_on=SIGNED_ON,
            asked_by=own,
            asked_at=builders.at_noon(SIGNED_ON),
            **facts,
        ),
    ):
        with pytest.raises(IntegrityError, match="has a post"), transaction.atomic():
            row.save(force_insert=True)


def test_verify_names_whoever_got_past_the_database():
    world = lent()
    own = builders.officer(world.group, Role.TREASURER, name="own")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE loans_loan DISABLE TRIGGER USER")
        Loan.objects.update(signed_by=own)
    check = next(check for check in CHECKS if check.code == "I-15")
    assert check.find(Scope()).breaks == (f"{world.network.book.code} 1/2569: signed",)


@pytest.mark.parametrize(
    ("attack", "table"),
    [
        ("DELETE FROM loans_borrowing", "loans_borrowing"),
        ("UPDATE loans_borrowing SET principal = principal + 1", "loans_borrowing"),
        ("UPDATE loans_borrowing SET loan_id = gen_random_uuid()", "loans_borrowing"),
    ],
)
def test_verify_names_a_loan_whose_borrowing_is_gone_or_says_otherwise(attack, table):
    lent()
    check = next(check for check in CHECKS if check.code == "I-30b")
    assert check.find(Scope()).breaks == ()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(attack)
    assert check.find(Scope()).breaks

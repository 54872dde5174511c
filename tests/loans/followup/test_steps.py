"""Cases: opened, worked on within the law, and left by themselves."""

import threading
from datetime import date, time
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from federation.kit.refusals import Refused
from federation.people.models import Person
from loans.followup.actions import do
from loans.followup.models import Case, CaseStep, Letter, PaymentPromise
from loans.followup.queries.cases import due_today, open_cases, running, to_open, view_of
from loans.followup.queries.people import may_own
from loans.followup.steps.cases import (
    CaseClosed,
    CaseThere,
    NotThatPerson,
    ask_network_step,
    close_case_step,
    name_contact_step,
    open_case_step,
    open_due_cases_step,
    plan_step,
)
from loans.followup.steps.doings import (
    AskedAlready,
    Doing,
    MayNotBeTold,
    MoreThanOwed,
    NotYet,
    OutsideHours,
    do_step,
    promise_step,
)
from loans.followup.steps.letters import Writing, write_letter_step
from tests import builders
from tests.loans.followup.worlds import opened, with_person, world

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 10)  # a Tuesday


def doing(made, kind="call", *, on=DAY, hour=time(10), **facts):
    return Doing(kind=kind, on=on, hour=hour, **{"done_by": made.person, **facts})


def done(made, *, today=None, **facts):
    what = doing(made, **facts)
    on = today or what.on
    return do_step(made.case, what, today=on, by=made.officer, at=builders.at_noon(on).replace(hour=12))


def press(group, *, on, by):
    return open_due_cases_step(group, on=on, by=by, at=builders.at_noon(on))


def test_a_case_is_proposed_from_the_day_after_the_due_date():
    made = world()
    Case.objects.all().delete()

    assert to_open(made.group, on=date(2026, 2, 5)) == []
    assert [one.loan.pk for one in to_open(made.group, on=date(2026, 2, 6))] == [made.loan.pk]


def test_one_press_opens_every_case_and_again_none():
    made = world()
    other = builders.loan(builders.member(made.group, "มานะ"), on=date(2026, 1, 5))

    first = press(made.group, on=DAY, by=made.officer)
    second = press(made.group, on=DAY, by=made.officer)

    assert [case.loan_id for case in first.opened] == [other.pk]
    assert second.opened == second.closed == []
    assert first.opened[0].code == f"KD01-L{other.number}-1"


def test_a_case_is_named_by_its_code_and_never_by_its_borrower():
    made = world()

    assert made.case.code == "KD01-L1-1"
    assert "ประภา" not in str(made.case)
    assert (made.case.step, made.case.next_step, made.case.next_on) == ("opened", "call", date(2026, 2, 6))


def test_a_loan_has_one_open_case():
    made = world()

    assert to_open(made.group, on=DAY) == []
    with pytest.raises(IntegrityError, match="case_one_open_per_loan"), transaction.atomic():
        Case.objects.create(**{**_columns(made.case), "code": "other"})


def test_opening_it_twice_is_refused_in_words():
    made = world()
    Case.objects.filter(pk=made.case.pk).update(closed_on=DAY, outcome="mistaken")
    [found] = to_open(made.group, on=DAY)
    open_case_step(found, on=DAY, by=made.officer, at=builders.AT)

    with pytest.raises(CaseThere):
        open_case_step(found, on=DAY, by=made.officer, at=builders.AT)


def _columns(case):
    names = [field.attname for field in Case._meta.concrete_fields if field.name != "id"]
    return {name: getattr(case, name) for name in names}


def test_a_call_brings_the_case_up_and_sets_what_follows():
    made = world()

    step = done(made, note="จะขายยางสิ้นเดือน", cause="price")

    made.case.refresh_from_db()
    assert (step.is_contact, step.kind, step.cause) == (True, "call", "price")
    assert (made.case.step, made.case.next_step, made.case.next_on) == ("call", "visit", date(2026, 3, 5))


def test_a_step_further_down_never_brings_the_case_down():
    made = world()
    done(made, kind="visit", on=date(2026, 3, 10))
    done(made, on=date(2026, 3, 11))

    made.case.refresh_from_db()
    assert made.case.step == "visit"


@pytest.mark.parametrize(
    ("on", "hour", "refused"),
    [
        (date(2026, 2, 10), time(20, 1), OutsideHours),
        (date(2026, 2, 10), time(7, 59), OutsideHours),
        (date(2026, 2, 14), time(18, 1), OutsideHours),  # Saturday
        (date(2026, 2, 10), None, OutsideHours),
    ],
)
def test_a_contact_outside_the_hours_is_refused(on, hour, refused):
    made = world()

    with pytest.raises(refused):
        done(made, on=on, hour=hour, today=date(2026, 2, 20))
    assert CaseStep.objects.count() == 0


def test_a_call_that_did_happen_after_hours_may_be_noted_without_a_contact():
    made = world()

    with pytest.raises(OutsideHours) as refusal:
        done(made, on=DAY, hour=time(20, 30), today=date(2026, 2, 20))
    assert "นอกเวลา" in str(refusal.value)
    assert done(made, kind="note", on=DAY, hour=None, today=date(2026, 2, 20)).is_contact is False


def test_no_more_is_promised_than_is_owed_on_that_day():
    made = world()

    with pytest.raises(MoreThanOwed, match="12,1"):
        promised(made, "20000.00", date(2026, 2, 20))
    assert promised(made, "12000.00", date(2026, 2, 20)).pk


def test_a_second_contact_on_a_day_is_refused_and_says_when():
    made = world()
    done(made)

    with pytest.raises(AskedAlready, match="11 กุมภาพันธ์ 2569"):
        done(made, kind="visit", hour=time(15), today=date(2026, 2, 20))


def test_borrower_and_guarantor_are_counted_apart():
    made = world()
    done(made)
    done(made, to_guarantee=made.guarantee)

    with pytest.raises(AskedAlready):
        done(made, to_guarantee=made.guarantee, hour=time(16), today=date(2026, 2, 20))
    assert CaseStep.objects.filter(is_contact=True).count() == 2


def test_somebody_in_two_cases_is_asked_once_a_day():
    made = world()
    other = builders.loan(made.guarantee.membership, on=date(2026, 1, 5))
    second = opened(other, on=date(2026, 2, 6), by=made.officer)
    done(made, to_guarantee=made.guarantee)

    with pytest.raises(AskedAlready):
        do_step(
            second, doing(made, hour=time(16)), today=DAY, by=made.officer, at=builders.at_noon(DAY).replace(hour=12)
        )


def test_the_database_counts_contacts_too():
    made = world()
    step = done(made)
    fields = {f.attname: getattr(step, f.attname) for f in CaseStep._meta.concrete_fields if f.name != "id"}

    with pytest.raises(IntegrityError, match="case_one_contact_a_day"), transaction.atomic():
        CaseStep.objects.create(**{**fields, "kind": "visit"})


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_at_one_moment_one_asks():
    made = world()
    answers = []

    def ask(kind):
        try:
            what = doing(made, kind, hour=time(10))
            at = builders.at_noon(DAY)
            answers.append(do(made.case, what, today=DAY, by=made.officer, at=at))
        except Refused as refusal:
            answers.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=(kind,)) for kind in ("call", "visit")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(type(answer).__name__ for answer in answers) == ["AskedAlready", "CaseStep"]
    assert CaseStep.objects.filter(is_contact=True).count() == 1


def test_nobody_else_is_told_unless_the_borrower_named_them_in_writing():
    made = world()

    with pytest.raises(MayNotBeTold):
        done(made, to_named=True)
    name_contact_step(made.case, named_contact="น้องสาว สมศรี", by=made.officer, at=builders.AT)
    assert done(made, to_named=True).to_named


def test_a_guarantor_of_another_loan_may_not_be_told():
    made, other = world(), world(code="KD02")

    with pytest.raises(MayNotBeTold):
        done(made, to_guarantee=other.guarantee)


@pytest.mark.parametrize("post", ["state_officer", "kamnan", "headman"])
def test_who_holds_a_public_post_can_neither_own_nor_do_a_step(post):
    made = world()
    Person.objects.filter(pk=made.person.pk).update(public_post=post)
    made.person.refresh_from_db()

    assert made.person not in may_own(made.case, on=DAY)
    with pytest.raises(NotThatPerson):
        done(made)
    with pytest.raises(NotThatPerson):
        plan(made, owner=made.person)
    with pytest.raises(NotThatPerson):
        write_letter_step(
            made.case, Writing("letter_1", signed_by=made.person), on=DAY, by=made.officer, at=builders.AT
        )
    assert Letter.objects.count() == CaseStep.objects.count() == 0


def plan(made, *, owner, next_step="visit", next_on=date(2026, 2, 20)):
    facts = {"owner": owner, "next_step": next_step, "next_on": next_on}
    return plan_step(made.case, **facts, on=DAY, by=made.officer, at=builders.AT)


@pytest.mark.parametrize("who", ["borrower", "guarantor", "stranger"])
def test_borrower_guarantor_and_strangers_cannot_see_to_a_case(who):
    made = world()
    person = {
        "borrower": made.loan.membership.person,
        "guarantor": made.guarantee.membership.person,
        "stranger": builders.person(made.group, "คนนอก"),
    }[who]
    if who != "stranger":  # even as officers of the group
        user = builders.officer(made.group, "secretary", name="bound")
        user.person = person
        user.save(update_fields=["person"])

    with pytest.raises(NotThatPerson):
        plan(made, owner=person)
    with pytest.raises(NotThatPerson):
        done(made, done_by=person)


def test_the_network_does_no_step_of_the_group_and_the_group_none_of_the_law():
    made = world()

    with pytest.raises(NotThatPerson):
        done(made, done_by=made.helper_person)
    with pytest.raises(NotThatPerson):
        done(made, kind="court", done_by=made.person)


def test_the_law_comes_after_letters_and_thirty_days():
    made = world()

    with pytest.raises(NotYet):
        done(made, kind="hand_over", done_by=made.helper_person, hour=None)
    with pytest.raises(NotYet):
        write(made, "letter_2", meeting_on=date(2026, 2, 20), place="ศาลาหมู่บ้าน")


def write(made, kind, *, on=DAY, **more):
    return write_letter_step(
        made.case, Writing(kind, signed_by=made.person, **more), on=on, by=made.officer, at=builders.at_noon(on)
    )


def promised(made, amount, due_on, *, on=DAY):
    return promise_step(
        made.case, amount=Decimal(amount), due_on=due_on, made_on=on, today=on, by=made.officer, at=builders.at_noon(on)
    )


def test_a_broken_promise_rises_to_the_top():
    made = world()
    other = opened(builders.loan(builders.member(made.group, "มานะ"), on=date(2026, 1, 5)), on=DAY, by=made.officer)
    promised(made, "500.00", date(2026, 2, 20))
    later = date(2026, 2, 21)

    assert [view.case.pk for view in due_today(made.group, date(2026, 2, 19))] == [other.pk]
    assert [view.case.pk for view in open_cases(made.group, on=later)] == [made.case.pk, other.pk]
    assert view_of(made.case, on=later).has_broken_promise


def test_a_promise_kept_does_not_come_back():
    made = world()
    promised(made, "500.00", date(2026, 2, 20))
    builders.repay(made.loan, "500.00", on=date(2026, 2, 18))

    view = view_of(made.case, on=date(2026, 2, 21))
    assert [one.state for one in view.promises] == ["kept"]
    assert not view.has_broken_promise


def test_a_cured_case_leaves_the_list_by_itself_and_is_closed_by_the_next_touch():
    made = world()
    builders.repay(made.loan, "1150.00", on=date(2026, 2, 12))
    on = date(2026, 2, 13)

    assert open_cases(made.group, on=on) == due_today(made.group, on) == []
    assert [view.outcome for view in running(made.group, on=on)] == ["cured"]
    assert done(made, on=on) is None
    made.case.refresh_from_db()
    assert (made.case.outcome, made.case.closed_on) == ("cured", on)
    assert CaseStep.objects.count() == 0


def test_the_press_closes_what_is_paid_up():
    made = world()
    builders.repay(made.loan, "1150.00", on=date(2026, 2, 12))

    press(made.group, on=date(2026, 2, 13), by=made.officer)

    made.case.refresh_from_db()
    assert made.case.outcome == "cured"


def test_falling_late_again_makes_a_second_case():
    made = world()
    builders.repay(made.loan, "1150.00", on=date(2026, 2, 12))
    press(made.group, on=date(2026, 2, 13), by=made.officer)

    again = press(made.group, on=date(2026, 3, 6), by=made.officer)

    assert [case.code for case in again.opened] == ["KD01-L1-2"]
    assert again.opened[0].unpaid_since == date(2026, 3, 5)


def test_a_closed_case_takes_nothing_more():
    made = world()
    close_case_step(made.case, outcome="mistaken", on=DAY, by=made.officer, at=builders.AT)

    with pytest.raises(CaseClosed):
        done(made)


@pytest.mark.parametrize("table", [CaseStep, PaymentPromise])
def test_what_was_written_down_stays(table):
    made = world()
    done(made)
    promised(made, "500.00", date(2026, 2, 20))

    for change in (lambda rows: rows.update(network_id=made.group.network_key), lambda rows: rows._raw_delete(rows.db)):
        with pytest.raises(IntegrityError), transaction.atomic():
            change(table.objects.all())


def test_a_letter_stays_as_it_went_out():
    made = world()
    letter = write(made, "letter_1")

    with pytest.raises(IntegrityError, match="loan_letter_is_kept"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(data={})
    with pytest.raises(IntegrityError, match="loan_letter_is_kept"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk)._raw_delete("default")


def test_the_network_is_asked_once():
    made = world()
    facts = {"on": DAY, "done_by": made.person, "note": "คุยแล้วไม่ได้ผล", "by": made.officer, "at": builders.AT}
    ask_network_step(made.case, **facts)

    made.case.refresh_from_db()
    assert (made.case.with_network_since, made.case.step) == (DAY, "network")
    assert made.case.next_on == date(2026, 2, 24)
    with pytest.raises(Refused):
        ask_network_step(made.case, **facts)


def test_a_second_helper_of_the_network_may_lead_a_talk():
    made = world()
    lawyer = with_person(made.group.keeper, "network_treasurer", "เสมียน")

    assert done(made, kind="network_visit", done_by=made.helper_person).kind == "network_visit"
    with pytest.raises(NotThatPerson):
        done(made, kind="advice", done_by=lawyer.person, hour=None)

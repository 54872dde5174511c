"""A late loan to a group: the same file, letters to the group, and everybody sees it in figures."""

from datetime import date, time
from decimal import Decimal as D

import pytest
import time_machine
from django.db import transaction

from federation.access.permissions import Role
from federation.network.monthly import network_report
from federation.reports.files import bytes_of
from groups.promises.items import _dues_of_fee
from loans.arrears.queries.late import late_loans
from loans.followup.models import Case
from loans.followup.papers.letters import text_of
from loans.followup.papers.pack import pack_html
from loans.followup.queries.cases import view_of
from loans.followup.queries.dossier import dossier_of
from loans.followup.queries.people import may_own
from loans.followup.rules.letters import LETTERS, forbidden_in
from loans.followup.steps.cases import NotThatPerson, open_due_cases_step, plan_step
from loans.followup.steps.doings import AskedAlready, Doing, OutsideHours, do_step
from loans.followup.steps.letters import Writing, write_letter_step
from loans.lending.models import Paper
from loans.lending.queries.between import borrowed_by
from loans.lending.steps.papers import contract_papers_step
from tests import builders
from tests.loans.followup.worlds import chair, with_person
from tests.loans.lending.between.worlds import RESOLVED, SIGNED_ON, lender

pytestmark = pytest.mark.django_db
LATE_ON = date(2026, 7, 20)
AT = builders.at_noon(LATE_ON)
CHAIR = "ประนอม"


@pytest.fixture
def world():
    """A group that has paid nothing of four instalments of 1,000, another that guarantees 6,000, a file."""
    with transaction.atomic():
        made = lender()
        made.helper = builders.group(made.network, name="กลุ่มบ้านเพื่อน")
        made.friend = builders.member_group(made.network, made.helper)
        made.chair = builders.person(made.group, CHAIR, "กรรมการ")
        chair(made.group, made.chair)
        made.officer = with_person(made.network, Role.NETWORK_COMMITTEE, "สมใจ")
        made.guarantees = with_person(made.helper, Role.TREASURER, "ค้ำจุน").person
        facts = {"asked": RESOLVED, "guarantors": [(made.friend, "6000.00")], "yearly_rate": D("0.06")}
        made.loan = builders.loan(made.membership, on=SIGNED_ON, **facts)
        [made.case] = open_due_cases_step(made.network, on=LATE_ON, by=made.officer, at=AT).opened
    return made


@transaction.atomic
def write(world, kind, **facts):
    writing = Writing(kind, signed_by=world.officer.person, **facts)
    return write_letter_step(world.case, writing, on=LATE_ON, by=world.officer, at=AT)


@transaction.atomic
def visit(world, hour, **facts):
    doing = Doing("visit", LATE_ON, world.officer.person, hour=hour, place="ที่ทำการกลุ่ม", cause="crop", **facts)
    return do_step(world.case, doing, today=LATE_ON, by=world.officer, at=builders.at_noon(date(2026, 7, 21)))


@transaction.atomic
def own(world, person):
    plan = {"owner": person, "next_step": "visit", "next_on": LATE_ON, "on": LATE_ON}
    return plan_step(world.case, **plan, by=world.officer, at=AT)


def words_of(letter):
    return str(letter.data)


def test_the_networks_late_loans_hold_it_with_class_and_days(world):
    [late] = late_loans(world.network, on=LATE_ON)
    assert (late.name, late.case) == ("special_mention", world.case.code)  # three months, not more
    assert (late.days, late.overdue) == ((LATE_ON - date(2026, 4, 5)).days, D("4000.00"))


def test_nobody_of_the_borrowing_or_the_guaranteeing_group_sees_to_it_nor_a_state_officer(world):
    clerk = with_person(world.group, Role.SECRETARY, "เลขา").person
    chair(world.network, world.chair)
    for person in (world.chair, clerk, world.guarantees):
        with pytest.raises(NotThatPerson):
            own(world, person)
    assert may_own(world.case, on=LATE_ON) == [world.officer.person]
    own(world, world.officer.person)
    world.officer.person.public_post = "headman"
    world.officer.person.save(update_fields=["public_post"])
    with pytest.raises(NotThatPerson):
        own(world, world.officer.person)
    assert may_own(world.case, on=LATE_ON) == []


def test_the_hours_of_the_law_hold_and_borrower_and_guarantor_are_each_asked_once_a_day(world):
    with pytest.raises(OutsideHours):
        visit(world, time(21))
    assert visit(world, time(10))
    with pytest.raises(AskedAlready):
        visit(world, time(11))
    assert visit(world, time(11), to_guarantee=world.loan.guarantees.get())


def test_letters_go_to_the_group_and_its_chair_with_the_sums_of_the_day(world):
    first = write(world, "letter_1")
    second = write(world, "letter_2", meeting_on=date(2026, 7, 30), place="ที่ทำการเครือข่าย")
    for letter in (first, second):
        assert letter.data["to"]["name"] == f"ประธานและคณะกรรมการ{world.group.name_th}"
        assert letter.data["sums"] == {
            "principal": "4000.00",
            "interest": "240.00",
            "fine": "0.00",
            "total": "4240.00",
            "whole": letter.data["sums"]["whole"],
        }
        words = words_of(letter)
        assert not forbidden_in(words)
        assert CHAIR not in words and "เจ็บป่วย" not in words
        assert "จึงขอความร่วมมือจากกลุ่มของท่าน" in words and world.network.name_th in words
    assert second.data["answer_by"] and text_of(second.data).organisation == world.network.name_th


def test_a_group_that_guarantees_is_told_what_is_late(world):
    letter = write(world, "guarantor_notice", to_guarantee=world.loan.guarantees.get())
    words = words_of(letter)
    assert letter.data["to"]["name"] == f"ประธานและคณะกรรมการ{world.helper.name_th}"
    assert "6,000.00" in words and world.group.name_th in words and "ค้ำจุน" not in words


@pytest.mark.parametrize("kind", list(LETTERS))
def test_every_letter_can_be_written_to_an_organisation(world, kind):
    if kind == "suit_notice":
        write(world, "letter_1")
    if kind in ("letter_2", "letter_3", "suit_notice"):
        write(world, "letter_1")
        write(world, "letter_2", meeting_on=date(2026, 7, 30), place="ที่ทำการ")
    facts = {"to_guarantee": world.loan.guarantees.get()} if LETTERS[kind].to_guarantor else {}
    talk = {"meeting_on": date(2026, 7, 30), "place": "ที่ทำการ"} if LETTERS[kind].invites else {}
    assert not forbidden_in(words_of(write(world, kind, **facts, **talk)))


def test_the_contract_names_officers_resolution_and_no_person_borrows(world):
    contract, guarantee, _schedule = contract_papers_step(world.loan, by=world.officer, at=AT)
    words = str(contract.data)
    assert RESOLVED["borrower_officers"] in words and "2/2569" in words
    assert "หนึ่งหมื่นสองพันบาทถ้วน" in words.replace(" ", "")
    for of_a_person in ("เลขประจำตัวประชาชน", "อายุ", "ย้ายที่อยู่"):
        assert of_a_person not in words
    assert "ผู้กู้ แทน" in words and "ผู้ค้ำประกัน แทน" in str(guarantee.data)
    assert Paper.objects.filter(loan=world.loan).count() == 3


def test_the_borrower_sees_since_when_the_file_and_its_letters_in_figures(world, client):
    write(world, "letter_1")
    write(world, "guarantor_notice", to_guarantee=world.loan.guarantees.get())
    [row] = borrowed_by(world.group, on=LATE_ON)
    assert (row.late_since, row.case, row.letters) == (date(2026, 4, 6), world.case.code, 1)
    with time_machine.travel("2026-07-20T03:00:00Z", tick=False):
        client.force_login(builders.officer(world.group, Role.TREASURER))
        page = client.get(f"/o/{world.group.code}/borrowed/").content.decode()
        assert world.case.code in page and "สมใจ" not in page
        start = client.get(f"/o/{world.group.code}/").content.decode()
        assert start.count(f"/o/{world.group.code}/borrowed/") >= 1 and "4,240.00" in start


def test_the_networks_start_page_counts_groups_that_are_late(world, client):
    with time_machine.travel("2026-07-20T03:00:00Z", tick=False):
        client.force_login(builders.officer(world.network, Role.NETWORK_TREASURER))
        page = client.get(f"/o/{world.network.code}/")
    assert (page.context["groups_late"].count, page.context["groups_late"].overdue) == (1, D("4000.00"))
    assert f"/o/{world.network.code}/loans/arrears/" in page.content.decode()


def test_nobody_is_late_on_the_start_pages_before_the_first_due_date(world, client):
    with time_machine.travel("2026-04-05T03:00:00Z", tick=False):
        client.force_login(builders.officer(world.network, Role.NETWORK_TREASURER))
        assert client.get(f"/o/{world.network.code}/").context["groups_late"] is None
        client.force_login(builders.officer(world.group, Role.TREASURER))
        assert client.get(f"/o/{world.group.code}/").context["late_loan"] is None


def test_the_networks_report_holds_the_loan_and_the_bad_one_by_its_file(world):
    report = network_report(world.network, date(2026, 8, 1), at=builders.at_noon(date(2026, 9, 10)))
    [row] = report.section("group_loans").grid.rows
    assert [row.cells[0], str(row.cells[2])] == ["1/2569", world.group.name_th]
    assert row.cells[3:7] == [D("12000.00"), D("12000.00"), D("5000.00"), 4]
    [bad] = report.section("bad_loans").grid.rows
    assert bad.cells[:4] == [world.network.code, world.case.code, D("12000.00"), D("5000.00")]
    assert bytes_of(report, format="xlsx", language="th")


@pytest.mark.parametrize("paper", ["a4", "roll"])
def test_a_receipt_is_for_an_organisation(world, client, paper):
    paid = builders.repay(world.loan, "1060.00", on=LATE_ON)
    with time_machine.travel("2026-07-20T03:00:00Z", tick=False):
        client.force_login(builders.officer(world.network, Role.NETWORK_TREASURER))
        page = client.get(f"/o/{world.network.code}/loans/1/payments/{paid.seq}/?paper={paper}").content.decode()
    assert "องค์กรสมาชิกเลขที่ 001" in page and "หนึ่งพันหกสิบบาทถ้วน" in page


def test_the_file_for_the_legal_unit_holds_the_group_and_its_letters(world):
    write(world, "letter_1")
    file = pack_html(dossier_of(view_of(world.case, on=LATE_ON), now=AT), made_at=AT)
    assert world.group.name_th in file and "ประธานและคณะกรรมการ" in file and CHAIR not in file


def test_an_associate_organisation_owes_no_entry_fee(world):
    fee = {"entry_fee": D("50.00")}
    assert world.friend.pk in _dues_of_fee([world.friend], builders.BOOKS_FROM, fee)
    world.friend.member_class = "associate"
    assert _dues_of_fee([world.friend], builders.BOOKS_FROM, fee) == {}
    assert Case.objects.count() == 1

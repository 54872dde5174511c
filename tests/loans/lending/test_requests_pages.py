"""The pages of loan requests, as officers use them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse

from federation.access.permissions import Role
from federation.kit import clock
from loans.lending.models import LoanRequest, LoanState, RequestState
from loans.lending.queries.seen import seen_as
from loans.lending.steps.decisions import take_back_step
from tests import builders
from tests.loans.lending import worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return builders.group(books_from=date(2024, 1, 1))


@pytest.fixture
def anon(group):
    return worlds.saver(group, "อานนท์", satja="8000.00", born_on=date(1980, 1, 1))


@pytest.fixture
def officer(group, client):
    """Somebody who enters requests and records decisions."""
    found = builders.officer(group, Role.SECRETARY)
    client.force_login(found)
    return found


def today():
    return clock.today()


def soon():
    return today() + timedelta(days=40)


def shown(day):
    return day.isoformat()


def address(name, group, **where):
    return reverse(f"loans:{name}", kwargs={"code": group.code, **where})


def page(client, name, group, **where):
    answer = client.get(address(name, group, **where))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def seen(number=1):
    """What the page of a decision or a contract remembers of the request it showed."""
    return {"seen": seen_as(LoanRequest.objects.get(number=number))}


def sent(**changes):
    rows = {
        f"{name}-{part}": value
        for name, extra in (("guarantors", 3), ("collaterals", 1), ("joint", 2), ("goods", 4))
        for part, value in (("TOTAL_FORMS", extra), ("INITIAL_FORMS", 0))
    }
    first = {
        "member": "1",
        "product": "ordinary",
        "amount": "6,000",
        "instalments": "12",
        "first_due_on": soon().isoformat(),
        "purpose": "ซื้อปุ๋ย",
    }
    return {**rows, **first, **changes}


def test_a_request_is_entered_and_its_page_says_what_the_rules_say(client, group, anon, officer):
    worlds.product(group)

    answer = client.post(address("request_add", group), sent(member="อานนท์"), follow=True)

    asked = LoanRequest.objects.get()
    assert answer.redirect_chain[-1][0] == address("request", group, number=1)
    assert (asked.membership, asked.amount, asked.instalments) == (anon, Decimal("6000.00"), 12)
    text = answer.content.decode()
    assert text.count("check-refuses") == 0
    assert "กู้ได้ไม่เกิน 50,000" in text


def test_a_form_that_does_not_fit_keeps_all_that_was_typed(client, group, anon, officer):
    worlds.product(group)
    worlds.saver(group, "บุญมา")
    worlds.saver(group, "บุญมี")

    answer = client.post(
        address("request_add", group),
        sent(**{"amount": "1e3", "guarantors-0-member": "บุญม", "guarantors-0-amount": "2000", "purpose": "ซ่อมเรือ"}),
    )

    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'value="1e3"' in text and 'value="บุญม"' in text and 'value="ซ่อมเรือ"' in text
    assert "002 บุญมา ใจดี, 003 บุญมี ใจดี" in text
    assert not LoanRequest.objects.exists()


def test_a_loan_in_goods_is_the_sum_of_its_lines(client, group, anon, officer):
    worlds.product(group)
    line = {"goods-0-name": "ปุ๋ย", "goods-0-unit": "กระสอบ", "goods-0-count": "4", "goods-0-price": "850.50"}

    client.post(address("request_add", group), sent(amount="", **line))

    asked = LoanRequest.objects.get()
    assert asked.amount == Decimal("3402.00")
    assert asked.goods == [{"name": "ปุ๋ย", "unit": "กระสอบ", "count": "4", "price": "850.50"}]


def test_a_row_filled_in_half_is_told(client, group, anon, officer):
    worlds.product(group)

    answer = client.post(address("request_add", group), sent(**{"guarantors-0-amount": "2000"}))

    assert answer.status_code == 422
    assert "กรอกช่องนี้ด้วย" in answer.content.decode()


def test_a_request_with_all_its_parts_comes_back_to_be_changed(client, group, anon, officer):
    version = worlds.product(group)
    bun = worlds.saver(group, "บุญมา", satja="9000.00")
    worlds.request(anon, version, guarantors=[(bun, "2000.00")])

    text = page(client, "request_edit", group, number=1)

    assert 'value="001 อานนท์ ใจดี"' in text and 'value="002 บุญมา ใจดี"' in text and 'value="2000"' in text


def test_the_committee_decides_and_a_contract_is_made_of_it(client, group, anon, officer):
    worlds.committee(group, 3)
    worlds.request(anon, worlds.product(group), amount="6000.00", first_due_on=soon(), asked_on=today())
    decision = {"approve": "yes", "amount": "6000", "instalments": "12", "resolution_no": "4/2569"}
    decision |= {"resolution_on": shown(today()), **seen()}

    answer = client.post(address("request_decide", group, number=1), decision, follow=True)
    assert LoanRequest.objects.get().state == RequestState.APPROVED, answer.content.decode()

    signing = {"signed_on": shown(today()), "first_due_on": soon().isoformat(), "on_paper": "on", **seen()}
    client.post(address("request_sign", group, number=1), signing)

    loan = anon.loans.get()
    assert (loan.state, loan.contract_no) == (LoanState.SIGNED, "1/2569")
    client.post(address("contract_cancel", group, number=1), {"on": shown(today()), "reason": "เปลี่ยนใจ"})
    assert anon.loans.get().state == LoanState.CANCELLED


def swap_the_borrower(group, anon, number=1):
    """What an insider does while the page of the decision is open."""
    other = worlds.saver(group, "ไกร", satja="90000.00", born_on=date(1980, 1, 1))
    LoanRequest.objects.filter(number=number).update(membership=other)
    return other


def test_a_request_whose_borrower_was_swapped_under_the_decider_is_not_decided(client, group, anon, officer):
    worlds.committee(group, 3)
    worlds.request(anon, worlds.product(group), amount="6000.00", first_due_on=soon(), asked_on=today())
    decision = {"approve": "yes", "amount": "6000", "instalments": "12", "resolution_no": "4/2569"}
    decision |= {"resolution_on": shown(today()), **seen()}
    other = swap_the_borrower(group, anon)

    answer = client.post(address("request_decide", group, number=1), decision)

    assert LoanRequest.objects.get().state == RequestState.ASKED
    text = answer.content.decode()
    assert "คำขอนี้ถูกแก้ไขหลังจากที่ท่านเปิดดู" in text and str(other) in text
    assert 'value="4/2569"' in text and seen()["seen"] in text


def test_a_request_that_was_changed_under_the_signer_is_not_signed(client, group, anon, officer):
    asked = worlds.approved(anon, worlds.product(group), amount="2000.00", instalments=2, first_due_on=soon())
    signing = {"signed_on": shown(today()), "first_due_on": soon().isoformat(), **seen()}
    with transaction.atomic():
        worlds.approve(take_back_step(asked, on=today(), by=officer), resolution_no="5/2569")

    answer = client.post(address("request_sign", group, number=1), signing)

    assert answer.status_code == 422 and not anon.loans.exists()
    assert "คำขอนี้ถูกแก้ไขหลังจากที่ท่านเปิดดู" in answer.content.decode()


def test_above_two_thousand_baht_the_paper_has_to_be_signed(client, group, anon, officer):
    worlds.approved(anon, worlds.product(group), amount="2000.01", instalments=2, first_due_on=soon())

    answer = client.post(
        address("request_sign", group, number=1),
        {"signed_on": shown(today()), "first_due_on": soon().isoformat(), **seen()},
    )

    assert answer.status_code == 422 and not anon.loans.exists()


def test_what_refuses_is_told_on_the_decision_page_and_blocks_it(client, group, anon, officer):
    worlds.committee(group, 3)
    worlds.request(anon, worlds.product(group), amount="60000.00", asked_on=today(), first_due_on=soon())

    answer = client.post(
        address("request_decide", group, number=1),
        {
            "approve": "yes",
            "amount": "60000",
            "instalments": "12",
            "resolution_no": "4/2569",
            "resolution_on": shown(today()),
            **seen(),
        },
    )

    assert answer.status_code == 422
    assert "60,000 บาท วงเงินประเภทนี้ตั้งแต่ 500 ถึง 50,000 บาท" in answer.content.decode()
    assert LoanRequest.objects.get().state == RequestState.ASKED


def test_the_committee_page_stands_in_the_order_of_the_bylaws_with_the_running_sum(client, group, officer):
    version = worlds.product(group)
    rich, poor, ill = (worlds.saver(group, name, satja="4000.00") for name in ("กมล", "แก้ว", "ไกร"))
    worlds.request(rich, version, amount="9000.00")
    worlds.request(poor, version, amount="2500.00")
    worlds.request(ill, version, amount="3000.00", is_urgent=True)

    text = page(client, "committee", group)

    places = [text.index(f"00{n} ") for n in (3, 2, 1)]
    assert places == sorted(places)
    assert "5,500.00" in text and "14,500.00" in text
    assert text.count("เงินไม่พอ") == 1  # 12,000 to lend: the third does not fit


@pytest.mark.parametrize("n", [1, 3])
def test_the_committee_page_costs_the_same_however_many_wait(client, group, officer, n, django_assert_num_queries):
    version = worlds.product(group)
    guarantor = worlds.saver(group, "บุญมา", satja="9000.00")
    for name in builders.GIVEN[:n]:
        worlds.request(worlds.saver(group, name, satja="900.00"), version, guarantors=[(guarantor, "100.00")])
    page(client, "committee", group)

    with django_assert_num_queries(30):
        page(client, "committee", group)


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_costs_the_same_however_long(client, group, officer, n, django_assert_num_queries):
    version = worlds.product(group)
    for name in builders.GIVEN[:n]:
        worlds.request(worlds.saver(group, name), version)
    page(client, "requests", group)

    with django_assert_num_queries(8):
        page(client, "requests", group)


def test_who_may_only_see_loans_is_not_offered_to_change_them(client, group, anon):
    worlds.request(anon, worlds.product(group))
    client.force_login(builders.officer(group, Role.AUDITOR))

    text = page(client, "request", group, number=1)

    assert address("request_decide", group, number=1) not in text
    assert address("request_edit", group, number=1) not in text
    assert client.get(address("request_add", group)).status_code == 403


def test_what_refuses_stands_first_and_what_holds_is_folded(client, group, anon, officer):
    worlds.request(anon, worlds.product(group), amount="90000.00")

    shown = page(client, "request", group, number=1)

    first, _mark, folded = shown.partition('<details class="part">')
    assert "check-refuses" in first and "check-holds" not in first
    assert "check-holds" in folded and "check-refuses" not in folded
    assert f"ผ่าน {folded.count('check-holds')} ข้อ" in folded


def test_the_borrower_as_his_own_guarantor_is_refused_with_the_name_of_the_box(client, group, anon, officer):
    worlds.product(group)

    answer = client.post(
        address("request_add", group), sent(**{"guarantors-0-member": "1", "guarantors-0-amount": "500"})
    )

    assert answer.status_code == 422
    assert "ใส่ชื่อผู้กู้เองในช่อง “ผู้ค้ำประกัน” ไม่ได้" in answer.content.decode()


def test_a_loan_is_tried_from_the_pages_about_loans_and_before_it_is_asked_for(client, group, officer):
    worlds.product(group)

    for name in ("requests", "request_add"):
        assert reverse("loans:try_loan") in page(client, name, group)

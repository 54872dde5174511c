"""The pages of a loan: the list, the loan itself, why its figures are so, and a payment at the desk."""

import re
import uuid
from datetime import date
from decimal import Decimal as D

import pytest
from django.db import connection, transaction

from federation.access.permissions import Role
from federation.kit import clock
from federation.kit.money import show
from federation.ledger.posting import Entry
from federation.ledger.queries import balance
from groups.sheets.models import Sheet
from loans.lending.models import Loan, LoanEvent
from loans.lending.queries.standing import standing
from loans.lending.steps.events import strike_step
from loans.products.rules import FineRule
from tests import builders

pytestmark = pytest.mark.django_db

TODAY = date(2026, 4, 20)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: builders.at_noon(TODAY))


@pytest.fixture
def group():
    return builders.group(books_from=date(2026, 1, 1))


@pytest.fixture
def anon(group):
    return builders.member(group, "อานนท์", village="บ้านใต้")


@pytest.fixture
def loan(anon):
    return builders.loan(anon)


@pytest.fixture
def treasurer(group, client):
    user = builders.officer(group, Role.TREASURER)
    client.force_login(user)
    return user


def address(loan, rest=""):
    return f"/o/{loan.organisation.code}/loans/{loan.number}/{rest}"


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.usefixtures("treasurer")
def test_the_list_says_who_borrowed_what_is_left_and_who_is_late(client, group, loan):
    builders.loan(builders.member(group, "วิชัย"), "6000.00", on=date(2026, 4, 6))

    page = text(client.get(f"/o/{group.code}/loans/?show=late"))
    both = text(client.get(f"/o/{group.code}/loans/"))

    assert "อานนท์" in page and "วิชัย" not in page
    assert "วิชัย" in both and "18,000.00" in both  # the totals of both loans


@pytest.mark.usefixtures("treasurer")
@pytest.mark.parametrize(
    ("query", "found"),
    [("q=อานน", True), ("q=1/2569", True), ("q=๑", True), ("q=สมชาย", False), ("village=บ้านเหนือ", False)],
)
def test_the_list_is_searched_and_cut(client, group, loan, query, found):
    assert ("อานนท์" in text(client.get(f"/o/{group.code}/loans/?{query}"))) == found


@pytest.mark.usefixtures("treasurer")
def test_the_list_shows_just_the_contracts_that_wait_for_their_payout(client, group, loan):
    builders.loan(builders.member(group, "วิชัย"), "6000.00", paid_out=False)

    page = text(client.get(f"/o/{group.code}/loans/?show=signed"))

    assert "วิชัย" in page and "อานนท์" not in page and "รอจ่ายเงิน" in page


@pytest.mark.usefixtures("treasurer")
def test_the_list_has_25_loans_a_page(client, group):
    for member in builders.members(group, 26):
        builders.loan(member, "1000.00", paid_out=False)

    first, second = (client.get(f"/o/{group.code}/loans/?page={n}").context["table"].page for n in (1, 2))

    assert (len(first), len(second)) == (25, 1)


@pytest.mark.usefixtures("treasurer")
def test_the_list_comes_as_a_file(client, group, loan):
    answer = client.get(f"/o/{group.code}/loans/?file=csv")

    assert "1/2569" in answer.content.decode("utf-8-sig") and answer["Content-Type"].startswith("text/csv")


@pytest.mark.usefixtures("treasurer")
def test_an_empty_list_says_what_to_do_first(client, group):
    assert f"/o/{group.code}/loans/requests/add/" in text(client.get(f"/o/{group.code}/loans/"))


@pytest.mark.usefixtures("treasurer")
@pytest.mark.parametrize("n", [1, 3])
def test_lists_cost_the_same_however_many_loans(client, group, django_assert_num_queries, n):
    for member in builders.members(group, n):
        builders.loan(member)
    client.get(f"/o/{group.code}/loans/")

    with django_assert_num_queries(LIST):
        client.get(f"/o/{group.code}/loans/")


LIST = 9
PAGE = 19


@pytest.mark.usefixtures("treasurer")
@pytest.mark.parametrize("n", [1, 3])
def test_the_page_of_a_loan_costs_the_same_however_much_happened(client, group, anon, django_assert_num_queries, n):
    guarantors = [(member, "1000.00") for member in builders.members(group, n)]
    loan = builders.loan(anon, guarantors=guarantors)
    for month in range(n):
        builders.repay(loan, "1000.00", on=date(2026, 2 + month, 5))

    with django_assert_num_queries(PAGE):
        client.get(address(loan))


@pytest.mark.usefixtures("treasurer")
def test_the_page_of_a_loan_shows_what_is_owed_today(client, loan):
    builders.repay(loan, "1120.00", on=date(2026, 2, 5))
    stands = standing(loan, on=TODAY)

    page = text(client.get(address(loan)))

    assert show(stands.to_settle) in page
    assert "11,000.00" in page and "1 / 12" in page


@pytest.mark.usefixtures("treasurer")
def test_what_was_taken_back_is_struck_through(client, loan):
    event = builders.repay(loan, "1120.00", on=date(2026, 2, 5))
    with transaction.atomic():
        strike_step(
            event,
            on=TODAY,
            by=builders.user("asks"),
            checked_by=builders.user("checks"),
            at=clock.now(),
            reason="ลงซ้ำสองครั้ง",
        )

    assert 'class="struck' in text(client.get(address(loan)))


@pytest.mark.usefixtures("treasurer")
def test_a_member_without_fines_or_interest_reads_nothing_of_them(client, anon):
    loan = builders.loan(anon, yearly_rate=D(0))

    assert "ดอกเบี้ย" not in _main(client.get(address(loan, "why/")))
    assert "ค่าปรับ" not in _main(client.get(address(loan, "why/")))


def _main(response):
    return text(response).partition("<main")[2]


@pytest.mark.usefixtures("treasurer")
def test_the_shown_steps_of_interest_make_the_figure(client, anon):
    loan = builders.loan(anon, day_count="actual/365", fine=FineRule(kind="per_month", baht=D(10), cap_percent=D(5)))
    builders.repay(loan, "1120.00", on=date(2026, 2, 11))

    page = text(client.get(address(loan, "why/")))

    rows = re.findall(
        r'date"[^>]*>([^<]+)</td> <td class="date"[^>]*>([^<]+)</td> <td class="number"[^>]*>(\d+)</td>'
        r' <td class="money"[^>]*>([\d,.]+)</td> <td class="money"[^>]*>([\d.]+) %</td>'
        r' <td class="money"[^>]*>(\d+)/(\d+)',
        page,
    )
    assert rows
    made = sum(
        D(balance.replace(",", "")) * D(rate) / 100 * D(days) / D(base)
        for _first, _last, _days, balance, rate, days, base in rows
    )
    assert abs(made - standing(loan, on=TODAY).interest) < D("0.02")


# A payment at the desk


def form(**typed):
    sent = {"key": uuid.uuid4(), "amount": "1120", "on": "5/2/2569", "purse": "11010", "slip": "", "kind": "repayment"}
    return sent | typed


def confirmed(client, loan, sent):
    """Look at the preview, then send what it shows."""
    preview = client.post(address(loan, "repay/"), sent)
    seen = re.search(r'name="seen" value="([^"]+)"', text(preview))
    return client.post(address(loan, "repay/"), {**sent, "confirmed": "yes", "seen": seen[1]})


@pytest.mark.usefixtures("treasurer")
def test_the_preview_shows_the_split_and_writes_nothing(client, loan):
    entries, events = Entry.objects.count(), LoanEvent.objects.count()

    page = text(client.post(address(loan, "repay/"), form(payer=loan.membership.number)))

    assert "120.00" in page and "1,000.00" in page and "11010" in page
    assert (Entry.objects.count(), LoanEvent.objects.count()) == (entries, events)


@pytest.mark.usefixtures("treasurer")
def test_a_payment_is_booked_with_a_receipt(client, loan):
    answer = confirmed(client, loan, form(payer=loan.membership.number))

    [event] = LoanEvent.objects.filter(kind="repayment")
    [receipt] = event.entry.receipts.all()
    assert answer.url == address(loan, f"payments/{event.seq}/")
    assert (event.principal, event.interest, event.fine) == (D("1000.00"), D("120.00"), D("0.00"))
    assert (receipt.amount, receipt.payer) == (D("1120.00"), loan.membership.pk)
    assert balance(loan.account) == D("11000.00")
    page = text(client.get(answer.url))
    assert str(receipt) in page and "11,000.00" in page and "หนึ่งพันหนึ่งร้อยยี่สิบบาทถ้วน" in page


@pytest.mark.usefixtures("treasurer")
def test_the_same_form_sent_twice_is_booked_once(client, loan):
    sent = form(payer=loan.membership.number)

    first, again = (
        confirmed(client, loan, sent),
        client.post(address(loan, "repay/"), {**sent, "confirmed": "yes", "seen": "whatever"}),
    )

    assert first.url == again.url
    assert LoanEvent.objects.filter(kind="repayment").count() == 1


@pytest.mark.usefixtures("treasurer")
def test_the_same_key_with_another_amount_is_refused(client, loan):
    sent = form(payer=loan.membership.number)
    confirmed(client, loan, sent)

    answer = confirmed_as(client, loan, {**sent, "amount": "500"})

    assert answer.status_code == 422
    assert LoanEvent.objects.filter(kind="repayment").count() == 1


def confirmed_as(client, loan, sent):
    return client.post(address(loan, "repay/"), {**sent, "confirmed": "yes", "seen": "x"})


@pytest.mark.usefixtures("treasurer")
def test_a_split_that_moved_since_the_preview_is_shown_again_and_not_posted(client, loan):
    sent = form(payer=loan.membership.number)
    preview = text(client.post(address(loan, "repay/"), sent))
    seen = re.search(r'name="seen" value="([^"]+)"', preview)[1]
    builders.repay(loan, "1120.00", on=date(2026, 2, 5))

    answer = client.post(address(loan, "repay/"), {**sent, "confirmed": "yes", "seen": seen})

    assert answer.status_code == 422
    assert LoanEvent.objects.filter(kind="repayment").count() == 1


@pytest.mark.usefixtures("treasurer")
def test_more_than_is_owed_is_refused_with_the_figure_and_keeps_what_was_typed(client, loan):
    answer = client.post(address(loan, "repay/"), form(payer=loan.membership.number, amount="99999"))

    assert answer.status_code == 422
    assert 'value="99999"' in text(answer) and show(standing(loan, on=date(2026, 2, 5)).to_settle) in text(answer)


@pytest.mark.usefixtures("treasurer")
def test_a_transfer_needs_its_slip(client, loan):
    answer = client.post(address(loan, "repay/"), form(payer=loan.membership.number, purse="12300"))

    assert answer.status_code == 422 and LoanEvent.objects.filter(kind="repayment").count() == 0


@pytest.mark.usefixtures("treasurer")
def test_a_guarantor_may_bring_it_a_neighbour_too_and_nobody_from_elsewhere(client, group, anon):
    guarantor, neighbour = builders.member(group, "มาลี"), builders.member(group, "สมชาย")
    loan = builders.loan(anon, guarantors=[(guarantor, "5000.00")])

    confirmed(client, loan, form(payer=guarantor.number))
    confirmed(client, loan, form(payer="สมชาย", on="5/3/2569"))
    refused = client.post(address(loan, "repay/"), form(payer="999"))

    first, second = LoanEvent.objects.filter(kind="repayment").order_by("seq")
    assert (first.payer, first.data["source"]) == (guarantor, "guarantor")
    assert (second.payer, second.data["source"]) == (neighbour, "desk")
    assert second.entry.receipts.get().payer == neighbour.pk
    assert refused.status_code == 422


@pytest.mark.usefixtures("treasurer")
def test_the_preview_says_what_is_missing_and_that_completes_the_instalment(client, anon):
    loan = builders.loan(anon, fine=FineRule(kind="per_month", baht=D(10), cap_percent=D(5)))

    page = text(client.post(address(loan, "repay/"), form(payer=1, amount="1000", on="15/2/2569")))

    baht = re.search(r"([\d,.]+) บาท งวดวันที่ 5 กุมภาพันธ์ 2569 จึงจะครบ", page)[1]
    builders.repay(loan, "1000.00", on=date(2026, 2, 15))
    builders.repay(loan, str(D(baht) - D("0.01")), on=date(2026, 2, 15))
    assert standing(loan, on=date(2026, 2, 15)).unpaid_since == date(2026, 2, 5)
    builders.repay(loan, "0.01", on=date(2026, 2, 15))
    assert standing(loan, on=date(2026, 2, 15)).unpaid_since == date(2026, 3, 5)


@pytest.mark.usefixtures("treasurer")
def test_nothing_is_paid_early_while_something_is_due(client, loan):
    answer = client.post(address(loan, "repay/"), form(payer=1, kind="prepayment", amount="5000"))

    assert answer.status_code == 422 and "1,120.00" in text(answer)
    builders.repay(loan, "1120.00", on=date(2026, 2, 5))
    assert client.post(address(loan, "repay/"), form(payer=1, kind="prepayment", on="6/2/2569")).status_code == 200


@pytest.mark.usefixtures("treasurer")
def test_the_desk_says_that_the_sheet_of_the_month_is_not_posted(client, group, loan):
    said = "ใบฝากเงินวันที่ 5 เมษายน 2569 ยังไม่บันทึก"
    assert said not in text(client.get(address(loan, "repay/")))

    facts = {"meeting_on": date(2026, 4, 5), "month": date(2026, 4, 1), "opened_at": builders.AT}
    Sheet.objects.create(network_id=group.network_key, organisation=group, opened_by=builders.user("opens"), **facts)

    assert said in text(client.get(address(loan, "repay/")))
    assert said in text(client.post(address(loan, "repay/"), form(payer=1)))


@pytest.mark.usefixtures("treasurer")
def test_the_second_print_of_a_receipt_is_a_copy(client, loan):
    paid = confirmed(client, loan, form(payer=loan.membership.number)).url
    prints = [
        client.post(f"{paid}print/", {"batch": str(uuid.uuid4()), "paper": paper}).url for paper in ("a4", "roll")
    ]

    first, second = (text(client.get(url)) for url in prints)

    assert "receipt-copy" not in first and "on-a4" in first
    assert "receipt-copy" in second and "on-roll" in second


@pytest.mark.parametrize("role", [Role.CHAIR, Role.SECRETARY, Role.AUDITOR])
def test_who_does_not_handle_money_takes_no_payment(client, loan, role):
    client.force_login(builders.officer(loan.organisation, role))

    assert client.get(address(loan, "repay/")).status_code == 403


@pytest.mark.usefixtures("treasurer")
def test_a_receipt_shows_for_ever_what_its_own_entry_booked_and_what_it_was_booked_as_since(client, anon):
    loan = builders.loan(anon, day_count="actual/365")
    paid = confirmed(client, loan, form(payer=loan.membership.number, on="20/3/2569", amount="2000")).url
    [event] = LoanEvent.objects.filter(kind="repayment")
    before, (left, interest) = _receipt(client, paid), (show(event.principal_after), show(event.interest))

    builders.repay(loan, "1120.00", on=date(2026, 2, 5))

    event.refresh_from_db()
    first, _mark, anew = _receipt(client, paid).partition('<p class="receipt-anew">')
    assert interest != show(event.interest)
    assert left in first and interest in first and show(event.interest) not in first
    assert first == before.partition('<p class="receipt-sign">')[0]
    assert show(event.interest) in anew and show(event.principal_after) in anew


def _receipt(client, url):
    return text(client.get(url)).partition('<article class="receipt">')[2]


@pytest.mark.usefixtures("treasurer")
def test_the_figure_of_interest_is_said_in_one_line_before_its_steps(client, loan):
    page = _main(client.get(address(loan, "why/?on=26/4/2569")))

    said, _mark, steps = page.partition("<details")
    plain = re.sub(r"<[^>]+>", "", said)
    assert "12,000.00 บาท × ร้อยละ 1 ต่อเดือน × 3 เดือน = 360.00 และอีก 21 วัน = 84.00" in plain
    assert "444.00" in plain and "1/12" in steps


@pytest.mark.usefixtures("treasurer")
def test_what_each_guarantee_binds_now_adds_up_on_the_members_page_and_the_loans(client, group, anon):
    guarantor = builders.member(group, "มาลี")
    loan = builders.loan(anon, guarantors=[(guarantor, "6000.00")])
    builders.repay(loan, "1120.00", on=date(2026, 2, 5))

    member = text(client.get(f"/o/{group.code}/members/{guarantor.number}/"))
    page = text(client.get(address(loan)))

    assert "ค้ำวงเงิน 6,000.00 บาท; ผูกเงินออมไว้ตอนนี้ 5,500.00 บาท" in member
    assert "ตอนนี้ 5,500.00 บาท จากตอนแรก 6,000.00 บาท" in page


@pytest.mark.usefixtures("treasurer")
def test_a_loan_that_was_taken_over_says_what_was_left_of_how_much(client, anon):
    loan = builders.loan(anon, "51500.00", paid_out=False)
    builders.cash(loan.organisation, "1.00", on=loan.signed_on)
    with connection.cursor() as cursor:  # as if it had been taken over: a contract never becomes that by itself
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE loans_loan DISABLE TRIGGER loan_kept")
        Loan.objects.filter(pk=loan.pk).update(is_imported=True, state="running")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE loans_loan ENABLE ALWAYS TRIGGER loan_kept")
    LoanEvent.objects.create(
        network_id=loan.network_id,
        loan=loan,
        kind="opening",
        on=loan.signed_on,
        seq=1,
        amount="47000.00",
        data={"paid_instalments": 0, "interest_owed": "0.00", "unpaid_since": None},
        entry=Entry.objects.first(),
        by=builders.user("brings"),
        checked_by=builders.user("checks"),
        at=builders.AT,
    )

    assert "47,000.00 จาก 51,500.00 บาท" in text(client.get(address(loan)))

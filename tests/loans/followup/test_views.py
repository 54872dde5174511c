"""The pages of the cases: what they show to whom, and what they write."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from federation.access.permissions import Role
from federation.kit import clock
from loans.followup.models import CaseStep, Letter, PaymentPromise
from loans.followup.steps.cases import ask_network_step
from tests import builders
from tests.loans.followup.worlds import world

pytestmark = pytest.mark.django_db
TODAY = date(2026, 2, 10)


@pytest.fixture
def made(monkeypatch):
    made = world()
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    return made


@pytest.fixture
def client(made):
    return signed_in(made.officer)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def address(name, organisation, **where):
    return reverse(f"loans:{name}", kwargs={"code": organisation.code, **where})


def page(client, name, organisation, **where):
    answer = client.get(address(name, organisation, **where))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def send(client, made, name, form, **where):
    return client.post(address(name, made.group, case=made.case.code, **where), form)


def test_the_list_shows_what_is_due_to_the_officers(made, client):
    html = page(client, "cases", made.group)

    assert made.case.code in html
    assert "ประภา" in html


def test_one_press_opens_all(made, client):
    builders.loan(builders.member(made.group, "มานะ"), on=date(2026, 1, 5))
    assert "มานะ" in page(client, "cases_open", made.group)

    answer = client.post(address("cases_open", made.group))

    assert answer.status_code == 302
    assert "KD01-L2-1" in page(client, "cases", made.group)


def test_a_call_is_written_down_with_its_hour(made, client):
    form = {"on": "10/2/2569", "hour": "14.30", "told": "borrower", "note": "จะส่งสิ้นเดือน", "done_by": made.person.pk}

    answer = send(client, made, "case_step", form, kind="call")

    assert answer.status_code == 302
    step = CaseStep.objects.get()
    assert (f"{step.hour:%H.%M}", step.note, step.is_contact) == ("14.30", "จะส่งสิ้นเดือน", True)


def test_a_refusal_keeps_what_was_typed_and_says_when(made, client):
    form = {"on": "9/2/2569", "hour": "20.30", "told": "borrower", "note": "คุยแล้ว", "done_by": made.person.pk}

    answer = send(client, made, "case_step", form, kind="call")

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "คุยแล้ว" in html
    assert "20.30" in html
    assert "10 กุมภาพันธ์ 2569 ตั้งแต่ 08.00" in html
    assert not CaseStep.objects.exists()


def test_a_promise_is_written_down(made, client):
    form = {"amount": "500", "due_on": "20/2/2569", "made_on": "10/2/2569", "promised_by": "borrower"}

    assert send(client, made, "case_promise", form).status_code == 302
    assert PaymentPromise.objects.get().due_on == date(2026, 2, 20)


def test_a_letter_is_numbered_and_shown_as_it_went_out(made, client):
    form = {"to": "borrower", "signed_by": made.person.pk, "extra": ""}

    answer = send(client, made, "case_letter_write", form, kind="letter_1")

    letter = Letter.objects.get()
    assert answer.headers["Location"].endswith(f"/letters/{letter.number}-{letter.be_year}/")
    html = client.get(answer.headers["Location"]).content.decode()
    assert "1,120.00" in html
    assert "หนึ่งพันหนึ่งร้อยยี่สิบบาทถ้วน" in html
    assert "ขอแสดงความนับถือ" in html
    assert answer.headers["Location"] in page(client, "case", made.group, case=made.case.code)


def test_the_sending_of_a_letter_is_written_down_once(made, client):
    send(client, made, "case_letter_write", {"to": "borrower", "signed_by": made.person.pk}, kind="letter_1")
    where = {"number": 1, "year": 2569}
    form = {"posted_on": "10/2/2569", "posted_as": "RT1"}

    assert send(client, made, "case_letter_sent", form, **where).status_code == 302
    assert send(client, made, "case_letter_sent", form, **where).status_code == 422
    assert Letter.objects.get().posted_as == "RT1"


def test_only_who_may_see_to_it_is_offered(made, client):
    html = page(client, "case_plan", made.group, case=made.case.code)

    assert "สมใจ" in html
    assert "เกษม" not in html


def test_a_plan_is_kept(made, client):
    form = {"owner": made.person.pk, "next_step": "visit", "next_on": "1/3/2569"}

    assert send(client, made, "case_plan", form).status_code == 302
    made.case.refresh_from_db()
    assert (made.case.owner, made.case.next_step, made.case.next_on) == (made.person, "visit", date(2026, 3, 1))


def test_the_network_sees_a_case_only_when_it_was_asked(made, client):
    helper = signed_in(made.helper)
    where = {"case": made.case.code}
    assert helper.get(address("case_help", made.group, **where)).status_code == 404
    assert helper.get(address("case", made.group, **where)).status_code == 403

    ask_network_step(
        made.case, on=TODAY, done_by=made.person, note="คุยแล้วไม่ได้ผล", by=made.officer, at=builders.at_noon(TODAY)
    )

    assert "ประภา" in page(helper, "case_help", made.group, **where)
    listed = page(helper, "cases_help", made.group.keeper)
    assert made.case.code in listed
    assert "ประภา" not in listed


def test_the_networks_advice_is_written_down(made):
    ask_network_step(made.case, on=TODAY, done_by=made.person, note="ช่วยด้วย", by=made.officer, at=builders.AT)
    form = {"on": "10/2/2569", "note": "ลองผ่อนรายสัปดาห์", "done_by": made.helper_person.pk}

    answer = send(signed_in(made.helper), made, "case_help_step", form, kind="advice")

    assert answer.status_code == 302
    assert CaseStep.objects.get(kind="advice").done_by == made.helper_person


def test_what_is_read_above_the_group_has_codes_and_no_names(made, client):
    builders.repay(made.loan, "300.00", on=TODAY)

    html = page(client, "cases_report", made.group)

    assert made.case.code in html
    assert "ประภา" not in html
    assert "300.00" in html


@pytest.mark.parametrize("name", ["letter_pdf", "envelope"])
def test_letters_come_as_pdf(made, client, name):
    send(client, made, "case_letter_write", {"to": "borrower", "signed_by": made.person.pk}, kind="letter_1")

    answer = client.get(address(f"case_{name}", made.group, case=made.case.code, number=1, year=2569))

    assert answer["Content-Type"] == "application/pdf"


def test_a_kind_that_is_none_is_no_page(made, client):
    for name in ("case_step", "case_letter_write"):
        assert client.get(address(name, made.group, case=made.case.code, kind="arrest")).status_code == 404


def test_the_list_asks_as_often_for_six_cases_as_for_two(made, client):
    client.get(address("cases", made.group))
    counts = []
    for more in (1, 4):
        for member in builders.members(made.group, more):
            builders.loan(member, on=date(2026, 1, 5))
        client.post(address("cases_open", made.group))
        client.get(address("cases", made.group) + "?show=all")
        with CaptureQueriesContext(connection) as asked:
            client.get(address("cases", made.group) + "?show=all")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 14


def test_the_network_lists_six_cases_with_as_many_queries_as_two(made):
    helper = signed_in(made.helper)
    counts = []
    for more in (1, 4):
        for member in builders.members(made.group, more):
            builders.loan(member, on=date(2026, 1, 5))
        signed_in(made.officer).post(address("cases_open", made.group))
        type(made.case).objects.update(with_network_since=TODAY)
        helper.get(address("cases_help", made.group.keeper))
        with CaptureQueriesContext(connection) as asked:
            helper.get(address("cases_help", made.group.keeper))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20


def test_a_treasurer_who_is_a_headman_may_write_but_not_ask(made, client):
    treasurer = builders.officer(made.group, Role.TREASURER)
    treasurer.person = builders.person(made.group, "ผู้ใหญ่", public_post="headman")
    treasurer.save(update_fields=["person"])
    form = {"on": "10/2/2569", "hour": "10.00", "told": "borrower", "done_by": treasurer.person.pk}

    own = send(signed_in(treasurer), made, "case_step", form, kind="call")
    other = send(signed_in(treasurer), made, "case_step", {**form, "done_by": made.person.pk}, kind="call")

    assert (own.status_code, other.status_code) == (422, 302)
    assert CaseStep.objects.get().done_by == made.person


def test_a_case_without_an_unpaid_instalment_says_what_is_still_owed_and_that_nobody_is_asked(made, client):
    builders.repay(made.loan, "1200.00", on=date(2026, 2, 9))

    html = page(client, "case", made.group, case=made.case.code)

    assert "ไม่มีงวดค้างแล้ว ยังเหลือหนี้ 10," in html
    assert "ไม่ต้องทวงถามใครอีก" in html
    assert "ส่งครบแล้ว แฟ้มนี้" not in html

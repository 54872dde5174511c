from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from federation.access.permissions import Role
from federation.audit.models import Act
from federation.kit import clock
from groups.surplus.models import DividendPart, PayBatch, YearClose, YearState
from tests import builders
from tests.groups.surplus import worlds
from tests.groups.surplus.worlds import AT, plan
from tests.loans.lending.worlds import resolve

pytestmark = pytest.mark.django_db(transaction=False)
UNTIL = "2025-12-31"


@pytest.fixture(autouse=True)
def february(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    monkeypatch.setattr(clock, "today", lambda: date(2026, 2, 20))


@pytest.fixture
def group():
    """Three members who saved 300, 200 and 100; a surplus of 1,000; all months of the year closed."""
    group = worlds.group(code="K01")
    for member, baht in zip(builders.members(group, 3), ("300", "200", "100"), strict=True):
        worlds.save(member, baht, on=date(2025, 1, 5))
    worlds.earn(group, "1000.00")
    worlds.close_months(group)
    return group


def client_of(group, role):
    client = Client()
    client.force_login(builders.officer(group, role))
    return client


def at(name, group, **parts):
    return reverse(f"groups:{name}", kwargs={"code": group.code, "until": UNTIL, **parts})


def text(response):
    return response.content.decode()


ASKED = {"basis": "share_months", "hand_over": "cash", "dividend": "60", "reserve": "40"}
RESOLVED = {**ASKED, "meeting_on": "15/2/2569", "resolution_no": "3/2569"}


def test_meeting_from_close_to_the_last_dividend_paid(group, django_capture_on_commit_callbacks):
    treasurer, chair = client_of(group, Role.TREASURER), client_of(group, Role.CHAIR)

    assert treasurer.post(at("year_close", group)).status_code == 302
    assert chair.post(at("year_decide", group), {"agree": "yes"}).status_code == 302
    rehearsed = text(treasurer.get(at("rehearse", group), ASKED))
    assert "600.00" in rehearsed and "100.00" in rehearsed
    assert treasurer.post(at("allot", group), RESOLVED).status_code == 302
    assert "600.00" in text(chair.get(at("adopt", group)))
    assert chair.post(at("adopt", group), {"agree": "yes"}).status_code == 302
    close = YearClose.objects.get()
    assert close.state == YearState.ADOPTED

    members = [str(part.membership_id) for part in DividendPart.objects.all()]
    paid = treasurer.post(at("pay", group), {"on": "15/2/2569", "purse": "11010", "member": members, "money": "yes"})
    batch = PayBatch.objects.get()
    assert paid.url == at("pay_batch", group, pk=batch.pk)
    assert "600.00" in text(chair.get(paid.url))
    assert chair.post(at("pay_decide", group, pk=batch.pk), {"agree": "yes"}).status_code == 302
    close.refresh_from_db()
    assert close.state == YearState.PAID and worlds.balance(group, "23040") == 0
    assert "600.00" in text(chair.get(at("year", group)))


def test_rehearsal_writes_nothing_and_answers_htmx_with_the_answer_alone(group):
    treasurer = client_of(group, Role.TREASURER)
    answer = text(treasurer.get(at("rehearse", group), ASKED, headers={"HX-Request": "true"}))

    assert "<html" not in answer and 'id="answer"' in answer and "600.00" in answer
    assert not YearClose.objects.exists() and not DividendPart.objects.exists()


def test_rehearsal_says_which_heads_give_when_the_dividend_grows(group):
    asked = ASKED | {"reserve": "30", "public": "10"}
    answer = client_of(group, Role.TREASURER).get(at("rehearse", group), asked)

    assert "ถ้าเพิ่มเงินปันผล หมวดเหล่านี้ลดลงตามสัดส่วน ถ้าลดก็เพิ่มขึ้น: ทุนสำรอง, สาธารณประโยชน์" in " ".join(text(answer).split())
    shares = [one.plan.percents for one in answer.context["others"]]
    assert [(one["dividend"], one["reserve"], one["public"]) for one in shares][-1] == (80, 15, 5)
    assert "15.00 %" in text(answer) and "table wide" not in text(answer)


def test_rehearsal_says_what_is_wrong_and_keeps_what_was_typed(group):
    treasurer = client_of(group, Role.TREASURER)
    short = treasurer.get(at("rehearse", group), ASKED | {"reserve": "30"})
    assert "90.00" in text(short) and "10.00" in text(short)
    wrong = treasurer.get(at("rehearse", group), ASKED | {"dividend": "6x"})
    assert wrong.status_code == 422 and 'value="6x"' in text(wrong)


def test_a_preset_without_a_reserve_is_shown_with_its_caution(group):
    shown = text(client_of(group, Role.TREASURER).get(at("rehearse", group), {"preset": "half"}))

    assert "notice-warn" in shown and "500.00" in shown


def test_pages_before_adoption_name_the_meeting_whose_sheet_is_missing():
    group = worlds.group(code="K02")
    borrower = builders.member(group)
    worlds.save(borrower, "1000", on=date(2025, 1, 5))
    builders.loan(borrower, "1200.00", on=date(2025, 12, 5))
    worlds.earn(group, "1000.00")
    resolve(group, meeting_days=(5,))
    worlds.closed(group)
    treasurer, words = client_of(group, Role.TREASURER), "ใบฝากเงินวันที่ 5 มกราคม 2569 ยังไม่บันทึก"

    shown = [text(treasurer.get(at("rehearse", group), ASKED)), text(treasurer.get(at("allot", group)))]
    treasurer.post(at("allot", group), RESOLVED)
    shown.append(text(client_of(group, Role.CHAIR).get(at("adopt", group))))
    assert all(words in one and f'href="/o/{group.code}/sheets/"' in one for one in shown)


def test_resolution_that_is_no_hundred_is_refused_and_kept(group):
    worlds.closed(group)
    answer = client_of(group, Role.TREASURER).post(at("allot", group), RESOLVED | {"reserve": "30"})

    assert answer.status_code == 422 and "10.00" in text(answer) and 'value="3/2569"' in text(answer)
    assert YearClose.objects.get().adopted_by is None


def test_same_person_does_not_agree_to_what_they_proposed(group):
    secretary = client_of(group, Role.SECRETARY)
    secretary.post(at("year_close", group))
    secretary.post(at("year_decide", group), {"agree": "yes"})

    assert YearClose.objects.get().state == YearState.PROPOSED


def test_choices_are_written_down(group):
    treasurer = client_of(group, Role.TREASURER)
    address = reverse("groups:dividend_choices", kwargs={"code": group.code})
    treasurer.post(address, {"1-into": "shares", "2-into": "", "3-into": "satja"})
    close = worlds.adopted(worlds.closed(group), plan(dividend=100))

    assert list(DividendPart.objects.order_by("membership__number").values_list("into", flat=True)) == [
        "shares",
        "cash",
        "satja",
    ]
    treasurer.post(at("pay", group), {"on": "15/2/2569", "purse": "11010", "accounts": "yes"})
    assert PayBatch.objects.get(year=close).total == Decimal("666.67")


def test_choice_made_after_the_meeting_is_logged_and_shown_to_who_agrees(group):
    worlds.adopted(worlds.closed(group), plan(dividend=100))
    treasurer, chair = client_of(group, Role.TREASURER), client_of(group, Role.CHAIR)
    address = reverse("groups:dividend_choices", kwargs={"code": group.code})
    assert client_of(group, Role.AUDITOR).post(address, {"1-into": "shares"}).status_code == 403
    treasurer.post(address, {"1-into": "shares"})

    act = Act.objects.get(what="dividend_choice_set")
    assert (act.before, act.after) == ({"into": ""}, {"into": "shares"}) and act.about.startswith("membership:")
    paid = treasurer.post(at("pay", group), {"on": "15/2/2569", "purse": "11010", "accounts": "yes"})
    words = "เดิมเงินสด เปลี่ยนเป็นหุ้น"
    assert words in text(treasurer.get(at("pay", group))) and words in text(chair.get(paid.url))


def test_choice_that_would_turn_an_adopted_account_into_money_is_refused_beside_it(group):
    treasurer = client_of(group, Role.TREASURER)
    address = reverse("groups:dividend_choices", kwargs={"code": group.code})
    treasurer.post(address, {"1-into": "shares"})
    worlds.adopted(worlds.closed(group), plan(dividend=100))

    answer = treasurer.post(address, {"1-into": "cash"})

    assert "ที่ประชุมรับรองปีนี้" in text(answer)
    assert DividendPart.objects.get(membership__number=1).into == "shares"


def test_years_show_how_each_stands(group):
    worlds.closed(group)
    shown = text(client_of(group, Role.AUDITOR).get(reverse("groups:years", kwargs={"code": group.code})))

    assert "2568" in shown and "2569" in shown and "1,000.00" in shown
    assert "ปีที่กำลังดำเนินอยู่" in shown and "กำลังผ่อน" not in shown


@pytest.mark.parametrize("page", ["dividend_slips", "dividend_pay_list", "surplus_statement", "rehearse_paper"])
def test_papers_are_drawn(group, page):
    pytest.importorskip("weasyprint")
    worlds.adopted(worlds.closed(group), plan(dividend=90, reserve=10))
    answer = client_of(group, Role.TREASURER).get(at(page, group))

    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")


def test_a_network_sees_its_groups_years_only_as_figures_elsewhere(group):
    officer = client_of(group.keeper, Role.NETWORK_TREASURER)

    assert officer.get(at("year", group)).status_code == 403

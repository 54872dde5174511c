"""The page on which anyone tries a loan."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.urls import reverse

from tests import builders

pytestmark = pytest.mark.django_db

ASKED = {"amount": "12,000", "rate": "1", "per": "month", "instalments": "12", "method": "equal-principal"}


def answer(client, **asked):
    return client.get(reverse("loans:try_loan"), {**ASKED, **asked})


def shown(response):
    return response.content.decode()


def test_page_asks_without_anyone_signed_in(client):
    response = client.get("/try-a-loan/")

    assert response.status_code == 200
    assert "ลองคิดเงินกู้" in shown(response)
    assert "schedule" not in response.context


def test_sign_in_leads_to_it(client):
    assert 'href="/try-a-loan/"' in shown(client.get(reverse("sign_in")))


def test_start_leads_to_it(client):
    client.force_login(builders.user("newcomer"))

    assert 'href="/try-a-loan/"' in shown(client.get("/"))


def test_lawful_loan_is_answered_with_its_rows_and_what_it_really_costs(client):
    response = answer(client)

    assert response.context["schedule"].interest_total == Decimal("780.00")
    assert "ร้อยละ 12.00 ต่อปี ไม่เกินที่กฎหมายกำหนด" in shown(response)
    assert "1,120.00" in shown(response) and "780.00" in shown(response)


def test_flat_loan_above_the_ceiling_is_named_as_what_it_is(client):
    page = shown(answer(client, method="flat"))

    assert "ร้อยละ 21.46 ต่อปี เกินที่กฎหมายกำหนด" in page
    assert "ไม่เกินที่กฎหมายกำหนด" not in page


def test_flat_and_declining_are_set_side_by_side(client):
    others = answer(client, method="flat").context["others"]

    told = {one.method: (one.interest, one.effective_yearly_rate) for one in others.data}
    assert told["equal-principal"] == (Decimal("780.00"), Decimal("0.1200"))
    assert told["flat"] == (Decimal("1440.00"), Decimal("0.2146"))


def test_fees_count_in_what_the_loan_costs(client):
    response = answer(client, rate="1.2", method="equal-instalment", fees="200")

    assert not response.context["lawful"]


def test_each_figure_of_interest_opens_its_workings(client):
    page = shown(answer(client, start="5/1/2569", day_count="actual/365"))

    assert "12,000.00 × ร้อยละ 12 × 31/365 = 122.30" in page


def test_flat_interest_says_by_how_much_it_was_divided(client):
    assert "÷ 12 งวด" in shown(answer(client, method="flat"))


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"amount": "abc"}, "amount"),
        ({"rate": "-1"}, "rate"),
        ({"rate": "NaN"}, "rate"),
        ({"instalments": "121"}, "instalments"),
        ({"method": "seasonal"}, "method"),
        ({"start": "31/2/2569"}, "start"),
    ],
)
def test_what_cannot_be_read_is_kept_and_said_beside_its_field(client, asked, field):
    response = answer(client, **asked)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert f'value="{asked[field]}"' in shown(response) or field == "method"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"method": "percent"}, "บอกว่าส่งเงินต้นงวดละร้อยละเท่าไร"),
        ({"grace_principal": "12"}, "การพักส่งเงินต้นต้องสิ้นสุดก่อนงวดสุดท้าย"),
        ({"start": "5/1/2569", "first_due": "1/1/2569"}, "งวดแรกต้องครบกำหนดหลังวันรับเงิน"),
        ({"amount": "100", "multiple": "100.00"}, "ยอดที่ให้ลงตัวใหญ่กว่ายอดส่งต่องวด"),
        (
            {"every": "1 week", "day_count": "months", "instalments": "2", "start": "1/9/2569", "fees": "9"},
            "ไม่มีช่วงเวลา",
        ),
    ],
)
def test_answers_that_contradict_each_other_are_refused_in_words(client, asked, words):
    response = answer(client, **asked)

    assert words in shown(response)
    assert "schedule" not in response.context


def test_weekly_loan_counts_weeks_unless_told_otherwise(client):
    schedule = answer(client, rate="10.4", per="year", every="1 week").context["schedule"]

    assert schedule.rows[0].interest == Decimal("24.00")  # 12,000 × 10.4 % ÷ 52


def test_thai_figures_are_read(client):
    assert answer(client, rate="๑.๒๕", instalments="๑๒").context["effective"] == "15.00"


def test_english_reader_is_answered_in_english(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    assert "12.00 per cent a year: within the law" in shown(answer(client))

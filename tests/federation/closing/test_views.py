from datetime import date

import pytest
import time_machine

from federation.closing.models import ClosedMonth
from tests import builders
from tests.federation.reports.worlds import JANUARY, close, saving_group

pytestmark = pytest.mark.django_db

ADDRESS = "/o/KLONG/close/2026-01/"


def page(client, group, role="treasurer", address=ADDRESS):
    client.force_login(builders.officer(group, role))
    return client.get(address)


def test_the_page_lists_what_is_missing_with_links(client):
    group = saving_group(2)

    body = page(client, group, address="/o/KLONG/close/2026-02/").content.decode()

    assert "มกราคม 2569 ยังไม่ปิด" in body
    assert f'href="{ADDRESS}"' in body
    assert "<button" not in body.split("<main")[1]


@pytest.mark.django_db(transaction=True)
def test_closing_by_button_leads_to_the_print(client):
    from django.db import transaction

    with transaction.atomic():
        group = saving_group(2, months=1)
        client.force_login(builders.officer(group))

    answer = client.post(ADDRESS, {"understood": "on"}, follow=True)

    body = answer.content.decode()
    assert answer.redirect_chain == [(ADDRESS, 302)]
    assert "ปิดเดือนมกราคม 2569 แล้ว" in body
    assert "/o/KLONG/reports/monthly/2026-01.pdf" in body
    assert ClosedMonth.objects.get().closed_by.username == "treasurer-klong"


@pytest.mark.django_db(transaction=True)
def test_a_month_without_a_sheet_closes_only_with_a_reason_and_keeps_what_was_typed(client):
    from django.db import transaction

    with transaction.atomic():
        group = saving_group(2)
        client.force_login(builders.officer(group))

    short = client.post(ADDRESS, {"understood": "on", "no_meeting_reason": "ฝนตก"})
    whole = client.post(ADDRESS, {"understood": "on", "no_meeting_reason": "น้ำท่วม ถนนขาดทั้งตำบล"})

    assert short.status_code == 422
    assert 'value="ฝนตก"' in short.content.decode()
    assert whole.status_code == 302
    assert ClosedMonth.objects.get().no_meeting_reason == "น้ำท่วม ถนนขาดทั้งตำบล"


def test_a_closed_month_shows_its_code_and_no_button(client):
    group = saving_group(2, months=1)
    close(group, JANUARY)

    body = page(client, group).content.decode()

    assert "ปิดโดย" in body
    assert "<button" not in body.split("<main")[1]


@time_machine.travel(date(2026, 1, 20), tick=False)
def test_a_running_month_says_what_closing_it_means(client):
    group = saving_group(2, months=1)

    assert "ยังไม่สิ้นเดือน" in page(client, group).content.decode()


@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("secretary", 403), ("chair", 200)])
def test_who_may_close(client, role, status):
    assert page(client, saving_group(2, months=1), role).status_code == status


@pytest.mark.parametrize("month", ["2025-12", "2036-01"])
def test_months_without_books_are_not_found(client, month):
    assert page(client, saving_group(1), address=f"/o/KLONG/close/{month}/").status_code == 404


def test_a_buddhist_year_in_the_address_is_understood(client):
    assert page(client, saving_group(1), address="/o/KLONG/close/2569-01/").status_code == 200


def test_nothing_closes_before_one_has_understood_that_it_stays_closed(client):
    group = saving_group(2, months=1)
    client.force_login(builders.officer(group))

    answer = client.post(ADDRESS, {})

    assert answer.status_code == 422
    assert "เดือนที่ปิดแล้วเปิดอีกไม่ได้" in answer.content.decode()
    assert not ClosedMonth.objects.exists()

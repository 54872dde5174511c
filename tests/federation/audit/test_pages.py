"""The log of acts as the chair, the auditor and the network read it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from federation.access.permissions import Role
from federation.audit.log import record
from tests import builders

AT = datetime(2026, 11, 3, 5, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return builders.group()


def page(user, group, query=""):
    client = Client()
    client.force_login(user)
    return client.get(f"/o/{group.code}/acts/{query}")


def test_acts_are_told_in_words_with_what_was_and_is(group):
    auditor = builders.officer(group, Role.AUDITOR)
    before, after = {"late_fine_month": "5.00"}, {"late_fine_month": "10.00", "since": "2026-12-01"}
    about = f"organisation:{group.pk}"
    record("bylaws_set", by=auditor, at=AT, organisation=group, about=about, before=before, after=after)

    text = page(auditor, group).text

    assert "บันทึกมติเรื่องระเบียบ" in text
    assert "5.00 → 10.00" in text
    assert "1 ธ.ค. 69" in text
    assert "3 พ.ย. 69 12:00" in text


def test_acts_of_another_group_are_not_shown(group):
    neighbour = builders.group(group.keeper)
    record("bylaws_set", by=builders.user("somebody.else"), at=AT, organisation=neighbour)

    text = page(builders.officer(group, Role.CHAIR), group).text

    assert "somebody.else" not in text
    assert "ยังไม่มีบันทึก" in text


def test_the_network_reads_the_acts_of_a_group_but_not_its_members_data(group):
    officer, chair = builders.officer(group.keeper, Role.NETWORK_COMMITTEE), builders.officer(group, Role.CHAIR)
    record("person_changed", by=chair, at=AT, organisation=group, about="person:1", after={"phone": "0864755162"})

    from_above, inside = page(officer, group).text, page(chair, group).text

    assert "แก้ข้อมูลบุคคล" in from_above
    assert "0864755162" not in from_above
    assert "0864755162" in inside


def test_sign_ins_of_the_officers_are_a_page_of_their_own(group):
    chair, treasurer = builders.officer(group, Role.CHAIR), builders.officer(group)
    stranger = builders.user("stranger")
    for user in (treasurer, stranger):
        record("sign_in", by=user, at=AT, about=f"user:{user.pk}", after={"device": f"phone of {user.username}"})
        record("sign_in_failed", by=None, at=AT, about=f"user:{user.pk}")

    text = page(chair, group, "?signing=1").text

    assert f"phone of {treasurer.username}" in text
    assert "stranger" not in text
    assert text.count("รหัสผ่านผิด") == 1


def test_acts_are_found_by_who_did_them(group):
    chair, treasurer = builders.officer(group, Role.CHAIR, name="malee"), builders.officer(group, name="somjai")
    for user in (chair, treasurer):
        record("sheet_posted", by=user, at=AT, organisation=group, about="sheet:1", after={"number": user.username})

    text = page(chair, group, "?q=somj").text

    assert text.count("ลงบัญชีใบฝากเงิน") == 1


def test_acts_come_in_pages_and_cost_the_same_for_many(group):
    chair = builders.officer(group, Role.CHAIR)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert page(chair, group).status_code == 200
        return len(asked)

    record("sheet_posted", by=chair, at=AT, organisation=group)
    few = cost()
    for n in range(60):
        record("sheet_posted", by=chair, at=AT + timedelta(minutes=n), organisation=group, after={"number": n})

    assert cost() == few
    assert "เลขที่: 59" in page(chair, group).text
    assert "เลขที่: 0<" not in page(chair, group).text
    assert "เลขที่: 0<" in page(chair, group, "?page=2").text


@pytest.mark.parametrize(("role", "status"), [(Role.TREASURER, 403), (Role.FACILITATOR, 403), (Role.SECRETARY, 200)])
def test_the_log_is_for_those_who_watch(group, role, status):
    assert page(builders.officer(group, role), group).status_code == status

import pytest

from federation.closing.models import ClosedMonth
from federation.ledger import chain
from tests.federation.proof.worlds import reversed_sheet
from tests.federation.reports.worlds import saving_group

pytestmark = pytest.mark.django_db

SHORT = "7K2M 0QXD 9RT4 HN6C"


def test_anybody_may_ask_and_sees_no_member(client):
    group = saving_group(2, months=1, closed=1)
    code = chain.short_code(ClosedMonth.objects.get().head_hash)

    body = client.get("/check/", {"book": "klong", "number": "1", "code": code}).content.decode()

    assert "กระดาษตรงกับบัญชี" in body
    assert "มกราคม 2569" in body
    assert not any(member.person.given in body for member in group.members)
    assert "200.00" not in body


def test_the_text_of_the_qr_is_enough(client):
    saving_group(1, months=1, closed=1)
    head = bytes(ClosedMonth.objects.get().head_hash).hex().upper()

    assert "กระดาษตรงกับบัญชี" in client.get("/check/", {"scanned": f"SG1:KLONG:2569-01:1:{head}"}).content.decode()


def test_a_receipt_of_a_sheet_that_was_taken_back_is_not_vouched_for_in_silence(client):
    code = chain.short_code(reversed_sheet().entry.hash)

    body = client.get("/check/", {"book": "KLONG", "number": "1", "code": code}).content.decode()

    assert "รายการนี้ถูกกลับรายการแล้วเมื่อ" in body
    assert "โดยรายการที่ 2" in body
    assert "notice-warn" in body


@pytest.mark.parametrize("book", ["KLONG", "NOBODY"])
def test_a_wrong_code_and_an_unknown_group_get_the_same_answer(client, book):
    saving_group(1, months=1)

    answer = client.get("/check/", {"book": book, "number": "1", "code": SHORT})

    assert answer.status_code == 200
    assert "บัญชีไม่ตรงกับที่กระดาษบอก" in answer.content.decode()


@pytest.mark.parametrize(
    "typed",
    [{"book": "KLONG"}, {"scanned": "ก"}, {"book": "K", "number": "1e9", "code": SHORT}, {"number": "99999999999"}],
)
def test_what_cannot_be_read_is_said_and_kept(client, typed):
    answer = client.get("/check/", typed)

    assert answer.status_code == 422
    assert all(f'value="{value}"' in answer.content.decode() for value in typed.values())


def test_the_empty_page_asks(client):
    answer = client.get("/check/")

    assert answer.status_code == 200
    assert "กระดาษตรงกับบัญชี" not in answer.content.decode()

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from federation.access.permissions import Role
from federation.handover import steps
from federation.handover.models import Handover, PaperMonth
from federation.organisations.models import Organisation
from tests import builders
from tests.federation.handover.worlds import AT, JANUARY, group, network, paper_group

pytestmark = pytest.mark.django_db
MONTH = "/o/KDT/months/2026-01/"


@pytest.fixture(autouse=True)
def in_february():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def upper():
    return network()


@pytest.fixture
def sent(upper):
    made = group(upper, closed=1)
    steps.send_step(made, JANUARY, by=builders.officer(made), at=AT)
    return made


def states():
    return list(Handover.objects.order_by("n").values_list("state", flat=True))


def test_a_group_sends_its_closed_month_from_its_first_page(client, upper):
    made = group(upper, closed=1)
    client.force_login(builders.officer(made))
    first = client.get("/o/KLONG/").content.decode()
    assert "/o/KLONG/handover/2026-01/" in first

    answer = client.post("/o/KLONG/handover/2026-01/send/", {"problems": "ฝนตก", "requests": ""}, follow=True)

    assert "ส่งแล้ว รอตรวจ" in answer.content.decode()
    assert states() == ["sent"]
    assert "ยังไม่ได้ส่งเครือข่าย" not in client.get("/o/KLONG/").content.decode()


def test_an_open_month_says_that_a_closed_one_is_expected(client, upper):
    client.force_login(builders.officer(group(upper)))

    assert "เครือข่ายรอรายงานที่ปิดเดือนแล้ว" in client.get("/o/KLONG/handover/2026-01/").content.decode()


def test_the_network_returns_it_and_the_group_reads_why_on_its_first_page(client, upper, sent):
    client.force_login(upper.checks)
    empty = client.post(f"{MONTH}KLONG/return/", {"reason": ""})
    client.post(f"{MONTH}KLONG/return/", {"reason": "เงินสดไม่ตรงกับที่นับ"})

    assert empty.status_code == 422
    assert states() == ["sent", "returned"]
    client.force_login(builders.officer(sent))
    assert "เงินสดไม่ตรงกับที่นับ" in client.get("/o/KLONG/").content.decode()


def test_two_people_check_and_accept(client, upper, sent):
    client.force_login(upper.checks)
    assert "รายงานเดือนที่กลุ่มส่งมา รอตรวจ" in client.get("/o/KDT/").content.decode()
    client.post(f"{MONTH}KLONG/check/")
    again = client.post(f"{MONTH}KLONG/check/", follow=True).content.decode()
    assert "ให้กรรมการเครือข่ายคนอื่นทำขั้น" in again
    client.force_login(upper.accepts)
    client.post(f"{MONTH}KLONG/check/")

    assert states() == ["sent", "checked", "accepted"]
    assert "รับรองแล้ว" in client.get(MONTH).content.decode()


def test_a_facilitator_looks_and_does_not_check(client, upper, sent):
    client.force_login(builders.officer(upper, Role.FACILITATOR))

    assert client.get(f"{MONTH}KLONG/").status_code == 200
    assert "/check/" not in client.get(f"{MONTH}KLONG/").content.decode()
    assert client.post(f"{MONTH}KLONG/check/").status_code == 403
    assert states() == ["sent"]


def test_no_members_name_is_on_the_networks_pages(client, upper, sent):
    client.force_login(upper.checks)

    for page in ("/o/KDT/months/", MONTH, f"{MONTH}KLONG/"):
        shown = client.get(page).content.decode()
        assert all(member.person.name not in shown for member in sent.members)


def test_a_group_that_changed_since_is_marked(client, upper):
    made = group(upper)
    steps.send_step(made, JANUARY, by=builders.officer(made), at=AT)
    builders.cash(made, "50.00", on=date(2026, 1, 20))
    client.force_login(upper.checks)

    assert "ตัวเลขเปลี่ยนหลังส่ง" in client.get(MONTH).content.decode()
    shown = client.get(f"{MONTH}KLONG/").content.decode()
    assert "ในบัญชีตอนนี้ 250.00" in shown and "/KLONG/check/" not in shown


def test_a_paper_month_is_typed_and_a_wrong_figure_kept_and_named(client, upper):
    paper_group(upper)
    client.force_login(upper.checks)
    typed = {"source": "สมุดคุม", "members_opening": "10", "members_new": "1", "members_resigned": "0"}
    typed |= {"members_expelled": "0", "members_died": "0", "cash_closing": "๑,๒๐๐.๕๐"}

    wrong = client.post(f"{MONTH}paper/PAPER/", typed | {"members_closing": "12"})
    assert wrong.status_code == 422 and 'value="12"' in wrong.content.decode()
    assert not PaperMonth.objects.exists()
    right = client.post(f"{MONTH}paper/PAPER/", typed | {"members_closing": "11", "given_up": "5"})

    assert right.url == MONTH
    heads = steps.Heads.from_data(PaperMonth.objects.get().figures)
    assert (heads.members_closing, heads.cash_closing, heads.bank_closing) == (11, Decimal("1200.50"), None)
    assert heads.loans_otherwise == Decimal("-5.00")
    assert "บัญชีกระดาษ กรอกแล้ว" in client.get(MONTH).content.decode()


def test_a_paper_group_is_added_and_has_a_page_without_books(client, upper):
    client.force_login(upper.checks)
    typed = {"name_th": "กลุ่มบ้านใหม่", "code": "KDT-P", "kind": "satja", "origin": "unknown"}

    answer = client.post("/o/KDT/groups/add/paper/", typed | {"affiliated_since": "1/1/2569"})

    made = Organisation.objects.get(code="KDT-P")
    assert answer.status_code == 302 and (made.book, made.keeper) == (None, upper)
    assert "บัญชีกระดาษ" in client.get("/o/KDT-P/").content.decode()
    assert client.get("/o/KDT-P/reports/").status_code == 404
    assert "กลุ่มบ้านใหม่" in client.get(MONTH).content.decode()


def test_the_page_of_a_paper_month_lists_old_and_new_figures(client, upper):
    made = paper_group(upper)
    for count, source in ((11, "สมุดคุม"), (99, "นับใหม่จากสมุดทะเบียน")):
        given = {"heads": steps.Heads(members_closing=count), "source": source, "by": upper.checks, "at": AT}
        steps.paper_month_step(upper, made, date(2026, 1, 1), **given)
    client.force_login(upper.checks)

    page = client.get(f"{MONTH}paper/PAPER/").content.decode()

    assert "เดิม 11 แก้เป็น 99" in page or "before 11, now 99" in page

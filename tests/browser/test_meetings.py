"""A facilitator makes the report of a network's meeting, from an empty list to the paper that is read aloud."""

import io

import pypdf
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.db import transaction
from playwright.sync_api import expect

from federation.access.permissions import Role
from federation.kit import clock
from federation.kit.dates import month_of, next_month
from federation.reports.models import IssuedFile
from tests import builders
from tests.browser.conftest import PHONE, PICTURES, WIDE, overflows, picture, thai
from tests.browser.test_every_page import AXE
from tests.browser.world import officer_of
from tests.federation.reports.worlds import close, sheet

pytestmark = pytest.mark.browser

NAMES = (
    "กลุ่มสัจจะออมทรัพย์บ้านคลองน้ำใส", "กลุ่มสัจจะบ้านหนี้หมด", "กลุ่มออมทรัพย์บ้านกตัญญูปู่ย่า", "กลุ่มสัจจะบ้านที่นึ่งข้าว",
    "กลุ่มสัจจะบ้านน้ำพุญี่ปุ่น", "กลุ่มสัจจะบ้านฎีกา",
)  # fmt: skip


@pytest.fixture
def network(transactional_db, live_server):
    """Six groups that saved last month; the third has not closed it."""
    last_month = next_month(month_of(clock.today()), by=-1)
    with transaction.atomic():
        network = builders.network("kanchanadit", name="เครือข่ายสัจจะออมทรัพย์กาญจนดิษฐ์ทดสอบ", books_from=last_month)
        type(network).objects.filter(pk=network.pk).update(is_demo=True)
        for n, name in enumerate(NAMES, start=1):
            group = builders.group(network, code=f"g{n:02d}", name=name, books_from=last_month)
            group.members = builders.members(group, 3 + n)
            sheet(group, last_month, satja=f"{100 * n}.00")
            if n != 3:
                close(group, last_month)
        network.facilitator = officer_of(network, Role.FACILITATOR, "amnuai", given="อำนวย", family="กตัญญู")
    return network


@pytest.mark.parametrize(("width", "options"), [(WIDE, {}), (PHONE, {"java_script_enabled": False})])
def test_a_facilitator_makes_the_report_of_a_network_meeting(network, people, width, options):
    page = people.at(width, user=network.facilitator, **options)
    page.goto(f"/o/{network.code}/meetings/")
    look(page, "meetings-empty", width)
    page.get_by_role("link", name=thai("New meeting")).click()
    look(page, "meeting-new", width)
    page.get_by_label(thai("Who chairs")).fill("นางกตัญญู ปู่ญี่ปุ่น")
    page.get_by_label(thai("Began at")).fill("๙.๓๐")
    page.get_by_label(thai("Record checked by")).fill("นายที่นี่ ตรวจดี")
    page.get_by_role("button", name=thai("Save and go on to who came")).click()

    page.locator("td input").nth(0).fill("3")
    page.locator("td input").nth(1).fill("12")
    page.locator("td input").nth(4).fill("๕")
    look(page, "meeting-attendance", width)
    page.get_by_role("button", name=thai("Save and go on to the agenda")).click()

    item = page.locator("details", has_text=thai("The money of the month"))
    item.locator("summary").click()
    item.get_by_label(thai("Facts and discussion")).fill("เหรัญญิกชี้แจงเงินของเครือข่าย ที่ประชุมซักถามเรื่องหนี้ที่ค้างงวด")
    item.get_by_label(thai("Resolution"), exact=False).first.select_option("noted")
    item.get_by_label(thai("Wording of the resolution")).fill("รับทราบรายงานการเงิน และให้ปิดบัญชีก่อนวันที่ ๑๕ ทุกเดือน")
    item.get_by_label(thai("Who does it")).fill("เหรัญญิกทุกกลุ่ม")
    look(page, "meeting-agenda", width)
    page.get_by_role("button", name=thai("Save and look at the report")).click()

    expect(page.locator("#aloud")).to_contain_text("กลุ่มออมทรัพย์บ้านกตัญญูปู่ย่า")
    look(page, "meeting", width)
    page.get_by_role("link", name=thai("Issue the report")).click()
    look(page, "meeting-issue", width)
    page.get_by_role("button", name=thai("Issue it")).click()
    assert page.request.get(page.url + "paper.pdf").ok
    whole = read(IssuedFile.objects.get(), "meeting")
    for words in ("ระเบียบวาระที่๕", "มติที่1รับทราบ", "เหรัญญิกทุกกลุ่ม", "ข้อมูลสมมติ", "นายที่นี่ตรวจดี", "๑๕"):
        assert words in whole


def look(page, name, width):
    """Keep a picture, and have the page looked at by axe where scripts run."""
    picture(page, f"{name}-{width['width']}")
    if width == WIDE:
        page.evaluate(AXE_SCRIPT)
        for viewport in (PHONE, WIDE):
            page.set_viewport_size(viewport)
            assert page.evaluate(AXE) == [], name
            assert not overflows(page), name


def read(kept, name):
    """Return the text of a PDF without spaces, and keep the paper beside the pictures."""
    (PICTURES / f"{name}.pdf").write_bytes(bytes(kept.content))
    pages = pypdf.PdfReader(io.BytesIO(bytes(kept.content))).pages
    return "".join("".join(page.extract_text() for page in pages).split())

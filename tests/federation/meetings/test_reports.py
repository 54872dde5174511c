import io

import pypdf
import pytest
from django.utils import translation

from federation.meetings.models import Attendance
from federation.meetings.reports import aloud_of, meeting_report
from federation.meetings.rules import ALOUD_SECONDS, LETTERS_A_MINUTE, spoken
from federation.reports.drawing import pdf_of
from tests import builders
from tests.federation.meetings.worlds import AT, attended, meeting, network_of_groups, resolved
from tests.federation.reports.worlds import saving_group
from tests.loans.followup import worlds as followup

pytestmark = pytest.mark.django_db


def text_of(report):
    pages = pypdf.PdfReader(io.BytesIO(pdf_of(report))).pages
    return ["".join(page.extract_text().split()) for page in pages]


def test_the_report_names_the_groups_that_have_not_closed_and_adds_up_all():
    network = network_of_groups()
    made = meeting(network, host=network.a2)

    report = meeting_report(made, at=AT)

    grid = next(section.grid for section in report.sections if section.grid and "state" in keys(section.grid))
    assert [str(name) for name in grid.cells("group")] == ["กลุ่มบ้านหนึ่ง", "กลุ่มบ้านสอง", "กลุ่มบ้านสาม"]
    assert grid.total("received") == 900
    said = " ".join(map(str, report.section("aloud").items))
    assert "ยังไม่ปิดเดือน" in said and "1 กลุ่ม ได้แก่ กลุ่มบ้านสอง" in said


def keys(grid):
    return [column.key for column in grid.columns]


def test_a_group_on_paper_that_is_not_entered_is_named_too():
    network = network_of_groups()
    builders.member_group(network, paper := builders.group(builders.network(), name="กลุ่มกระดาษ"))

    said = " ".join(map(str, meeting_report(meeting(network), at=AT).section("aloud").items))

    assert paper.name in said


def test_a_group_reports_its_own_month():
    group = saving_group(4, months=1, closed=1)

    report = meeting_report(meeting(group), at=AT)

    grid = next(section.grid for section in report.sections if section.key == "item_4_1_table")
    with translation.override("en"):
        rows = {str(row.cells[0]): row.cells[1:] for row in grid.rows}
    assert rows["Members at the end of the month"] == (4, None)
    assert rows["Satja received"][1] == 400
    assert rows["Cash on hand"][1] == 400


def test_bad_loans_are_named_by_number_and_no_member_is_named():
    network = builders.network(name="เครือข่ายทดสอบ")
    group = builders.group(network, name="กลุ่มบ้านทดสอบ")
    member = builders.member(group, "ใบระกา", family="ใบระกา")
    case = followup.case_with_a_letter(member, by=builders.user("works"))
    at = AT.replace(year=2026, month=10)

    made = meeting(network, month=at.date().replace(day=1), held_on=at.date())
    report = meeting_report(made, at=at)

    codes = [code for section in report.sections if section.grid for code in _codes(section.grid)]
    assert codes == [case.code]
    assert "ใบระกา" not in str(report.to_data())


def _codes(grid):
    return grid.cells("code") if "principal" in keys(grid) else []


@pytest.mark.parametrize("resolutions", [0, 6, 40])
def test_the_first_page_is_read_aloud_in_three_minutes_whatever_was_resolved(resolutions):
    network = network_of_groups()
    made = meeting(network, host=network.a1, next_host=network.a2)
    attended(made, a1={"committee": 3, "member": 12}, a2={"committee": 4}, none={"facilitator": 2})
    resolved(made, *[f"ให้กลุ่มบ้านที่ {n} ซ่อมทางน้ำและส่งบัญชีก่อนวันประชุม" for n in range(resolutions)])

    said = aloud_of(made, at=AT)

    letters = sum(len(spoken(str(sentence))) for sentence in said.sentences)
    assert letters <= LETTERS_A_MINUTE * ALOUD_SECONDS / 60
    assert said.seconds <= ALOUD_SECONDS
    assert (said.left > 0) == (resolutions == 40)
    keys_of = [section.key for section in meeting_report(made, at=AT).sections]
    assert len([key for key in keys_of if key.endswith("_resolved")]) == resolutions


def test_the_paper_follows_the_formal_frame_and_has_room_to_sign():
    network = network_of_groups()
    made = meeting(network, host=network.a1, recorder="นางลิขิต เขียนดี", checker="นายตรวจ ถี่ถ้วน")
    attended(made, a1={"committee": 3, "member": 12}, a3={"committee": 4})
    resolved(made, "ให้จ่ายเงินช่วยเหลือ", responsible="เหรัญญิก")

    pages = text_of(meeting_report(made, at=AT))
    whole = "".join(pages)

    for part in "๑๒๓๔๕":
        assert f"ระเบียบวาระที่{part}" in whole
    assert "ครั้งที่1/2569" in whole
    assert "มติที่1เห็นชอบ:ให้จ่ายเงินช่วยเหลือ" in pages[0]
    assert "ผู้จดรายงานการประชุม" in whole and "นางลิขิตเขียนดี" in whole
    assert "ผู้ตรวจรายงานการประชุม" in whole and "นายตรวจถี่ถ้วน" in whole
    assert "กลุ่มที่ไม่มาประชุม:กลุ่มบ้านสอง" in whole
    assert "หน้า1จาก" in pages[0]


def test_who_came_is_added_up_by_group_and_kind():
    network = network_of_groups()
    made = meeting(network)
    attended(made, a1={"committee": 3, "member": 12}, none={"agency": 2})

    grid = meeting_report(made, at=AT).section("attendance").grid

    assert (grid.total("committee"), grid.total("member"), grid.total("agency"), grid.total("all")) == (3, 12, 2, 17)
    assert Attendance.objects.count() == 3

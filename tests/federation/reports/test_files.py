import hashlib
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from federation.kit.report import Proof, Report
from federation.reports.books import cash_book_report
from federation.reports.files import bytes_of, file_of
from federation.reports.models import IssuedFile, IssuedReport
from federation.reports.monthly import monthly_report
from groups.sheets.steps import RowIn, book_sheet_step
from tests import builders
from tests.federation.reports.worlds import AT, JANUARY, close, committee, saving_group, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored():
    group = saving_group(3)
    committee(group, chair="สมชาย", treasurer="มานี", inspector="บุญเลิศ")
    sheet(group, JANUARY, absent=group.members[:1])
    close(group, JANUARY)
    return IssuedReport.objects.get()


def text_of(pdf):
    """The text of a PDF, with the two halves of sara am joined again."""
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(" ".join(pages).split()).replace("\u0e4d\u0e32", "\u0e33")


def test_the_same_bytes_are_served_for_ever(stored):
    first = file_of(stored, format="pdf", language="th", at=AT)
    again = file_of(stored, format="pdf", language="th", at=AT.replace(month=12))

    assert again.pk == first.pk
    assert bytes(again.digest) == hashlib.sha256(bytes(first.content)).digest()
    assert bytes_of(Report.from_data(stored.data), format="pdf", language="th") == bytes(first.content)


def test_each_language_format_and_audience_has_a_file_of_its_own(stored):
    for language in ("th", "en"):
        file_of(stored, format="xlsx", language=language, at=AT)
    file_of(stored, format="xlsx", language="th", at=AT, with_names=False)

    assert IssuedFile.objects.count() == 3
    assert len({bytes(kept.content) for kept in IssuedFile.objects.all()}) == 3


def test_the_pdf_holds_the_figures_the_names_and_the_code(stored):
    report = Report.from_data(stored.data)

    text = text_of(bytes(file_of(stored, format="pdf", language="th", at=AT).content))

    assert "รายงานประจำเดือนมกราคม 2569" in text
    assert "200.00 บาท" in text
    assert "สองร้อยบาทถ้วน" in text
    assert "ยอดในรายงานตรงกับรายการบัญชี ผลต่าง 0.00" in text
    assert report.head.short_code in text
    assert "ปิดเดือนเมื่อ 1 พฤศจิกายน 2569" in text
    assert "(มานี ใจดี)" in text
    assert "ขาดส่ง" in text
    assert "ข้อมูลสมมติ" not in text
    assert "ฉบับร่าง" not in text


def test_a_paper_for_the_wall_carries_numbers_and_no_names_of_those_who_missed(stored):
    text = text_of(bytes(file_of(stored, format="pdf", language="th", at=AT, with_names=False).content))

    assert "กมล ใจดี" not in text
    assert "001" in text


def test_a_draft_and_the_demo_say_so_on_every_page():
    group = saving_group(70, months=1)
    group.is_demo = True

    pages = PdfReader(io.BytesIO(bytes_of(monthly_report(group, JANUARY, at=AT), format="pdf", language="th"))).pages

    assert len(pages) > 3
    assert all("ฉบับร่าง ยังไม่ปิดเดือน" in page.extract_text() for page in pages)
    assert all("ข้อมูลสมมติ" in page.extract_text().replace("\u0e4d\u0e32", "\u0e33") for page in pages)


def test_the_workbook_has_typed_figures_and_a_sheet_a_table(stored):
    book = load_workbook(io.BytesIO(bytes(file_of(stored, format="xlsx", language="th", at=AT).content)))

    deposits = [[cell.value for cell in row] for row in book["เงินฝากรายสมาชิก"].iter_rows()]
    assert book.sheetnames[0] == "รายงานประจำเดือนมกราคม 2569"
    assert {"งบทดลอง", "งบกำไรขาดทุน", "งบแสดงฐานะการเงิน"} <= set(book.sheetnames)
    assert ["003", "เกษม ใจดี", 100, 100, 100, "ส่งครบ"] in deposits
    assert deposits[-1][2:5] == [300, 200, 200]


def test_the_cover_of_a_workbook_says_when_the_report_differs_from_the_books(stored):
    report = Report.from_data(stored.data)
    off = replace(report, proofs=[*report.proofs, Proof("ลองดู", Decimal("100.00"), Decimal("97.50"))])

    covers = [
        load_workbook(io.BytesIO(bytes_of(one, format="xlsx", language="th"))).worksheets[0] for one in (report, off)
    ]

    says = [" ".join(str(cell.value) for row in cover.iter_rows() for cell in row) for cover in covers]
    assert "ยอดในรายงานตรงกับรายการบัญชี ผลต่าง 0.00" in says[0]
    assert "ยอดในรายงานไม่ตรงกับรายการบัญชี ผลต่าง 2.50 บาท" in says[1]


def test_the_html_file_needs_nothing_beside_it(stored):
    page = bytes_of(Report.from_data(stored.data), format="html", language="th").decode()

    assert "<style>" in page
    assert "url(data:font/woff2;base64," in page
    assert 'url("..' not in page
    assert "src=" not in page.replace("src: url(data:", "")


def test_negative_baht_are_said_in_words():
    from federation.reports.drawing import in_words

    assert in_words(Decimal("-20.00")) == "ติดลบยี่สิบบาทถ้วน"


def test_a_table_of_two_hundred_rows_is_cut_into_pieces_of_sixty():
    from federation.reports.drawing import drawn

    group = saving_group(130, months=1)

    table = drawn(monthly_report(group, date(2026, 1, 1), at=AT))[-1].table

    assert [len(piece) for piece in table.pieces] == [60, 60, 10]


def test_csv_of_several_tables_holds_them_all_and_names_the_era(stored):
    report = Report.from_data(stored.data)

    text = bytes_of(report, format="csv", language="th").decode("utf-8-sig")

    titles = [str(section.title) for section in report.sections if section.grid]
    assert len(titles) > 5
    assert all(f"{title}\r\n" in text for title in titles)
    books = cash_book_report(stored.organisation, since=JANUARY, until=date(2026, 1, 31), at=AT)
    assert "วันที่ (ค.ศ.)" in bytes_of(books, format="csv", language="th").decode("utf-8-sig")


def test_the_copy_for_the_network_names_no_member_anywhere():
    """Every name on the register is looked for in the text of the PDF, also among those who are thanked."""
    group = builders.group(books_from=date(2025, 1, 1))
    named = builders.member(group, "ใบระกา", family="เหลืองอ่อน")
    for month in range(1, 13):
        rows = [RowIn(named, {"satja": Decimal("100.00")}, "paid")]
        on = date(2025, month, 5)
        book_sheet_step(group, meeting_on=on, rows=rows, by=builders.user("t"), at=builders.at_noon(on))
    report = monthly_report(group, date(2025, 12, 1), at=builders.at_noon(date(2025, 12, 31)))

    assert report.section("kept").names == [named.name]
    assert "ใบระกา" in text_of(bytes_of(report, format="pdf", language="th"))
    assert "ใบระกา" not in text_of(bytes_of(report.without_names(), format="pdf", language="th"))
    assert "ใบระกา" not in str(report.without_names().to_data())

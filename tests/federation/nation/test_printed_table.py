"""The national table of 2547 reads and adds up on page, paper and in the workbook as in its source."""

import csv
import io
import re
from decimal import Decimal
from pathlib import Path

import openpyxl
import pypdf
import pytest
from django.core.management import call_command
from django.urls import reverse

from federation.nation import known
from federation.nation.models import KnownCount
from federation.nation.queries import national_table
from tests import builders

pytestmark = pytest.mark.django_db

AS_OF = {"2547-04": " (เม.ย. 2547)", "2547-09": " (ก.ย. 2547)", "2542": " (2542)", "": ""}
TOTAL = ["รวม (* ไม่มีข้อมูล)", "136,998", "451,234", "101,563"]


def expected():
    """The rows of the source's file as they read: name and date, groups, members, funds."""
    with Path(known.FILE).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        [
            row["kind_th"] + (" (เป้าหมาย)" if row["is_target"] == "yes" else AS_OF[row["as_of_be"]]),
            *(read(row[name], row["is_target"] == "yes") for name in ("groups", "members", "fund_million_baht")),
        ]
        for row in rows
    ]


def read(text, target):
    if text == "*":
        return text
    shown = f"{Decimal(text):,}"
    return f"({shown})" if target else shown


@pytest.fixture
def reader(client):
    client.force_login(builders.user("nobody.in.particular"))
    return client


def cells_of(html):
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.S)
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)] for row in rows]


def test_the_page_reads_as_the_source(reader):
    html = reader.get(reverse("federation:registry")).content.decode()

    assert [row for row in cells_of(html) if row] == [*expected(), TOTAL]
    assert "101,563.01" not in html
    assert "101,563.01" in reader.get(reverse("federation:registry") + "?exact=1").content.decode()


def test_the_paper_reads_as_the_source(reader):
    answer = reader.get(reverse("federation:registry") + "?file=pdf")
    if answer.headers["Content-Type"] != "application/pdf":
        pytest.skip("no Pango")
    page = pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    text = re.sub(r"\s+", "", page)

    for row in [*expected(), TOTAL]:
        assert re.sub(r"\s+", "", "".join(row)) in text, row


def test_the_workbook_holds_the_source_and_adds_up(reader):
    content = reader.get(reverse("federation:registry") + "?file=xlsx").content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[-1]
    rows = [row for row in sheet.iter_rows() if len(row) > 3 and row[1].value not in (None, "กลุ่ม")]
    shown = [[row[0].value, *(as_shown(cell) for cell in row[1:4])] for row in rows]

    assert shown == [*expected(), TOTAL]
    for column in (1, 2, 3):
        figures = [Decimal(str(row[column].value)) for row in rows[:-1] if row[column].value != "*"]
        assert sum(figures) == Decimal(str(rows[-1][column].value))
    assert Decimal(str(rows[-1][3].value)) == Decimal("101563.01")


def as_shown(cell):
    if isinstance(cell.value, str):
        return cell.value
    plain = f"{cell.value:,.2f}" if "0.00" in cell.number_format else f"{cell.value:,.0f}"
    return f"({plain})" if cell.number_format.startswith("(") else plain


def test_unknown_stays_unknown_in_the_database_and_seeding_again_adds_nothing(db):
    before = list(KnownCount.objects.order_by("pk").values())
    call_command("migrate", "federation", verbosity=0)

    assert list(KnownCount.objects.order_by("pk").values()) == before
    assert len(before) == 7
    assert KnownCount.objects.filter(members=None).count() == 6
    assert not KnownCount.objects.filter(members=0).exists()


def test_the_table_of_today_begins_with_the_printed_one(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        table = national_table(on=builders.MEETING)

    assert (table.total.groups, table.total.members) == (136_998, 451_234)
    assert table.total.money == Decimal("101563010000.00")
    assert table.targets.groups == 39_646
    assert [row.kind for row in table.kinds] == list(known.KINDS.values())

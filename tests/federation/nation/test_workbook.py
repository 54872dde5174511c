"""Counts by workbook: a dry run that saves nothing, errors by row, entered once whatever is pressed again."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from federation.nation.models import KnownCount
from federation.nation.workbook import HEADS
from tests import builders
from tests.federation.nation.worlds import count

pytestmark = pytest.mark.django_db

IMPORT, ENTER = "federation:registry_import", "federation:registry_import_enter"
RIGHT = {"kind": "ธนาคารหมู่บ้าน", "code": "8402", "groups": 12, "source": "พช. สุราษฎร์ธานี", "as_of": "30/9/2568"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(builders.AT, tick=False):
        yield


@pytest.fixture
def editor(client):
    client.force_login(builders.officer(builders.network(), "network_committee"))
    return client


def workbook(*rows, template=None):
    """The empty workbook with these rows filled in."""
    book = openpyxl.load_workbook(io.BytesIO(template)) if template else openpyxl.Workbook()
    sheet = book.worksheets[0]
    if not template:
        sheet.append(list(HEADS.values()))
    for row in rows:
        sheet.append([row.get(name) for name in HEADS])
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def send(client, *rows, **more):
    return client.post(reverse(IMPORT), {"workbook": SimpleUploadedFile("นับ.xlsx", workbook(*rows, **more))})


def entered():
    return KnownCount.objects.exclude(entered_by=None)


def test_a_dry_run_saves_nothing_and_entering_saves_what_was_seen(editor):
    template = editor.get(reverse("federation:registry_import_template")).content
    shown = send(
        editor,
        RIGHT,
        {**RIGHT, "code": None, "province": "พัทลุง", "groups": "*", "members": "1,250", "money": "1500000.50"},
        {**RIGHT, "code": "ทั้งประเทศ", "target": "ใช่", "as_of": 2568},
        template=template,
    )
    assert (shown.status_code, entered().count()) == (200, 0)

    signed = shown.context["signed"]
    assert editor.post(reverse(ENTER), {"rows": signed}).status_code == 302
    rows = (
        entered()
        .order_by("place_code")
        .values_list("kind", "place_code", "groups", "members", "money", "as_of", "as_of_precision", "is_target")
    )
    assert list(rows) == [
        ("village_bank", "", 12, None, None, date(2025, 1, 1), "year", True),
        ("village_bank", "8402", 12, None, None, date(2025, 9, 30), "day", False),
        ("village_bank", "93", None, 1250, Decimal("1500000.50"), date(2025, 9, 30), "day", False),
    ]
    assert len(set(entered().values_list("batch"))) == 1


def test_the_same_workbook_again_changes_nothing(editor):
    for _again in range(2):
        shown = send(editor, RIGHT)
        editor.post(reverse(ENTER), {"rows": shown.context["signed"]})
        before = list(entered().values())
    assert entered().count() == 1
    assert list(entered().values()) == before


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "ธนาคารดวงจันทร์"}, "ประเภทองค์กร"),
        ({"code": "9999"}, "รหัสพื้นที่"),
        ({"code": None}, "รหัสพื้นที่"),
        ({"code": None, "tambon": "บางขุนเทียนเหนือสุด"}, "ตำบล"),
        ({"groups": 1.5}, "จำนวนกลุ่ม"),
        ({"groups": -3}, "จำนวนกลุ่ม"),
        ({"members": "ราวร้อย"}, "จำนวนสมาชิก"),
        ({"money": "1e9"}, "เงินกองทุน (บาท)"),
        ({"as_of": "31/2/2568"}, "ข้อมูล ณ วันที่"),
        ({"as_of": "1/1/2580"}, "ข้อมูล ณ วันที่"),
        ({"source": None}, "ที่มา"),
        ({"target": "บางที"}, "เป้าหมาย"),
        ({"groups": None}, ""),
    ],
)
def test_a_wrong_row_is_named_and_nothing_can_be_entered(editor, wrong, said):
    answer = send(editor, RIGHT, {**RIGHT, "kind": "กลุ่มสัจจะออมทรัพย์", **wrong})

    assert answer.status_code == 422
    [found] = answer.context["reading"].wrong
    assert found.number == 3
    assert found.words.startswith(said)
    assert answer.context["signed"] == ""


def test_the_same_thing_twice_and_other_figures_than_stand_are_named(editor):
    count("village_bank", "8402", 9, as_of=date(2025, 9, 30), source="พช. สุราษฎร์ธานี")
    twice = {**RIGHT, "code": "93"}
    answer = send(editor, RIGHT, twice, {**twice, "groups": 13})

    assert [wrong.number for wrong in answer.context["reading"].wrong] == [2, 4]
    assert KnownCount.objects.get(place_code="8402").groups == 9


def test_what_is_not_a_workbook_or_was_changed_on_the_way_is_refused(editor):
    sent = editor.post(reverse(IMPORT), {"workbook": SimpleUploadedFile("x.xlsx", b"not a workbook")})
    assert sent.status_code == 422
    assert send(editor, template=None).status_code == 200
    assert editor.post(reverse(ENTER), {"rows": "forged"}).status_code == 422
    assert not entered().exists()


def test_text_that_looks_like_a_formula_stays_text_in_the_files(editor):
    count("village_bank", "8402", 9, source="=1+1")
    content = editor.get(reverse("federation:registry_area", kwargs={"area": "8402"}) + "?file=xlsx").content
    cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(content)) for row in sheet for cell in row]

    assert any("=1+1" in str(cell.value) for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)

"""The pages of an import, from the upload to the posting by a second person."""

import io
import re
from datetime import UTC, datetime

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from federation.exchange.models import ImportState, RegisterImport
from groups.registry.models import Membership
from tests import builders
from tests.federation.exchange.workbooks import bankhlong, kamon, small, wichai

pytestmark = pytest.mark.django_db

TWICE = small(kamon(), kamon(), wichai())  # row 4 repeats row 3


@pytest.fixture(autouse=True)
def on_that_day():
    with time_machine.travel(datetime(2026, 11, 22, 3, 0, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def group():
    return builders.group(code="KKD-01")


def signed_in(client, group, role):
    client.force_login(builders.officer(group, role))
    return client


def upload(client, content, name="ทะเบียน.xlsx", code="KKD-01"):
    sent = SimpleUploadedFile(name, content, content_type="application/octet-stream")
    return client.post(f"/o/{code}/import/upload/", {"workbook": sent})


def page_of(imported, part=""):
    return f"/o/{imported.organisation.code}/import/{imported.pk}/{part}"


def decide(client, imported, **answers):
    imported.refresh_from_db()
    return client.post(page_of(imported, "decide/"), {"version": imported.version, **answers})


def everything_decided(client, imported):
    for kind in ("born_short_year", "joined_short_year", "id_check_digit", "left"):
        decide(client, imported, all=kind)
    answers = {
        "choose:row37:duplicate": "skip",
        "choose:total:รวม": "rows",
        "choose:opening:fines": "none",
        "choose:opening:loans_as_of": "opening",
        "type:opening:cash": "76,144.00",
        "type:opening:bank": "๔๐๐,๐๐๐",
    }
    return decide(client, imported, **answers)


def test_a_treasurer_uploads_decides_and_proposes_and_the_chair_posts(client, group):
    signed_in(client, group, "treasurer")
    answer = upload(client, bankhlong())
    imported = RegisterImport.objects.get()
    assert answer.headers["Location"] == page_of(imported, "columns/")
    assert everything_decided(client, imported).status_code == 302
    imported.refresh_from_db()
    assert client.get(page_of(imported, "propose/")).status_code == 200
    client.post(page_of(imported, "propose/"), {"version": imported.version})
    imported.refresh_from_db()
    assert imported.state == ImportState.PROPOSED

    signed_in(client, group, "chair")
    shown = client.get(page_of(imported, "post/"))
    assert "400,000.00" in shown.text and "969,894.00" in shown.text
    client.post(page_of(imported, "post/"), {"version": imported.version})

    imported.refresh_from_db()
    assert imported.state == ImportState.POSTED
    assert Membership.objects.of(group).count() == 64
    assert "64" in client.get(page_of(imported)).text


def test_who_proposed_cannot_post_on_the_page(client, group):
    signed_in(client, group, "treasurer")
    upload(client, TWICE)
    imported = RegisterImport.objects.get()
    answers = {"choose:row4:duplicate": "skip", "type:opening:cash": "1000", "choose:opening:bank": "0"}
    decide(client, imported, **answers)
    imported.refresh_from_db()
    client.post(page_of(imported, "propose/"), {"version": imported.version})
    imported.refresh_from_db()

    client.post(page_of(imported, "post/"), {"version": imported.version})

    imported.refresh_from_db()
    assert imported.state == ImportState.PROPOSED
    assert Membership.objects.count() == 0


def test_the_dry_run_shows_totals_doubts_and_no_national_id(client, group):
    signed_in(client, group, "treasurer")
    upload(client, bankhlong())
    imported = RegisterImport.objects.get()

    text = client.get(page_of(imported) + "?show=all").text + client.get(page_of(imported) + "?show=all&page=2").text

    for figure in ("969,894.00", "140,905.00", "141,005.00", "493,750.00"):
        assert figure in text
    assert "นายสมพงษ์ เพชรรัตน์" in text
    assert not re.search(r"9\d{12}", text.replace("-", ""))


def test_the_columns_page_masks_national_ids(client, group):
    signed_in(client, group, "treasurer")
    upload(client, bankhlong())

    text = client.get(page_of(RegisterImport.objects.get(), "columns/")).text

    assert "9-xxxx-xxxxx-80-1" in text
    assert not re.search(r"9\d{12}", text.replace("-", ""))


def test_a_column_is_put_right_by_hand(client, group):
    heads = ["เลขสมาชิก", "ชื่อ-สกุล", "เงินสัจจะ", "ม.ค.", "งวดสอง"]
    signed_in(client, group, "treasurer")
    upload(client, small([1, "นายกมล บุญช่วย", 100, 100, 90], heads=heads))
    imported = RegisterImport.objects.get()
    sent = {"version": 1, "column:E": "month:2026-02", "column:C": "promise", "column:Q": "loan"}

    answer = client.post(page_of(imported, "columns/"), sent)

    imported.refresh_from_db()
    assert answer.status_code == 302
    assert imported.columns == {"column:E": "month:2026-02"}
    assert "90.00" in client.get(page_of(imported) + "?show=all").text


def test_a_wrong_answer_is_shown_again_and_nothing_is_saved(client, group):
    signed_in(client, group, "treasurer")
    upload(client, TWICE)
    imported = RegisterImport.objects.get()

    answer = decide(client, imported, **{"type:opening:cash": "1e6", "choose:row4:duplicate": "skip"})

    imported.refresh_from_db()
    assert answer.status_code == 422
    assert "1e6" in answer.text
    assert imported.decisions == {}


def test_another_balance_of_the_opening_day_is_added_and_taken_back(client, group):
    signed_in(client, group, "treasurer")
    upload(client, TWICE)
    imported = RegisterImport.objects.get()

    half = decide(client, imported, account="18030", amount="")
    decide(client, imported, account="18030", amount="12,000")
    imported.refresh_from_db()
    kept = dict(imported.decisions)
    decide(client, imported, **{"type:opening:account:18030": ""})
    imported.refresh_from_db()

    assert half.status_code == 422
    assert kept == {"opening:account:18030": "12000"}
    assert imported.decisions == {}


@pytest.mark.parametrize(
    ("kept", "chosen", "typed", "answer"),
    [
        ("", "0", "600", None),
        ("600", "0", "600", "0"),
        ("0", "0", "600", "600"),
        ("600", "", "", ""),
    ],
)
def test_of_a_choice_and_a_typed_answer_the_new_one_counts(client, group, kept, chosen, typed, answer):
    signed_in(client, group, "treasurer")
    upload(client, TWICE)
    imported = RegisterImport.objects.get()
    decide(client, imported, **{"type:opening:bank": kept})

    given = decide(client, imported, **{"choose:opening:bank": chosen, "type:opening:bank": typed})

    imported.refresh_from_db()
    assert given.status_code == (422 if answer is None else 302)
    assert imported.decisions.get("opening:bank", "") == (answer or "")


def test_answering_a_kind_together_keeps_what_was_typed_beside(client, group):
    signed_in(client, group, "treasurer")
    upload(client, bankhlong())
    imported = RegisterImport.objects.get()

    decide(client, imported, all="left", **{"type:opening:cash": "5", "choose:row14:left": "stays"})

    imported.refresh_from_db()
    assert imported.decisions == {
        "opening:cash": "5",
        "row14:left": "stays",
        "row47:left": "left",
        "row52:left": "left",
    }


def test_an_answer_can_be_taken_back(client, group):
    signed_in(client, group, "treasurer")
    upload(client, TWICE)
    imported = RegisterImport.objects.get()
    decide(client, imported, **{"choose:row4:duplicate": "skip"})

    decide(client, imported, **{"choose:row4:duplicate": ""})

    imported.refresh_from_db()
    assert imported.decisions == {}


def test_an_old_page_is_refused(client, group):
    signed_in(client, group, "treasurer")
    upload(client, TWICE)
    imported = RegisterImport.objects.get()
    decide(client, imported, **{"choose:row4:duplicate": "skip"})

    client.post(page_of(imported, "decide/"), {"version": 1, "type:opening:cash": "1"})

    imported.refresh_from_db()
    assert imported.decisions == {"row4:duplicate": "skip"}


@pytest.mark.parametrize(
    ("role", "see", "upload_it"),
    [("treasurer", 200, 302), ("registrar", 200, 302), ("secretary", 200, 403), ("facilitator", 403, 403)],
)
def test_who_may_see_and_who_may_import(client, group, role, see, upload_it):
    signed_in(client, group, role)

    assert client.get("/o/KKD-01/import/").status_code == see
    assert upload(client, small(kamon())).status_code == upload_it


def test_an_import_of_another_group_is_not_there(client, group):
    signed_in(client, group, "treasurer")
    upload(client, TWICE)
    imported = RegisterImport.objects.get()
    other = builders.group(code="KKD-02")
    signed_in(client, other, "treasurer")

    for part in ("", "columns/", "propose/", "remarks/"):
        assert client.get(page_of(imported, part)).status_code == 404
        assert client.get(f"/o/KKD-02/import/{imported.pk}/{part}").status_code == 404


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old"])
def test_what_is_no_workbook_is_told_beside_the_box(client, group, content):
    signed_in(client, group, "treasurer")

    answer = upload(client, content)

    assert answer.status_code == 422
    assert RegisterImport.objects.count() == 0


def test_a_file_too_large_is_refused(client, group):
    signed_in(client, group, "treasurer")

    assert upload(client, b"PK" + b"0" * (5 * 1024 * 1024)).status_code == 422


def test_a_workbook_without_a_register_says_what_is_missing(client, group):
    signed_in(client, group, "treasurer")
    book = openpyxl.Workbook()
    book.active.append(["ราคาน้ำดื่ม", 12])
    stream = io.BytesIO()
    book.save(stream)
    upload(client, stream.getvalue())
    imported = RegisterImport.objects.get()

    assert "ชื่อ-สกุล" in client.get(page_of(imported, "columns/")).text
    assert client.get(page_of(imported)).status_code == 200
    assert client.get(page_of(imported, "propose/")).status_code == 302


def test_the_empty_register_can_be_filled_in_and_sent(client, group):
    signed_in(client, group, "treasurer")
    given = client.get("/o/KKD-01/import/template/")
    book = openpyxl.load_workbook(io.BytesIO(given.content))
    sheet = book.active
    heads = [cell.value for cell in next(row for row in sheet.iter_rows() if row[0].value == "ที่")]
    filled = {"ที่": 1, "เลขสมาชิก": "001", "ชื่อ-สกุล": "นายกมล บุญช่วย", "เงินสัจจะ/เดือน": 100, "ยกมา": 500, "ม.ค. 69": 100}
    sheet.append([filled.get(head) for head in heads])
    stream = io.BytesIO()
    book.save(stream)

    upload(client, stream.getvalue())

    text = client.get(page_of(RegisterImport.objects.get()) + "?show=all").text
    assert "นายกมล บุญช่วย" in text and "500.00" in text


def test_the_rows_with_remarks_come_as_a_workbook_with_masked_ids(client, group):
    signed_in(client, group, "treasurer")
    upload(client, bankhlong())

    given = client.get(page_of(RegisterImport.objects.get(), "remarks/"))

    sheet = openpyxl.load_workbook(io.BytesIO(given.content)).active
    rows = {row[0].value: [str(cell.value or "") for cell in row] for row in sheet.iter_rows()}
    assert rows[37][1]
    assert "9-xxxx-xxxxx-80-1" in rows[5]
    assert given.headers["Content-Disposition"].startswith("attachment")


def test_what_is_laid_aside_is_gone(client, group):
    signed_in(client, group, "treasurer")
    upload(client, small(kamon(), wichai()))
    imported = RegisterImport.objects.get()

    client.post(page_of(imported, "lay-aside/"))

    assert client.get(page_of(imported)).status_code == 404
    assert client.get("/o/KKD-01/import/").status_code == 200


def test_a_name_that_is_code_is_shown_as_text(client, group):
    signed_in(client, group, "treasurer")
    upload(client, small(kamon(**{"ชื่อ-สกุล": "<script>alert(1)</script>"})), name="<b>x</b>.xlsx")

    text = client.get(page_of(RegisterImport.objects.get()) + "?show=all").text

    assert "<script>alert(1)" not in text
    assert "<b>x</b>" not in text


def test_the_page_costs_the_same_for_few_and_many_rows(client, group):
    other = builders.group(group.keeper, code="KKD-02")
    counts = []
    for code, content in (("KKD-01", small(kamon())), ("KKD-02", bankhlong())):
        signed_in(client, other if code == "KKD-02" else group, "treasurer")
        upload(client, content, code=code)
        with CaptureQueriesContext(connection) as counted:
            client.get(page_of(RegisterImport.objects.get(organisation__code=code)) + "?show=all")
        counts.append(len(counted))

    assert counts[1] == counts[0] + 8 + 1  # eight more months have their bylaws; national IDs are looked up

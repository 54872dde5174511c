"""Running loans by spreadsheet and at the shell: the same rules, all or nothing."""

import io
from datetime import date, datetime
from decimal import Decimal as D

import openpyxl
import pytest
import time_machine
from django.core.management import CommandError, call_command

from federation.exchange.models import LoanDraft
from federation.exchange.running.files import HEADS
from federation.ledger.months import head_of
from groups.registry.models import Membership
from loans.acts.models import Act
from tests.federation.exchange.lenders import (
    AT,
    as_proposed,
    client,
    detail,
    opened,
    url,
    village,
)
from tests.federation.exchange.workbooks import made

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_that_day():
    with time_machine.travel(AT, tick=True):
        yield


@pytest.fixture
def group():
    return village()


def handed_out(group):
    return client().get(url(group, "running_loans_file")).content


def sheet_of(content):
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def changed(content, change):
    """Return the workbook after `change(cells)`; cells: {head: column} of the row of heads, and the sheet."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    [head] = [row for row in sheet.iter_rows() if row[0].value == str(HEADS["number"])]
    change(sheet, head[0].row + 1, {cell.value: cell.column for cell in head})
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def upload(group, content):
    file = io.BytesIO(content)
    file.name = "loans.xlsx"
    version = client().get(url(group)).context["version"]
    return client().post(url(group, "running_loans_upload"), {"version": version, "rows_file": file}, follow=True)


def test_the_workbook_comes_back_as_it_was_handed_out(group):
    before = client().get(url(group)).context["rows"].data_of_act()

    answer = upload(group, handed_out(group))

    assert answer.status_code == 200
    assert answer.context["rows"].data_of_act() == before


def test_days_in_the_workbook_are_read_as_the_register_reads_them(group):
    due = str(HEADS["due_on"])

    def change(sheet, first, column):
        for row, value in enumerate(
            ["5/12/2569", "๕ ธ.ค. ๒๕๖๙", date(2026, 12, 5), datetime(2569, 12, 5), "2026-12-05"], start=first
        ):
            sheet.cell(row, column[due], value)

    rows = upload(group, changed(handed_out(group), change)).context["rows"]

    assert {form.cleaned_data["due_on"] for form in rows.forms[:5]} == {date(2026, 12, 5)}


def test_a_wrong_row_of_the_workbook_comes_back_with_what_to_mend(group):
    def change(sheet, first, column):
        sheet.cell(first, column[str(HEADS["principal_left"])], "หกพัน")
        sheet.cell(first + 1, column[str(HEADS["number"])], 999)

    answer = upload(group, changed(handed_out(group), change))
    sheet = sheet_of(handed_out(group))

    assert [form.at for form in answer.context["rows"].wrong] == [0, 1]
    remarks = [row[-1].value for row in sheet.iter_rows(min_row=6) if row[-1].value]
    assert len(remarks) == 3  # the head, and two rows
    assert not Act.objects.exists()


@pytest.mark.parametrize("content", [b"not a workbook", made(["ที่", "ชื่อ"], [1, "ก"])])
def test_a_file_that_is_none_changes_nothing(group, content):
    client().post(url(group), {**as_proposed(group), "row-0-contract_no": "9/2568"})

    answer = upload(group, content)

    assert answer.status_code == 422
    assert answer.context["file_form"].errors
    assert LoanDraft.objects.get().rows[0]["contract_no"] == "9/2568"


def test_the_command_takes_all_over_once_and_a_second_run_changes_nothing(group, tmp_path):
    path = tmp_path / "loans.xlsx"
    call_command("import_loans", path, group=group.code, template=True)

    call_command("import_loans", path, group=group.code)
    assert not opened(group).exists()
    call_command("import_loans", path, group=group.code, commit=True)
    assert detail(group) == 0
    entries, count = head_of(group.book).number, opened(group).count()
    call_command("import_loans", path, group=group.code, commit=True)

    assert (head_of(group.book).number, opened(group).count()) == (entries, count)
    assert Membership.objects.of(group).filter(loans__isnull=False).distinct().count() == count


def test_the_command_refuses_the_whole_file_for_one_wrong_row(group, tmp_path):
    path, remarks = tmp_path / "loans.xlsx", tmp_path / "remarks.xlsx"
    call_command("import_loans", path, group=group.code, template=True)

    def change(sheet, first, column):
        sheet.cell(first, column[str(HEADS["instalments_left"])], 0)

    path.write_bytes(changed(path.read_bytes(), change))

    with pytest.raises(CommandError):
        call_command("import_loans", path, group=group.code, commit=True, remarks=remarks)

    assert not opened(group).exists()
    assert sheet_of(remarks.read_bytes()).max_row > 10


def test_the_command_needs_to_be_told_that_the_rest_comes_later(group, tmp_path):
    path = tmp_path / "loans.xlsx"
    call_command("import_loans", path, group=group.code, template=True)
    path.write_bytes(changed(path.read_bytes(), lambda sheet, first, _column: sheet.delete_rows(first)))

    with pytest.raises(CommandError):
        call_command("import_loans", path, group=group.code, commit=True)
    assert detail(group) == D(42000)
    call_command("import_loans", path, group=group.code, commit=True, partial=True)

    assert detail(group) == D(3000)

import csv
import io
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from federation.closing.models import ClosedMonth
from federation.ledger import chain
from federation.proof.journal import export_journal
from tests import builders
from tests.federation.proof.faults import past_the_guards
from tests.federation.proof.worlds import reversed_sheet
from tests.federation.reports.worlds import saving_group

pytestmark = pytest.mark.django_db


def verify(*arguments):
    out = io.StringIO()
    call_command("verify", *arguments, stdout=out)
    return out.getvalue()


def test_verify_prints_a_line_a_check_and_ends_well():
    saving_group(2, months=2, closed=1)

    lines = verify().splitlines()

    assert all(line.startswith("✓ I-") for line in lines[:-2])
    assert any(line.startswith("✓ I-07            2  ") for line in lines)
    assert lines[-2].startswith("ถูกต้องครบถ้วน")
    assert lines[-1].endswith("verify --printed")


def test_verify_names_what_is_broken_and_fails():
    saving_group(2, months=2)
    out = io.StringIO()

    with past_the_guards() as cursor:
        cursor.execute("UPDATE ledger_line SET credit = 90 WHERE number = 2 AND n = 2")
        with pytest.raises(CommandError, match="ไม่ผ่าน"):
            call_command("verify", stdout=out)

    lines = out.getvalue().splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("✗ I-01"))
    assert lines[at + 1].strip() == "KLONG #2: 200.00 / 190.00"


def test_verify_of_one_network_leaves_the_others_alone():
    mine = saving_group(1, months=1)
    saving_group(1, months=1, code="OTHER")

    with past_the_guards() as cursor:
        cursor.execute("UPDATE ledger_line SET credit = 90 WHERE credit > 0 AND network_id <> %s", [mine.network_key])
        with pytest.raises(CommandError, match="ไม่ผ่าน"):
            verify()
        with pytest.raises(CommandError) as found:
            verify("--network", mine.keeper.code)

    assert "ไม่ผ่าน 1 ข้อ" in str(found.value)  # the guards are put aside for all
    with pytest.raises(CommandError, match="ไม่มีเครือข่าย"):
        verify("--network", mine.code)


def test_verify_compares_what_papers_say():
    saving_group(1, months=1, closed=1)
    code = chain.short_code(ClosedMonth.objects.get().head_hash)

    assert f"✓ KLONG:1={code}" in verify("--printed", f"KLONG:1={code}")
    with pytest.raises(CommandError, match="ไม่ผ่าน 1 ข้อ"):
        verify("--printed", "KLONG:1=7K2M 0QXD 9RT4 HN6C")
    with pytest.raises(CommandError, match="KLONG"):
        verify("--printed", "KLONG")


def test_verify_says_when_what_a_paper_shows_was_taken_back():
    entry = reversed_sheet().entry

    assert "รายการนี้ถูกกลับรายการแล้วเมื่อ" in verify("--printed", f"KLONG:1={chain.short_code(entry.hash)}")


@pytest.fixture
def exported(tmp_path):
    """The journal of a small group as files, with receipts, and where its chain ends."""
    group = saving_group(2, months=3)
    export_journal(group.book_id, folder=tmp_path)
    return tmp_path, chain.short_code(group.book.heads.get().hash)


def check(folder, *heads):
    done = subprocess.run(
        [sys.executable, "-I", "verify_export.py", ".", *heads], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_the_exported_journal_is_right_by_another_program(exported):
    folder, code = exported

    status, said = check(folder, f"klong:3={code}")

    assert (status, said.splitlines()[-1][0]) == (0, "✓")
    assert f"KLONG #3 {code}" in said


@pytest.mark.parametrize(
    ("head", "words"),
    [("KLONG:3=7K2M 0QXD 9RT4 HN6C", "รหัสบนกระดาษ"), ("KLONG:9=7K2M0QXD9RT4HN6C", "แต่ไม่มีในบัญชี")],
)
def test_a_printed_head_that_differs_or_lies_beyond_the_data_is_named(exported, head, words):
    status, said = check(exported[0], head)

    assert status == 1
    assert words in said


def columns():
    heads = {
        "entries": "number id on kind key event concerns_month by_id recorded_at receipts_digest previous_hash hash",
        "lines": "n account fund kind debit credit receipt",
        "receipts": "be_year number payer amount lines",
    }
    return [(name, column) for name, wanted in heads.items() for column in wanted.split()]


@pytest.mark.parametrize(("name", "column"), columns())
def test_one_letter_changed_in_any_column_is_found(exported, name, column):
    change(exported[0] / f"{name}.csv", lambda rows: rows[1].update({column: other(rows[1][column])}))

    assert check(exported[0])[0] == 1


@pytest.mark.parametrize("name", ["entries", "lines", "receipts"])
@pytest.mark.parametrize("how", ["left out", "twice", "swapped"])
def test_rows_left_out_doubled_or_swapped_are_found(exported, name, how):
    def spoil(rows):
        if how == "left out":
            del rows[1]
        elif how == "twice":
            rows.append(dict(rows[1]))
        else:
            key = "number" if name == "entries" else "entry"
            rows[0][key], rows[-1][key] = rows[-1][key], rows[0][key]

    change(exported[0] / f"{name}.csv", spoil)

    assert check(exported[0])[0] != 0


def change(path, spoil):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    spoil(rows)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def other(text):
    """Return a text that differs in its last letter and is still of the same kind."""
    last = {"-": "2026-01-01", "0": "1", "f": "e", "Z": "Z"}.get(text[-1:], "0")
    return last if text == "-" else f"{text[:-1]}{last}" if text[-1:] != last else f"1{text[1:]}"


def test_the_export_holds_no_name(exported):
    folder, _code = exported
    given = [name.encode() for name in builders.GIVEN]

    assert not any(name in path.read_bytes() for path in folder.glob("*.csv") for name in given)


def test_export_journal_by_command(tmp_path, capsys):
    saving_group(1, months=1)

    call_command("export_journal", "KLONG", str(tmp_path / "out"))

    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "entries.csv",
        "lines.csv",
        "receipts.csv",
        "verify_export.py",
    }
    with pytest.raises(CommandError, match="NONE"):
        call_command("export_journal", "NONE", str(tmp_path))

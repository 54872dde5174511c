import pytest
from django.core.management import CommandError, call_command

from federation.reports.models import IssuedFile
from tests.federation.reports.worlds import saving_group

pytestmark = pytest.mark.django_db


def write(path, month="2026-01", *more):
    call_command("monthly_report", "KLONG", month, "--out", str(path), *more)
    return path.read_bytes()


@pytest.mark.parametrize(("ending", "begins"), [("pdf", b"%PDF-"), ("xlsx", b"PK"), ("html", b"<!doctype html>")])
def test_the_ending_says_what_is_written(tmp_path, ending, begins):
    saving_group(1, months=1)

    assert write(tmp_path / f"report.{ending}").startswith(begins)
    assert not IssuedFile.objects.exists()


def test_a_closed_month_is_written_as_it_was_issued(tmp_path):
    saving_group(1, months=1, closed=1)

    first = write(tmp_path / "a.xlsx", "2569-01")

    assert write(tmp_path / "b.xlsx") == first == bytes(IssuedFile.objects.get().content)
    assert write(tmp_path / "c.xlsx", "2026-01", "--english") != first


@pytest.mark.parametrize(
    ("code", "month", "out"),
    [
        ("NONE", "2026-01", "a.pdf"),
        ("KLONG", "2026-13", "a.pdf"),
        ("KLONG", "มกราคม", "a.pdf"),
        ("KLONG", "2025-12", "a.pdf"),
        ("KLONG", "2036-12", "a.pdf"),
        ("KLONG", "2026-01", "a.doc"),
    ],
)
def test_what_cannot_be_written_is_said(tmp_path, code, month, out):
    saving_group(1)

    with pytest.raises(CommandError):
        call_command("monthly_report", code, month, "--out", str(tmp_path / out))
    assert list(tmp_path.iterdir()) == []

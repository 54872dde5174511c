from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from federation.closing.steps import close_month_step
from federation.handover import steps
from federation.handover.rules import Heads
from federation.kit.report import Report
from federation.ledger import chain
from federation.ledger.months import head_of
from federation.network.issuing import NothingNew, NotIssuedYet, issue_anew_step, versions
from federation.network.monthly import network_report
from federation.organisations.models import Affiliation
from federation.reports.files import bytes_of, file_of
from federation.reports.models import IssuedReport
from tests import builders
from tests.federation.handover.worlds import AT, JANUARY, group, network, paper_group
from tests.loans.arrears.worlds import bank, loan

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """A network with a group accepted, one still open, and two on paper, one of them entered."""
    upper = network()
    upper.done, upper.open = group(upper, code="A-DONE", closed=1), group(upper, 3, code="B-OPEN")
    steps.send_step(upper.done, JANUARY, by=builders.officer(upper.done), at=AT, requests="ขอวิทยากร")
    steps.check_step(upper.done, JANUARY, by=upper.checks, at=AT)
    steps.accept_step(upper.done, JANUARY, by=upper.accepts, at=AT)
    upper.paper = paper_group(upper, code="C-PAPER", name="กลุ่มบ้านบนดอย")
    paper_group(upper, code="D-PAPER", name="กลุ่มบ้านปลายน้ำ")
    heads = Heads(members_closing=40, satja_closing=Decimal("9000.00"))
    steps.paper_month_step(upper, upper.paper, JANUARY, heads=heads, source="สมุดคุม", by=upper.checks, at=AT)
    return upper


def report_of(upper, **more):
    return network_report(upper, JANUARY, at=AT, **more)


def test_every_group_stands_in_it_with_the_sum_paper_marked(world):
    grid = report_of(world).section("heads").grid

    shown = [[str(cell) for cell in row.cells[:3]] for row in grid.rows]
    assert shown == [
        ["กลุ่มสัจจะบ้านคลองน้ำใส", "ปิดเดือนแล้ว", "2"],
        ["กลุ่มสัจจะบ้านคลองน้ำใส", "ยังเปิด", "3"],
        ["กลุ่มบ้านบนดอย", "กระดาษ", "40"],
        ["กลุ่มบ้านปลายน้ำ", "กระดาษ", "None"],
    ]
    assert grid.total("members_closing") == 45
    assert grid.total("satja_closing") == Decimal("9500.00")
    assert report_of(world).section("heads_members").grid.total("members_new") == 5


def test_sums_are_proved_by_the_lines_of_all_books_without_paper(world):
    report = report_of(world)

    proofs = {str(proof.label): (proof.printed, proof.ledger) for proof in report.proofs}
    assert proofs["สัจจะของทุกกลุ่ม"] == (Decimal("500.00"), Decimal("500.00"))
    assert report.difference == 0


def test_who_is_not_closed_or_not_entered_is_named(world):
    words = [str(item) for item in report_of(world).section("handed").items]

    assert any("ยังไม่ปิด" in said and "กลุ่มสัจจะบ้านคลองน้ำใส" in said for said in words)
    assert any("กลุ่มบ้านปลายน้ำ" in said for said in words)
    assert [row.cells[0] for row in report_of(world).section("words").grid.rows] == ["A-DONE"]


def test_figures_changed_since_sent_show_as_a_difference(world):
    made = group(world, code="E-SENT")
    steps.send_step(made, JANUARY, by=builders.officer(made), at=AT)
    builders.cash(made, "50.00", on=date(2026, 1, 20))

    report = report_of(world)

    assert report.difference == Decimal("50.00")
    assert any("แก้ไข" in str(item) or "เปลี่ยน" in str(item) for item in report.section("handed").items)


def test_the_codes_of_all_books_stand_under_the_networks_own(world):
    report = report_of(world)

    rows = {row.cells[0]: row.cells[2:4] for row in report.section("chains").grid.rows}
    issued = IssuedReport.objects.get(organisation=world.done, name="monthly")
    assert rows["A-DONE"] == [issued.head_number, chain.short_code(bytes(issued.head_hash))]
    now = head_of(world.open.book)
    assert rows["B-OPEN"] == [now.number, chain.short_code(bytes(now.hash))]
    assert report.head.short_code == chain.short_code(head_of(world.book).hash)


def test_no_members_name_and_bad_loans_by_code_only(world):
    bank(world.open)
    loan(world.open.members[0], "5000.00", unpaid_since=date(2025, 8, 5))

    report = report_of(world)

    text = str(report.to_data())
    assert all(member.person.family not in text for member in world.open.members + world.done.members)
    assert [row.cells[:3] for row in report.section("bad_loans").grid.rows] == [["B-OPEN", "–", Decimal("5000.00")]]


def test_its_own_book_and_the_consolidated_statements_stand_in_it(world):
    keys = [section.key for section in report_of(world).sections]

    assert {"trial_balance", "group_loans", "own", "chains"} <= set(keys)
    assert any(key.startswith("consolidated") for key in keys)


def test_what_was_issued_at_closing_prints_the_same_later(world):
    close_month_step(world, month=JANUARY, by=world.accepts, at=AT, no_meeting_reason="เครือข่ายไม่มีการประชุมเดือนนี้")
    stored = IssuedReport.objects.get(organisation=world, name="network")
    first = bytes(file_of(stored, format="xlsx", language="th", at=AT).content)
    builders.cash(world.open, "70.00", on=date(2026, 1, 21))

    again = Report.from_data(IssuedReport.objects.get(pk=stored.pk).data)

    assert not again.draft
    assert again.section("heads").grid.total("money") == Decimal("500.00")
    assert bytes(file_of(stored, format="xlsx", language="th", at=AT).content) == first
    assert bytes_of(again, format="xlsx", language="th") == first
    assert IssuedReport.objects.filter(organisation=world).count() == 2


@pytest.mark.parametrize("groups", [1, 3])
def test_it_costs_no_more_queries_with_more_groups(groups, django_assert_max_num_queries):
    upper = network()
    for at in range(groups):
        group(upper, code=f"G-{at}", closed=1)

    with django_assert_max_num_queries(75):
        report_of(upper)


def test_issued_anew_it_is_the_next_version_and_the_first_stays(world):
    close_month_step(world, month=JANUARY, by=world.accepts, at=AT, no_meeting_reason="เครือข่ายไม่มีการประชุมเดือนนี้")
    first = IssuedReport.objects.get(organisation=world, name="network")
    with pytest.raises(NothingNew):
        issue_anew_step(world, JANUARY, by=world.accepts, at=AT)
    steps.send_step(world.open, JANUARY, by=builders.officer(world.open), at=AT, problems="ส่งช้า")

    second = issue_anew_step(world, JANUARY, by=world.accepts, at=AT)

    assert [stored.version for stored in versions(world, JANUARY)] == [2, 1]
    assert "ส่งช้า" in str(second.data) and "ส่งช้า" not in str(first.data)


def test_before_the_network_closes_there_is_nothing_to_issue_anew(world):
    with pytest.raises(NotIssuedYet):
        issue_anew_step(world, JANUARY, by=world.accepts, at=AT)


def test_the_command_writes_it_and_refuses_a_group(world, tmp_path):
    out = tmp_path / "network.xlsx"
    with time_machine.travel(AT, tick=False):
        call_command("monthly_report", world.code, "2569-01", "--network", out=out)
        with pytest.raises(CommandError):
            call_command("monthly_report", world.open.code, "2569-01", "--network", out=out)
    sheets = load_workbook(out).sheetnames
    assert any(name.startswith("ตัวเลขของแต่ละกลุ่ม") for name in sheets)


def test_the_report_of_a_network_above_networks_says_what_it_leaves_out(world):
    province = builders.network("SRT", level="province")
    Affiliation.objects.create(member=world, upper=province)
    report = report_of(province)

    assert "ยังมีกลุ่มที่อยู่ใต้ลงไปอีก 4 กลุ่ม" in str(report.section("handed").items[0])
    assert not any("ยังมีกลุ่ม" in str(item) for item in report_of(world).section("handed").items)


def test_a_sum_of_what_nobody_knows_stays_empty(world):
    grid = report_of(world).section("heads").grid

    for column, total in zip(grid.columns, grid.totals, strict=True):
        unknown = all(cell is None for cell in grid.cells(column.key))
        assert (total is None) is (unknown or column.kind == "text")

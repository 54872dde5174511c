import json
from datetime import UTC, date, datetime
from decimal import Decimal

from federation.kit.report import (
    Chart,
    Column,
    Figure,
    Grid,
    Head,
    Link,
    Proof,
    Report,
    Row,
    Section,
    Signature,
    show_cell,
)

D = Decimal


def grid():
    columns = [
        Column("number", "No.", "code"),
        Column("name", "Name", "name"),
        Column("paid", "Paid", "money", total=True),
    ]
    rows = [
        Row(["001", "กมล ใจดี", D("100.00")]),
        Row(["002", "แก้ว ใจดี", None]),
        Row([None, "รวม", D("100.00")], strong=True),
    ]
    return Grid(columns, rows, total_label="Total")


def report(**more):
    section = Section("paid", "Paid", figures=[Figure("In all", D("0.00"))], grid=grid(), names=["กมล ใจดี"])
    chart = Section("chart", "", chart=Chart("It rose", "baht", [date(2026, 9, 1)], [("paid", [D("5.00")])]))
    return Report(
        name="monthly",
        title="Report",
        subtitle="",
        organisation="กลุ่ม",
        code="KLONG",
        month=date(2026, 10, 1),
        made_at=datetime(2026, 11, 1, tzinfo=UTC),
        sections=[section, chart],
        signatures=[Signature("Chair", "กมล"), Signature("Auditor")],
        proofs=[Proof("Cash", D("5.00"), D("5.00"))],
        head=Head(7, "7K2M", "SG1:"),
        **more,
    )


def test_a_report_comes_back_from_json_as_it_was():
    data = report(draft=True).to_data()

    back = Report.from_data(json.loads(json.dumps(data)))

    assert back.to_data() == data
    assert back.section("paid").grid.total("paid") == D("100.00")
    assert back.section("paid").figures[0].value == D("0.00")
    assert back.draft is True


def test_totals_leave_out_strong_rows_and_empty_cells():
    assert grid().totals == [None, None, D("100.00")]
    assert grid().cells("number") == ["001", "002"]
    assert Grid([Column("n", "", "count", total=True)], []).has_totals is False


def test_a_report_without_names_keeps_numbers_and_figures_and_counts_whom_it_praised():
    shown = report().without_names().section("paid")

    assert [column.key for column in shown.grid.columns] == ["number", "paid"]
    assert [list(row.cells) for row in shown.grid.rows][0] == ["001", D("100.00")]
    assert [name.figures for name in shown.names] == [{"count": 1}]
    assert report().without_names().section("chart").grid is None


def test_the_difference_is_what_all_proofs_differ_by():
    proofs = [Proof("a", D("5.00"), D("7.00")), Proof("b", D("3.00"), D("1.00"))]

    assert report().difference == D("0.00")
    assert Report(**{**vars_of(report()), "proofs": proofs}).difference == D("4.00")


def vars_of(part):
    return {name: getattr(part, name) for name in part.__dataclass_fields__}


def test_a_link_to_a_page_that_is_gone_is_no_link():
    assert Link("federation:check", {}).url == "/check/"
    assert Link("federation:check", {}, "a=1").url == "/check/?a=1"
    assert Link("federation:no_such_page", {"code": "K"}).url == ""


def test_cells_are_shown_by_their_kind():
    assert show_cell(D("1250.50"), "money") == "1,250.50"
    assert show_cell(D("-1250.50"), "money") == "(1,250.50)"
    assert show_cell(1250, "count") == "1,250"
    assert show_cell(date(2026, 10, 5), "date") == "5 ต.ค. 69"
    assert show_cell(date(2026, 10, 1), "month") == "ต.ค. 69"
    assert show_cell(datetime(2026, 10, 31, 20, 5, tzinfo=UTC), "moment") == "1 พ.ย. 69 03:05"
    assert show_cell(None, "money") == ""
    assert show_cell("ก", "text") == "ก"

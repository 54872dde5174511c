"""The treasurer's workbook: its own totals, and every fault found where it stands."""

from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from federation.exchange.register.findings import Severity
from tests.federation.exchange.workbooks import (
    MONEY,
    bankhlong,
    changed_bankhlong,
    codes,
    decided,
    planned,
)


@pytest.fixture(scope="module")
def plan():
    return planned(bankhlong())


def test_control_totals_are_the_workbooks_own(plan):
    found = [(c.what, c.counted, c.printed, c.where) for c in plan.controls]

    assert found == [
        ("members", 64, 64, "สรุป!B1"),
        ("carried", Decimal("969894.00"), Decimal("969894.00"), "สรุป!B2"),
        ("total", Decimal("140905.00"), Decimal("141005.00"), "U71"),
        ("total", Decimal("140905.00"), Decimal("140905.00"), "สรุป!B3"),
        ("loan", Decimal("493750.00"), Decimal("493750.00"), "สรุป!B4"),
    ]


def test_the_printed_total_wrong_by_100_is_asked(plan):
    [asked] = [finding for finding in plan.doubts if finding.key == "total:รวม"]

    assert asked.column == "U71"
    assert "141,005.00" in str(asked.words) and "140,905.00" in str(asked.words)


def test_all_columns_are_matched_without_a_doubt(plan):
    roles = [str(column.role) for column in plan.table.columns if column.role != "month"]

    assert roles == [
        "order",
        "number",
        "name",
        "national_id",
        "born",
        "joined",
        "address",
        "phone",
        "promise",
        "carried",
        "total",
        "loan",
        "note",
    ]
    assert [column.month for column in plan.table.months] == [date(2026, month, 1) for month in range(1, 11)]
    assert [f for f in plan.matching if f.is_open] == []


@pytest.mark.parametrize(
    ("row", "code", "severity"),
    [
        (37, "duplicate", "doubt"),
        (6, "id_check_digit", "doubt"),
        (59, "id_check_digit", "doubt"),
        (64, "id_check_digit", "doubt"),
        (14, "left", "doubt"),
        (47, "left", "doubt"),
        (52, "left", "doubt"),
        (18, "name_cleaned", "info"),  # zero-width space
        (5, "name_cleaned", "info"),  # เเ for แ
        (34, "name_cleaned", "info"),  # ํา for ำ
        (5, "joined_short_year", "doubt"),
        (11, "born_short_year", "doubt"),  # 24 ก.ย. 8
        (5, "phone_zero", "info"),
        (7, "id_missing", "info"),
        (10, "more_than_promised", "info"),
        (10, "less_than_promised", "info"),
        (38, "order_breaks", "info"),
    ],
)
def test_each_fault_is_found_at_its_row(plan, row, code, severity):
    found = {(finding.code, str(finding.severity)) for finding in plan.findings if finding.row == row}

    assert (code, severity) in found


def test_doubts_are_counted_by_kind(plan):
    assert Counter(finding.code for finding in plan.doubts) == {
        "joined_short_year": 17,
        "born_short_year": 15,
        "id_check_digit": 3,
        "left": 3,
        "duplicate": 1,
        "total_differs": 1,
        "fines": 1,
        "loans_as_of": 1,
        "cash": 1,
        "bank": 1,
    }


def test_names_are_kept_in_canonical_form(plan):
    names = {member.row: str(member.name) for member in plan.members}

    assert names[5] == "นางสาวแก่นจันทร์ เกื้อกูล"
    assert names[18] == "นางสาวแก้วตา คงแก้ว"
    assert names[34] == "นางน้ำฝน อินทร์แก้ว"
    assert names[61] == "นายเกษม ทองคำ"


def test_a_row_is_read_whole(plan):
    [member] = [m for m in plan.members if m.row == 10]

    assert (member.number, member.promise, member.carried, member.paid, member.loan) == (
        6,
        Decimal("200.00"),
        Decimal("13320.00"),
        Decimal("2100.00"),
        Decimal("5000.00"),
    )
    assert (member.born_on, member.joined_on) == (date(1968, 12, 1), date(2019, 12, 2))
    assert (member.house_no, member.moo, member.phone) == ("80/6", 5, "0982232564")
    assert member.national_id.reveal() == "9234588892632"


def test_no_finding_shows_a_national_id_whole(plan):
    shown = " ".join(f"{finding.cell} {finding.words} {finding.key}" for finding in plan.findings)

    assert "9514506123107" not in shown
    assert "9-xxxx-xxxxx-10-7" in shown


def test_dashes_and_zeros_are_nothing_paid(plan):
    [member] = [m for m in plan.members if m.row == 35]  # '-', '๐' and '0' among the months

    assert sorted(member.payments.values()).count(Decimal("0.00")) == 3


def test_resigned_members_leave_and_keep_their_balance(plan):
    left = {member.row: member.left for member in plan.members if member.left}

    assert {row: (how.state, how.on) for row, how in left.items()} == dict.fromkeys(
        (14, 47, 52), ("resigned", date(2026, 5, 1))
    )
    assert [len(sheet.rows) for sheet in plan.sheets] == [64] * 4 + [61] * 6


def test_ten_sheets_add_up_to_the_payments(plan):
    assert [sheet.meeting_on.month for sheet in plan.sheets] == list(range(1, 11))
    assert sum(sheet.total for sheet in plan.sheets) == Decimal("140905.00")


def test_nothing_may_be_posted_while_a_doubt_is_open(plan):
    answers = decided(bankhlong())
    for key in answers:
        short = {k: v for k, v in answers.items() if k != key}
        if key in MONEY or key == "row37:duplicate":
            assert not planned(bankhlong(), short).may_commit

    assert not plan.may_commit
    assert planned(bankhlong(), answers).may_commit


def test_an_answer_that_is_none_of_the_choices_leaves_the_doubt_open():
    answers = decided(bankhlong()) | {"row37:duplicate": "perhaps"}

    [asked] = planned(bankhlong(), answers).open

    assert asked.key == "row37:duplicate"
    assert "perhaps" in str(asked.complaint)


def test_answers_that_fit_no_doubt_are_named():
    plan = planned(bankhlong(), decided(bankhlong()) | {"row999:duplicate": "skip"})

    assert plan.strangers == ["row999:duplicate"]


def test_keys_of_doubts_stay_the_same(plan):
    again = planned(bankhlong())

    assert [finding.key for finding in again.doubts] == [finding.key for finding in plan.doubts]
    assert len({finding.key for finding in plan.doubts}) == len(plan.doubts)


def test_a_birth_year_typed_anew_replaces_the_guess():
    answers = decided(bankhlong()) | {"row51:born": "16/11/2495"}

    [member] = [m for m in planned(bankhlong(), answers).members if m.row == 51]

    assert member.born_on == date(1952, 11, 16)


@cache
def as_it_came():
    return planned(bankhlong())


def values_of(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=69)]


def written(sheet, rows):
    for number, row in enumerate(rows, start=5):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column).value = value


def summary(plan):
    """What a person sees of a plan: its findings without the doubts about dates and phones."""
    return sorted((f.code, str(f.cell), f.severity) for f in plan.findings if f.code != "column")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(what=st.sampled_from(["delete", "double", "swap", "amount"]), at=st.integers(0, 63), other=st.integers(0, 63))
def test_a_row_deleted_doubled_swapped_or_changed_is_noticed(what, at, other):
    def change(sheet):
        rows = values_of(sheet)
        if what == "delete":
            del rows[at]
            rows.append([None] * len(rows[0]))
        elif what == "double":
            rows[64] = list(rows[at])
        elif what == "swap":
            rows[at], rows[other] = rows[other], rows[at]
        else:
            rows[at][9] = str(rows[at][9]) + "1"
        written(sheet, rows)

    plan, before = planned(changed_bankhlong(change)), as_it_came()

    if what == "swap" and at == other:
        assert summary(plan) == summary(before)
    else:
        assert summary(plan) != summary(before)
    if what == "double" and at != 64:
        assert {"duplicate", "total_differs"} & codes(plan)
    assert all(f.severity != Severity.ERROR for f in plan.findings)

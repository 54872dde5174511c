"""Workbooks of other treasurers: other heads, orders and faults."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from federation.exchange.register.listing import opening_lines
from federation.exchange.register.months import read_month_head, years_in
from federation.exchange.register.roles import Role, role_of
from federation.kit.identity import check_digit
from tests.federation.exchange.workbooks import (
    TODAY,
    codes,
    kamon,
    made,
    national_id,
    planned,
    small,
    wichai,
)

JANUARY = date(2026, 1, 1)


# Heads


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("ที่", Role.ORDER),
        ("ลำดับที่", Role.ORDER),
        ("เลขที่สมาชิก", Role.NUMBER),
        ("ชื่อ – นามสกุล", Role.NAME),
        ("ชื่อ-สกุล (สมาชิก)", Role.NAME),
        ("เลขบัตรประชาชน 13 หลัก", Role.NATIONAL_ID),
        ("ว/ด/ป เกิด", Role.BORN),
        ("วันที่สมัครสมาชิก", Role.JOINED),
        ("เบอร์โทร.", Role.PHONE),
        ("เงินสัจจะต่อเดือน (บาท)", Role.PROMISE),
        ("ยอดยกมา", Role.CARRIED),
        ("รวมทั้งสิ้น", Role.BALANCE),
        ("หนี้คงเหลือ", Role.LOAN),
        ("เ เงินกู้คงเหลือ", Role.LOAN),
        ("หมายเหตุ\n", Role.NOTE),
    ],
)
def test_heads_are_known_in_other_words(head, role):
    assert role_of(head)[0] == role


@pytest.mark.parametrize(
    ("head", "month", "year"),
    [
        ("ม.ค.", 1, None),
        ("มกราคม", 1, None),
        ("มค", 1, None),
        ("ม.ค. 69", 1, 2026),
        ("ม.ค.๖๙", 1, 2026),
        ("เดือน กุมภาพันธ์ 2569", 2, 2026),
        ("1/69", 1, 2026),
        ("12/2568", 12, 2025),
        ("Jan-26", 1, 2026),
        (datetime(2026, 3, 1), 3, 2026),
        (datetime(1969, 4, 1), 4, 2026),
        ("เม.ย. (บาท)", 4, None),
    ],
)
def test_months_are_known_in_many_spellings(head, month, year):
    read = read_month_head(head, today=TODAY)

    assert (read.month, read.year) == (month, year)


@pytest.mark.parametrize("head", ["ที่", "รวม", "ยกมา", "หมู่", "13/69", None, 300, "กมล"])
def test_other_heads_are_no_months(head):
    assert read_month_head(head, today=TODAY) is None


def test_a_meeting_day_in_the_head_is_kept():
    heads = ["เลขสมาชิก", "ชื่อ-สกุล", "เงินสัจจะ/เดือน", "5 ม.ค. 69", "20 ม.ค. 69"]

    plan = planned(small(["001", "นายกมล บุญช่วย", 100, 50, 50], heads=heads))

    assert [sheet.meeting_on for sheet in plan.sheets] == [date(2026, 1, 5), date(2026, 1, 20)]


@pytest.mark.parametrize(
    ("titles", "years"),
    [
        (["ประจำปี พ.ศ. ๒๕๖๙"], [2569]),
        (["ทะเบียน ปี 69"], [2569]),
        (["ปี 2026"], [2569]),
        (["ปี 2568", "ปี 2569"], [2568, 2569]),
        (["ทะเบียนสมาชิก"], []),
    ],
)
def test_the_year_is_read_from_titles(titles, years):
    assert years_in(titles) == years


def test_a_year_nobody_wrote_is_asked():
    content = small(kamon(), title="ทะเบียนสมาชิก")

    plan = planned(content)
    answered = planned(content, {"year": "2568"}, books_from=date(2025, 1, 1))

    assert "year" in {finding.key for finding in plan.open}
    assert [sheet.month for sheet in answered.sheets] == [date(2025, 1, 1), date(2025, 2, 1)]


def test_months_over_a_new_year_are_asked():
    heads = ["เลขสมาชิก", "ชื่อ-สกุล", "เงินสัจจะ/เดือน", "พ.ย.", "ธ.ค.", "ม.ค."]
    content = small(["001", "นายกมล บุญช่วย", 100, 100, 100, 100], heads=heads)

    plan = planned(content, books_from=date(2025, 1, 1))

    assert "year_turn" in {finding.key for finding in plan.open}
    assert [sheet.month for sheet in plan.sheets] == [date(2025, 11, 1), date(2025, 12, 1), JANUARY]


# Whole workbooks


def test_names_in_three_columns_other_order_and_two_rows_of_heads():
    def merged(book):
        sheet = book.active
        sheet.merge_cells("F3:H3")
        sheet.merge_cells("A3:A4")

    content = made(
        ["กลุ่มออมทรัพย์บ้านใน"],
        [],
        ["รหัสสมาชิก", "คำนำหน้า", "ชื่อ", "นามสกุล", "ส่งเดือนละ", "เงินสัจจะ ปี 2569", None, None, "เบอร์โทร", "ยอดยกมา"],
        [None, None, None, None, None, "มกราคม", "กุมภาพันธ์", "มีนาคม", None, None],
        ["ส.001", "น.ส.", "กัญญา", "ใจดี", "๑๐๐", 100, "100", "๑๐๐", 812345678, "1,000.00"],
        ["ส.002", "นาย", "สมชาย", "มีสุข", 50, 50, "-", 100, None, 0],
        change=merged,
    )

    plan = planned(content)

    assert [str(member.name) for member in plan.members] == ["นางสาวกัญญา ใจดี", "นายสมชาย มีสุข"]
    assert [member.number for member in plan.members] == [1, 2]
    assert [sheet.total for sheet in plan.sheets] == [Decimal(150), Decimal(100), Decimal(200)]
    assert plan.members[0].carried == 1000
    assert plan.members[0].phone == "0812345678"


def test_one_month_without_ids_numbers_or_promise():
    content = made(
        ["รายชื่อผู้ส่งเงินสัจจะ"],
        ["ลำดับ", "รายชื่อสมาชิก", "ต.ค. 69"],
        [1, "นายกมล บุญช่วย", 100],
        [2, "นางสาวญาดา มีสุข", 50],
        [3, "นายเกษม ทองคำ", "-"],
        ["", "รวม", 150],
    )

    plan = planned(content)

    assert [(m.number, m.promise) for m in plan.members] == [(1, 100), (2, 50), (3, 0)]
    assert {"numbers_from_order", "promise_missing", "joined_missing", "id_missing"} <= codes(plan)
    assert [(sheet.meeting_on, sheet.total) for sheet in plan.sheets] == [(date(2026, 10, 31), 150)]
    assert all(control.agrees for control in plan.controls)


def test_balances_only_without_any_month():
    content = made(
        ["ทะเบียน"],
        ["เลขสมาชิก", "ชื่อ-สกุล", "ส่งเดือนละ", "ยอดยกมา", "หุ้นยกมา", "เงินกู้คงเหลือ"],
        [1, "นายกมล บุญช่วย", 100, 5000, 200, 3000],
        [2, "นายวิชัย ขาวสะอาด", 100, 4000, 300, None],
    )
    answers = {"opening:on": "2026-10-31", "opening:cash": "1500", "opening:bank": "5000"}

    plan = planned(content, answers)

    assert plan.sheets == []
    assert (plan.opening.on, plan.opening.owned, plan.opening.loans) == (date(2026, 10, 31), 9500, 3000)
    assert plan.opening.difference == 0
    assert plan.may_commit


def test_twelve_months_of_a_year_gone_by():
    months = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]
    heads = ["เลขสมาชิก", "ชื่อ-สกุล", "เงินสัจจะ", *months, "รวม"]
    content = small(["1", "นายกมล บุญช่วย", 100, *[100] * 12, 1200], heads=heads, title="พ.ศ. 2568")

    plan = planned(content, books_from=date(2025, 1, 1))

    assert [sheet.month.month for sheet in plan.sheets] == list(range(1, 13))
    assert plan.opening.on == date(2025, 1, 1)


def test_months_before_the_books_count_into_the_balance():
    plan = planned(small(kamon()), {"opening:months_before": "carry"}, books_from=date(2026, 2, 1))

    assert [sheet.month for sheet in plan.sheets] == [date(2026, 2, 1)]
    assert plan.opening.owned == 600
    assert "opening:months_before" not in {finding.key for finding in plan.open}


def test_the_opening_day_is_the_eve_when_the_books_reach_back():
    plan = planned(small(kamon()), books_from=date(2025, 12, 1))

    assert plan.opening.on == date(2025, 12, 31)


def test_heads_printed_again_subtotals_and_signatures_are_no_members():
    from tests.federation.exchange.workbooks import HEADS

    content = small(
        kamon(),
        [None, None, "รวมหน้า 1", None, 500, 100, 100, 200],
        HEADS,
        wichai(),
        [None, None, "รวมหน้า 2", None, 500, 100, 100, 200],
        [None, None, "รวมทั้งสิ้น", None, 1000, 200, 200, 400],
        [],
        [None, None, "ลงชื่อ ........................ เหรัญญิก"],
        [None, None, "( นายมานพ หวังดี )"],
    )

    plan = planned(content)

    assert [m.number for m in plan.members] == [1, 2]
    assert [c for c in plan.controls if not c.agrees] == []


def test_hidden_rows_are_asked_and_can_be_left_out():
    def hide(book):
        book.active.row_dimensions[4].hidden = True

    content = small(kamon(), wichai(), change=hide)

    plan = planned(content)
    without = planned(content, {"hidden_rows": "leave"})

    assert "hidden_rows" in {finding.key for finding in plan.open}
    assert (len(plan.members), len(without.members)) == (2, 1)


def test_a_formula_without_a_result_is_asked():
    content = small(kamon(**{"ม.ค.": "=50+50"}))

    plan = planned(content)
    answered = planned(content, {"row3:F": "100"})

    assert "formula_unsolved" in codes(plan, row=3)
    assert answered.members[0].paid == 200


def test_two_sheets_that_look_like_registers_are_asked():
    content = small(kamon(), sheets=[("หมู่ 2", [["ปี 2569"], list(planned_heads()), wichai()])])

    plan = planned(content)
    second = planned(content, {"sheet": "หมู่ 2"})

    assert "sheet" in {finding.key for finding in plan.open}
    assert [str(m.name) for m in second.members] == ["นายวิชัย ขาวสะอาด"]


def planned_heads():
    from tests.federation.exchange.workbooks import HEADS

    return HEADS


# Columns put right by hand


def test_an_unknown_column_with_money_is_asked_and_can_be_named():
    heads = ["เลขสมาชิก", "ชื่อ-สกุล", "เงินสัจจะ", "ม.ค.", "อื่น ๆ", "ค่าปรับ"]
    content = small([1, "นายกมล บุญช่วย", 100, 100, 700, 10], heads=heads)

    plan = planned(content)
    named = planned(content, {"column:E": "special", "column:F": "ignore"})

    assert {"column:E", "column:F"} <= {finding.key for finding in plan.open}
    assert named.opening.special == 700
    assert not {"column:E", "column:F"} & {finding.key for finding in named.open}


def test_a_column_can_be_made_a_month():
    heads = ["เลขสมาชิก", "ชื่อ-สกุล", "เงินสัจจะ", "ม.ค.", "งวดสอง"]
    content = small([1, "นายกมล บุญช่วย", 100, 100, 90], heads=heads)

    plan = planned(content, {"column:E": "month:2026-02"})

    assert [(sheet.month, sheet.total) for sheet in plan.sheets] == [(JANUARY, 100), (date(2026, 2, 1), 90)]


def test_a_month_that_stands_twice_must_be_put_right():
    heads = ["เลขสมาชิก", "ชื่อ-สกุล", "เงินสัจจะ", "ม.ค.", "มกราคม"]
    content = small([1, "นายกมล บุญช่วย", 100, 100, 90], heads=heads)

    assert "month_twice" in {finding.code for finding in planned(content).errors}
    assert planned(content, {"column:E": "ignore"}).errors == []


def test_months_of_loans_are_not_taken_for_satja():
    def merged(book):
        book.active.merge_cells("D1:E1")
        book.active.merge_cells("F1:G1")

    content = made(
        [None, None, None, "เงินสัจจะ 2569", None, "ชำระเงินกู้ 2569", None],
        ["เลขสมาชิก", "ชื่อ-สกุล", "ส่งเดือนละ", "ม.ค.", "ก.พ.", "ม.ค.", "ก.พ."],
        [1, "นายกมล บุญช่วย", 100, 100, 100, 500, 500],
        change=merged,
    )

    plan = planned(content)

    assert [sheet.total for sheet in plan.sheets] == [100, 100]
    assert {"column:F", "column:G"} <= {finding.key for finding in plan.open}


# Single faults


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"ม.ค.": "1e3"}, "amount_exponent"),
        ({"ม.ค.": -50}, "amount_negative"),
        ({"ม.ค.": "ร้อยบาท"}, "amount_not_number"),
        ({"ม.ค.": "1,25"}, "amount_commas"),
        ({"ม.ค.": 12.345}, "amount_places"),
        ({"ม.ค.": "/"}, "tick"),
        ({"ม.ค.": 5000, "รวม": 5100}, "far_more"),
        ({"ม.ค.": "ขาดส่ง", "รวม": 100}, "word_for_nothing"),
        ({"รวม": 250}, "row_total"),
        ({"ชื่อ-สกุล": "นายกมล2 บุญช่วย"}, "name_doubtful"),
        ({"เลขสมาชิก": "ไม่มี"}, "number_missing"),
        ({"เงินสัจจะ/เดือน": None}, "promise_missing"),
    ],
)
def test_a_fault_in_a_cell_is_found_at_its_row(cells, code):
    plan = planned(small(kamon(**cells), wichai()))

    assert code in codes(plan, row=3)
    assert code not in codes(plan, row=4)


def test_an_unreadable_payment_is_typed_by_the_person_who_decides():
    content = small(kamon(**{"ม.ค.": "1OO"}), wichai())

    plan = planned(content, {"row3:F": "๑๐๐"})

    assert plan.members[0].paid == 200


def test_money_without_a_name_is_not_passed_over():
    plan = planned(small(kamon(), [3, None, None, 100, 500, 100, 100, 200]))

    assert "row4:stray" in {finding.key for finding in plan.open}


def test_the_same_number_for_two_members_gets_the_next_free_one():
    content = small(kamon(), wichai(เลขสมาชิก="001"))

    plan = planned(content, {"row4:number_twice": "2"})

    assert "number_twice" in codes(plan, row=4)
    assert [m.number for m in plan.members] == [1, 2]


def test_a_number_typed_that_is_taken_is_refused():
    plan = planned(small(kamon(), wichai(เลขสมาชิก="001")), {"row4:number_twice": "1"})

    assert "number_taken" in {finding.code for finding in plan.errors}


HEADS_WITH_ID = ["เลขสมาชิก", "ชื่อ-สกุล", "เลขประจำตัวประชาชน", "เงินสัจจะ", "ม.ค."]


def test_one_national_id_for_two_names_is_asked():
    number = national_id(77)
    content = small(
        [1, "นายกมล บุญช่วย", number, 100, 100],
        [2, "นายวิชัย ขาวสะอาด", number, 100, 100],
        heads=HEADS_WITH_ID,
    )

    plan = planned(content)
    another = planned(content, {"row4:id_twice": "another"})

    assert "row4:id_twice" in {finding.key for finding in plan.open}
    assert [m.no_id_reason for m in another.members] == ["", "doubtful"]


def test_a_member_typed_twice_with_other_amounts_can_be_joined():
    content = small(kamon(), wichai(), kamon(**{"ยกมา": 50, "ม.ค.": 20, "ก.พ.": 0, "รวม": 20}))

    plan = planned(content)
    joined = planned(content, {"row5:duplicate": "join"})

    assert next(f for f in plan.doubts if f.code == "duplicate").suggested == ""
    assert [(m.carried, m.paid) for m in joined.members] == [(550, 220), (500, 200)]


def test_look_alike_names_are_asked_and_may_be_two_people():
    content = small(kamon(), wichai(**{"ชื่อ-สกุล": "นาย กมล  บุญชวย"}))

    plan = planned(content)

    assert next(f for f in plan.doubts if f.code == "same_name").suggested == "another"
    assert len(plan.members) == 2


def test_months_to_come_may_stand_empty_but_not_paid():
    heads = ["เลขสมาชิก", "ชื่อ-สกุล", "เงินสัจจะ", "ต.ค.", "พ.ย.", "ธ.ค."]

    empty = planned(small([1, "นายกมล บุญช่วย", 100, 100, None, None], heads=heads))
    paid = planned(small([1, "นายกมล บุญช่วย", 100, 100, None, 100], heads=heads))

    assert empty.errors == []
    assert [finding.code for finding in paid.errors] == ["month_to_come"]


def test_a_meeting_day_is_never_in_the_future():
    heads = ["เลขสมาชิก", "ชื่อ-สกุล", "เงินสัจจะ", "พ.ย."]

    plan = planned(small([1, "นายกมล บุญช่วย", 100, 100], heads=heads))

    assert [sheet.meeting_on for sheet in plan.sheets] == [TODAY]


def test_a_meeting_day_can_be_told():
    told = planned(small(kamon()), {"meeting:2026-01": "2026-01-05"})
    wrong = planned(small(kamon()), {"meeting:2026-01": "2026-03-05"})

    assert told.sheets[0].meeting_on == date(2026, 1, 5)
    assert "meeting_outside" in {finding.code for finding in wrong.errors}


HEADS_WITH_JOINING = ["เลขสมาชิก", "ชื่อ-สกุล", "วันที่เข้าเป็นสมาชิก", "เงินสัจจะ", "ม.ค.", "ก.พ.", "หมายเหตุ"]


def test_who_paid_before_joining_is_asked():
    content = small([1, "นายกมล บุญช่วย", "15/2/2569", 100, 100, 100, None], heads=HEADS_WITH_JOINING)

    plan = planned(content)

    assert "row3:paid_before_joining" in {finding.key for finding in plan.open}
    assert plan.members[0].joined_on == date(2026, 1, 31)


def test_who_joined_later_is_not_on_earlier_sheets():
    content = small(
        [1, "นายกมล บุญช่วย", "15/2/2560", 100, 100, 100, None],
        [2, "นายวิชัย ขาวสะอาด", "15/2/2569", 100, None, 100, None],
        heads=HEADS_WITH_JOINING,
    )

    assert [len(sheet.rows) for sheet in planned(content).sheets] == [1, 2]


@pytest.mark.parametrize(
    ("note", "paid", "state", "on"),
    [
        ("ลาออก 15 ก.พ. 2569", 0, "resigned", date(2026, 2, 15)),
        ("ลาออก ก.พ. 69", 0, "resigned", date(2026, 2, 1)),
        ("ลาออก ก.พ. 69", 100, "resigned", date(2026, 2, 28)),
        ("ลาออกแล้ว", 0, "resigned", date(2026, 2, 1)),
        ("เสียชีวิต เมื่อ ๓ ก.พ. ๒๕๖๙", 0, "died", date(2026, 2, 3)),
        ("พ้นสภาพ ก.พ. 69", 0, "expelled", date(2026, 2, 1)),
    ],
)
def test_notes_of_leaving_are_read(note, paid, state, on):
    content = small([1, "นายกมล บุญช่วย", "15/2/2560", 100, 100, paid, note], heads=HEADS_WITH_JOINING)

    plan = planned(content)

    assert (plan.members[0].left.state, plan.members[0].left.on) == (state, on)
    assert "row3:left" in {finding.key for finding in plan.open}


def test_who_paid_after_leaving_is_asked_without_a_suggestion():
    content = small([1, "นายกมล บุญช่วย", "15/2/2560", 100, 100, 100, "ลาออก ม.ค. 69"], heads=HEADS_WITH_JOINING)

    plan = planned(content)
    stays = planned(content, {"row3:left": "stays"})

    assert next(f for f in plan.doubts if f.code == "left").suggested == ""
    assert stays.members[0].left is None


# The opening side


LOANS = ["เลขสมาชิก", "ชื่อ-สกุล", "เงินสัจจะ", "ยกมา", "ม.ค.", "เงินกู้คงเหลือ"]


def opening(**answers):
    content = small([1, "นายกมล บุญช่วย", 100, 1000, 100, 600], heads=LOANS)
    return planned(content, {f"opening:{key}": value for key, value in answers.items()})


def test_loans_of_the_opening_day_leave_the_rest_to_cash_and_bank():
    plan = opening(loans_as_of="opening", cash="100", bank="300")

    assert (plan.opening.loans, plan.opening.difference, plan.opening.later_loans) == (600, 0, 0)
    assert plan.may_commit


def test_loans_of_a_later_day_are_taken_from_cash_then():
    plan = opening(loans_as_of="later", loans_then="200", cash="100", bank="700")

    assert (plan.opening.loans, plan.opening.later_loans) == (200, 400)
    assert plan.opening.loans_on == date(2026, 1, 31)
    assert plan.may_commit


def test_loans_that_the_cash_could_not_have_paid_are_an_error():
    plan = opening(loans_as_of="later", loans_then="0", cash="100", bank="100", difference="suspense")

    assert "money_short" in {finding.code for finding in plan.errors}


@pytest.mark.parametrize(("cash", "words"), [("90", "10.00"), ("150", "50.00")])
def test_what_does_not_fit_is_asked(cash, words):
    plan = opening(loans_as_of="opening", cash=cash, bank="300")

    [asked] = plan.open
    assert asked.key == "opening:difference"
    assert words in str(asked.words)
    assert [choice.value for choice in asked.choices] == ["surplus", "suspense"]


ACCOUNTS = {"18030": "equipment", "32010": "state grant", "18035": "depreciation", "12100": "bank 1"}


def test_other_balances_of_the_opening_day_count_on_their_side():
    content = small([1, "นายกมล บุญช่วย", 100, 1000, 100, 600], heads=LOANS)
    answers = {
        "opening:loans_as_of": "opening",
        "opening:cash": "100",
        "opening:bank": "0",
        "opening:account:18030": "5,000",
        "opening:account:18035": "1000",
        "opening:account:32010": "4200",
        "opening:account:12100": "500",
        "opening:account:99999": "1",
    }

    plan = planned(content, answers, accounts=ACCOUNTS)

    assert {other.code: other.debit for other in plan.opening.others} == {
        "12100": 500,
        "18030": 5000,
        "18035": -1000,
        "32010": -4200,
    }
    assert plan.opening.difference == 0
    assert plan.strangers == ["opening:account:99999"]


def test_hidden_columns_and_other_sheets_are_told():
    def hide(book):
        book.active.column_dimensions["E"].hidden = True

    plan = planned(small(kamon(), change=hide, sheets=[("บันทึก", [["ประชุม"]])]))

    told = {finding.code: str(finding.words) for finding in plan.findings}
    assert "E" in told["hidden_columns"]
    assert "บันทึก" in told["other_sheets"]


def test_what_would_be_posted_is_told_before_cash_and_bank_are():
    lines = opening_lines(opening(loans_as_of="opening"))

    assert [(line.account, line.debit, line.credit) for line in lines] == [
        ("13090", 600, 0),
        ("?", 400, 0),
        ("31020", 0, 1000),
        ("", 1000, 1000),
    ]


def test_two_columns_under_each_month():
    def merged(book):
        for cells in ("D1:E1", "F1:G1"):
            book.active.merge_cells(cells)

    content = made(
        ["เลขที่", "ชื่อ", "สกุล", "ม.ค. 69", None, "ก.พ. 69", None],
        [None, None, None, "สัจจะ", "ชำระกู้", "สัจจะ", "ชำระกู้"],
        ["001", "กมล", "บุญช่วย", 100, 500, 100, 500],
        ["002", "วิชัย", "ขาวสะอาด", 50, 0, 50, 0],
        ["รวม", None, None, 150, 500, 150, 500],
        change=merged,
    )

    plan = planned(content)

    assert [sheet.total for sheet in plan.sheets] == [150, 150]
    assert [m.number for m in plan.members] == [1, 2]
    assert {"column:A", "column:E", "column:G"} <= {finding.key for finding in plan.open}
    assert all(control.agrees for control in plan.controls)


@pytest.mark.parametrize(
    ("born", "code", "on"),
    [
        ("2538", "born_year_alone", date(1995, 1, 1)),
        ("พ.ศ. ๒๕๓๘", "born_year_alone", date(1995, 1, 1)),
        (2538, "born_year_alone", date(1995, 1, 1)),
        ("21/3/95", "born_short_year", date(1952, 3, 21)),
        ("21/3/1995", "born_ce_year", date(1995, 3, 21)),
        ("31/2/2538", "born_not_in_calendar", None),
        ("21/3/2570", "born_outside", None),
        ("ไม่ทราบ", "born_shape", None),
    ],
)
def test_birthdays_in_doubt_are_asked(born, code, on):
    heads = ["เลขสมาชิก", "ชื่อ-สกุล", "เกิด", "เงินสัจจะ", "ม.ค."]

    plan = planned(small([1, "นายกมล บุญช่วย", born, 100, 100], heads=heads))

    assert code in codes(plan, row=3)
    assert plan.members[0].born_on == on


def test_what_spreadsheets_do_to_numbers_is_undone():
    heads = ["เลขสมาชิก", "ชื่อ-สกุล", "เลขบัตร ปชช.", "โทร", "เงินสัจจะ", "ม.ค."]
    content = small(
        [1.0, "นายกมล บุญช่วย (ชาย)", 100000000119, "081-234-5678, 089-876-5432", 100, 100.0],
        ["๐๐๒", "นางสาวญาดา มีสุข", float(national_id(12)), 812345678, "๑๐๐", "100.00 บาท"],
        heads=heads,
    )

    plan = planned(content)
    first, second = plan.members

    assert (first.number, first.nickname, str(first.name)) == (1, "ชาย", "นายกมล บุญช่วย")
    assert (first.phone, second.phone) == ("0812345678", "0812345678")
    assert second.national_id.reveal() == national_id(12)
    assert {"phone_first"} <= codes(plan, row=3)
    assert [sheet.total for sheet in plan.sheets] == [200]


def test_a_national_id_that_lost_its_zero_gets_it_back():
    whole = next(f"0{n}" for n in range(123456789000, 123456789100) if check_digit(f"0{n}"[:12]) == n % 10)
    heads = ["เลขสมาชิก", "ชื่อ-สกุล", "เลขบัตรประชาชน", "เงินสัจจะ", "ม.ค."]

    plan = planned(small([1, "นายกมล บุญช่วย", int(whole), 100, 100], heads=heads))

    assert plan.members[0].national_id.reveal() == whole
    assert "id_zero" in codes(plan, row=3)


def test_a_title_with_two_years_is_asked_and_the_later_suggested():
    plan = planned(small(kamon(), title="ก่อตั้ง พ.ศ. 2544 ประจำปี 2569"))

    [asked] = [finding for finding in plan.open if finding.key == "year"]
    assert asked.suggested == "2569"

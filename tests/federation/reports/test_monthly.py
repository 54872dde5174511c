import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.utils import translation

from federation.bylaws.steps import set_bylaw_step
from federation.kit.report import Report
from federation.ledger import books, chart
from federation.ledger.posting import EntryKind, correct, credit, debit, post, reverse
from federation.reports.monthly import monthly_report
from groups.registry.models import Membership
from tests import builders
from tests.federation.reports.worlds import AT, JANUARY, close, committee, saving_group, sheet

pytestmark = pytest.mark.django_db

D = Decimal
FEBRUARY = date(2026, 2, 1)


def rows(report, section, *keys):
    grid = report.section(section).grid
    at = [[column.key for column in grid.columns].index(key) for key in keys]
    return [tuple(row.cells[n] for n in at) for row in grid.rows]


def figures(report):
    return {str(figure.label): figure.value for figure in report.section("front").figures}


def test_the_first_page_says_what_a_hall_wants_to_hear():
    group = saving_group(4, months=1)
    sheet(group, FEBRUARY, absent=group.members[:1], slips=[(D("100.00"), "KTB 1")])

    report = monthly_report(group, FEBRUARY, at=AT)

    assert figures(report) == {
        "เงินสัจจะที่ฝากเดือนนี้": D("300.00"),
        "เงินสัจจะสะสมทั้งหมด": D("700.00"),
        "ส่งครบตามสัจจะ": 3,
        "เงินสดในมือ": D("600.00"),
        "เงินในธนาคาร": D("100.00"),
        "สมาชิก": 4,
    }
    drawn = report.section("front").chart
    assert [values for _name, values in drawn.series] == [[D("400.00"), D("400.00")], [D("400.00"), D("300.00")]]
    assert str(drawn.title) == "รอบ 2 เดือน ฝากได้ร้อยละ 88 ของสัจจะ เดือนนี้ร้อยละ 75"


def test_who_missed_is_named_and_who_was_excused_is_marked():
    group = saving_group(4)
    sheet(group, JANUARY, absent=group.members[1:2], excused=group.members[2:3])

    report = monthly_report(group, JANUARY, at=AT)

    assert rows(report, "kept", "number", "name", "missing") == [
        ("002", group.members[1].name, D("100.00")),
        ("003", group.members[2].name, D("100.00")),
    ]
    assert [str(cell) for (cell,) in rows(report, "kept", "excused")] == ["", "ผ่อนผัน"]
    assert [str(cell) for (cell,) in rows(report, "deposits", "outcome")] == ["ส่งครบ", "ขาดส่ง", "ผ่อนผัน", "ส่งครบ"]


def test_who_kept_the_promise_for_a_year_is_praised_by_name():
    group = builders.group(code="YEAR", books_from=date(2025, 10, 1))
    group.members = builders.members(group, 2)
    for at in range(12):
        month = date(2025 + (9 + at) // 12, (9 + at) % 12 + 1, 1)
        sheet(group, month, absent=group.members[:1] if at == 3 else ())

    section = monthly_report(group, date(2026, 9, 1), at=AT).section("kept")

    assert section.names == [group.members[1].name]
    assert rows(monthly_report(group, date(2026, 9, 1), at=AT), "kept", "name") == []


def test_members_come_and_go_by_number():
    group = saving_group(3, months=1)
    builders.member(group, "ใหม่", joined_on=date(2026, 2, 3))
    Membership.objects.filter(pk=group.members[0].pk).update(state="resigned", ended_on=date(2026, 2, 20))
    Membership.objects.filter(pk=group.members[1].pk).update(state="died", ended_on=date(2026, 1, 20))

    counted = rows(
        monthly_report(group, FEBRUARY, at=AT),
        "members",
        "opening",
        "joined",
        "resigned",
        "expelled",
        "died",
        "closing",
    )

    assert counted == [(2, 1, 1, 0, 0, 2)]
    opening, joined, *left, closing = counted[0]
    assert opening + joined - sum(left) == closing


def test_who_left_stays_listed_while_money_is_owed_to_them():
    group = saving_group(2, months=1)
    Membership.objects.filter(pk=group.members[0].pk).update(state="resigned", ended_on=date(2026, 1, 20))

    listed = rows(
        monthly_report(group, FEBRUARY, at=AT), "deposits", "number", "promise", f"held_{chart.SATJA}", "outcome"
    )

    assert [(n, p, held, str(said)) for n, p, held, said in listed] == [
        ("001", D("0.00"), D("100.00"), "พ้นสภาพ รอคืนเงิน"),
        ("002", D("100.00"), D("100.00"), ""),
    ]


def test_brought_forward_plus_in_less_out_is_the_balance():
    group = saving_group(3, months=1)
    sheet(group, FEBRUARY, special={group.members[0]: "50.00"})

    report = monthly_report(group, FEBRUARY, at=AT)

    for section in ("held", "money"):
        for opening, into, out, closing in rows(report, section, "opening", "into", "out", "closing"):
            assert opening + into - out == closing
    assert rows(report, "held", "code", "opening", "into", "closing") == [
        ("21020", D("0.00"), D("50.00"), D("50.00")),
        ("31020", D("300.00"), D("300.00"), D("600.00")),
    ]


def move(group, debits, credits, amount, *, on, key):
    accounts = [books.account(group.book, code).pk for code in (debits, credits)]
    moves = [debit(accounts[0], D(amount)), credit(accounts[1], D(amount))]
    return post(book=group.book, on=on, kind=EntryKind.JOURNAL, key=key, moves=moves, by=builders.user()).entry


def test_income_is_of_the_month_and_of_the_year_and_position_balances():
    group = saving_group(2, months=1)
    move(group, chart.CASH, chart.ENTRY_FEES, "20.00", on=date(2026, 1, 8), key="a")
    move(group, chart.CASH, chart.ENTRY_FEES, "30.00", on=date(2026, 2, 8), key="b")
    move(group, "54050", chart.CASH, "15.00", on=date(2026, 2, 9), key="c")

    report = monthly_report(group, FEBRUARY, at=AT)

    income = {str(name): (now, year) for name, now, year in rows(report, "income", "account", "now", "then")}
    assert income["ค่าธรรมเนียมแรกเข้า"] == (D("30.00"), D("50.00"))
    assert income["กำไร (ขาดทุนถ้าติดลบ)"] == (D("15.00"), D("35.00"))
    position = {str(name): (now, before) for name, now, before in rows(report, "position", "account", "now", "then")}
    assert position["รวมสินทรัพย์"] == position["รวมหนี้สิน ทุน และทุนสำรอง"] == (D("235.00"), D("220.00"))
    assert position["กำไรปีนี้"] == (D("35.00"), D("20.00"))


def test_a_new_business_year_begins_at_nothing_and_keeps_the_earlier_surplus_apart():
    group = builders.group(code="YEARS", books_from=date(2025, 12, 1))
    group.members = builders.members(group, 1)
    move(group, chart.CASH, chart.ENTRY_FEES, "20.00", on=date(2025, 12, 8), key="a")
    move(group, chart.CASH, chart.ENTRY_FEES, "5.00", on=date(2026, 1, 8), key="b")

    report = monthly_report(group, JANUARY, at=AT)

    income = {str(name): (now, year) for name, now, year in rows(report, "income", "account", "now", "then")}
    position = {str(name): (now, before) for name, now, before in rows(report, "position", "account", "now", "then")}
    assert income["ค่าธรรมเนียมแรกเข้า"] == (D("5.00"), D("5.00"))
    assert position["กำไรปีก่อนที่ยังไม่จัดสรร"] == (D("20.00"), D("20.00"))
    assert position["กำไรปีนี้"] == (D("5.00"), D("0.00"))


def test_trial_balance_has_equal_sides():
    group = saving_group(2, months=2)

    grid = monthly_report(group, FEBRUARY, at=AT).section("trial_balance").grid

    assert grid.totals[2:] == [D("200.00"), D("200.00"), D("200.00"), D("200.00"), D("400.00"), D("400.00")]


def test_cash_counted_is_listed_note_by_note():
    group = saving_group(2)
    sheet(group, JANUARY, counted={D("100"): 1, D("0.50"): 100}, slips=[(D("50.00"), "KTB 9")])

    counted = rows(monthly_report(group, JANUARY, at=AT), "cash_count_2026-01-05", "what", "count", "amount")

    assert [(str(what), count, amount) for what, count, amount in counted] == [
        ("100 บาท", 1, D("100.00")),
        ("0.50 บาท", 100, D("50.00")),
        ("ใบโอนเงิน KTB 9", 1, D("50.00")),
    ]


def open_with(group, account, amount):
    post(
        book=group.book,
        on=date(2026, 1, 1),
        kind=EntryKind.OPENING,
        key="opening",
        moves=[debit(books.account(group.book, chart.CASH).pk, D(amount)), credit(account.pk, D(amount))],
        by=builders.user(),
        checked_by=builders.user("chair"),
    )


def test_opening_balances_are_not_deposits():
    group = saving_group(2)
    open_with(group, group.members[0].satja_account, "900.00")
    sheet(group, JANUARY)

    report = monthly_report(group, JANUARY, at=AT)

    assert figures(report)["เงินสัจจะที่ฝากเดือนนี้"] == D("200.00")
    assert figures(report)["เงินสัจจะสะสมทั้งหมด"] == D("1100.00")
    assert report.section("front").chart.series[1][1] == [D("200.00")]


def test_what_was_put_right_this_month_for_a_closed_one_names_it():
    group = saving_group(2, months=1, closed=1)
    entry = group.book.entries.get(number=1)
    ana, bun = (member.satja_account_id for member in group.members)
    correct(
        entry,
        on=date(2026, 2, 3),
        moves=[debit(ana, D("40.00")), credit(bun, D("40.00"))],
        key="correction:1",
        by=builders.user(),
        checked_by=builders.user("chair"),
        reason="ลงผิดคน",
    )

    report = monthly_report(group, FEBRUARY, at=AT)

    assert rows(report, "late", "number", "on", "concerns", "what", "amount") == [
        (2, date(2026, 2, 3), JANUARY, "ลงผิดคน", D("40.00"))
    ]
    assert report.difference == D("0.00")
    assert rows(report, "deposits", f"paid_{chart.SATJA}", f"held_{chart.SATJA}") == [
        (D("0.00"), D("60.00")),
        (D("0.00"), D("140.00")),
    ]


def test_who_joined_after_the_meeting_missed_nothing():
    group = saving_group(2)
    sheet(group, JANUARY, absent=group.members[:1])
    builders.member(group, "มาช้า", joined_on=date(2026, 1, 20))

    report = monthly_report(group, JANUARY, at=AT)

    assert rows(report, "kept", "number") == [("001",)]
    assert [str(cell) for (cell,) in rows(report, "deposits", "outcome")] == ["ขาดส่ง", "ส่งครบ", ""]
    assert "ร้อยละ 50" in str(report.section("front").chart.title)


def test_where_satja_goes_to_shares_both_are_saved():
    group = saving_group(2)
    open_with(group, group.members[0].satja_account, "900.00")
    set_bylaw_step(
        group,
        rule="satja_goes_to",
        value="shares",
        holds_from=JANUARY,
        resolution_no="1/2569",
        resolution_on=JANUARY,
        resolution_text="เงินสัจจะเป็นหุ้น",
        by=builders.user(),
        at=AT,
    )
    sheet(group, JANUARY)

    report = monthly_report(group, JANUARY, at=AT)

    assert figures(report)["เงินสัจจะและหุ้นสะสม"] == D("1100.00")
    assert figures(report)["เงินสัจจะและหุ้นที่ฝากเดือนนี้"] == D("200.00")
    assert report.section("front").chart.series[1][1] == [D("200.00")]
    grid = report.section("deposits").grid
    assert grid.total(f"held_{chart.SATJA}") + grid.total(f"held_{chart.SHARES}") == D("1100.00")
    assert report.difference == D("0.00")


def test_opening_balances_are_brought_forward_not_received():
    group = saving_group(2)
    open_with(group, group.members[0].satja_account, "900.00")
    sheet(group, JANUARY)

    report = monthly_report(group, JANUARY, at=AT)

    for section in ("held", "money"):
        assert rows(report, section, "opening", "into", "out", "closing") == [
            (D("900.00"), D("200.00"), D("0.00"), D("1100.00"))
        ]
    totals = report.section("trial_balance").grid.totals[2:]
    assert totals == [D("900.00"), D("900.00"), D("200.00"), D("200.00"), D("1100.00"), D("1100.00")]
    assert report.difference == D("0.00")


def test_what_one_brings_too_much_does_not_keep_the_promise_of_another():
    group = saving_group(2)
    sheet(group, JANUARY, absent=group.members[:1], satja="200.00")

    report = monthly_report(group, JANUARY, at=AT)

    assert "ร้อยละ 50" in str(report.section("front").chart.title)
    tied = "สัจจะที่ตั้งไว้ 200.00 − ขาดส่ง 100.00 + ส่งชดเชยและส่งเกินสัจจะ 100.00 = ฝากจริง 200.00 บาท"
    assert str(report.section("kept").items[0]) == tied


def test_what_was_taken_back_within_the_month_is_listed():
    group = saving_group(1, months=1)
    entry = move(group, chart.CASH, chart.ENTRY_FEES, "20.00", on=date(2026, 1, 8), key="a")
    reverse(entry, on=date(2026, 1, 9), by=builders.user(), checked_by=builders.user("chair"), reason="ลงซ้ำสองครั้ง")

    report = monthly_report(group, JANUARY, at=AT)

    assert rows(report, "reversed", "original", "number", "why", "amount") == [(2, 3, "ลงซ้ำสองครั้ง", D("20.00"))]
    assert "late" not in [section.key for section in report.sections]


def test_the_trial_balance_says_how_it_ties_to_the_income_statement():
    group = builders.group(code="YEARS", books_from=date(2025, 12, 1))
    move(group, chart.CASH, chart.ENTRY_FEES, "20.00", on=date(2025, 12, 8), key="a")
    move(group, chart.CASH, chart.ENTRY_FEES, "5.00", on=date(2026, 1, 8), key="b")

    foot = str(monthly_report(group, JANUARY, at=AT).section("trial_balance").foot)

    assert "25.00 = กำไรปีนี้ในงบกำไรขาดทุน 5.00 + กำไรปีก่อนที่ยังไม่จัดสรร 20.00" in foot


def test_signed_by_who_holds_the_posts_then():
    group = saving_group(1, months=1)
    committee(group, chair="สมชาย", treasurer="มานี")

    signed = monthly_report(group, JANUARY, at=AT).signatures

    assert [(str(s.post), s.name) for s in signed] == [
        ("ประธาน", "สมชาย ใจดี"),
        ("เหรัญญิก", "มานี ใจดี"),
        ("ผู้ตรวจสอบ", ""),
    ]


@pytest.mark.parametrize(
    "change",
    [
        "debit = debit + 7 WHERE debit > 0",
        "credit = credit + 7 WHERE credit > 0",
        "debit = debit + 7, credit = credit + 7",
    ],
)
def test_the_report_is_proved_against_the_lines_not_against_itself(change):
    group = saving_group(2, months=1)
    assert monthly_report(group, JANUARY, at=AT).difference == D("0.00")

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ledger_monthtotal DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE ledger_monthtotal SET {change}")
        off = monthly_report(group, JANUARY, at=AT)
        transaction.set_rollback(True)

    assert off.difference > 0


def test_the_same_figures_in_both_languages():
    group = saving_group(2, months=1)
    stored = json.loads(json.dumps(monthly_report(group, JANUARY, at=AT, draft=False).to_data()))

    with translation.override("en"):
        report = Report.from_data(stored)
        assert str(report.title) == "Monthly report, January 2026"
        assert figures(report)["Saved in all"] == D("200.00")
    with translation.override("th"):
        assert str(Report.from_data(stored).title) == "รายงานประจำเดือนมกราคม 2569"


def test_a_network_has_a_report_of_its_own_groups():
    network = builders.network("NET")
    builders.member_group(network, builders.group(network))

    report = monthly_report(network, JANUARY, at=AT)

    assert rows(report, "members", "closing") == [(1,)]
    assert "ส่งครบตามสัจจะ" not in figures(report)
    assert figures(report)["ทุนเรือนหุ้น"] == D("0.00")
    assert [str(f.unit) for f in report.section("front").figures if f.kind == "count"] == ["กลุ่ม"]
    assert report.difference == D("0.00")


@pytest.mark.parametrize(("members", "months"), [(2, 1), (6, 4)])
def test_the_cost_of_a_report_does_not_grow(members, months, django_assert_num_queries):
    group = saving_group(members, months=months)

    with django_assert_num_queries(28):
        monthly_report(group, date(2026, months, 1), at=AT)


def test_a_closed_month_is_issued_without_draft_and_says_made_up_for_the_demo():
    group = saving_group(1, months=1)
    group.is_demo = True
    group.save(update_fields=["is_demo"])
    close(group, JANUARY)

    report = Report.from_data(group.issued_reports.get().data)

    assert (report.draft, report.made_up) == (False, True)

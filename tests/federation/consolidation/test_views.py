import io
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from federation.access.permissions import Role
from federation.consolidation.reports import consolidation_sections
from federation.kit.packing import packed
from tests import builders
from tests.federation.consolidation import worlds
from tests.federation.proof.faults import past_the_guards

pytestmark = pytest.mark.django_db
JANUARY = "?on=2026-01-31"


@pytest.fixture
def case():
    return worlds.case_26()


def seen(client, organisation, *, role=Role.NETWORK_COMMITTEE, view="consolidated", query=JANUARY, of=None, **parts):
    client.force_login(builders.officer(of or organisation, role))
    return client.get(reverse(f"federation:{view}", kwargs={"code": organisation.code, **parts}) + query)


def section(answer, key):
    return next(drawn for drawn in answer.context["sections"] if drawn.section.key == key)


def cells(answer, key):
    return [[cell.text for cell in row.cells] for row in section(answer, key).table.rows]


def test_the_page_shows_sum_eliminations_and_net_and_that_they_balance(client, case):
    answer = seen(client, case.network)

    rows = cells(answer, "consolidated_position")
    assert ["11010", "เงินสด", "129,000.00", "0.00", "129,000.00"] in rows
    assert ["13040", "ลูกหนี้เงินกู้ กลุ่มสมาชิก", "100,000.00", "100,000.00", "0.00"] in rows
    assert ["31030", "ทุนหุ้นกลุ่มสมาชิก", "153,000.00", "153,000.00", "0.00"] in rows
    assert "สินทรัพย์เท่ากับหนี้สินและทุนทั้งสามช่อง ผลต่าง 0.00" in answer.text
    assert [row[0] for row in cells(answer, "inside")] == ["NET", "A", "B"]


def test_a_figure_leads_to_what_each_organisation_brings_and_for_who_may_into_its_books(client, case):
    answer = seen(client, case.network, view="consolidated_account", account="11010")

    assert cells(answer, "parts") == [
        ["NET", "เครือข่ายเขาดิน", "53,000.00", "0.00", "53,000.00"],
        ["A", "กลุ่มสัจจะบ้านนา", "20,000.00", "0.00", "20,000.00"],
        ["B", "กลุ่มสัจจะบ้านสวน", "56,000.00", "0.00", "56,000.00"],
    ]
    assert "/o/A/books/accounts/11010/?since=2026-01-01&amp;until=2026-01-31" in answer.text


def test_whoever_only_stands_far_above_sees_figures_and_no_way_into_the_books(client, case):
    top = builders.network("PROV", name="จังหวัด", level="province")
    worlds.below(top, case.network)

    answer = seen(client, case.network, of=top, view="consolidated_account", account="11010")

    assert answer.status_code == 200
    assert len(cells(answer, "parts")) == 3
    assert "/books/" not in answer.text


def test_an_account_on_which_nothing_stands_is_empty_and_an_unknown_one_is_not_found(client, case):
    assert cells(seen(client, case.network, view="consolidated_account", account="18010"), "parts") == []
    assert seen(client, case.network, view="consolidated_account", account="99999").status_code == 404


def test_the_events_behind_a_pair_stand_with_the_entries_of_both_books(client, case):
    worlds.pass_money(case.network, case.loan, Decimal("-2000.00"), on=date(2026, 1, 20))

    answer = seen(client, case.network, view="consolidated_pair", above="NET", below="A")

    assert cells(answer, "pair-13040.2569-1") == [
        ["5 ม.ค. 69", "3", "3", "100,000.00", "100,000.00"],
        ["20 ม.ค. 69", "4", "5", "(2,000.00)", "(2,000.00)"],
    ]
    assert [cell.text for cell in section(answer, "pair-13040.2569-1").table.totals][-2:] == ["98,000.00"] * 2
    assert "/o/NET/books/entries/4/" in answer.text
    assert "ไม่มีเงินระหว่างกัน" in seen(client, case.network, view="consolidated_pair", above="A", below="B").text
    assert seen(client, case.network, view="consolidated_pair", above="NET", below="XX").status_code == 404


def test_a_pair_that_disagrees_is_named_and_nothing_is_put_together(client, case):
    with past_the_guards() as cursor:
        cursor.execute("UPDATE ledger_line SET balance = balance - 10 WHERE account_id = %s", [case.loan.pk])
        answer = seen(client, case.network)
        capital = seen(client, case.network, view="capital")
        [refused] = consolidation_sections(case.network, date(2026, 1, 1))

    assert answer.status_code == 409
    assert "13040.2569-1" in answer.text
    assert "24020.NET.2569-1" in answer.text
    assert "99,990.00" in answer.text
    assert "งบแสดงฐานะการเงินรวม" not in answer.text
    assert "แสดงเฉพาะบัญชีขององค์กรนี้" in capital.text
    assert [drawn.section.key for drawn in capital.context["sections"]] == ["capital", "months"]
    assert "99,990.00" in str(refused.items[0])


def test_a_group_has_nothing_to_put_together_and_strangers_see_nothing(client, case):
    other = builders.network("OTHER")

    assert seen(client, case.a).status_code == 404
    assert seen(client, case.network, of=other).status_code == 404
    assert seen(client, case.network, role=Role.ADMINISTRATOR).status_code == 403


def test_any_day_of_a_month_shows_its_end_and_nonsense_the_usual_month(client, case):
    assert seen(client, case.network, query="?on=2026-01-07").context["form"]["on"].value() == "2026-01-31"
    usual = seen(client, case.network, query="").context["form"]["on"].value()
    assert seen(client, case.network, query="?on=ๆ").context["form"]["on"].value() == usual


def test_the_statements_as_spreadsheet_and_on_paper(client, case):
    book = load_workbook(io.BytesIO(seen(client, case.network, query=JANUARY + "&file=xlsx").content))
    found = [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]

    assert any(row[:1] == ["13040"] and row[2:5] == [100000, 100000, 0] for row in found)
    assert seen(client, case.network, query=JANUARY + "&file=pdf").content.startswith(b"%PDF-")
    assert seen(client, case.network, view="capital", query=JANUARY + "&file=pdf").content.startswith(b"%PDF-")


def test_another_report_takes_the_sections_in_both_languages(case):
    sections = consolidation_sections(case.network, date(2026, 1, 1))

    assert [section.key for section in sections] == ["consolidated_position", "consolidated_income", "eliminations"]
    taken_out = [(row.cells[0], row.cells[2], *row.cells[4:]) for row in sections[-1].grid.rows]
    assert taken_out == [("13040", "24020", 1, Decimal("100000.00")), ("31030", "17040", 2, Decimal("153000.00"))]
    assert "Consolidated financial position" in str(packed(sections))


def test_a_group_reads_how_much_of_its_capital_is_its_own(client, case):
    answer = seen(client, case.a, role=Role.CHAIR, view="capital")

    [words] = section(answer, "capital").section.items
    assert str(words) == "ทุนทุก 100 บาท เป็นของชุมชนเอง 37.11 บาท ได้จากรัฐ 0.00 บาท และกู้จากภายนอก 62.89 บาท"
    assert cells(answer, "months") == [["ม.ค. 69", "59,000.00", "0.00", "100,000.00", "0.00", "37.11"]]


def test_of_a_network_what_they_lend_one_another_is_no_outside_money(client, case):
    answer = seen(client, case.network, view="capital")

    rows = {row[1]: row[2:5:2] for row in cells(answer, "each")}
    assert rows["กลุ่มสัจจะบ้านนา"] == ["59,000.00", "100,000.00"]
    assert rows["รวมสุทธิ"] == ["259,000.00", "0.00"]
    assert rows["ระหว่างกัน (หักออก)"] == ["153,000.00", "100,000.00"]


def test_a_group_on_paper_has_no_capital_page(client, case):
    case.b.book = None
    case.b.save(update_fields=["book"])

    assert seen(client, case.b, of=case.network, view="capital").status_code == 404


def test_capital_without_a_month_asked_for_is_that_of_the_last_month_of_any_book_inside(client, case):
    with past_the_guards() as cursor, time_machine.travel(builders.at_noon(date(2026, 2, 20)), tick=False):
        sql = "UPDATE ledger_book SET opened_on = '2026-02-01' WHERE id = %s"
        cursor.execute(sql, [case.network.book_id])
        answer = seen(client, case.network, view="capital", query="")

    assert answer.context["report"].month == date(2026, 1, 1)
    assert answer.context["report"].draft

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from federation.kit.tables import (
    CountColumn,
    MoneyColumn,
    MonthColumn,
    NameColumn,
    StateColumn,
    Table,
    ThaiDateColumn,
    rows_of,
)


class Deposits(Table):
    name = NameColumn(verbose_name="ชื่อ", footer="รวม")
    paid_on = ThaiDateColumn(verbose_name="วันที่")
    month = MonthColumn(verbose_name="เดือน")
    times = CountColumn(verbose_name="ครั้ง", total=True)
    amount = MoneyColumn(verbose_name="เงิน", total=True)
    state = StateColumn(verbose_name="สถานะ", states={"kept": ("good", "ส่งแล้ว"), "missed": ("warn", "ขาดส่ง")})

    class Meta:
        empty_text = "ยังไม่มี"


ROWS = [
    {
        "name": "นายเกษม ทองคำ",
        "paid_on": date(2026, 2, 15),
        "month": date(2026, 2, 1),
        "times": 1200,
        "amount": Decimal("1250.50"),
        "state": "kept",
    },
    {"name": "<b>", "paid_on": None, "month": None, "times": 0, "amount": None, "state": "missed"},
]


@pytest.fixture(autouse=True)
def _in_thai():
    with override("th"):
        yield


def test_cells_look_the_same_everywhere(rf):
    html = Deposits(ROWS, caption="เงินฝาก").as_html(rf.get("/"))

    for shown in ("15 ก.พ. 69", "ก.พ. 69", "1,250.50", "1,200", "● </span>", "ส่งแล้ว", "&lt;b&gt;", "<caption>เงินฝาก"):
        assert shown.replace("● </span>", "●</span>") in html
    assert "<b>" not in html
    assert "style=" not in html
    assert html.count("<thead") == 1


def test_totals_add_up_all_rows_and_pass_over_what_is_not_known(rf):
    html = Deposits(ROWS * 30).as_html(rf.get("/"))

    totals = html.split("<tfoot")[1]
    assert "รวม" in totals
    assert "37,515.00" in totals
    assert "36,000" in totals


def test_totals_are_of_all_pages():
    table = Deposits(ROWS * 30)
    table.paginate(page=2, per_page=10)

    assert str(table.columns["amount"].footer) == "37,515.00"


def test_rows_of_gives_typed_values():
    rows = rows_of(Deposits(ROWS))

    assert list(rows) == [
        ["ชื่อ", "วันที่", "เดือน", "ครั้ง", "เงิน", "สถานะ"],
        ["นายเกษม ทองคำ", date(2026, 2, 15), date(2026, 2, 1), 1200, Decimal("1250.50"), "ส่งแล้ว"],
        ["<b>", None, None, 0, None, "ขาดส่ง"],
    ]
    assert rows.kinds == ["name", "date", "month", "count", "money", "text"]
    assert rows.totals == ["รวม", None, None, 1200, Decimal("1250.50"), None]


def test_an_empty_table_says_so(rf):
    html = Deposits([]).as_html(rf.get("/"))

    assert "ยังไม่มี" in html
    assert "<tfoot" not in html
    assert rows_of(Deposits([])).rows == []


def test_the_page_draws_the_same_table(rf):
    html = Deposits(ROWS).as_html(rf.get("/"))

    assert "15 ก.พ. 69" in html
    assert 'class="money"' in html
    assert "style=" not in html

import re
from decimal import Decimal

import pytest

from federation.kit.charts import HEIGHT, Series, bars, lines

LABELS = [f"เดือน {n}" for n in range(1, 13)]


def drawn(draw, values, **kwargs):
    return draw("ออมครบทุกเดือน", unit="บาท", labels=LABELS[: len(values)], series=[Series("ออม", values)], **kwargs)


def heights(html):
    return [float(h) for h in re.findall(r'<rect [^>]*height="([\d.]+)"', html)]


def test_bars_are_as_high_as_their_figures():
    html = drawn(bars, [Decimal("100"), Decimal("50"), Decimal("25")])

    assert heights(html) == [100, 50, 25]


def test_a_chart_says_its_finding_its_unit_and_its_figures_in_a_table():
    html = drawn(bars, [Decimal("1250.50"), None, Decimal("0")])

    assert "<strong>ออมครบทุกเดือน</strong>" in html
    assert "(บาท)" in html
    assert 'aria-label="ออมครบทุกเดือน"' in html
    assert '<td class="money">1,250.50</td>' in html
    assert '<td class="money">–</td>' in html
    assert '<td class="money">0.00</td>' in html


def test_shapes_carry_no_text_and_no_style():
    html = drawn(lines, [1, 2, 3]) + drawn(bars, [1, 2, 3])

    assert "style=" not in html
    assert "<text" not in html


def test_words_from_data_are_escaped():
    html = bars("<b>", unit="<i>", labels=["<u>"], series=[Series("<s>", [1])])

    assert not re.search(r"<[bius]>", html)


def test_a_line_is_broken_where_nothing_is_known():
    html = drawn(lines, [1, 2, None, 3, 4, None, 5])

    assert html.count("<polyline") == 3


def test_the_second_line_differs_in_shape_too():
    html = lines("ก", unit="คน", labels=LABELS, series=[Series("a", [1] * 12), Series("b", [2] * 12)])

    assert html.count("stroke-dasharray") == 1


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        (22300, ["25,000", "20,000", "15,000", "10,000", "5,000", "0"]),
        (5, ["5", "4", "3", "2", "1", "0"]),
        (Decimal("0.9"), ["1", "0.8", "0.6", "0.4", "0.2", "0"]),
        (0, ["1", "0.8", "0.6", "0.4", "0.2", "0"]),
    ],
)
def test_ticks_are_round_and_reach_over_the_highest(highest, ticks):
    html = drawn(bars, [highest])
    box = html.split('class="chart-ticks"')[1].split("</div>")[0]

    assert re.findall(r"<span>([^<]*)</span>", box) == ticks


def test_labels_that_would_not_fit_leave_their_place_free():
    html = drawn(bars, list(range(12)))
    box = html.split('class="chart-labels"')[1].split("</div>")[0]

    assert re.findall(r"<span[^>]*>([^<]*)</span>", box)[:3] == ["เดือน 1", "", "เดือน 3"]


def test_a_chart_refuses_figures_without_labels():
    with pytest.raises(ValueError, match="label"):
        bars("ก", unit="บาท", labels=["ก", "ข"], series=[Series("ก", [1])])


@pytest.mark.parametrize("draw", [bars, lines])
def test_what_is_below_zero_is_not_drawn_but_stands_in_the_table(draw):
    html = draw("ก", unit="บาท", labels=["ก", "ข"], series=[Series("ก", [Decimal("5.00"), Decimal("-3.00")])])

    assert html.count("<rect") <= 1
    assert all(
        0 <= float(y) <= HEIGHT for y in re.findall(r"[\d.]+,(-?[\d.]+)", html.split("<svg")[1].split("</svg>")[0])
    )
    assert "-3.00" in html


def test_a_chart_of_nothing_is_drawn():
    assert "<figure" in bars("ก", unit="บาท", labels=[], series=[Series("ก", [])])

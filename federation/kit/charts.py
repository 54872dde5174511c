"""Charts drawn once for page and paper: shapes in SVG, every word in HTML, the figures in a table.

SVG holds no text: in a PDF it would be laid out letter by letter, which breaks Thai marks, and a
browser would shrink it on a phone. Positions are floats; figures stay as they are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from federation.kit import money
from federation.kit.wording import gettext_lazy as _

WIDTH, HEIGHT = 300, 100
COLOURS = ("#0b5d4d", "#c98a1b")
_GRID = "#d3ddd9"
_MOST_LABELS = 6  # as many as fit on a phone
_TICKS = 5


@dataclass(frozen=True)
class Series:
    """Figures of one kind, in the order of the labels; None where nothing is known."""

    name: object
    values: Sequence[Decimal | int | None]


def show_figure(value: Decimal | int | None) -> str:
    """Return a figure for the table under a chart: money with two places, a count without."""
    if value is None:
        return "–"
    return money.show(value) if isinstance(value, Decimal) else f"{value:,}"


def bars(
    title: object,
    *,
    unit: object,
    labels: Sequence,
    series: Sequence[Series],
    over: object = _("Month"),
    show: Callable = show_figure,
) -> SafeString:
    """Draw one or two series as bars side by side.

    title: the finding in a sentence. over: head of the labels' column in the table.
    A figure below zero has no bar; the table under the chart says what it is.
    Raises ValueError for a series of another length than the labels.
    """
    ticks = _checked_ticks(labels, series)
    slot = WIDTH / max(len(labels), 1)
    wide = slot * 0.7 / len(series)
    shapes = [
        _bar(at * slot + slot * 0.15 + number * wide, value, width=wide * 0.92, top=ticks[0], colour=COLOURS[number])
        for number, one in enumerate(series)
        for at, value in enumerate(one.values)
        if value and value > 0
    ]
    return _draw(title, unit=unit, labels=labels, series=series, over=over, show=show, shapes=shapes, ticks=ticks)


def lines(
    title: object,
    *,
    unit: object,
    labels: Sequence,
    series: Sequence[Series],
    over: object = _("Month"),
    show: Callable = show_figure,
) -> SafeString:
    """Draw one or two series as lines, broken where nothing is known; the second is dashed. See `bars`."""
    ticks = _checked_ticks(labels, series)
    slot = WIDTH / max(len(labels), 1)
    shapes = []
    for number, one in enumerate(series):
        for run in _runs(one.values):
            points = [(at * slot + slot / 2, _height(value, top=ticks[0])) for at, value in run]
            shapes.append(_line(points, number=number))
    return _draw(title, unit=unit, labels=labels, series=series, over=over, show=show, shapes=shapes, ticks=ticks)


def spark(label: object, *, values: Sequence[Decimal | int | None], top: Decimal | int | None = None) -> SafeString:
    """Draw one line without words around it, for a row of a table or one of many side by side on the same scale.

    label: what is read out for it. top: what the upper edge stands for, by default the highest value; the lower is
    zero, or the lowest value where that lies below.
    """
    known = [value for value in values if value is not None]
    low = min([*known, 0])
    high = max([*known, 0] if top is None else [top]) - low or 1
    slot = WIDTH / max(len(values), 1)
    base = _height(0 - low, top=Decimal(high))
    shapes = [format_html('<line x1="0" x2="{}" y1="{}" y2="{}" stroke="{}"/>', WIDTH, base, base, _GRID)]
    for run in _runs(values):
        points = [(at * slot + slot / 2, _height(value - low, top=Decimal(high))) for at, value in run]
        shapes.append(_line(points, number=0))
    return format_html(
        '<svg class="spark" viewBox="0 -3 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        *(WIDTH, HEIGHT + 6, label, mark_safe("".join(shapes))),  # noqa: S308
    )


def _checked_ticks(labels: Sequence, series: Sequence[Series]) -> list[Decimal]:
    """Return evenly spaced round figures from above the highest value down to zero."""
    if any(len(one.values) != len(labels) for one in series):
        raise ValueError("each series has a figure for each label")
    known = [Decimal(value) for one in series for value in one.values if value is not None]
    highest = max(known, default=Decimal(0))
    highest = highest if highest > 0 else Decimal(1)
    rough = highest / _TICKS
    magnitude = Decimal(1).scaleb(rough.adjusted())
    step = next(m * magnitude for m in (1, 2, Decimal("2.5"), 5, 10) if m * magnitude >= rough)
    count = int((highest / step).to_integral_value(ROUND_CEILING))
    return [step * at for at in range(count, -1, -1)]


def _height(value: Decimal | int, *, top: Decimal) -> float:
    """Return how far below the upper edge a value lies; what is below zero lies on the base line."""
    return HEIGHT - HEIGHT * max(float(Decimal(value) / top), 0.0)


def _bar(x: float, value: Decimal | int, *, width: float, top: Decimal, colour: str) -> SafeString:
    y = _height(value, top=top)
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>',
        *(f"{length:.2f}" for length in (x, y, width, HEIGHT - y)),
        colour,
    )


def _line(points: list[tuple[float, float]], *, number: int) -> SafeString:
    if len(points) == 1:  # a month alone between two unknown ones: a stroke as wide as it is seen
        x, y = points[0]
        points = [(x - 1, y), (x + 1, y)]
    return format_html(
        '<polyline points="{}" fill="none" stroke="{}" stroke-width="1.2" stroke-linejoin="round"{} '
        'vector-effect="non-scaling-stroke" class="chart-line"/>',
        " ".join(f"{x:.2f},{y:.2f}" for x, y in points),
        COLOURS[number],
        mark_safe(' stroke-dasharray="4 2.5"') if number else "",
    )


def _runs(values: Sequence) -> list[list[tuple[int, object]]]:
    """Return the stretches of known values, each as (place, value)."""
    runs, run = [], []
    for at, value in enumerate(values):
        if value is None:
            runs, run = [*runs, run], []
        else:
            run.append((at, value))
    return [run for run in [*runs, run] if run]


def _draw(title, *, unit, labels, series, over, show, shapes, ticks) -> SafeString:
    every = -(-len(labels) // _MOST_LABELS) or 1
    context = {
        "title": title,
        "unit": unit,
        "width": WIDTH,
        "height": HEIGHT,
        "svg": _grid(len(ticks)) + mark_safe("".join(shapes)),  # noqa: S308
        "ticks": [f"{tick.normalize():,f}" for tick in ticks],
        "labels": [label if at % every == 0 else "" for at, label in enumerate(labels)],
        "series": [(one.name, number) for number, one in enumerate(series)],
        "heads": [over, *(one.name for one in series)],
        "rows": [[label, *(show(one.values[at]) for one in series)] for at, label in enumerate(labels)],
    }
    return mark_safe(render_to_string("kit/chart.html", context))  # noqa: S308


def _grid(count: int) -> SafeString:
    heights = (HEIGHT * at / (count - 1) for at in range(count))
    return format_html_join(
        "",
        '<line x1="0" x2="{}" y1="{}" y2="{}" stroke="{}" stroke-width=".6" vector-effect="non-scaling-stroke"/>',
        ((WIDTH, f"{y:.2f}", f"{y:.2f}", _GRID) for y in heights),
    )

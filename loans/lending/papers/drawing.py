"""A paper drawn: the same words for the page and for the PDF, with Thai figures where one asks for them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from federation.kit.clock import BANGKOK
from federation.kit.dates import show_date
from federation.kit.digits import to_thai_digits
from federation.kit.pdf import render_pdf
from federation.kit.report import show_cell
from loans.lending.papers.parts import Facts, Listing, PaperText, Passage, Words

STYLES = ("satja/print.css", "satja/loan-paper.css")
ARABIC, THAI = "arabic", "thai"
DIGITS = (ARABIC, THAI)
LINE = 70  # letters that surely fit on one line
SHORT = 30  # rows of a table that paper does not break over two pages
CSS = {"money": "money", "count": "number", "date": "date", "name": "name", "code": "nowrap"}


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """Heads and cells as (text, class); widths are classes of the columns."""

    title: str
    heads: list
    widths: list
    rows: list
    totals: list
    blank: range

    @property
    def is_short(self) -> bool:
        """Whether paper keeps the table on one page."""
        return len(self.rows) <= SHORT


def pdf_of(paper: PaperText, *, digits: str = ARABIC) -> bytes:
    """Return a paper as PDF, the same bytes each time. digits: "arabic" or "thai". Raises `PdfUnavailable`."""
    with translation.override("th"):
        html = render_to_string("loans/lending/papers/document.html", drawn(paper, digits=digits))
    return render_pdf(html, stylesheets=STYLES)


def drawn(paper: PaperText, *, digits: str = ARABIC) -> dict:
    """Return what the templates of page and PDF need. Tables of money keep Arabic figures."""
    figures = to_thai_digits if digits == THAI else str
    blocks = list(_blocks(paper.blocks, figures))
    ending = [blocks.pop()] if blocks and blocks[-1][0] == "passage" else []  # stays with the signatures
    local = paper.made_at.astimezone(BANGKOK)
    made = f"{show_date(local.date(), language='th')} {local:%H:%M}"
    return {
        "paper": paper,
        "title": paper.title,
        "number": figures(paper.number),
        "address": figures(paper.address),
        "blocks": blocks,
        "ending": ending,
        "annexes": list(_blocks(paper.annexes, figures)),
        "signers": [(figures(signer.post), signer.name) for signer in paper.signers],
        "made": figures(made),
        "foot": figures(paper.foot),
    }


def page_words(sentences: Iterable[Words]) -> list[SafeString]:
    """Return sentences of a paper as a page shows them."""
    return [_html(words, str) for words in sentences]


def _blocks(blocks: Iterable, figures: Callable):
    """Yield the blocks as (kind, what is drawn); clauses are numbered as they come."""
    clause = 0
    for block in blocks:
        match block:
            case Facts():
                yield "facts", [(label, _html(words, figures)) for label, words in block.rows]
            case Listing():
                yield "table", _table(block)
            case Passage():
                clause += block.numbered
                yield "passage", _passage(block, figures, number=figures(str(clause)) if block.numbered else "")


def _passage(block: Passage, figures: Callable, *, number: str) -> dict:
    return {
        "number": number,
        "heading": block.heading,
        "sentences": [_html(words, figures) for words in block.sentences],
        "items": [_html(words, figures) for words in block.items],
    }


def _html(words: Words | str, figures: Callable) -> SafeString:
    """Return a sentence with its names and figures held together."""
    if isinstance(words, str):
        return format_html("{}", figures(words))
    if not words.figures:
        return format_html("{}", figures(words.text))
    shown = {
        name: _together(figures(figure).split(" ") if name in words.loose else [figures(figure)])
        for name, figure in words.figures.items()
    }
    return mark_safe(format_html("{}", figures(words.text)) % shown)  # noqa: S308 - each part is escaped


def _together(parts: list[str]) -> SafeString:
    """Return parts that are each kept on one line, unless one is too long for that."""
    return format_html_join(
        " ", "<span{}>{}</span>", ((mark_safe(' class="nowrap"') if len(part) <= LINE else "", part) for part in parts)
    )


def _table(block: Listing) -> DrawnTable:
    columns = block.grid.columns
    heads = [(str(column.title), CSS.get(column.kind, "")) for column in columns]
    rows = [
        [
            (show_cell(cell, column.kind), CSS.get(column.kind, ""))
            for cell, column in zip(row.cells, columns, strict=True)
        ]
        for row in block.grid.rows
    ]
    totals = []
    if block.grid.has_totals:
        shown = zip(block.grid.totals, columns, strict=True)
        totals = [(show_cell(total, column.kind), CSS.get(column.kind, "")) for total, column in shown]
        at = next((at for at, column in enumerate(columns) if column.wide), 0)
        totals[at] = (str(block.grid.total_label), "")
    widths = ["wide" if column.wide else column.kind for column in columns]
    return DrawnTable(block.title, heads, widths, rows, totals, range(block.blank))

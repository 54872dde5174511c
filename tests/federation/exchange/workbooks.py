"""Workbooks for the tests: the treasurer's own, and others with other heads, orders and faults."""

import io
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl

from federation.exchange.register.plan import make_plan
from federation.exchange.register.workbook import read_workbook
from federation.kit.dates import last_day
from tests import builders

TODAY = date(2026, 11, 22)
BOOKS_FROM = date(2026, 1, 1)
BANKHLONG = Path(__file__).parents[2] / "data" / "register-bankhlong.xlsx"

HEADS = ["ที่", "เลขสมาชิก", "ชื่อ-สกุล", "เงินสัจจะ/เดือน", "ยกมา", "ม.ค.", "ก.พ.", "รวม"]


def made(*rows, sheets=(), change=None):
    """Return the bytes of a workbook with these rows. sheets: [(title, rows)] besides; change: called with it."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for title, others in sheets:
        other = book.create_sheet(title)
        for row in others:
            other.append(row)
    if change:
        change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def small(*rows, heads=HEADS, title="ปี 2569", **more):
    """A small register: a title, heads, and these rows."""
    return made([title], heads, *rows, **more)


def kamon(**cells):
    """A row of the small register that holds nothing doubtful; `cells` by head replace some."""
    row = dict(zip(HEADS, [1, "001", "นายกมล บุญช่วย", 100, 500, 100, 100, 200], strict=True)) | cells
    return [row[head] for head in HEADS]


def wichai(**cells):
    return kamon(**{"ที่": 2, "เลขสมาชิก": "002", "ชื่อ-สกุล": "นายวิชัย ขาวสะอาด", **cells})


def planned(content, answers=None, **how):
    """Plan the import of a workbook, with answers."""
    facts = {"today": TODAY, "books_from": BOOKS_FROM, "meeting_day": last_day, **how}
    return make_plan(read_workbook(content), answers or {}, **facts)


@cache
def bankhlong():
    return BANKHLONG.read_bytes()


def changed_bankhlong(change):
    """Return the treasurer's workbook after `change(sheet)`."""
    book = openpyxl.load_workbook(io.BytesIO(bankhlong()))
    change(book.worksheets[0])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


MONEY = {"opening:loans_as_of": "opening", "opening:cash": "76144", "opening:bank": "400000"}


@cache
def suggested(content):
    return {finding.key: finding.suggested for finding in planned(content).doubts if finding.suggested}


def decided(content):
    """Return answers that decide every doubt as suggested, with cash and bank as stated in `MONEY`."""
    return suggested(content) | MONEY


def codes(plan, *, row=None):
    """Return the kinds of what was found, of one row or of all."""
    return {finding.code for finding in plan.findings if row is None or finding.row == row}


national_id = builders.national_id

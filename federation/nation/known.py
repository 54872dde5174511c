"""The national table of 2547 (row R29 of the sources), kept beside this file as it was printed and seeded as counts."""

import csv
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.apps import apps as every_app
from django.utils.translation import get_language

from federation.kit.dates import ce_year
from federation.nation.rules import MILLION, Counted, Published

FILE = Path(__file__).with_name("known-2547.csv")
SOURCE = "รายงาน 1 ปี หน่วยจัดการความรู้องค์กรการเงินชุมชน"
KINDS = {
    "Village and urban community fund": "village_fund",
    "Poverty alleviation fund": "poverty_fund",
    "Savings group for production": "production_savings",
    "Credit union": "credit_union",
    "Satja savings group": "satja_lifecycle",
    "Other community finance organisation": "other",
    "One-baht-a-day welfare group": "one_baht",
}
ENTERED_AT = datetime(2005, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row of the printed table, its name as it stands there."""

    kind: str
    name_th: str
    name_en: str
    published: Published

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_th


@cache
def printed_rows() -> tuple[PrintedRow, ...]:
    """Return the rows of the table in the order of print."""
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        return tuple(_row(row) for row in csv.DictReader(file))


def _row(row: dict[str, str]) -> PrintedRow:
    as_of, precision = _as_of(row["as_of_be"])
    fund = _known(row["fund_million_baht"], Decimal)
    counted = Counted(
        groups=_known(row["groups"], int),
        members=_known(row["members"], int),
        money=None if fund is None else (fund * MILLION).quantize(Decimal("0.01")),
    )
    published = Published(counted, as_of, precision, row["is_target"] == "yes", SOURCE)
    return PrintedRow(KINDS[row["kind_en"]], row["kind_th"], row["kind_en"], published)


def _known(text: str, read):
    return None if text == "*" else read(text)


def _as_of(text: str) -> tuple[date | None, str]:
    """Read "2547-04" or "2542", of the Buddhist era; an empty one is not known."""
    if not text:
        return None, ""
    year, _dash, month = text.partition("-")
    return date(ce_year(int(year), month=int(month or 1)), int(month or 1), 1), "month" if month else "year"


def seed_known(*, using="default", apps=every_app, **_signal):
    """Write the counts of the table once; they stay as they were printed. A receiver of `post_migrate`."""
    try:
        count = apps.get_model("federation", "KnownCount")
    except LookupError:  # migrated back to before there was a registry
        return
    rows = [
        count(
            kind_id=row.kind,
            place_code="",
            groups=row.published.counted.groups,
            members=row.published.counted.members,
            money=row.published.counted.money,
            as_of=row.published.as_of,
            as_of_precision=row.published.precision,
            is_target=row.published.is_target,
            source=SOURCE,
            entered_at=ENTERED_AT,
        )
        for row in printed_rows()
    ]
    count.objects.using(using).bulk_create(rows, ignore_conflicts=True)

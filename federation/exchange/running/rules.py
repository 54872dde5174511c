"""Running loans as rows of typed text, and what is proposed for them. Without Django and without a database."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from federation.kit.dates import show_date
from federation.kit.dates.months import days_in, next_month
from federation.kit.money import ZERO, show_input

FIELDS = (
    "number",
    "contract_no",
    "product",
    "signed_on",
    "principal",
    "principal_left",
    "due_on",
    "instalments_left",
    "interest_owed",
    "yearly_rate",
    "guarantors",
)
SHARED = ("product", "signed_on", "due_on", "instalments_left", "interest_owed", "yearly_rate")
USUAL_INSTALMENTS = 12
MOST_ROWS = 400
LONGEST = 300

TypedRow = dict[str, str]


def typed_row(given: Mapping) -> TypedRow:
    """Return the boxes of one row as text, none of them longer than any of them needs."""
    return {name: str(given.get(name) or "").strip()[:LONGEST] for name in FIELDS}


def last_meeting_day(on: date, *, meeting_days: Sequence[int]) -> date | None:
    """Return the last meeting day up to a day, of its month or the one before; none where the bylaws name none."""
    months = (next_month(on, by=-1), next_month(on, by=0))
    days = [m.replace(day=min(day, days_in(m.year, m.month))) for m in months for day in meeting_days]
    return max((day for day in days if day <= on), default=None)


def proposed_row(number: int, left: Decimal, *, product: str, on: date, due_on: date, taken: Collection[str]) -> dict:
    """Return a row to change where it differs: the whole sum still owed, in 12 instalments from `due_on` on.

    left: baht; zero where nobody knows it yet. taken: contract numbers that are used.
    """
    amount = show_input(left) if left else ""
    return {
        "number": f"{number}",
        "contract_no": free_contract_no(number, taken=taken),
        "product": product,
        "signed_on": show_date(on, style="numeric"),
        "principal": amount,
        "principal_left": amount,
        "due_on": show_date(due_on, style="numeric"),
        "instalments_left": f"{USUAL_INSTALMENTS}",
        "interest_owed": "0",
        "yearly_rate": "",
        "guarantors": "",
    }


def free_contract_no(number: int, *, taken: Collection[str]) -> str:
    """Return "ยกมา-007" for member 7, "ยกมา-007/2" where that is used."""
    stem, count = f"ยกมา-{number:03d}", 1
    while (found := stem if count == 1 else f"{stem}/{count}") in taken:
        count += 1
    return found


def with_same_below(rows: Sequence[TypedRow], *, at: int) -> list[TypedRow]:
    """Return the rows with what row `at` says of product, days, instalments and rate put into all rows below it."""
    shared = {name: rows[at][name] for name in SHARED}
    return [row if place <= at else {**row, **shared} for place, row in enumerate(rows)]


def moved_along(rows: Sequence[TypedRow], *, was: tuple[date, date], now: tuple[date, date]) -> list[TypedRow]:
    """Return the rows with the days that were only proposed moved to another day of takeover; what was typed stays.

    was, now: (day of the takeover, next due).
    """
    if was == now:
        return list(rows)
    old, new = ([show_date(day, style="numeric") for day in days] for days in (was, now))
    days = list(zip(("signed_on", "due_on"), old, new, strict=True))
    return [{**row, **{name: after for name, before, after in days if row[name] == before}} for row in rows]


def still_to_take(rows: Iterable[TypedRow], *, taken: Collection[tuple[int, str]]) -> list[TypedRow]:
    """Return the rows without those that are loans by now. taken: (member number, contract number) of each."""
    return [row for row in rows if (_whole(row["number"]), row["contract_no"]) not in taken]


def is_taken_over(rows: Sequence[TypedRow], *, taken: Collection[tuple[int, str]]) -> bool:
    """Tell whether every one of these rows is a loan already, so that the same file sent again changes nothing."""
    return bool(rows) and not still_to_take(rows, taken=taken)


def left_over(register: Mapping[str, str], *, taken: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """Return {member number: baht} of what the register says is lent, less what became loans; the rest above zero.

    taken: {member number: baht} that came in as loans.
    """
    rest = {int(number): Decimal(amount) - taken.get(int(number), ZERO) for number, amount in register.items()}
    return {number: rest[number] for number in sorted(rest) if rest[number] > ZERO}


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() else 0

"""Dates: shown in the Buddhist era, read from what people type, counted in months.

Dates are `datetime.date` everywhere; a month is the date of its first day.
"""

from federation.kit.dates.era import (
    be_year,
    ce_year,
    month_name,
    show_be_year,
    show_date,
    show_month,
)
from federation.kit.dates.months import (
    last_day,
    month_of,
    month_range,
    months_between,
    next_month,
)
from federation.kit.dates.typed import (
    NotADate,
    ReadDate,
    Window,
    around,
    births,
    joinings,
    month_number,
    parse_date,
    parse_month,
    read_date,
)

__all__ = [
    "NotADate",
    "ReadDate",
    "Window",
    "around",
    "be_year",
    "births",
    "ce_year",
    "joinings",
    "last_day",
    "month_name",
    "month_number",
    "month_of",
    "month_range",
    "months_between",
    "next_month",
    "parse_date",
    "parse_month",
    "read_date",
    "show_be_year",
    "show_date",
    "show_month",
]

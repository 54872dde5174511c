"""Parts of addresses: a month is 2026-10, and 2569-10 is understood too."""

from datetime import date

from django.urls import register_converter

from federation.kit.dates import ce_year
from federation.kit.dates.era import FIRST_BE


def month_in_address(text: str) -> date:
    """Read 2026-10 or 2569-10 as a month. Raises ValueError."""
    year, month = map(int, text.split("-"))
    return date(ce_year(year, month=month) if year >= FIRST_BE else year, month, 1)


def show_in_address(month: date) -> str:
    return f"{month:%Y-%m}"


class MonthConverter:
    regex = r"\d{4}-\d{2}"
    to_python = staticmethod(month_in_address)
    to_url = staticmethod(show_in_address)


register_converter(MonthConverter, "month")

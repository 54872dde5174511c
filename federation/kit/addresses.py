"""Parts of addresses: a month is 2026-10, and 2569-10 is understood too; an account is its code, 31020.00012."""

from datetime import date

from django.urls import register_converter
from django.urls.converters import StringConverter

from federation.kit.dates import ce_year
from federation.kit.dates.era import FIRST_BE


def month_in_address(text: str) -> date:
    """Read 2026-10 or 2569-10 as a month. Raises ValueError."""
    year, month = map(int, text.split("-"))
    return date(ce_year(year, month=month) if year >= FIRST_BE else year, month, 1)


def show_in_address(month: date) -> str:
    return f"{month:%Y-%m}"


class MonthConverter:
    regex = r"\d{4}-(?:0[1-9]|1[0-2])"
    to_python = staticmethod(month_in_address)

    def to_url(self, value) -> str:
        return value if isinstance(value, str) else show_in_address(value)


class AccountConverter(StringConverter):
    regex = r"[0-9A-Za-z.-]+"


register_converter(MonthConverter, "month")
register_converter(AccountConverter, "account")

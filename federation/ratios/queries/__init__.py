"""Ratios of organisations and the figures behind them, read in a fixed number of queries."""

from federation.ratios.queries.gathered import Gathered, Known, gather
from federation.ratios.queries.shown import (
    Input,
    Part,
    Ratio,
    Together,
    accounts_of,
    month_ends,
    organisations_of,
    ratio_of,
    ratios_of,
    six,
    together,
)

__all__ = [
    "Gathered",
    "Input",
    "Known",
    "Part",
    "Ratio",
    "Together",
    "accounts_of",
    "gather",
    "month_ends",
    "organisations_of",
    "ratio_of",
    "ratios_of",
    "six",
    "together",
]

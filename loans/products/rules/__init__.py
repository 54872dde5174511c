"""What a group lends on: the terms of a product, its ceiling, and whether the law allows it. No Django here."""

from loans.products.rules.lawful import (
    Case,
    RateNotLawful,
    check_lawful,
    dearest_case,
    effective_yearly_rate_of,
    effective_yearly_rate_with,
    example_schedule,
    highest_lawful_rate,
    most_fine_rate,
    percent_words,
)
from loans.products.rules.parts import (
    BASES,
    FINE_KINDS,
    BadProductTerms,
    Ceiling,
    Fee,
    FineRule,
    Worked,
    baht_words,
    plain_words,
)
from loans.products.rules.presets import PRESETS, Preset, preset
from loans.products.rules.terms import ACCRUALS, PAYMENT_PARTS, ProductTerms, control_of

__all__ = [
    "ACCRUALS",
    "BASES",
    "FINE_KINDS",
    "PAYMENT_PARTS",
    "PRESETS",
    "BadProductTerms",
    "Case",
    "Ceiling",
    "Fee",
    "FineRule",
    "Preset",
    "ProductTerms",
    "RateNotLawful",
    "Worked",
    "baht_words",
    "check_lawful",
    "control_of",
    "dearest_case",
    "effective_yearly_rate_of",
    "effective_yearly_rate_with",
    "example_schedule",
    "highest_lawful_rate",
    "most_fine_rate",
    "percent_words",
    "plain_words",
    "preset",
]

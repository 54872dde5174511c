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
    plain,
    short_baht,
)
from loans.products.rules.presets import PRESETS, Preset, preset
from loans.products.rules.sentences import METHOD_WORDS, PART_WORDS, Example, every_words, example_of, sentences_of
from loans.products.rules.terms import ACCRUALS, PAYMENT_PARTS, ProductTerms, control_of

__all__ = [
    "ACCRUALS",
    "BASES",
    "FINE_KINDS",
    "METHOD_WORDS",
    "PART_WORDS",
    "PAYMENT_PARTS",
    "PRESETS",
    "BadProductTerms",
    "Case",
    "Ceiling",
    "Example",
    "Fee",
    "FineRule",
    "Preset",
    "ProductTerms",
    "RateNotLawful",
    "Worked",
    "check_lawful",
    "control_of",
    "dearest_case",
    "effective_yearly_rate_of",
    "effective_yearly_rate_with",
    "every_words",
    "example_of",
    "example_schedule",
    "highest_lawful_rate",
    "most_fine_rate",
    "percent_words",
    "plain",
    "preset",
    "sentences_of",
    "short_baht",
]

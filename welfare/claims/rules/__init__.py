"""What a fund pays for, as rules kept as data: terms, facts, and what they give with every step. No Django here."""

from welfare.claims.rules.cases import KEEP, Answer, Case, Outcome, answered, run_cases
from welfare.claims.rules.checks import Check
from welfare.claims.rules.documents import DOCUMENTS, Document, document_of
from welfare.claims.rules.facts import Facts, Past, usage, year_around
from welfare.claims.rules.figures import short
from welfare.claims.rules.lengths import BASES, CALENDAR, DAYS365, BadTerms, Length, age_on
from welfare.claims.rules.parts import Fixed, Nights, Share, Tier, Tiers
from welfare.claims.rules.presets import PRESETS, SCHEDULE_WORDS, Preset, find_preset
from welfare.claims.rules.quote import Line, Quote, quote
from welfare.claims.rules.sentences import (
    POST_WORDS,
    WHO_WORDS,
    cap_words,
    facts_in_words,
    in_short,
    main_points,
    row_words,
    sentences_of,
)
from welfare.claims.rules.terms import KINDS, POSTS, WHO, Cap, Terms

__all__ = [
    "BASES",
    "CALENDAR",
    "DAYS365",
    "DOCUMENTS",
    "KEEP",
    "KINDS",
    "POSTS",
    "POST_WORDS",
    "PRESETS",
    "SCHEDULE_WORDS",
    "WHO",
    "WHO_WORDS",
    "Answer",
    "BadTerms",
    "Cap",
    "Case",
    "Check",
    "Document",
    "Facts",
    "Fixed",
    "Length",
    "Line",
    "Nights",
    "Outcome",
    "Past",
    "Preset",
    "Quote",
    "Share",
    "Terms",
    "Tier",
    "Tiers",
    "age_on",
    "answered",
    "cap_words",
    "document_of",
    "facts_in_words",
    "find_preset",
    "in_short",
    "main_points",
    "quote",
    "row_words",
    "run_cases",
    "sentences_of",
    "short",
    "usage",
    "year_around",
]

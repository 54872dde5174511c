"""What a fund pays for, as rules kept as data: terms, facts, and what they give with every step. No Django here."""

from welfare.claims.rules.checks import Check
from welfare.claims.rules.documents import DOCUMENTS, Document, document_of
from welfare.claims.rules.facts import Facts, Past, usage, year_around
from welfare.claims.rules.figures import short
from welfare.claims.rules.lengths import BASES, CALENDAR, DAYS365, BadTerms, Length, age_on
from welfare.claims.rules.parts import Fixed, Nights, Share, Tier, Tiers
from welfare.claims.rules.quote import Line, Quote, quote
from welfare.claims.rules.terms import KINDS, POSTS, WHO, Cap, Terms

__all__ = [
    "BASES",
    "CALENDAR",
    "DAYS365",
    "DOCUMENTS",
    "KINDS",
    "POSTS",
    "WHO",
    "BadTerms",
    "Cap",
    "Check",
    "Document",
    "Facts",
    "Fixed",
    "Length",
    "Line",
    "Nights",
    "Past",
    "Quote",
    "Share",
    "Terms",
    "Tier",
    "Tiers",
    "age_on",
    "document_of",
    "quote",
    "short",
    "usage",
    "year_around",
]

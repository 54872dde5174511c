"""The rules of funeral aid: terms, who pays, who is paid, lists held against each other. No Django here."""

from welfare.funeral.rules.terms import COLLECTING, MEMBER, MODELS, RELATIONS, BadTerms, Terms

__all__ = ["COLLECTING", "MEMBER", "MODELS", "RELATIONS", "BadTerms", "Terms"]

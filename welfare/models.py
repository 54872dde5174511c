"""Gathers the models of this app's features, so that Django finds them. Nothing else belongs here."""

from welfare.claims.models import Benefit, BenefitVersion, Claim, ClaimHealth, ClaimPaper, ClaimStep
from welfare.funds.models import DuesPaid, DuesRule, Enrolment, FundAct, Gift, SubsidyRound, WelfareFund
from welfare.funeral.models import (
    Covered,
    CoveredEvent,
    Death,
    DeathAct,
    DeathDue,
    DeathPaid,
    DeathPart,
    ListCheck,
    Payout,
    Scheme,
    SchemeTerms,
)

__all__ = [
    "Benefit",
    "BenefitVersion",
    "Claim",
    "ClaimHealth",
    "ClaimPaper",
    "ClaimStep",
    "Covered",
    "CoveredEvent",
    "Death",
    "DeathAct",
    "DeathDue",
    "DeathPaid",
    "DeathPart",
    "DuesPaid",
    "DuesRule",
    "Enrolment",
    "FundAct",
    "Gift",
    "ListCheck",
    "Payout",
    "Scheme",
    "SchemeTerms",
    "SubsidyRound",
    "WelfareFund",
]

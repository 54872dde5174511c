"""Gathers the models of the loan features for Django; nobody imports from here."""

from loans.acts.models import Act
from loans.followup.models import Case, CaseStep, Letter, PaymentPromise
from loans.lending.models import (
    Collateral,
    DecisionSeat,
    Guarantee,
    JointBorrower,
    Lien,
    Loan,
    LoanAdjustment,
    LoanEvent,
    LoanRequest,
    Paper,
    ScheduleRow,
    ScheduleVersion,
)
from loans.products.models import Product, ProductVersion

__all__ = [
    "Act",
    "Case",
    "CaseStep",
    "Collateral",
    "DecisionSeat",
    "Guarantee",
    "JointBorrower",
    "Letter",
    "Lien",
    "Loan",
    "LoanAdjustment",
    "LoanEvent",
    "LoanRequest",
    "Paper",
    "PaymentPromise",
    "Product",
    "ProductVersion",
    "ScheduleRow",
    "ScheduleVersion",
]

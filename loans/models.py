"""Gathers the models of the loan features for Django; nobody imports from here."""

from loans.acts.models import Act
from loans.followup.models import Case, CaseStep, Letter, PaymentPromise
from loans.lending.models import (
    Borrowing,
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
from loans.wholesale.models import FundFact

__all__ = [
    "Act",
    "Borrowing",
    "Case",
    "CaseStep",
    "Collateral",
    "DecisionSeat",
    "FundFact",
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

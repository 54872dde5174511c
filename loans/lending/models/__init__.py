"""Requests, decisions, contracts, guarantees, and the dated facts of which a loan's state is made."""

from loans.lending.models.borrowings import Borrowing
from loans.lending.models.contracts import (
    OPEN_STATES,
    Guarantee,
    Lien,
    Loan,
    LoanQuerySet,
    LoanState,
    ScheduleRow,
    ScheduleVersion,
)
from loans.lending.models.events import EventKind, LoanAdjustment, LoanEvent, Paper
from loans.lending.models.requests import (
    Collateral,
    DecidedIn,
    DecisionSeat,
    JointBorrower,
    LoanRequest,
    RequestState,
    Seat,
)

__all__ = [
    "Borrowing",
    "Collateral",
    "DecidedIn",
    "DecisionSeat",
    "EventKind",
    "Guarantee",
    "JointBorrower",
    "Lien",
    "Loan",
    "LoanAdjustment",
    "LoanEvent",
    "LoanQuerySet",
    "LoanRequest",
    "LoanState",
    "OPEN_STATES",
    "Paper",
    "RequestState",
    "ScheduleRow",
    "ScheduleVersion",
    "Seat",
]

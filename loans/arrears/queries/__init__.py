"""Reading who is late, and where lending stands."""

from loans.arrears.queries.late import LateLoan, late_loans
from loans.arrears.queries.portfolio import LoanAt, days_late, network_portfolio, portfolio, portfolio_history
from loans.arrears.queries.position import Position, accrued_interest, position
from loans.arrears.queries.scale import scale_of

__all__ = [
    "LateLoan",
    "LoanAt",
    "Position",
    "accrued_interest",
    "days_late",
    "late_loans",
    "network_portfolio",
    "portfolio",
    "portfolio_history",
    "position",
    "scale_of",
]

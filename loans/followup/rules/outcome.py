"""What became of a case, as its loan and its steps tell."""

from collections.abc import Collection
from datetime import date

from loans.followup.rules.ladder import LAW

CURED, SETTLED, RESTRUCTURED = "cured", "settled", "restructured"
LAW_THEN_PAID, WRITTEN_OFF = "law_then_paid", "written_off"


def outcome_of(
    *,
    loan_state: str,
    days_late: int,
    steps: Collection[str],
    opened_on: date,
    restructured_on: date | None,
) -> str:
    """Return how a case has ended, or nothing while the loan is late.

    steps: the steps of the ladder it went through. Paid after it was referred to law is a path like any other (R7).
    """
    if loan_state == "written_off":
        return WRITTEN_OFF
    settled = loan_state == "settled"
    if loan_state == "charged_off" or not settled and days_late > 0:
        return ""
    if restructured_on and restructured_on >= opened_on and not settled:
        return RESTRUCTURED
    if LAW & set(steps):
        return LAW_THEN_PAID
    return SETTLED if settled else CURED


def case_code(organisation_code: str, *, loan_number: int, serial: int) -> str:
    """Return the code that stands for the borrower: KD01-L12-1 is the first case of loan 12; at most 20 letters."""
    tail = f"-L{loan_number}-{serial}"
    return organisation_code[: 20 - len(tail)] + tail

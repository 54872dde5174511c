"""What a late loan owes on a day, for a letter or a claim."""

from datetime import date

from loans.followup.papers.letters import Sums
from loans.lending.models import Loan
from loans.lending.queries.standing import standing


def sums_on(loan: Loan, *, on: date) -> Sums:
    """Return what is due on a day, and the whole debt; in baht, worked out from the loan's dated facts.

    Of a loan that was charged off all that is still claimed is due.
    """
    stands = standing(loan, on=on)
    due = stands.claim if stands.claim.total else stands.due
    return Sums(due.principal, due.interest, due.fine, stands.claim.total or stands.to_settle)

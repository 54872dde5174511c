"""What is overdue of a member's own loans, paid out of the dividend on the day of the meeting. Never a guarantee.

Source: domain, 1.6; features 130.
"""

from collections.abc import Sequence
from datetime import datetime

from groups.surplus.models import DividendPart, YearClose
from groups.surplus.queries.owed import owed_accounts
from groups.surplus.queries.rehearsal import Rehearsal
from loans.lending.models import EventKind
from loans.lending.steps.events import enter_step


def set_off(close: YearClose, parts: Sequence[DividendPart], rehearsed: Rehearsal, *, at: datetime) -> None:
    """Book what the dividends pay of overdue loans: what is owed to the member against the loan.

    Raises what the loans' `enter_step` raises, naming the contract.
    """
    rows = {row.held.membership_id: row for row in rehearsed.rows if row.off}
    if not rows:
        return
    owed = owed_accounts(close.organisation, rows)
    for part in parts:
        if row := rows.get(part.membership_id):
            for one in row.off:
                enter_step(
                    one.loan,
                    kind=EventKind.REPAYMENT,
                    on=close.meeting_on,
                    amount=one.baht,
                    money=[(owed[part.membership_id], one.baht)],
                    data={"source": "dividend", "year": str(close.pk)},
                    payer=one.loan.membership,
                    by=close.adopted_by,
                    checked_by=close.adoption_checked_by,
                    at=at,
                    key=f"year:{close.pk}:off:{one.loan.pk}",
                )

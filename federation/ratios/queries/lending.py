"""What loans say on each day: how many run, what of them is late, what was lost. No names."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Sum

from federation.kit.money import ZERO
from loans.arrears.queries.portfolio import LoanAt, network_history, portfolio_history
from loans.lending.models import EventKind, LoanEvent

LOST = (EventKind.CHARGE_OFF, EventKind.WRITE_OFF)


def lent_on(organisations: Iterable, *, days: Collection[date]) -> dict[tuple[int, date], dict]:
    """Return {(organisation id, day): figures of its running loans}. One query for each network that keeps books."""
    by_network: dict[int, list] = {}
    for one in organisations:
        by_network.setdefault(one.network_key, []).append(one)
    found = {}
    for kept in by_network.values():
        loans: dict = {(one.pk, day): [] for one in kept for day in days}
        read = portfolio_history if len(kept) == 1 else network_history
        for day, running in read(kept[0], days=sorted(days)).items():
            for loan in running:
                loans.get((loan.organisation_id, day), []).append(loan)
        found |= {key: _figures(running) for key, running in loans.items()}
    return found


def _figures(loans: list[LoanAt]) -> dict:
    def owed(is_counted) -> object:
        return sum((loan.principal for loan in loans if is_counted(loan)), ZERO)

    return {
        "loan_count": len(loans),
        "borrowers": len({loan.membership_id for loan in loans}),
        "late": owed(lambda loan: loan.is_late),
        "late_30": owed(lambda loan: loan.standing.days > 30 or loan.standing.restructured),
        "late_1_12": owed(lambda loan: 1 <= loan.standing.months <= 12),
        "late_12": owed(lambda loan: loan.standing.months > 12),
    }


def lost(organisations: Iterable) -> dict[int, list[tuple]]:
    """Return {organisation id: [(day, principal in baht)]} of what was taken off the books as lost. One query."""
    organisations = list(organisations)
    events = LoanEvent.objects.filter(
        network_id__in={one.network_key for one in organisations},
        loan__organisation_id__in=[one.pk for one in organisations],
        kind__in=LOST,
        struck_at=None,
    )
    found: dict[int, list[tuple]] = {}
    rows = events.order_by().values_list("loan__organisation_id", "on").annotate(principal=Sum("principal"))
    for pk, day, principal in rows:
        found.setdefault(pk, []).append((day, principal))
    return found

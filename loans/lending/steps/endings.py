"""The state of loans as it follows from their facts, and what that sets free."""

from collections.abc import Iterable

from loans.lending.models import Collateral, Guarantee, Lien, Loan, LoanState
from loans.lending.rules.replay import state_after

PAID_OFF = "settled"  # kept as the reason of a release; a new fact that opens the loan again binds it again


def save_states(stories: Iterable) -> None:
    """Save the states that changed; who is settled sets free what secured it, who runs again binds it again.

    stories: each with `loan`, `state` and the `last` outcome. A constant number of queries.
    """
    changed, settled, reopened = [], [], []
    for story in stories:
        loan, state = story.loan, state_after(story.state)
        ended = state in (LoanState.SETTLED, LoanState.WRITTEN_OFF)
        closed_on = story.last.fact.on if ended and story.last else None
        if (loan.state, loan.closed_on) == (state, closed_on) or loan.state == LoanState.CANCELLED:
            continue
        if state == LoanState.SETTLED:
            settled.append((loan, closed_on))
        elif loan.state == LoanState.SETTLED:
            reopened.append((loan, loan.closed_on))
        loan.state, loan.closed_on = state, closed_on
        changed.append(loan)
    if changed:
        Loan.objects.bulk_update(changed, ["state", "closed_on"])
    for day, loans in _by_day(settled):
        _release(loans, on=day)
    for day, loans in _by_day(reopened):
        _bind_again(loans, released_on=day)


def _by_day(pairs: list) -> list[tuple]:
    days = sorted({day for _loan, day in pairs})
    return [(day, [loan for loan, on in pairs if on == day]) for day in days]


def _release(loans: list[Loan], *, on) -> None:
    guarantees, liens, collaterals = _securing(loans)
    guarantees.filter(released_on=None).update(released_on=on, release_reason=PAID_OFF)
    liens.filter(released_on=None).update(released_on=on)
    collaterals.filter(released_on=None).update(released_on=on)


def _bind_again(loans: list[Loan], *, released_on) -> None:
    guarantees, liens, collaterals = _securing(loans)
    guarantees.filter(released_on=released_on, release_reason=PAID_OFF).update(released_on=None, release_reason="")
    liens.filter(released_on=released_on).update(released_on=None)
    collaterals.filter(released_on=released_on).update(released_on=None)


def _securing(loans: list[Loan]):
    network_id, ids = loans[0].network_id, [loan.pk for loan in loans]
    return (
        Guarantee.objects.filter(network_id=network_id, loan__in=ids),
        Lien.objects.filter(network_id=network_id, loan__in=ids),
        Collateral.objects.filter(network_id=network_id, request__loans__in=ids),
    )

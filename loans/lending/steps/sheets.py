"""Recording what a deposit sheet brought for loans, once its entry stands."""

from collections.abc import Mapping
from datetime import datetime

from federation.kit.ids import new_id
from loans.lending.models import LoanEvent
from loans.lending.queries.till import Taken, Till
from loans.lending.steps.endings import save_states
from loans.lending.steps.recount import (
    CACHED,
    Scribe,
    Story,
    book_differences,
    check_fits,
    differences,
    keep,
    live_events,
    stories_of,
)


def keep_taken_step(till: Till, *, entry, payers: Mapping, by, at: datetime) -> list[LoanEvent]:
    """Record all that a till took as events of one entry. payers: {membership id: who brought its money}.

    A loan with later facts is split anew. A constant number of queries.
    Raises `LoanOverpaid` where what comes later would then be too much.
    """
    events = [_event(one, entry=entry, payers=payers, by=by, at=at) for one in till.taken]
    if not events:
        return []
    LoanEvent.objects.bulk_create(events)
    save_states(_stories(till))
    if late := {one.open.loan.pk: one.open.loan for one in till.taken if one.open.has_later}:
        _split_anew(list(late.values()), events, scribe=_scribe(till, entry=entry, by=by, at=at))
    return events


def _event(taken: Taken, *, entry, payers: Mapping, by, at: datetime) -> LoanEvent:
    loan, outcome = taken.open.loan, taken.outcome
    fact, parts = outcome.fact, outcome.parts
    return LoanEvent(
        id=new_id(),
        network_id=loan.network_id,
        loan=loan,
        kind=fact.kind,
        on=fact.on,
        seq=fact.seq,
        amount=fact.amount,
        data={"source": "sheet"},
        payer_id=payers.get(loan.membership_id) or loan.membership_id,
        entry=entry,
        by=by,
        at=at,
        principal=parts.principal,
        interest=parts.interest,
        fine=parts.fine,
        principal_after=outcome.principal_after,
        interest_after=outcome.interest_after,
        fine_after=outcome.fine_after,
        unpaid_since=outcome.unpaid_since,
    )


def _stories(till: Till) -> list[Story]:
    """Return the loans as the last payment of the till left them, those with later facts left out."""
    last = {one.open.loan.pk: one for one in till.taken if not one.open.has_later}
    return [Story(one.open.loan, [], {}, one.open.state, one.outcome) for one in last.values()]


def _scribe(till: Till, *, entry, by, at: datetime) -> Scribe:
    return Scribe(till.organisation.book, f"loans:late:{entry.pk}", by, None, at)


def _split_anew(loans: list, events: list[LoanEvent], *, scribe: Scribe) -> None:
    """Work loans with later facts out again, and book what differs."""
    stories = stories_of(loans, events=live_events(loans))
    new = {event.pk for event in events}
    found = []
    for story in stories:
        check_fits(story)
        found += [one for one in differences(story) if one.event.pk not in new]
    LoanEvent.objects.bulk_update([event for story in stories for event in keep(story)], CACHED)
    book_differences(found, scribe)
    save_states(stories)

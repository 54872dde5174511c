"""Recording what a deposit sheet brought for loans, once its entry stands."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from federation.kit.ids import new_id
from loans.lending.models import Loan, LoanEvent, LoanState
from loans.lending.queries.borrowers import WITH_BOOKS
from loans.lending.queries.brought import late_key
from loans.lending.queries.till import Taken, Till
from loans.lending.rules.replay import state_after
from loans.lending.rules.snapshot import to_data
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


def keep_taken_step(till: Till, *, entry, payers: Mapping, by, at: datetime) -> None:
    """Record all that a till took as events of one entry. payers: {membership id: who brought its money}.

    A loan with later facts is split anew. A constant number of queries.
    Raises `LoanOverpaid` where what comes later would then be too much.
    """
    if not till.taken:
        return
    newest = {one.open.loan.pk: one for one in till.taken}
    rows = [_row(one, payers=payers, is_newest=newest[one.open.loan.pk] is one) for one in till.taken]
    _insert(rows, entry=entry, by=by, at=at)
    late = {pk for pk, one in newest.items() if one.open.later}
    _save_states([one for pk, one in newest.items() if pk not in late])
    if late:
        loans = list(Loan.objects.filter(network_id=entry.network_id, pk__in=late).select_related(*WITH_BOOKS))
        _split_anew(loans, new={row["id"] for row in rows}, scribe=_scribe(till, entry=entry, by=by, at=at))


def _row(taken: Taken, *, payers: Mapping, is_newest: bool) -> dict:
    """Return an event as the insert reads it."""
    loan, outcome = taken.open.loan, taken.outcome
    fact, parts = outcome.fact, outcome.parts
    return {
        "id": str(new_id()),
        "loan_id": str(loan.pk),
        "kind": fact.kind,
        "on": fact.on.isoformat(),
        "seq": fact.seq,
        "amount": str(fact.amount),
        "payer_id": str(payers.get(loan.membership_id) or loan.membership_id),
        "principal": str(parts.principal),
        "interest": str(parts.interest),
        "fine": str(parts.fine),
        "principal_after": str(outcome.principal_after),
        "interest_after": str(outcome.interest_after),
        "fine_after": str(outcome.fine_after),
        "unpaid_since": outcome.unpaid_since and outcome.unpaid_since.isoformat(),
        "after": to_data(taken.open.state) if is_newest else None,
    }


INSERT = """
INSERT INTO loans_loanevent (
    network_id, entry_id, by_id, at, data, id, loan_id, kind, "on", seq, amount, payer_id, principal, interest, fine,
    principal_after, interest_after, fine_after, unpaid_since, after)
SELECT %(network)s, %(entry)s, %(by)s, %(at)s, '{"source": "sheet"}', r.*
  FROM jsonb_to_recordset(%(rows)s) AS r (
    id uuid, loan_id uuid, kind text, "on" date, seq int, amount numeric, payer_id uuid, principal numeric,
    interest numeric, fine numeric, principal_after numeric, interest_after numeric, fine_after numeric,
    unpaid_since date, after jsonb)
"""


def _insert(rows: list[dict], *, entry, by, at: datetime) -> None:
    """Insert all events in one statement; two hundred times twenty parameters would cost more than the rows."""
    given = {"network": entry.network_id, "entry": entry.pk, "by": by.pk, "at": at, "rows": json.dumps(rows)}
    with connection.cursor() as cursor:
        cursor.execute(INSERT, given)


def _save_states(taken: list[Taken]) -> None:
    """Save the state of loans that are paid off now."""
    ended = {one.open.loan.pk: one for one in taken if state_after(one.open.state) != LoanState.RUNNING}
    if ended:
        loans = Loan.objects.filter(network_id=taken[0].open.loan.network_id, pk__in=ended)
        save_states([Story(loan, [], {}, ended[loan.pk].open.state, ended[loan.pk].outcome) for loan in loans])


def _scribe(till: Till, *, entry, by, at: datetime) -> Scribe:
    return Scribe(till.organisation.book, late_key(entry), by, None, at)


def _split_anew(loans: list[Loan], *, new: set[str], scribe: Scribe) -> None:
    """Work loans with later facts out again, and book what differs. new: ids of the events just recorded."""
    stories = stories_of(loans, events=live_events(loans))
    found = []
    for story in stories:
        check_fits(story)
        found += [one for one in differences(story) if str(one.event.pk) not in new]
    LoanEvent.objects.bulk_update([event for story in stories for event in keep(story)], CACHED)
    book_differences(found, scribe)
    save_states(stories)

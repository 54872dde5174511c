"""What features do once a sheet that has their columns is posted, and once it is taken back.

A feature whose columns keep what they took in a till adds the class of its till to `KEEPERS` with the step that
records it, called as (till, *, entry, payers, by, at); and to `STRIKERS` the step that takes that back, called as
(entry, *, reversal, at, membership_id=None). Strikers are asked of every sheet, so each costs a query at most where it
has nothing to do. payers: {membership id: who brought its money}. membership_id: of the one whose part alone goes back.
"""

from collections.abc import Mapping
from datetime import datetime

from loans.lending.queries.till import Till
from loans.lending.steps.events import strike_entry_step
from loans.lending.steps.sheets import keep_taken_step

KEEPERS = {Till: keep_taken_step}
STRIKERS = [strike_entry_step]


def keep_step(till, *, entry, payers: Mapping, by, at: datetime) -> None:
    """Let the feature of a till record what it took of a sheet whose entry stands."""
    KEEPERS[type(till)](till, entry=entry, payers=payers, by=by, at=at)


def strike_step(entry, *, reversal, at: datetime, membership_id=None) -> None:
    """Let every feature take back what it recorded of a sheet's entry; `reversal` takes it back, whole or in part."""
    for strike in STRIKERS:
        strike(entry, reversal=reversal, at=at, membership_id=membership_id)

"""What features do once a sheet that has their columns is posted, and once it is taken back.

A feature whose columns keep what they took in a till adds the class of its till to `KEEPERS` with the step that
records it, called as (till, *, entry, payers, by, at); and to `STRIKERS` the step that takes that back, called as
(entry, *, reversal, at, membership_id=None). Where something has to be entered before the sheet's own entry, its till
is in `PREPARERS`, with a step called as (till, *, rows, key, on, by). Strikers are asked of every sheet, so each costs
a query at most where it has nothing to do. payers: {membership id: who brought its money}. membership_id: of the one
whose part alone goes back.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from loans.lending.queries.till import Till
from loans.lending.steps.events import strike_entry_step
from loans.lending.steps.sheets import keep_taken_step
from welfare.funds.items import DuesTill, HandoverTill
from welfare.funds.steps.dues import keep_dues_step, strike_dues_step
from welfare.funds.steps.network import call_in_step
from welfare.funeral.items import FuneralTill
from welfare.funeral.steps.dues import keep_brought_step, open_units_step, strike_brought_step

KEEPERS = {Till: keep_taken_step, DuesTill: keep_dues_step, FuneralTill: keep_brought_step}
PREPARERS = {HandoverTill: call_in_step, FuneralTill: open_units_step}
STRIKERS = [strike_entry_step, strike_dues_step, strike_brought_step]


def keep_step(till, *, entry, payers: Mapping, by, at: datetime) -> None:
    """Let the feature of a till record what it took of a sheet whose entry stands."""
    if keep := KEEPERS.get(type(till)):
        keep(till, entry=entry, payers=payers, by=by, at=at)


def prepare_step(till, rows: Sequence, *, key: str, on: date, by) -> None:
    """Let the feature of a till enter what the sheet's entry stands on. rows: `PaidRow`; key: names the sheet."""
    if prepare := PREPARERS.get(type(till)):
        paid = [(row.membership, amount) for row in rows if (amount := row.amounts.get(till.column))]
        prepare(till, rows=paid, key=key, on=on, by=by)


def strike_step(entry, *, reversal, at: datetime, membership_id=None) -> None:
    """Let every feature take back what it recorded of a sheet's entry; `reversal` takes it back, whole or in part."""
    for strike in STRIKERS:
        strike(entry, reversal=reversal, at=at, membership_id=membership_id)

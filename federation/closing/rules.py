"""When a month may close, and what its closing remembers of the balances."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from federation.kit.dates import last_day

REASON_LENGTH = 10


def has_met(month: date, *, meeting_days: Sequence[int], held: Sequence[date]) -> bool:
    """Tell whether all meetings of a month are behind us: then it may close before it is over.

    meeting_days: of the bylaws, empty when not fixed. held: days with a posted sheet.

    >>> has_met(date(2026, 10, 1), meeting_days=(5, 20), held=[date(2026, 10, 5)])
    False
    """
    if not held or len(held) < len(meeting_days):
        return False
    expected = min(max(meeting_days, default=1), last_day(month).day)
    return len(held) > len(meeting_days) or max(held).day >= expected or not meeting_days


def balances_digest(balances: Iterable[tuple[str, str, Decimal]]) -> bytes:
    """Return the SHA-256 of a trial balance: "code fund balance" of every account that is not at zero, joined by ";".

    balances: (code, fund, debits less credits in baht).
    """
    rows = sorted(f"{code} {fund} {signed:.2f}" for code, fund, signed in balances if signed)
    return hashlib.sha256(";".join(rows).encode()).digest()

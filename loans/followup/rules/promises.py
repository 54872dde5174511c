"""Whether a promise to pay was kept: it follows from what was paid, and is stored nowhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from federation.kit.money import ZERO

KEPT, BROKEN, WAITING = "kept", "broken", "waiting"


@dataclass(frozen=True)
class Promised:
    """A promise to pay so many baht by a day."""

    made_on: date
    due_on: date
    amount: Decimal


def judged(promises: Sequence[Promised], *, payments: Iterable[tuple[date, Decimal]], on: date) -> list[str]:
    """Return KEPT, BROKEN or WAITING for each promise, at the end of a day.

    payments: (day, baht). A baht keeps one promise only: that which was due first. A promise paid later than
    its day stays broken.
    """
    left = [[day, baht] for day, baht in sorted(payments) if day <= on]
    states = [""] * len(promises)
    for at in sorted(range(len(promises)), key=lambda at: (promises[at].due_on, promises[at].made_on, at)):
        states[at] = _judge(promises[at], left=left, on=on)
    return states


def _judge(promise: Promised, *, left: list[list], on: date) -> str:
    """Take what was paid for a promise in its days from what is left of the payments."""
    wanted = promise.amount
    for payment in left:
        if promise.made_on <= payment[0] <= promise.due_on:
            used = min(wanted, payment[1])
            payment[1] -= used
            wanted -= used
    if wanted <= ZERO:
        return KEPT
    return BROKEN if on > promise.due_on else WAITING

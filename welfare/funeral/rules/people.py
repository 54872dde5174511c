"""A covered person's life: which state may follow which, and how they stand on a day. Plain, without a database."""

from datetime import date

PENDING, WAITING, COVERED, ARREARS = "pending", "waiting", "covered", "arrears"
SUSPENDED, RESIGNED, EXPELLED = "suspended", "resigned", "expelled"
DECEASED, CLAIM_PAID = "deceased", "claim_paid"

IS_COVERED = (COVERED, ARREARS)
ENDED = (RESIGNED, EXPELLED, DECEASED, CLAIM_PAID)
OUT = (RESIGNED, EXPELLED)

# Source: domain, 2 Funeral aid, statuses. Who left may apply anew, under a new number.
MAY_FOLLOW = {
    PENDING: (COVERED, RESIGNED),
    COVERED: (SUSPENDED, RESIGNED, EXPELLED, DECEASED),
    SUSPENDED: (COVERED, RESIGNED, EXPELLED, DECEASED),
    DECEASED: (CLAIM_PAID, COVERED, SUSPENDED),
    CLAIM_PAID: (DECEASED,),
    RESIGNED: (),
    EXPELLED: (),
}


def may_follow(state: str) -> tuple[str, ...]:
    """Return the states that people may decide on after `state`; waiting and behind are nobody's decision."""
    return MAY_FOLLOW[state]


def needs_reason(state: str) -> bool:
    """Tell whether going to a state is explained in writing."""
    return state in (SUSPENDED, RESIGNED, EXPELLED)


def needs_resolution(state: str) -> bool:
    """Tell whether the committee must have resolved on it: to admit, to suspend, to put somebody out."""
    return state in (COVERED, SUSPENDED, EXPELLED)


def state_from(decided: str, *, covered_from: date | None, is_behind: bool, on: date) -> str:
    """Return how somebody stands on a day, from what people decided, the first covered day and the dues.

    >>> state_from("covered", covered_from=date(2026, 7, 1), is_behind=False, on=date(2026, 6, 30))
    'waiting'
    >>> state_from("covered", covered_from=date(2026, 7, 1), is_behind=True, on=date(2026, 7, 1))
    'arrears'
    """
    if decided != COVERED:
        return decided
    if covered_from is None or on < covered_from:
        return WAITING
    return ARREARS if is_behind else COVERED


def states_paying(*, arrears_pay: bool, waiting_pay: bool) -> tuple[str, ...]:
    """Return the states whose members bring money for a death, by the terms. Source: domain, 2; 10, trap 3."""
    return (COVERED, *([ARREARS] if arrears_pay else []), *([WAITING] if waiting_pay else []))

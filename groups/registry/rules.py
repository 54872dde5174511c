"""A membership's life: which state may follow which. Plain, without a database."""

APPLIED, ADMITTED, ON_HOLD = "applied", "admitted", "on_hold"
ENDED = ("resigned", "expelled", "died")

# Source: domain, 1.2 Membership rules. Who left comes back under a new number; who applied may withdraw.
MAY_FOLLOW = {
    APPLIED: (ADMITTED, "resigned"),
    ADMITTED: (ON_HOLD, *ENDED),
    ON_HOLD: (ADMITTED, *ENDED),
    **dict.fromkeys(ENDED, ()),
}


def may_follow(state: str) -> tuple[str, ...]:
    """Return the states a membership in `state` may go to."""
    return MAY_FOLLOW[state]


def needs_reason(state: str) -> bool:
    """Tell whether going to a state is explained in writing: all but an ordinary admission."""
    return state != ADMITTED


def needs_resolution(state: str) -> bool:
    """Tell whether the committee must have resolved on it: to expel somebody."""
    return state == "expelled"

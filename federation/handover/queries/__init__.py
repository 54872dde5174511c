"""What groups report of a month, taken from their books or from what the network entered, and how each stands."""

from federation.handover.queries.heads import heads_by_group, heads_of, paper_changes, paper_heads, paper_versions
from federation.handover.queries.standing import (
    GroupStatus,
    counted,
    last_step,
    months_of,
    newest,
    posts_of,
    returned,
    stands_below,
    state_of,
    status_of,
    statuses,
    steps_of,
    under_way,
)

__all__ = [
    "GroupStatus",
    "counted",
    "heads_by_group",
    "heads_of",
    "last_step",
    "months_of",
    "newest",
    "paper_changes",
    "paper_heads",
    "paper_versions",
    "posts_of",
    "returned",
    "stands_below",
    "state_of",
    "status_of",
    "statuses",
    "steps_of",
    "under_way",
]

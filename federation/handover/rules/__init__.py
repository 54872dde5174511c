"""What a group reports of a month, and how that goes from the group to its network."""

from federation.handover.rules.deadline import due_on
from federation.handover.rules.heads import (
    FIGURES,
    LATE,
    PARTS,
    Figure,
    Heads,
    added_up,
    differences,
    identity_problems,
)
from federation.handover.rules.standing import MAY_FOLLOW, State, may_follow

__all__ = [
    "FIGURES",
    "LATE",
    "MAY_FOLLOW",
    "PARTS",
    "Figure",
    "Heads",
    "State",
    "added_up",
    "differences",
    "due_on",
    "identity_problems",
    "may_follow",
]

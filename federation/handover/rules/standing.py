"""How a month stands between a group and its network, and what may follow what."""

from federation.kit.wording import gettext_lazy as _

__all__ = ["MAY_FOLLOW", "State", "may_follow"]


class State:
    """The names of the states: those before anything was sent, those of the handshake, and those of paper groups."""

    DRAFT, CLOSED = "draft", "closed"
    SENT, CHECKED, RETURNED, ACCEPTED = "sent", "checked", "returned", "accepted"
    PAPER, PAPER_MISSING = "paper", "paper_missing"

    NAMES = {
        DRAFT: _("month still open"),
        CLOSED: _("closed, not sent"),
        SENT: _("sent to the network"),
        CHECKED: _("checked"),
        RETURNED: _("returned"),
        ACCEPTED: _("accepted"),
        PAPER: _("kept on paper, entered"),
        PAPER_MISSING: _("kept on paper, not entered yet"),
    }
    HANDED_OVER = (SENT, CHECKED, ACCEPTED)


# A group may send again while nobody has checked; the network may return what it has, even once it was accepted.
MAY_FOLLOW = {
    State.DRAFT: (State.SENT,),
    State.CLOSED: (State.SENT,),
    State.SENT: (State.SENT, State.CHECKED, State.RETURNED),
    State.CHECKED: (State.ACCEPTED, State.RETURNED),
    State.RETURNED: (State.SENT,),
    State.ACCEPTED: (State.RETURNED,),
}


def may_follow(state: str, then: str) -> bool:
    return then in MAY_FOLLOW.get(state, ())

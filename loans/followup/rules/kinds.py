"""What can be written down in a case: each kind says whether it is a contact, and to which step it brings the case."""

from dataclasses import dataclass

from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """A kind of thing done.

    rung: the step of the ladder it brings the case to. contact: somebody was asked, so hours and once a day count.
    of_guarantor: it is done with a guarantor. owns_up: the debtor owned up to the debt in writing.
    asks: which boxes it has besides day, doer and note.
    """

    key: str
    title: Sentence
    rung: str = ""
    contact: bool = False
    of_guarantor: bool = False
    owns_up: bool = False
    by_network: bool = False
    asks: tuple[str, ...] = ()


_KINDS = (
    Kind("reminder", _("Message or word in passing"), "call", contact=True, asks=("hour", "told")),
    Kind("call", _("Call"), "call", contact=True, asks=("hour", "told", "cause")),
    Kind("visit", _("Visit"), "visit", contact=True, asks=("hour", "told", "place", "cause")),
    Kind("meeting", _("Talk with the committee"), "letter_2", contact=True, asks=("hour", "told", "place", "cause")),
    Kind("memo", _("Plan signed by the borrower"), "letter_2", owns_up=True, asks=("result",)),
    Kind(
        "guarantors",
        _("Guarantor joined the talk"),
        "guarantors",
        contact=True,
        of_guarantor=True,
        asks=("hour", "told", "place", "result"),
    ),
    Kind("network_visit", _("Talk led by the network"), contact=True, by_network=True, asks=("hour", "told", "place")),
    Kind("advice", _("Advice of the network"), by_network=True),
    Kind("mediation", _("Mediation"), "mediation", asks=("place", "result", "cost")),
    Kind("hand_over", _("Handed to the legal unit"), "hand_over", asks=("result",)),
    Kind("court", _("At the court"), "court", asks=("place", "result", "cost")),
    Kind("cost", _("Cost of the case"), asks=("result", "cost")),
    Kind("note", _("Note")),
)
KINDS = {kind.key: kind for kind in _KINDS}

# Written by letters and acts of their own, not by the form of a step.
_WRITTEN = (
    Kind("opened", _("Case opened")),
    Kind("network", _("The network was asked to help"), "network"),
    Kind("letter_1", _("First letter"), "letter_1"),
    Kind("letter_2", _("Second letter"), "letter_2"),
    Kind("letter_3", _("Third letter"), "guarantors"),
    Kind("guarantor_notice", _("Notice to a guarantor"), of_guarantor=True),
    Kind("invitation", _("Invitation to the committee")),
    Kind("suit_notice", _("Notice before a suit"), "suit_notice"),
)
ALL = KINDS | {kind.key: kind for kind in _WRITTEN}

CAUSES = {
    "illness": _("illness"),
    "crop": _("crop failed or late"),
    "family": _("family"),
    "price": _("low prices"),
    "flood": _("flood or storm"),
    "work": _("no work"),
    "other": _("other"),
}


def rungs_done(steps) -> list[tuple[str, object]]:
    """Return [(step of the ladder, day)] of what was written down; `steps` have kind and on."""
    return [(ALL[step.kind].rung, step.on) for step in steps if step.kind in ALL and ALL[step.kind].rung]

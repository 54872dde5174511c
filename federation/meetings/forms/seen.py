"""The mark a form carries of what it was drawn from, so that nobody writes over what another has changed."""

import hashlib

from federation.kit.refusals import Refused
from federation.kit.wording import gettext_lazy as _
from federation.meetings.models import Meeting
from federation.meetings.queries.meetings import attendance_of, items_of
from federation.meetings.steps import HEAD, ITEM


class ChangedMeanwhile(Refused):
    """Somebody else saved this part of the meeting since the form was drawn."""


def seen_of(part: str, meeting: Meeting) -> str:
    """Return a mark of what is stored now of a part of a meeting: "head", "attendance" or "agenda"."""
    if part == "head":
        stored = [str(getattr(meeting, f"{name}_id" if name in ("host", "next_host") else name)) for name in HEAD]
    elif part == "attendance":
        stored = [f"{row.group_id} {row.kind} {row.count} {row.names}" for row in attendance_of(meeting)]
    else:
        stored = [f"{item.pk} {[str(getattr(item, name)) for name in ITEM]}" for item in items_of(meeting)]
    return hashlib.sha256("\n".join(stored).encode()).hexdigest()


def must_be_as_seen(part: str, *, seen: str):
    """Return a function that raises `ChangedMeanwhile` where a part of a meeting is not as it was seen."""

    def look(meeting: Meeting) -> None:
        if seen != seen_of(part, meeting):
            raise ChangedMeanwhile(_("Somebody else has saved this page meanwhile."))

    return look


def differences(form, stored) -> list[tuple]:
    """Return (label, what is stored now) of every box that holds something else than was typed."""
    boxes = ((box, stored[box.name]) for box in form if box.name in stored.fields and not box.is_hidden)
    pairs = ((box.label, str(box.value() or ""), str(now.value() or "")) for box, now in boxes)
    return [(label, now or "–") for label, typed, now in pairs if typed.strip() != now.strip()]

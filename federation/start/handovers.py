"""What waits about months between groups and their network, on the start pages of both."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from federation.access.permissions import Permission
from federation.handover.models import Handover, HandoverState
from federation.handover.queries import GroupStatus, counted, newest, posts_of, statuses, under_way
from federation.handover.rules import State
from federation.handover.tables import STATES
from federation.kit.dates import month_of, next_month
from federation.start.loan_work import Waiting


@dataclass(frozen=True)
class MonthsOfGroups:
    """The month that groups hand over now. counts: (words, badge, how many). waiting: what the reader has to do."""

    month: date
    found: list[GroupStatus]
    counts: list[tuple]
    waiting: list[Waiting]

    @property
    def due_on(self) -> date | None:
        return self.found[0].due_on if self.found else None

    @property
    def late(self) -> list[GroupStatus]:
        return [status for status in self.found if status.is_late]

    @property
    def on_paper(self) -> int:
        """How many groups keep no books at all; tables read from books leave them out."""
        return sum(status.organisation.book_id is None for status in self.found)

    @property
    def by_group(self) -> dict[int, str]:
        """{organisation id: state}."""
        return {status.organisation.pk: status.state for status in self.found}


def months_of_groups(network, *, on: date, user, held: Collection[Permission]) -> MonthsOfGroups | None:
    """Return how last month stands with each group, and what waits for the reader; None who sees no figures."""
    if Permission.FIGURES_SEE not in held:
        return None
    month = next_month(month_of(on), by=-1)
    found = statuses(network, month, today=on)
    counts = [(STATES[state][1], STATES[state][0], n) for state, n in counted(found).items()]
    waiting = _waiting(network, found, on=on, user=user) if Permission.MONTH_CHECK in held else []
    return MonthsOfGroups(month, found, counts, waiting)


def _waiting(network, found: list[GroupStatus], *, on: date, user) -> list[Waiting]:
    own = posts_of(user, on=on)
    steps = [step for step in under_way(network) if step.organisation_id not in own and step.by_id != user.pk]
    to_check = [step.month for step in steps if step.state == HandoverState.SENT]
    to_accept = [step.month for step in steps if step.state == HandoverState.CHECKED]
    papers = [status for status in found if status.state == State.PAPER_MISSING]
    rows = [
        (_("Months that groups sent, to be checked"), to_check),
        (_("Checked months, to be accepted"), to_accept),
        (_("Groups on paper whose month is to be entered"), [next_month(month_of(on), by=-1)] * len(papers)),
    ]
    return [
        Waiting(title, len(months), reverse("federation:month", kwargs={"code": network.code, "month": months[0]}))
        for title, months in rows
        if months
    ]


@dataclass(frozen=True)
class MonthsToSend:
    """A group's months that wait for it: sent back with a reason, and the one closed last if it was never sent."""

    returned: list[Handover]
    to_send: date | None


def months_to_send(group, *, closed: date | None) -> MonthsToSend:
    """Return which months a group is to send. closed: the month it closed last. One query."""
    steps = newest(group)
    sent = {step.month for step in steps}
    returned = [step for step in steps if step.state == HandoverState.RETURNED]
    return MonthsToSend(returned, closed if closed and closed not in sent else None)

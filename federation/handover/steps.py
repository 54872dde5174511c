"""Handing a month over: sent, checked, returned with a reason, accepted; and entering the months of paper groups.

They stand in the caller's transaction. Source: domain, 4.3 Monthly report.
"""

from collections.abc import Sequence
from datetime import date, datetime

from federation.access.queries import NOT_INDEPENDENT, independent
from federation.audit.log import record
from federation.handover.models import Handover, HandoverState, PaperMonth
from federation.handover.queries import heads_of, last_step, paper_versions, stands_below, state_of
from federation.handover.queries.standing import on_paper
from federation.handover.rules import Heads, State, differences, identity_problems, may_follow
from federation.kit.clock import BANGKOK
from federation.kit.dates import month_of, show_month
from federation.kit.refusals import Refused
from federation.kit.thai import clean_text
from federation.kit.wording import gettext_lazy as _
from federation.ledger.months import head_of
from federation.ledger.posting import lock
from federation.organisations.models import Organisation
from federation.reports.queries import issued
from loans.lending.queries.posts import holds_post_in

LEAST_REASON = 5
LEAST_SOURCE = 10  # letters, of a version that replaces another


class NotThatStep(Refused):
    """Raised when a month does not stand so that this step can follow."""


class NoSuchMonth(Refused):
    """Raised when a group has no such month to hand over."""


class NotByYou(Refused):
    """Raised when somebody may not take this step: a post in the group, or the other half of the check, is theirs."""


class FiguresChanged(Refused):
    """Raised when the books are no longer as they were sent; `problems` says which figures."""


class DoesNotTie(Refused):
    """Raised when opening + in − out is not what is written at the end; `fields` says where."""


class ReasonMissing(Refused):
    """Raised when a month is sent back without a reason, or a paper month is entered without its source."""


def send_step(
    group: Organisation, month: date, *, by, at: datetime, problems: str = "", requests: str = ""
) -> Handover:
    """Send a month's heads to the network, as the books have them now, with the group's own words.

    Raises `NoSuchMonth`, or `NotThatStep` once the network has checked it.
    """
    lock(group.book)
    today = at.astimezone(BANGKOK).date()
    if not group.book.opened_on <= month <= month_of(today):
        words = _("There are no books of %(month)s to send.")
        raise NoSuchMonth(words % {"month": show_month(month)})
    before = _before(group, month, then=State.SENT)
    words = {"problems": clean_text(problems).text, "requests": clean_text(requests).text}
    figures = {**heads_of(group, month, today=today).to_data(), **Heads(**words).to_data()}
    return _step(group, month, before, state=HandoverState.SENT, figures=figures, by=by, at=at)


def check_step(group: Organisation, month: date, *, by, at: datetime) -> Handover:
    """Note that somebody of the network went through what was sent. Raises as `_pass_on`."""
    return _pass_on(group, month, state=HandoverState.CHECKED, by=by, at=at)


def accept_step(group: Organisation, month: date, *, by, at: datetime) -> Handover:
    """Accept a month that another person has checked. Raises as `_pass_on`."""
    return _pass_on(group, month, state=HandoverState.ACCEPTED, by=by, at=at)


def return_step(group: Organisation, month: date, *, reason: str, by, at: datetime) -> Handover:
    """Send a month back to the group with a reason. Raises `ReasonMissing`, `NotByYou` or `NotThatStep`."""
    reason = clean_text(reason).text
    if len(reason) < LEAST_REASON:
        words = _("Write why it goes back, so that the group knows what to mend.")
        raise ReasonMissing(words, fields={"reason": words})
    lock(group.book)
    before = _before(group, month, then=State.RETURNED)
    _of_no_post_there(group, by=by, at=at)
    facts = {"figures": before.figures, "words": reason}
    return _step(group, month, before, state=HandoverState.RETURNED, by=by, at=at, **facts)


def _pass_on(group: Organisation, month: date, *, state: str, by, at: datetime) -> Handover:
    """Take a month one step further with the figures as they were sent.

    Raises `NotThatStep`, `NotByYou` for whoever took the step before or has a post in the group, or `FiguresChanged`
    when the books say something else by now.
    """
    lock(group.book)
    before = _before(group, month, then=state)
    _of_no_post_there(group, by=by, at=at)
    if before.by_id == by.pk:
        raise NotByYou(_("You took the step before this one. Let somebody else of the network take this step."))
    if not independent(before.by, by, first_at=before.at, at=at):
        raise NotByYou(NOT_INDEPENDENT)
    now = heads_of(group, month, today=at.astimezone(BANGKOK).date())
    if found := differences(Heads.from_data(before.figures), now):
        words = _("%(figure)s: sent %(then)s, in the books now %(now)s")
        problems = [words % {"figure": f.label, "then": f.shown(was), "now": f.shown(now)} for f, was, now in found]
        raise FiguresChanged(
            _("The figures changed since they were sent. Return the month, so that the group sends it again."),
            problems=problems,
        )
    return _step(group, month, before, state=state, figures=before.figures, by=by, at=at)


def _before(group: Organisation, month: date, *, then: str) -> Handover | None:
    """Return the last step, if the next may follow it. The book's lock is held. Raises `NotThatStep`."""
    last = last_step(group, month)
    closed = head_of(group.book).closed_through
    now = state_of(last, is_closed=closed is not None and closed >= month)
    if not may_follow(now, then):
        words = _("%(month)s of %(group)s is “%(now)s”; it cannot become “%(then)s”.")
        shown = {"now": State.NAMES[now], "then": State.NAMES[then]}
        raise NotThatStep(words % {"month": show_month(month), "group": group.name, **shown})
    return last


def _of_no_post_there(group: Organisation, *, by, at: datetime) -> None:
    """Refuse whoever has a role or a post in the group. Raises `NotByYou`."""
    on = at.astimezone(BANGKOK).date()
    if holds_post_in(by, group, on=on):
        raise NotByYou(_("You have a post in this group. Let somebody of the network without one check it."))


def _step(group: Organisation, month: date, before: Handover | None, *, state: str, by, at, **facts) -> Handover:
    made = Handover.objects.create(
        network_id=group.network_key,
        organisation=group,
        month=month,
        n=before.n + 1 if before else 1,
        state=state,
        report=issued(group, name="monthly", month=month),
        by=by,
        at=at,
        **facts,
    )
    after = {"month": month, "state": state} | ({"reason": facts["words"]} if facts.get("words") else {})
    record(f"month_{state}", by=by, at=at, organisation=group, about=f"organisation:{group.pk}", after=after)
    return made


def paper_month_step(
    network: Organisation, group: Organisation, month: date, *, heads: Heads, source: str, by, at: datetime
) -> PaperMonth:
    """Enter the totals of a month that a group keeps on paper; entered again, they become a new version.

    source: which paper they were taken from, signed by whom.
    Raises `NoSuchMonth`, `ReasonMissing` without a source, `DoesNotTie`, or as `_check_change`.
    """
    lock(network.book)
    if month > month_of(at.astimezone(BANGKOK).date()):
        raise NoSuchMonth(_("%(month)s has not begun.") % {"month": show_month(month)})
    if not (stands_below(network, month).filter(pk=group.pk).exists() and on_paper(group, network, month)):
        raise NoSuchMonth(_("%(group)s is no group of this network that keeps on paper.") % {"group": group.name})
    if not (source := clean_text(source).text):
        words = _("Write which paper the figures are from, and who signed it.")
        raise ReasonMissing(words, fields={"source": words})
    if not heads.is_known:
        raise ReasonMissing(_("Write at least one figure; leave what is not known empty."))
    if wrong := identity_problems(heads):
        raise DoesNotTie(_("The figures do not tie. Look at the paper again."), fields=dict(wrong))
    versions = list(paper_versions(network, group, month))
    newest = versions[0] if versions else None
    if newest:
        _check_change(network, versions, source=source, by=by)
    made = PaperMonth.objects.create(
        network_id=network.network_key,
        organisation=group,
        month=month,
        version=newest.version + 1 if newest else 1,
        figures=heads.to_data(),
        source=source,
        entered_by=by,
        entered_at=at,
    )
    after = {"month": month, "code": group.code, "version": made.version}
    record("paper_month_entered", by=by, at=at, organisation=network, about=f"organisation:{group.pk}", after=after)
    return made


def _check_change(network: Organisation, versions: Sequence[PaperMonth], *, source: str, by) -> None:
    """Ask for words of its own from a later version; raises `ReasonMissing`.

    Once the network closed the month, its report holds the figures: then another person than who entered them first
    changes them. Raises `NotByYou`.
    """
    newest, first = versions[0], versions[-1]
    if len(source) < LEAST_SOURCE or source == newest.source:
        words = _("Totals stand here already. Write in at least ten letters by which paper, and why.")
        raise ReasonMissing(words, fields={"source": words})
    closed = head_of(network.book).closed_through
    if closed is not None and closed >= newest.month and first.entered_by_id == by.pk:
        raise NotByYou(_("The network closed this month with your figures. Let somebody else change them."))

"""Stepping in, looking after, grading: each stands in the caller's transaction. What was written is only added to."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Max, Q

from federation.kit.clock import BANGKOK
from federation.kit.dates import show_date
from federation.kit.refusals import Refused
from federation.kit.wording import gettext_lazy as _
from federation.organisations.grades import SAME_TIME
from federation.organisations.models import Grade, GradeCriteria, Organisation
from federation.support.models import Facilitation, Support, SupportStep
from federation.support.queries.facilitators import facilitators
from federation.support.queries.figures import figures_on
from federation.support.queries.grading import criteria_on, may_grade, proposed
from federation.support.queries.supports import advisers
from federation.support.rules import STEPS, Criteria, Indicator, Scored, band_of, letters_in, total_of

LEAST_EVIDENCE = 10  # letters


class SupportRunning(Refused):
    """The network stands by this group already."""


class SupportOver(Refused):
    """The plan has ended; it stays as it was."""


class StepDone(Refused):
    """What was found at this step is written down already."""


class DateOutOfOrder(Refused):
    """A date lies before what it follows, or has not come yet."""


class NotForThis(Refused):
    """The user does not hold the role that this asks for."""


class LookedAfterAlready(Refused):
    """The facilitator looks after this group already."""


class OwnGroup(Refused):
    """A person with a post in a group does not grade it."""


class NoCriteria(Refused):
    """The network has adopted no criteria yet."""


class NotAllScored(Refused):
    """A score that a person gives is missing, or lacks its evidence."""


class GradedLately(Refused):
    """This person has graded the group by the same criteria within thirty days."""


def open_support_step(
    group: Organisation,
    *,
    trouble: str,
    adviser,
    resolution_no: str,
    resolution_on: date,
    plan: Mapping,
    by,
    at: datetime,
) -> Support:
    """Step into a group with an adviser and the first step of a plan {what, who, due_on}; its figures are taken (R6).

    Raises `SupportRunning`, `NotForThis`, `DateOutOfOrder`.
    """
    today = _day(at)
    _not_to_come(resolution_on, today=today, field="resolution_on")
    if not advisers(group.keeper, on=today).filter(pk=adviser.pk).exists():
        words = _("The adviser is one of the network's facilitators or committee.")
        raise NotForThis(words, fields={"adviser": words})
    Organisation.objects.select_for_update().get(pk=group.pk)
    before = Support.objects.filter(network_id=group.network_key, organisation=group)
    if before.filter(ended_on=None).exists():
        raise SupportRunning(_("The network stands by this group already. Add a step to that plan."))
    support = Support.objects.create(
        network_id=group.network_key,
        organisation=group,
        number=(before.aggregate(last=Max("number"))["last"] or 0) + 1,
        trouble=trouble,
        adviser=adviser,
        since=today,
        resolution_no=resolution_no,
        resolution_on=resolution_on,
        before=figures_on(group, on=today),
        opened_by=by,
        opened_at=at,
    )
    add_step_step(support, **plan, by=by, at=at)
    return support


def add_step_step(support: Support, *, what: str, who: str, due_on: date, by, at: datetime) -> SupportStep:
    """Add a dated step to a running plan. Raises `SupportOver`, `DateOutOfOrder`."""
    now = _running_locked(support)
    if due_on < _day(at):
        words = _("A step is planned for today or later.")
        raise DateOutOfOrder(words, fields={"due_on": words})
    last = SupportStep.objects.filter(network_id=now.network_id, support=now).aggregate(last=Max("position"))["last"]
    return SupportStep.objects.create(
        network_id=now.network_id,
        support=now,
        position=(last or 0) + 1,
        what=what,
        who=who,
        due_on=due_on,
        by=by,
        at=at,
    )


def finish_step_step(step: SupportStep, *, done_on: date, note: str, at: datetime) -> SupportStep:
    """Write down when a step was done and what was found, once. Raises `SupportOver`, `StepDone`, `DateOutOfOrder`."""
    support = _running_locked(step.support)
    now = SupportStep.objects.select_for_update().get(network_id=step.network_id, pk=step.pk)
    if now.done_on:
        raise StepDone(_("What was found at this step is written down already. Add a further step for more."))
    _not_to_come(done_on, today=_day(at), field="done_on")
    if done_on < support.since:
        words = _("The network stepped in later than that day.")
        raise DateOutOfOrder(words, fields={"done_on": words})
    now.done_on, now.note = done_on, note
    now.save(update_fields=["done_on", "note"])
    return now


def end_support_step(support: Support, *, outcome: str, at: datetime) -> Support:
    """End a plan with how it came out; the figures are taken anew. Raises `SupportOver`."""
    now = _running_locked(support)
    now.ended_on, now.outcome = _day(at), outcome
    now.after = figures_on(now.organisation, on=now.ended_on)
    now.save(update_fields=["ended_on", "outcome", "after"])
    return now


def assign_step(group: Organisation, *, user, since: date, by, at: datetime) -> Facilitation:
    """Give a facilitator a group to look after, from a day on. Raises `NotForThis`, `LookedAfterAlready`."""
    if not facilitators(group.keeper, on=max(since, _day(at))).filter(pk=user.pk).exists():
        words = _("Only somebody with the role of facilitator in this network looks after groups.")
        raise NotForThis(words, fields={"user": words})
    Organisation.objects.select_for_update().get(pk=group.pk)
    before = Facilitation.objects.filter(network_id=group.network_key, organisation=group, user=user)
    if before.filter(Q(until=None) | Q(until__gte=since)).exists():
        words = _("This facilitator looks after the group in those days already.")
        raise LookedAfterAlready(words, fields={"user": words})
    return Facilitation.objects.create(
        network_id=group.network_key,
        organisation=group,
        user=user,
        since=since,
        assigned_by=by,
        assigned_at=at,
    )


def end_facilitation_step(facilitation: Facilitation, *, until: date) -> Facilitation:
    """Say the last day on which somebody looked after a group, once. Raises `DateOutOfOrder`."""
    now = Facilitation.objects.select_for_update().get(network_id=facilitation.network_id, pk=facilitation.pk)
    if now.until:
        raise DateOutOfOrder(_("The last day is written down already."))
    if until < now.since:
        words = _("It began later than that day.")
        raise DateOutOfOrder(words, fields={"until": words})
    now.until = until
    now.save(update_fields=["until"])
    return now


def set_criteria_step(
    network: Organisation, *, criteria: Criteria, holds_from: date, resolution_no: str, resolution_on: date, by, at
) -> GradeCriteria:
    """Adopt criteria as a new version, from a day on. Raises `DateOutOfOrder`."""
    _not_to_come(resolution_on, today=_day(at), field="resolution_on")
    Organisation.objects.select_for_update().get(pk=network.pk)
    newest = GradeCriteria.objects.filter(network_id=network.pk).order_by("-version").first()
    earliest = max([resolution_on, *([newest.holds_from] if newest else [])])
    if holds_from < earliest:
        words = _("Criteria hold from the day they were resolved, and not from before the version they follow.")
        raise DateOutOfOrder(words, fields={"holds_from": words})
    return GradeCriteria.objects.create(
        network_id=network.pk,
        version=newest.version + 1 if newest else 1,
        holds_from=holds_from,
        data=Criteria.from_data(criteria.to_data()).to_data(),
        resolution_no=resolution_no,
        resolution_on=resolution_on,
        set_by=by,
        set_at=at,
    )


def grade_step(group: Organisation, *, typed: Mapping[str, tuple[int, str]], by, at: datetime) -> Grade:
    """Grade a group today by the criteria that hold. typed: {indicator: (per cent of its points, evidence)}.

    What the data can say is scored from it, whatever was typed. Raises `OwnGroup`, `NoCriteria`, `NotAllScored`,
    `GradedLately`.
    """
    today = _day(at)
    if not may_grade(by, group, on=today):
        raise OwnGroup(_("Whoever holds a post in a group does not grade it. Let somebody else do it."))
    held = criteria_on(group.keeper, on=today)
    if held is None:
        raise NoCriteria(_("The network has adopted no criteria yet. Adopt them first, by a resolution."))
    Organisation.objects.select_for_update().get(pk=group.pk)
    _check_not_lately(group, held, by=by, today=today)
    scores = scores_from(Criteria.from_data(held.data), group, typed=typed, on=today)
    total = total_of(scores)
    return Grade.objects.create(
        network_id=group.network_key,
        organisation=group,
        criteria=held,
        graded_on=today,
        scores=[one.to_data() for one in scores],
        total=total,
        band=band_of(total),
        graded_by=by,
        graded_at=at,
    )


def _check_not_lately(group: Organisation, held: GradeCriteria, *, by, today: date) -> None:
    """Refuse a second grade by one person, who could else better it until it pleases; another person may grade."""
    own = Grade.objects.filter(network_id=group.network_key, organisation=group, graded_by=by)
    if own.filter(graded_on=today).exists():
        raise GradedLately(_("You have graded this group today. Somebody else may grade it."))
    last = own.filter(criteria=held, graded_on__gt=today - SAME_TIME).order_by("-graded_on").first()
    if last:
        words = _("You graded this group on %(day)s. By the same criteria you may again from %(from)s; others may now.")
        shown = {"day": show_date(last.graded_on), "from": show_date(last.graded_on + SAME_TIME)}
        raise GradedLately(words % shown)


def scores_from(criteria: Criteria, group: Organisation, *, typed: Mapping, on: date) -> list[Scored]:
    """Return the scores of a group: from the data where it allows, else as typed. Raises `NotAllScored`."""
    by_data = proposed(criteria, group, on=on)
    scores, wrong = [], {}
    for indicator in criteria.indicators:
        if indicator.key in by_data:
            measured, share = by_data[indicator.key]
            scores.append(_measured(indicator, measured, share))
            continue
        share, evidence = typed.get(indicator.key, (None, ""))
        if share not in STEPS:
            wrong[f"{indicator.key}_share"] = _("Choose full, half or none.")
        elif letters_in(evidence) < LEAST_EVIDENCE:
            wrong[f"{indicator.key}_evidence"] = _(
                "Write what this rests on, in at least ten letters: what was seen, which paper, which day."
            )
        else:
            scores.append(_typed(indicator, share, evidence.strip()))
    if wrong:
        raise NotAllScored(_("Every score has its evidence. Nothing was saved yet."), fields=wrong)
    return scores


def _measured(indicator: Indicator, measured, share: int) -> Scored:
    return Scored(
        *(indicator.key, indicator.points(share), indicator.of, share, True),
        measure=measured.measure,
        value=str(measured.value),
        on=measured.on.isoformat(),
        link=measured.link,
    )


def _typed(indicator: Indicator, share: int, evidence: str) -> Scored:
    return Scored(indicator.key, indicator.points(share), indicator.of, share, False, evidence)


def _running_locked(support: Support) -> Support:
    found = Support.objects.select_for_update(of=("self",)).select_related("organisation__keeper", "organisation__book")
    now = found.get(network_id=support.network_id, pk=support.pk)
    if now.ended_on:
        raise SupportOver(_("This plan has ended and stays as it was. A new one can be opened."))
    return now


def _not_to_come(day: date, *, today: date, field: str) -> None:
    if day > today:
        words = _("That day has not come yet.")
        raise DateOutOfOrder(words, fields={field: words})


def _day(at: datetime) -> date:
    return at.astimezone(BANGKOK).date()

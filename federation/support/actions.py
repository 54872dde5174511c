"""Stepping in, looking after, grading: each one durable transaction and one line in the log."""

from datetime import datetime

from django.db import transaction

from federation.audit.log import record
from federation.organisations.models import Grade, GradeCriteria, Organisation
from federation.support import steps
from federation.support.models import Facilitation, Support, SupportStep


@transaction.atomic(durable=True)
def open_support(group: Organisation, *, by, at: datetime, **facts) -> Support:
    """Step into a group; see `steps.open_support_step`."""
    support = steps.open_support_step(group, by=by, at=at, **facts)
    after = {"number": support.number, "adviser": str(support.adviser), "resolution_no": support.resolution_no}
    _record("support_opened", group, by=by, at=at, after=after)
    return support


@transaction.atomic(durable=True)
def add_step(support: Support, *, by, at: datetime, **facts) -> SupportStep:
    """Add a step to a plan; see `steps.add_step_step`."""
    step = steps.add_step_step(support, by=by, at=at, **facts)
    after = {"number": support.number, "what": step.what, "day": step.due_on}
    _record("support_step_added", support.organisation, by=by, at=at, after=after)
    return step


@transaction.atomic(durable=True)
def finish_step(step: SupportStep, *, by, at: datetime, **facts) -> SupportStep:
    """Write down what was found at a step; see `steps.finish_step_step`."""
    done = steps.finish_step_step(step, at=at, **facts)
    after = {"number": step.support.number, "what": done.what, "day": done.done_on}
    _record("support_step_done", step.support.organisation, by=by, at=at, after=after)
    return done


@transaction.atomic(durable=True)
def end_support(support: Support, *, by, at: datetime, outcome: str) -> Support:
    """End a plan; see `steps.end_support_step`."""
    ended = steps.end_support_step(support, outcome=outcome, at=at)
    _record("support_ended", support.organisation, by=by, at=at, after={"number": ended.number})
    return ended


@transaction.atomic(durable=True)
def assign(group: Organisation, *, user, by, at: datetime, **facts) -> Facilitation:
    """Give a facilitator a group to look after; see `steps.assign_step`."""
    made = steps.assign_step(group, user=user, by=by, at=at, **facts)
    _record("facilitator_assigned", group, by=by, at=at, after={"user": user.username, "since": made.since})
    return made


@transaction.atomic(durable=True)
def end_facilitation(facilitation: Facilitation, *, by, at: datetime, until) -> Facilitation:
    """Say the last day on which somebody looked after a group; see `steps.end_facilitation_step`."""
    ended = steps.end_facilitation_step(facilitation, until=until)
    after = {"user": facilitation.user.username, "until": until}
    _record("facilitation_ended", facilitation.organisation, by=by, at=at, after=after)
    return ended


@transaction.atomic(durable=True)
def set_criteria(network: Organisation, *, by, at: datetime, **facts) -> GradeCriteria:
    """Adopt criteria; see `steps.set_criteria_step`."""
    made = steps.set_criteria_step(network, by=by, at=at, **facts)
    after = {"version": made.version, "resolution_no": made.resolution_no, "since": made.holds_from}
    _record("grade_criteria_set", network, by=by, at=at, after=after)
    return made


@transaction.atomic(durable=True)
def grade(group: Organisation, *, by, at: datetime, typed) -> Grade:
    """Grade a group; see `steps.grade_step`."""
    made = steps.grade_step(group, typed=typed, by=by, at=at)
    _record("group_graded", group, by=by, at=at, after={"day": made.graded_on, "version": made.criteria.version})
    return made


def _record(what: str, organisation: Organisation, **act) -> None:
    record(what, organisation=organisation, about=f"organisation:{organisation.pk}", **act)

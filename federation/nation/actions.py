"""What people enter into the registry, each as one act written down in the log."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from federation.audit.log import record
from federation.nation import steps
from federation.nation.models import Strength
from federation.nation.steps import CountIn
from federation.organisations.models import Affiliation, Organisation
from federation.organisations.steps import know_organisation_step
from federation.people.models import User


@transaction.atomic(durable=True)
def know_organisation(*, by: User, at: datetime, also_kinds: Iterable = (), **facts) -> Organisation:
    """Enter an organisation by name; see `organisations.steps.know_organisation_step`."""
    known = know_organisation_step(by=by, at=at, **facts)
    steps.also_kinds_step(known, kinds=also_kinds)
    _record("organisation_known", known, by=by, at=at, after={"code": known.code, "name": known.name_th})
    return known


@transaction.atomic(durable=True)
def count_organisation(organisation: Organisation, *, by: User, at: datetime, **facts) -> None:
    """Enter members and funds of an organisation; see `steps.count_organisation_step`."""
    if steps.count_organisation_step(organisation, by=by, at=at, **facts):
        _record("organisation_counted", organisation, by=by, at=at, after=facts)


@transaction.atomic(durable=True)
def link(
    organisation: Organisation, *, links: Sequence[dict], today: date, by: User, at: datetime
) -> list[Affiliation]:
    """Link an organisation with several higher ones, all or none; see `steps.link_step`."""
    made = [steps.link_step(organisation, on=today, by=by, **facts) for facts in links]
    for each in made:
        after = {"upper": each.upper.code, "sort": each.sort, "since": each.since, "until": each.until}
        _record("affiliated", organisation, by=by, at=at, after=after)
    return made


@transaction.atomic(durable=True)
def enter_counts(rows: Sequence[CountIn], *, batch: UUID, by: User, at: datetime) -> int:
    """Enter the counts of a workbook, all or none; see `steps.enter_counts_step`."""
    new = steps.enter_counts_step(rows, by=by, at=at, batch=batch)
    if new:
        record("counts_entered", by=by, at=at, about=f"batch:{batch}", after={"rows": new})
    return new


@transaction.atomic(durable=True)
def add_strength(organisation: Organisation, *, by: User, at: datetime, **facts) -> Strength:
    """Enter what an organisation is good at; see `steps.add_strength_step`."""
    made = steps.add_strength_step(organisation, by=by, at=at, **facts)
    _record("strength_added", organisation, by=by, at=at, after={"sort": made.sort})
    return made


@transaction.atomic(durable=True)
def end_strength(strength: Strength, *, today: date, by: User, at: datetime) -> None:
    """End a strength, or take a person's name away; see `steps.end_strength_step`. The log names nobody."""
    what = "consent_withdrawn" if strength.consent_on else "strength_ended"
    steps.end_strength_step(strength, by=by, on=today)
    _record(what, strength.organisation, by=by, at=at, after={"sort": strength.sort})


def _record(what: str, organisation: Organisation, *, by, at, after) -> None:
    record(what, by=by, at=at, organisation=organisation, about=f"organisation:{organisation.pk}", after=after)

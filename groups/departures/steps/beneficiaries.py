"""Whom a member names for the case of death: a new set takes the old one's place, which is kept."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from federation.audit.log import record
from federation.bylaws.queries import bylaws_of
from federation.kit.refusals import Refused
from groups.registry import rules
from groups.registry.models import Beneficiary, Membership


class NotWhole(Refused):
    """Raised when those named are too many, lack something, or do not add up to 100; `problems` says what."""


def name_beneficiaries_step(
    membership: Membership, heirs: Iterable[rules.Heir], *, witnesses: str, on: date, by, at
) -> list[Beneficiary]:
    """Keep a new set of those a member names, before two witnesses. Raises `NotWhole`.

    Source: domain, 1.2 Membership rules, beneficiaries.
    """
    heirs = list(heirs)
    most = bylaws_of(membership.organisation, on=on)["beneficiaries_max"]
    problems = rules.wrong_heirs(heirs, most=most)
    if not witnesses.strip():
        problems.append(_("Write the names of two witnesses."))
    if membership.ended_on:
        problems.append(_("This membership has ended; nobody can be named any more."))
    if problems:
        raise NotWhole(problems[0], problems=problems)
    made = Beneficiary.objects.bulk_create(
        Beneficiary(
            network_id=membership.network_id,
            membership=membership,
            named_on=on,
            named_at=at,
            position=position,
            name=heir.name,
            relation=heir.relation,
            percent=heir.percent,
            phone=heir.phone,
            witnesses=witnesses,
            by=by,
        )
        for position, heir in enumerate(heirs, start=1)
    )
    record(
        "beneficiaries_named",
        by=by,
        at=at,
        organisation=membership.organisation,
        about=f"membership:{membership.pk}",
        after={"persons": len(made)},
    )
    return made

"""Whom the system proposes to put out, and how far the written notice is. A person decides on each."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max

from federation.kit.money import ZERO
from federation.kit.wording import Sentence
from welfare.funeral.models import Covered, CoveredEvent, DeathDue, DeathState, Scheme, SchemeModel
from welfare.funeral.queries.people import people_on, terms_on
from welfare.funeral.queries.standing import standings
from welfare.funeral.rules import COLLECTING, Terms
from welfare.funeral.rules.lapse import fee_day_passed, may_be_put_out_from, unpaid_that_count
from welfare.funeral.rules.people import ARREARS, COVERED, SUSPENDED, WAITING

RUNNING = (COVERED, ARREARS, SUSPENDED, WAITING)


@dataclass(frozen=True)
class Proposal:
    """Somebody who may be put out: for which unpaid cases, or why else; when the notice went out.

    may_from: the first day to put out; None before the notice.
    """

    covered: Covered
    unpaid: tuple[DeathDue, ...]
    why: Sentence | None
    noticed_on: date | None
    may_from: date | None

    @property
    def owed(self) -> Decimal:
        return sum((due.amount - due.paid - due.given_up for due in self.unpaid), ZERO)

    def may_be_put_out(self, on: date) -> bool:
        return self.may_from is not None and self.may_from <= on


def lapse_proposals(scheme: Scheme, *, on: date) -> list[Proposal]:
    """Return whom the terms let put out on a day, by group and number; nobody is out by being in this list.

    Raises `NoTerms`. Source: domain: 2 Funeral aid, lose membership; features 118.
    """
    terms = terms_on(scheme, on=on)
    people = people_on(scheme, on=on).filter(relation="member", ended_on=None, shown_state__in=RUNNING)
    people = list(people.order_by("membership__organisation__code", "number"))
    if scheme.model in COLLECTING:
        return _for_cases(scheme, people, terms=terms, on=on)
    if scheme.model == SchemeModel.YEARLY:
        return _for_fee(scheme, people, terms=terms, on=on)
    return []


def lapse_proposal(covered: Covered, *, on: date) -> Proposal | None:
    """Return the proposal about one person, or None."""
    found = lapse_proposals(covered.scheme, on=on)
    return next((one for one in found if one.covered.pk == covered.pk), None)


def _for_cases(scheme: Scheme, people: list[Covered], *, terms: Terms, on: date) -> list[Proposal]:
    cases, found = _cases(scheme, terms=terms, on=on), []
    for one in people:
        dues = cases[one.membership_id]
        places = unpaid_that_count([due.settled_on is None or due.settled_on > on for due in dues], terms=terms)
        unpaid = tuple(dues[at] for at in places)
        if unpaid:
            days = [due.notice_on for due in unpaid]
            found.append(_proposal(one, unpaid=unpaid, noticed_on=None if None in days else max(days), terms=terms))
    return found


def _cases(scheme: Scheme, *, terms: Terms, on: date) -> dict:
    """Return {membership id: the dues that fell due by a day, oldest first}."""
    dues = DeathDue.objects.filter(network_id=scheme.network_id, death__scheme=scheme, death__claimed_on__lt=on)
    dues = dues.filter(death__entry__isnull=False).exclude(death__state=DeathState.TAKEN_BACK).select_related("death")
    found = defaultdict(list)
    for due in dues.order_by("death__number", "pk"):
        if terms.dues_by(due.death.claimed_on) < on:
            found[due.membership_id].append(due)
    return found


def _for_fee(scheme: Scheme, people: list[Covered], *, terms: Terms, on: date) -> list[Proposal]:
    standing, day = standings(scheme, people, on=on), fee_day_passed(terms, on=on)
    notices = CoveredEvent.objects.filter(network_id=scheme.network_id, covered__in=people, notice_on__gt=day)
    noticed = dict(notices.order_by().values_list("covered").annotate(last=Max("notice_on")))
    return [
        _proposal(one, why=standing[one.pk].words, noticed_on=noticed.get(one.pk), terms=terms)
        for one in people
        if not standing[one.pk].holds
    ]


def _proposal(covered: Covered, *, unpaid=(), why=None, noticed_on: date | None, terms: Terms) -> Proposal:
    may_from = may_be_put_out_from(terms, noticed_on=noticed_on) if noticed_on else None
    return Proposal(covered, unpaid, why, noticed_on, may_from)

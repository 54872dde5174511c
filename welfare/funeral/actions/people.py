"""Schemes and whom they cover: each step as one act of its own, written down in the log."""

from django.db import transaction

from federation.audit.log import record
from federation.organisations.models import Organisation
from groups.registry.models import Membership
from welfare.funeral.models import Covered, CoveredEvent, ListCheck, Scheme, SchemeTerms, UnitsBack
from welfare.funeral.steps import checks, lapse, people, schemes, units


@transaction.atomic(durable=True)
def start_scheme(organisation: Organisation, *, by, at, **facts) -> Scheme:
    """Start a scheme with its first terms; see `steps.schemes.start_scheme_step`."""
    scheme = schemes.start_scheme_step(organisation, by=by, at=at, **facts)
    _record("scheme_started", scheme, by=by, at=at, after={"model": scheme.model, **_resolution(facts)})
    return scheme


@transaction.atomic(durable=True)
def set_terms(scheme: Scheme, *, by, at, **facts) -> SchemeTerms:
    """Set terms by a resolution; see `steps.schemes.terms_step`."""
    version = schemes.terms_step(scheme, by=by, at=at, **facts)
    after = {"since": version.holds_from.isoformat(), **_resolution(facts)}
    _record("scheme_terms_set", scheme, by=by, at=at, after=after)
    return version


@transaction.atomic(durable=True)
def apply(scheme: Scheme, membership: Membership, *, by, at, **facts) -> Covered:
    """Take an application; see `steps.people.apply_step`."""
    covered = people.apply_step(scheme, membership, by=by, at=at, **facts)
    return _covered("covered_applied", covered, by=by, at=at)


@transaction.atomic(durable=True)
def apply_many(scheme: Scheme, memberships, *, applied_on, by, at) -> list[Covered]:
    """Take the applications of several members of one day."""
    made = [people.apply_step(scheme, one, applied_on=applied_on, by=by, at=at) for one in memberships]
    for covered in made:
        _covered("covered_applied", covered, by=by, at=at)
    return made


@transaction.atomic(durable=True)
def admit_many(applied, *, by, at, **facts) -> list[Covered]:
    """Admit who applied, by one resolution; see `steps.people.admit_step`."""
    made = [people.admit_step(one, by=by, at=at, **facts) for one in applied]
    for covered in made:
        _covered("covered_admitted", covered, by=by, at=at, **_resolution(facts))
    return made


@transaction.atomic(durable=True)
def change(covered: Covered, *, state: str, by, at, **facts) -> Covered:
    """Suspend somebody, take them back, or let them resign; see `steps.people.change_step`."""
    covered = people.change_step(covered, state=state, by=by, at=at, **facts)
    return _covered("covered_changed", covered, by=by, at=at, state=state)


@transaction.atomic(durable=True)
def send_notice(covered: Covered, *, on, by, at) -> CoveredEvent:
    """Note that the written notice of unpaid dues went out; see `steps.lapse.notice_step`."""
    event = lapse.notice_step(covered, on=on, by=by, at=at)
    _covered("covered_noticed", covered, by=by, at=at, notice_on=on.isoformat())
    return event


@transaction.atomic(durable=True)
def put_out(covered: Covered, *, by, at, **facts) -> Covered:
    """Put out who has not paid; see `steps.lapse.put_out_step`."""
    covered = lapse.put_out_step(covered, by=by, at=at, **facts)
    return _covered("covered_put_out", covered, by=by, at=at, **_resolution(facts))


@transaction.atomic(durable=True)
def keep_check(scheme: Scheme, *, by, at, **facts) -> ListCheck:
    """Keep what a list of who paid was found to say; see `steps.checks.keep_check_step`."""
    kept = checks.keep_check_step(scheme, by=by, at=at, **facts)
    _record("list_checked", scheme, by=by, at=at, after={"file": kept.file_name})
    return kept


@transaction.atomic(durable=True)
def propose_units_back(covered: Covered, *, by, at, **facts) -> UnitsBack:
    """Propose to whom units that are left go; see `steps.units.propose_units_back_step`."""
    made = units.propose_units_back_step(covered, by=by, at=at, **facts)
    _covered("units_back_proposed", covered, by=by, at=at, amount=str(made.amount))
    return made


@transaction.atomic(durable=True)
def decide_units_back(back: UnitsBack, *, agree: bool, by, at) -> UnitsBack:
    """Pay units back as another proposed, or decline it; see `steps.units.decide_units_back_step`."""
    done = units.decide_units_back_step(back, agree=agree, by=by, at=at)
    _covered("units_back_paid" if agree else "units_back_declined", done.covered, by=by, at=at, amount=str(done.amount))
    return done


def _covered(what: str, covered: Covered, *, by, at, **after) -> Covered:
    scheme = covered.scheme
    about = f"membership:{covered.membership_id}"
    after = {"scheme": scheme.code, "number": covered.number, **after}
    record(what, by=by, at=at, organisation=scheme.organisation, about=about, after=after)
    return covered


def _record(what: str, scheme: Scheme, *, by, at, after: dict) -> None:
    about = f"organisation:{scheme.organisation_id}"  # a scheme is nobody's private life
    after = {"name": scheme.name_th, **after}
    record(what, by=by, at=at, organisation=scheme.organisation, about=about, after=after)


def _resolution(facts: dict) -> dict:
    return {"resolution": facts.get("resolution_no", "")}

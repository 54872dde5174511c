"""Who a scheme covers: applying, admitting, and every later step of a covered person's life.

They stand in the caller's transaction; the caller writes the log of acts. Nobody is put out by the program alone.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from federation.kit.clock import BANGKOK
from federation.kit.dates import show_date
from federation.kit.refusals import Refused
from groups.registry.models import Membership, MembershipState
from welfare.funeral.models import Covered, CoveredEvent, CoveredState, Relation, Scheme
from welfare.funeral.queries.people import terms_on
from welfare.funeral.rules import MEMBER, Terms
from welfare.funeral.rules.people import ENDED, OUT, may_follow, needs_reason, needs_resolution
from welfare.funeral.rules.wording import STATE_WORDS
from welfare.funeral.steps.yearly import begin_fee_step, end_fee_step

NO_RESOLUTION = ("", None)


class NotCoverable(Refused):
    """Raised when somebody cannot be covered by a scheme: not a member, too old, of a family it does not cover."""


class AlreadyCovered(Refused):
    """Raised when a member has a running place in the scheme already."""


class NotThatStep(Refused):
    """Raised when a covered person cannot go to a state from where they are, or on that day."""


class PaperMissing(Refused):
    """Raised when a step lacks its reason or its resolution."""


def apply_step(
    scheme: Scheme,
    membership: Membership,
    *,
    relation: str = MEMBER,
    name: str = "",
    born_on: date | None = None,
    applied_on: date,
    by,
    at: datetime,
) -> Covered:
    """Take the application of a member, or for one of the family, under the next funeral number. Locks the scheme.

    born_on: of a relative; a member's is the person's. Where the terms have a greatest age it must be known.
    Raises `NotCoverable`, `AlreadyCovered`, or `NoTerms` for a day before the first terms.
    """
    scheme = _locked(scheme)
    terms = terms_on(scheme, on=applied_on)
    _check_may_apply(scheme, membership, relation=relation, applied_on=applied_on, at=at)
    born_on = membership.person.born_on if relation == MEMBER else born_on
    _check_relation(terms, relation=relation, name=name)
    _check_age(terms, born_on=born_on, on=applied_on)
    fresh = _fresh(scheme, membership, relation=relation, name=name, born_on=born_on, applied_on=applied_on)
    fresh.number = _next_number(scheme)
    fresh.save(force_insert=True)
    _note(fresh, on=applied_on, by=by, at=at)
    return fresh


def admit_step(covered: Covered, *, on: date, resolution_no: str, resolution_on: date, by, at: datetime) -> Covered:
    """Admit who applied, by a resolution; the waiting begins. Raises `NotThatStep` or `PaperMissing`."""
    check_own(covered, by=by)
    terms = terms_on(covered.scheme, on=on)
    resolution = (resolution_no, resolution_on)
    dates = {"approved_on": on, "covered_from": terms.covered_from(on)}
    if locked_covered(covered).state != CoveredState.PENDING:
        raise NotThatStep(_("Only who has applied is admitted."))
    return change_step(covered, state=CoveredState.COVERED, on=on, resolution=resolution, by=by, at=at, **dates)


def cover_step(scheme: Scheme, membership: Membership, *, applied_on: date, by, at: datetime, **facts) -> Covered:
    """Take over somebody who is covered already: applied and admitted at once; see `cover_many_step` for the facts."""
    family = {name: facts.pop(name) for name in ("relation", "name", "born_on", "number") if name in facts}
    [covered] = cover_many_step(
        scheme, [{"membership": membership, **family}], applied_on=applied_on, by=by, at=at, **facts
    )
    return covered


def cover_many_step(
    scheme: Scheme,
    rows: Iterable[dict],
    *,
    applied_on: date,
    approved_on: date | None = None,
    covered_from: date | None = None,
    resolution_no: str,
    resolution_on: date,
    by,
    at: datetime,
) -> list[Covered]:
    """Take over many who are covered already, in a few queries: from an older register, or all members at the start.

    rows: {"membership", and of a relative "relation", "name", "born_on"; "number" where the old one is kept}. Ages
    are not asked. covered_from: by the terms' waiting unless given.
    Raises `AlreadyCovered`, `NotCoverable` or `PaperMissing`.
    """
    scheme, approved_on = _locked(scheme), approved_on or applied_on
    _check_papers(CoveredState.COVERED, reason="", resolution=(resolution_no, resolution_on))
    terms = terms_on(scheme, on=approved_on)
    covered_from = covered_from or terms.covered_from(approved_on)
    rows = list(rows)
    _check_none_covered(scheme, rows)
    numbers, fresh = _free_numbers(scheme, rows), []
    for row, number in zip(rows, numbers, strict=True):
        facts = {name: row[name] for name in ("relation", "name", "born_on") if name in row}
        _check_relation(terms, relation=facts.get("relation", MEMBER), name=facts.get("name", ""))
        _check_of_scheme(scheme, row["membership"])
        one = _fresh(scheme, row["membership"], applied_on=applied_on, **facts)
        one.number, one.approved_on, one.covered_from = number, approved_on, covered_from
        one.state = CoveredState.COVERED
        fresh.append(one)
    made = Covered.objects.bulk_create(fresh)
    resolution = (resolution_no, resolution_on)
    applied = [_event(one, state=CoveredState.PENDING, on=applied_on, by=by, at=at) for one in made]
    admitted = [_event(one, on=approved_on, by=by, at=at, resolution=resolution) for one in made]
    CoveredEvent.objects.bulk_create([*applied, *admitted])
    for one in made:
        begin_fee_step(one, since=approved_on, by=by, at=at)
    return made


def change_step(
    covered: Covered,
    *,
    state: str,
    on: date,
    reason: str = "",
    resolution: tuple = NO_RESOLUTION,
    notice_on: date | None = None,
    by,
    at: datetime,
    **dates,
) -> Covered:
    """Let a covered person go to a state; whoever's place ends takes the family's along. Locks the row.

    resolution: (number, date). Raises `NotThatStep` or `PaperMissing`.
    """
    covered = locked_covered(covered)
    _check_change(covered, state=state, on=on, at=at)
    _check_papers(state, reason=reason, resolution=resolution)
    facts = {"on": on, "reason": reason, "resolution": resolution, "notice_on": notice_on, "by": by, "at": at}
    _go(covered, state=state, dates=dates, **facts)
    if covered.relation == Relation.MEMBER and state in OUT:
        for one in _family(covered):
            _go(one, state=state, dates={}, **facts)
    return covered


def died_step(covered: Covered, *, on: date, reason: str = "", by, at: datetime) -> Covered:
    """Note that a covered person died on a day: the place ends. Raises `NotThatStep`."""
    return change_step(covered, state=CoveredState.DECEASED, on=on, reason=reason, by=by, at=at)


def claim_paid_step(covered: Covered, *, on: date, by, at: datetime) -> Covered:
    """Note that what is due for a dead person was paid. Raises `NotThatStep`."""
    return change_step(covered, state=CoveredState.CLAIM_PAID, on=on, by=by, at=at)


def back_to_life_step(covered: Covered, *, reason: str, by, at: datetime) -> Covered:
    """Put somebody back as before a death that was entered by mistake. Raises `NotThatStep`."""
    covered = locked_covered(covered)
    if covered.state not in (CoveredState.DECEASED, CoveredState.CLAIM_PAID):
        raise NotThatStep(_("No death is entered here."))
    dead = (CoveredState.DECEASED, CoveredState.CLAIM_PAID)
    steps = CoveredEvent.objects.filter(network_id=covered.network_id, covered=covered)
    death = steps.filter(state=CoveredState.DECEASED).order_by("-at", "-pk").first()
    before = steps.exclude(state__in=dead).order_by("-at", "-pk").first()
    return _go(covered, state=before.state, on=death.on, reason=reason, by=by, at=at, dates={})


def _go(covered: Covered, *, state: str, dates: dict, **facts) -> Covered:
    covered.state = state
    covered.ended_on = facts["on"] if state in ENDED else None
    if state == CoveredState.CLAIM_PAID:
        covered.ended_on = Covered.objects.get(pk=covered.pk).ended_on  # the day of the death stays
    for name, value in dates.items():
        setattr(covered, name, value)
    covered.save(update_fields=["state", "ended_on", *dates])
    _note(covered, **facts)
    if state == CoveredState.COVERED:
        begin_fee_step(covered, since=facts["on"], by=facts["by"], at=facts["at"])
    elif state in ENDED:
        end_fee_step(covered, on=facts["on"], why=CoveredState(state).value)
    return covered


def _family(covered: Covered):
    """Return who of the family is covered through a member, their places locked."""
    same = Covered.objects.select_for_update(of=("self",)).filter(
        network_id=covered.network_id, scheme_id=covered.scheme_id, membership_id=covered.membership_id, ended_on=None
    )
    return same.exclude(pk=covered.pk).select_related("scheme").order_by("number")


def _locked(scheme: Scheme) -> Scheme:
    found = Scheme.objects.select_for_update(of=("self",)).select_related("organisation", "fund__organisation__book")
    return found.get(network_id=scheme.network_id, pk=scheme.pk)


def locked_covered(covered: Covered) -> Covered:
    """Return somebody's place as it stands, its row locked."""
    found = Covered.objects.select_for_update(of=("self",)).select_related(
        "scheme__organisation", "scheme__fund__organisation", "membership__person", "membership__organisation"
    )
    return found.get(network_id=covered.network_id, pk=covered.pk)


def _fresh(scheme, membership, *, applied_on, relation=MEMBER, name="", born_on=None) -> Covered:
    return Covered(
        network_id=scheme.network_id,
        scheme=scheme,
        membership=membership,
        relation=relation,
        name="" if relation == MEMBER else name.strip(),
        born_on=born_on,
        applied_on=applied_on,
    )


def _next_number(scheme: Scheme) -> int:
    taken = Covered.objects.filter(network_id=scheme.network_id, scheme=scheme)
    return (taken.aggregate(highest=Max("number"))["highest"] or 0) + 1


def _free_numbers(scheme: Scheme, rows: list[dict]) -> list[int]:
    """Return the numbers given, and the next free ones above all for the rest."""
    given = [row["number"] for row in rows if row.get("number")]
    taken = Covered.objects.filter(network_id=scheme.network_id, scheme=scheme, number__in=given).exists()
    if taken or len(set(given)) < len(given):
        raise NotCoverable(_("A funeral number is given to one person only, and never again."))
    following = max([_next_number(scheme), *(number + 1 for number in given)])
    numbers = []
    for row in rows:
        numbers.append(row.get("number") or following)
        following += not row.get("number")
    return numbers


def _check_may_apply(scheme: Scheme, membership: Membership, *, relation: str, applied_on: date, at) -> None:
    _check_of_scheme(scheme, membership)
    if membership.state != MembershipState.ADMITTED:
        raise NotCoverable(_("Only a member can join; this membership does not run."))
    check_day(applied_on, at=at)
    if applied_on < scheme.started_on or scheme.closed_on:
        words = _("The scheme takes nobody on that day.")
        raise NotCoverable(words, fields={"applied_on": words})
    if relation == MEMBER:
        _check_none_covered(scheme, [{"membership": membership}])
    elif not _own_places(scheme, [membership]).exists():
        raise NotCoverable(_("The member joins first; then somebody of the family can be covered through them."))


def _check_of_scheme(scheme: Scheme, membership: Membership) -> None:
    """Keep a scheme to its own: a group's to its members, a network's to the members of its groups."""
    own = membership.organisation_id == scheme.organisation_id
    below = not scheme.organisation.is_group and membership.network_id == scheme.organisation_id
    if not membership.person_id or not (own or below):
        raise NotCoverable(_("This member does not belong to the organisation whose scheme it is."))


def _check_relation(terms: Terms, *, relation: str, name: str) -> None:
    if relation not in terms.covers:
        words = _("The terms of this scheme do not cover such relatives.")
        raise NotCoverable(words, fields={"relation": words})
    if relation != MEMBER and not name.strip():
        words = _("Write the name of the relative.")
        raise NotCoverable(words, fields={"name": words})


def _check_age(terms: Terms, *, born_on: date | None, on: date) -> None:
    if not terms.max_entry_age:
        return
    if born_on is None:
        words = _("The terms have a greatest age. Write the day of birth first; a member's stands in the register.")
        raise NotCoverable(words, fields={"born_on": words})
    if born_on > on or terms.is_too_old(born_on, on):
        words = _("By the terms one joins at %(most)s years at most; on that day this person is %(age)s.")
        words = words % {"most": terms.max_entry_age, "age": terms.age_on(born_on, on)}
        raise NotCoverable(words, fields={"born_on": words})


def _own_places(scheme: Scheme, memberships):
    return Covered.objects.filter(
        network_id=scheme.network_id, scheme=scheme, membership__in=memberships, relation=MEMBER, ended_on=None
    ).select_related("membership__person")


def _check_none_covered(scheme: Scheme, rows: list[dict]) -> None:
    members = [row["membership"] for row in rows if row.get("relation", MEMBER) == MEMBER]
    if known := _own_places(scheme, members).first():
        words = _("%(name)s has a place already, number %(number)s.")
        raise AlreadyCovered(words % {"name": known.shown_name, "number": known.number})
    if len({member.pk for member in members}) < len(members):
        raise AlreadyCovered(_("A member has one place in a scheme."))


def _check_change(covered: Covered, *, state: str, on: date, at: datetime) -> None:
    if state not in may_follow(covered.state):
        words = _("From the state “%(now)s” one cannot go to “%(then)s”.")
        shown = {"now": STATE_WORDS[covered.state], "then": STATE_WORDS[state]}
        raise NotThatStep(words % shown)
    check_day(on, at=at)
    if on < covered.applied_on:
        words = _("That is before the application of %(day)s.") % {"day": show_date(covered.applied_on)}
        raise NotThatStep(words, fields={"on": words})


def check_day(on: date, *, at: datetime) -> None:
    """Raise `NotThatStep` for a day to come."""
    if on > at.astimezone(BANGKOK).date():
        words = _("This day has not come yet.")
        raise NotThatStep(words, fields={"on": words, "applied_on": words})


def _check_papers(state: str, *, reason: str, resolution: tuple) -> None:
    missing = {}
    if needs_reason(state) and not reason.strip():
        missing["reason"] = _("Write why.")
    if needs_resolution(state) and not (resolution[0].strip() and resolution[1]):
        missing["resolution_no"] = _("Write the number and the day of the resolution.")
    if missing:
        raise PaperMissing(_("This step stands on paper: write its reason and its resolution."), fields=missing)


def check_own(covered: Covered, *, by) -> None:
    """Raise `NotThatStep` where somebody decides about themselves."""
    if by.person_id and by.person_id == covered.membership.person_id:
        raise NotThatStep(_("Nobody decides about their own place. Let another officer enter this."))


def _note(covered: Covered, **facts) -> None:
    _event(covered, **facts).save(force_insert=True)


def _event(covered, *, on, by, at, state="", reason="", resolution=NO_RESOLUTION, notice_on=None) -> CoveredEvent:
    return CoveredEvent(
        network_id=covered.network_id,
        covered=covered,
        state=state or covered.state,
        on=on,
        reason=reason.strip(),
        notice_on=notice_on,
        resolution_no=resolution[0].strip(),
        resolution_on=resolution[1],
        by=by,
        at=at,
    )

"""Asking: to leave, to put somebody out, to move to another group; giving notice, withdrawing, refusing.

Source: domain, 1.2 Membership rules, resignation, drop-out by arrears.
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from federation.kit.clock import BANGKOK
from federation.kit.ids import new_id
from federation.ledger.posting import lock
from groups.departures.models import Departure, DepartureKind, DepartureState
from groups.departures.queries.net import net_of
from groups.departures.steps.frame import (
    NotPossible,
    NotYet,
    check_day,
    check_not_own,
    check_other,
    check_state,
    locked,
    note,
)
from groups.registry.models import Membership, MembershipState
from groups.registry.rules import ENDED

LEFT_BEFORE = "left_before"
KIND_OF_STATE = {
    MembershipState.RESIGNED: DepartureKind.RESIGNATION,
    MembershipState.EXPELLED: DepartureKind.EXPULSION,
    MembershipState.DIED: DepartureKind.DEATH,
}


def ask_step(
    membership: Membership,
    *,
    kind: str,
    on: date,
    reason: str,
    by,
    at: datetime,
    to=None,
    grounds: list | None = None,
) -> Departure:
    """Write down that a member asks to resign or to move to another group, or is proposed to be put out.

    to: of a transfer, the group. grounds: of an expulsion, what speaks for it. Raises `NotPossible`, or `NotYet`
    naming everything that has to be settled before somebody can resign or move. A death is reported otherwise.
    """
    lock(membership.organisation.book)
    membership = Membership.objects.select_related("organisation__book", "person").get(pk=membership.pk)
    check_day(on, at=at)
    if membership.person_id is None or membership.state in (*ENDED, MembershipState.APPLIED):
        raise NotPossible(_("Only a person who is a member can leave or be put out."))
    if kind == DepartureKind.TRANSFER:
        _check_to(membership, to)
    if kind in (DepartureKind.RESIGNATION, DepartureKind.TRANSFER):
        check_free(membership, kind=kind, on=at.astimezone(BANGKOK).date())
    return keep(membership, kind=kind, on=on, reason=reason, to=to, grounds=grounds or [], by=by, at=at)


def check_free(membership: Membership, *, kind: str, on: date) -> None:
    """Raise `NotYet` with all that keeps somebody from leaving on a day."""
    net = net_of(membership, on=on)
    problems = list(net.problems)
    if kind == DepartureKind.TRANSFER and net.loans:
        words = _("Contract %(contract)s has to be settled before moving to another group.")
        problems += [words % {"contract": one.loan.contract_no} for one in net.loans]
    if problems:
        raise NotYet(_("This has to be settled first:"), problems=problems)


def ask_refund_step(membership: Membership, *, reason: str, by, at: datetime) -> Departure:
    """Write down that what somebody who left before still holds is to be returned. Raises `NotPossible`.

    Source: architecture, settled 18: resigned members keep their balance as an open refund.
    """
    lock(membership.organisation.book)
    membership = Membership.objects.select_related("organisation__book", "person").get(pk=membership.pk)
    if membership.state not in ENDED or membership.person_id is None:
        raise NotPossible(_("This membership runs. Only what members who left still hold is returned this way."))
    kind, on = KIND_OF_STATE[membership.state], membership.ended_on
    net = net_of(membership, on=at.astimezone(BANGKOK).date())
    if not net.savings:
        raise NotPossible(_("Nothing is held any more."))
    grounds = [{"what": LEFT_BEFORE, "on": on.isoformat()}]
    notice = {"notice_on": on} if kind == DepartureKind.EXPULSION else {}
    return keep(membership, kind=kind, on=on, reason=reason, grounds=grounds, by=by, at=at, **notice)


def keep(membership: Membership, *, by, at: datetime, **facts) -> Departure:
    """Store a departure that is asked. Raises `NotPossible` where one runs already."""
    check_not_own(membership, by=by) if facts["kind"] == DepartureKind.EXPULSION else None
    if not facts["reason"].strip():
        words = _("Write the reason.")
        raise NotPossible(words, fields={"reason": words})
    try:
        with transaction.atomic():
            made = Departure.objects.create(
                network_id=membership.network_id,
                organisation=membership.organisation,
                membership=membership,
                asked_by=by,
                asked_at=at,
                event=new_id(),
                **facts,
            )
    except IntegrityError as error:
        if "departure_once_at_a_time" in str(error):
            raise NotPossible(_("That this member leaves is entered already.")) from error
        raise
    note("leaving_asked", made, by=by, at=at, day=made.on)
    return made


def _check_to(membership: Membership, to) -> None:
    own = membership.organisation
    if to is None or to.pk == own.pk or to.network_key != own.network_key or not to.is_group or not to.book_id:
        words = _("Choose another group of the network that keeps its book here.")
        raise NotPossible(words, fields={"to": words})


def notice_step(departure: Departure, *, on: date, by, at: datetime) -> Departure:
    """Write down the day on which the written notice of an expulsion was given. Raises `NotPossible`."""
    departure = locked(departure)
    check_state(departure, DepartureState.ASKED)
    check_day(on, at=at)
    if departure.kind != DepartureKind.EXPULSION:
        raise NotPossible(_("Notice is given to who is to be put out."))
    departure.state, departure.notice_on = DepartureState.NOTICED, on
    departure.save(update_fields=["state", "notice_on"])
    note("leaving_noticed", departure, by=by, at=at, day=on)
    return departure


def withdraw_step(departure: Departure, *, reason: str, by, at: datetime) -> Departure:
    """Let what was asked rest: the member stays, or it was entered by mistake. A death is taken back otherwise."""
    departure = locked(departure)
    waiting = [DepartureState.ASKED, DepartureState.NOTICED]
    if departure.kind == DepartureKind.TRANSFER:
        waiting.append(DepartureState.DECIDED)
    check_state(departure, *waiting)
    if departure.is_death and not departure.left_before:
        raise NotPossible(_("A death that was reported wrongly is taken back by two persons."))
    return _end(departure, DepartureState.WITHDRAWN, what="leaving_withdrawn", answer=reason, by=by, at=at)


def refuse_step(departure: Departure, *, answer: str, by, at: datetime, organisation=None) -> Departure:
    """Say no to what was asked, with the reason. organisation: of a transfer, the group that does not admit."""
    departure = locked(departure)
    check_state(departure, DepartureState.ASKED, DepartureState.NOTICED, DepartureState.DECIDED)
    if departure.is_death or (departure.state == DepartureState.DECIDED and departure.kind != DepartureKind.TRANSFER):
        raise NotPossible(_("This cannot be refused."))
    check_other(departure.asked_by, first_at=departure.asked_at, by=by, at=at)
    facts = {"answer": answer, "organisation": organisation}
    return _end(departure, DepartureState.REFUSED, what="leaving_refused", by=by, at=at, **facts)


def _end(departure: Departure, state: str, *, what: str, answer: str, by, at: datetime, organisation=None) -> Departure:
    if not answer.strip():
        words = _("Write the reason.")
        raise NotPossible(words, fields={"answer": words})
    departure.state, departure.answer = state, answer
    departure.save(update_fields=["state", "answer"])
    note(what, departure, by=by, at=at, organisation=organisation)
    return departure

"""Deciding what was asked, by another person with a resolution: the membership ends and its money is settled."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.bylaws.queries import bylaws_of
from federation.kit.dates import show_date
from federation.kit.money import show
from groups.departures.models import Departure, DepartureKind, DepartureState, PaidOut
from groups.departures.queries.net import Net, net_of
from groups.departures.rules import may_confirm_on, parts_of
from groups.departures.steps.asking import check_free
from groups.departures.steps.frame import (
    FiguresChanged,
    NotPossible,
    NotYet,
    check_day,
    check_not_own,
    check_other,
    check_state,
    locked,
    note,
)
from groups.departures.steps.people import check_not_paid
from groups.departures.steps.places import end_cover_step, end_offices_step, end_places_step
from groups.departures.steps.settling import lines_to_keep, settle_step
from groups.promises.steps import recount_step
from groups.registry.models import MembershipState
from groups.registry.queries import beneficiaries_of
from groups.registry.rules import Heir, wrong_heirs
from groups.registry.steps import change_state_step

STATE_OF = {
    DepartureKind.RESIGNATION: MembershipState.RESIGNED,
    DepartureKind.EXPULSION: MembershipState.EXPELLED,
}


def decide_step(
    departure: Departure,
    *,
    on: date,
    resolution_no: str,
    resolution_on: date,
    seen: Decimal,
    by,
    at: datetime,
    heirs: Sequence[Heir] = (),
    certificate: str = "",
    held: bool = False,
) -> Departure:
    """Agree to what was asked, on a day: end the membership, settle loans from savings, owe the rest to the leaver.

    seen: the net in baht as `by` was shown it. heirs: of a death where nobody is named. certificate: of a death, the
    number of its certificate; held: that `by` held the paper. A transfer is only agreed to here: its money moves
    when the other group admits. Raises `NotPossible`, `NotYet`, `FiguresChanged`,
    `NeedsSecondPerson`, or what the register, the loans and the ledger raise.
    """
    departure = locked(departure)
    _check(departure, on=on, resolution_no=resolution_no, by=by, at=at)
    departure.resolution_no, departure.resolution_on = resolution_no.strip(), resolution_on
    if departure.is_death:
        departure.answer = _paper_seen(certificate, held=held)
    departure.decided_by, departure.decided_at = by, at
    if departure.kind == DepartureKind.TRANSFER:
        check_free(departure.membership, kind=departure.kind, on=on)
        return _agree_to_transfer(departure, by=by, at=at)
    net = _net(departure, on=on, seen=seen)
    getters = _getters(departure, net, heirs)
    check_not_paid(departure, [name for name, *_rest in getters], by)
    if not departure.is_death:
        departure.on = departure.on if departure.left_before else on
        if not departure.left_before:
            _end_membership(departure, by=by, at=at)
    departure.entry = settle_step(departure, net, on=on, by=departure.asked_by, checked_by=by, at=at)
    return _keep(departure, net, getters, by=by, at=at)


def _check(departure: Departure, *, on: date, resolution_no: str, by, at: datetime) -> None:
    check_state(departure, DepartureState.ASKED, DepartureState.NOTICED)
    check_other(departure.asked_by, first_at=departure.asked_at, by=by, at=at)
    check_not_own(departure.membership, by=by)
    check_day(on, at=at)
    if not resolution_no.strip():
        words = _("Write the number of the committee's resolution.")
        raise NotPossible(words, fields={"resolution_no": words})
    if departure.kind == DepartureKind.EXPULSION and not departure.left_before:
        _check_notice(departure, on=on)


def _paper_seen(certificate: str, *, held: bool) -> str:
    """Return what is kept of the death certificate. Raises `NotPossible` unless who decides held it."""
    wrong = {}
    if not certificate.strip():
        wrong["certificate"] = _("Write the number of the death certificate.")
    if not held:
        wrong["held"] = _("Nothing is settled for a death before who decides held the death certificate.")
    if wrong:
        raise NotPossible(next(iter(wrong.values())), fields=wrong)
    words = _("Death certificate number %(number)s; who decided held it.")
    return str(words % {"number": certificate.strip()})


def _check_notice(departure: Departure, *, on: date) -> None:
    if departure.notice_on is None:
        raise NotYet(_("Give the written notice first, and write down its day."))
    days = bylaws_of(departure.organisation, on=departure.notice_on)["expulsion_notice_days"]
    first = may_confirm_on(departure.notice_on, notice_days=days)
    if on < first:
        words = _("Notice was given on %(notice)s. By the bylaws this can be confirmed from %(day)s on.")
        raise NotYet(words % {"notice": show_date(departure.notice_on), "day": show_date(first)})


def _net(departure: Departure, *, on: date, seen: Decimal) -> Net:
    net = net_of(departure.membership, on=on)
    stops = list(net.sheet_words)
    if departure.kind == DepartureKind.RESIGNATION and not departure.left_before:
        stops = [*net.problems, *stops]
    if stops:
        raise NotYet(_("This has to be settled first:"), problems=stops)
    if net.net != seen:
        words = _("The figures changed: it comes to %(now)s baht now, not %(seen)s. Look again, then decide.")
        raise FiguresChanged(words % {"now": show(net.net), "seen": show(seen)})
    return net


def _getters(departure: Departure, net: Net, heirs: Sequence[Heir]) -> list[tuple]:
    """Return [(name, relation, per cent or None, baht)] of who gets the net."""
    if not net.to_pay:
        return []
    if not departure.is_death:
        return [(departure.membership.name, "", None, net.to_pay)]
    named = beneficiaries_of(departure.membership) or list(heirs)
    if wrong := wrong_heirs(named, most=max(len(named), 1)):
        words = _("Nobody is named. Write the heirs as the committee resolved, with their shares.")
        raise NotYet(words, problems=[words, *wrong])
    parts = parts_of(net.to_pay, [one.percent for one in named])
    return [(one.name, one.relation, one.percent, part) for one, part in zip(named, parts, strict=True) if part]


def _end_membership(departure: Departure, *, by, at: datetime) -> None:
    membership, on, reason = departure.membership, departure.on, departure.reason
    resolution = (departure.resolution_no, departure.resolution_on)
    facts = {"on": on, "by": by, "at": at, "reason": reason}
    state = STATE_OF[departure.kind]
    ended = change_state_step(
        membership, state=state, resolution_no=resolution[0], resolution_on=resolution[1], **facts
    )
    membership.state, membership.ended_on = ended.state, ended.ended_on
    recount_step([ended])
    end_places_step(membership, on=on, why=reason)
    end_cover_step(membership, state=state.value, resolution=resolution, notice_on=departure.notice_on, **facts)
    end_offices_step(membership, on=on)


def _agree_to_transfer(departure: Departure, *, by, at: datetime) -> Departure:
    departure.state = DepartureState.DECIDED
    fields = ["state", "resolution_no", "resolution_on", "decided_by", "decided_at"]
    departure.save(update_fields=fields)
    note("leaving_decided", departure, by=by, at=at)
    return departure


def _keep(departure: Departure, net: Net, getters: list[tuple], *, by, at: datetime) -> Departure:
    departure.settlement, departure.net = lines_to_keep(net), net.to_pay
    departure.state = DepartureState.DECIDED if getters else DepartureState.DONE
    fields = ["state", "on", "resolution_no", "resolution_on", "decided_by", "decided_at", "settlement", "net", "entry"]
    fields.append("answer")
    departure.save(update_fields=fields)
    PaidOut.objects.bulk_create(
        PaidOut(
            network_id=departure.network_id,
            departure=departure,
            name=name,
            relation=relation,
            percent=percent,
            amount=amount,
        )
        for name, relation, percent, amount in getters
    )
    note("leaving_decided", departure, by=by, at=at, net=departure.net, paper=departure.answer)
    return departure

"""Deciding on a request, and taking an approval back. They stand in the caller's transaction."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from federation.access.queries import independent
from federation.bylaws.queries import bylaws_of
from federation.kit.clock import BANGKOK
from federation.kit.dates import show_date
from federation.kit.refusals import Refused
from federation.people.models import Person
from loans.lending import checks
from loans.lending.models import DecidedIn, DecisionSeat, LoanRequest, RequestState, Seat
from loans.lending.queries.figures import Figures, figures_of
from loans.lending.queries.requests import committee_on, concerned
from loans.lending.rules.decisions import STAND_BACK, Quorum, quorum_of, seats_of
from loans.lending.steps.independence import check_no_post
from loans.lending.steps.requests import BadRequest, locked_one, undecided_one
from loans.lending.steps.seen import check_seen


class OwnLoan(Refused):
    """Raised when who records a decision asks for the loan or guarantees it."""


class OwnEntry(Refused):
    """Raised when who entered a request records the decision on it: one person is no committee."""


class CommitteeCanDecide(Refused):
    """Raised when a resolution of the general meeting stands for the committee's, which could have decided."""


class NoQuorum(Refused):
    """Raised when too few of the committee decided; the words say what to do."""


class RulesRefuse(Refused):
    """Raised when a rule refuses what is to be approved; `problems` names each and what mends it."""


class WarningUnanswered(Refused):
    """Raised when a rule warns and the resolution says nothing about it."""


class NotApproved(Refused):
    """Raised when an approval is to be taken back that is none, or is signed already."""


@dataclass(frozen=True)
class Decision:
    """What was resolved on a request, and who sat there.

    amount, instalments: as approved; by default as asked. kin, absent: ids of persons of the committee.
    general_meeting: the general meeting decided, because too few of the committee may.
    """

    approve: bool
    resolution_no: str
    resolution_on: date
    text: str = ""
    amount: Decimal | None = None
    instalments: int | None = None
    kin: frozenset = field(default_factory=frozenset)
    absent: frozenset = field(default_factory=frozenset)
    general_meeting: bool = False


def decide_step(request: LoanRequest, *, decision: Decision, by, at, seen: str | None = None) -> LoanRequest:
    """Approve or refuse a request by a resolution; what all the rules said is kept with it.

    seen: what was shown to who records it, as `seen_as` tells it.

    Raises `NotUndecided`, `ChangedSinceSeen`, `BadRequest`, `OwnEntry`, `OwnLoan`, `NoQuorum`, `CommitteeCanDecide`;
    for an approval also `RulesRefuse` and
    `WarningUnanswered`.

    Source: domain: 1.4 Loans, approval; features: 61.
    """
    request = undecided_one(request)
    check_seen(request, seen)
    _check_entered_by_another(request, by=by, at=at)
    check_no_post(by, [request.membership], on=at.astimezone(BANGKOK).date())
    decision = _as_asked(request, decision)
    seats, quorum = seats_on(request, decision=decision, by=by)
    if not decision.general_meeting:
        _check_quorum(quorum, len(seats))
    elif quorum.is_possible:
        raise CommitteeCanDecide(
            _("Enough of the committee may decide on this loan. Record what the committee resolved, and who sat there.")
        )
    figures = figures_of(request, on=decision.resolution_on, amount=decision.amount, instalments=decision.instalments)
    if decision.approve:
        _check_rules(checks.checks_of(figures), decision)
    DecisionSeat.objects.bulk_create(
        DecisionSeat(
            network_id=request.network_id,
            request=request,
            person=person,
            seat=seat,
            close_kin=person.pk in decision.kin,
        )
        for person, seat in seats.items()
    )
    return _decided(request, decision, said=_in_thai(figures), by=by, at=at)


def _in_thai(figures: Figures) -> list[dict]:
    """Return what the rules say as it is kept: in Thai, whatever the reader's language."""
    with override("th"):
        return [check.to_data() for check in checks.checks_of(figures)]


def _as_asked(request: LoanRequest, decision: Decision) -> Decision:
    """Return the decision with amounts as asked where it names none. Raises `BadRequest`."""
    if decision.resolution_on < request.asked_on:
        words = _("The resolution comes after the request, which is of %(day)s.") % {"day": show_date(request.asked_on)}
        raise BadRequest(words, fields={"resolution_on": words})
    amount = decision.amount or request.amount
    if amount > request.amount:
        words = _("No more is approved than was asked. Change the request first.")
        raise BadRequest(words, fields={"amount": words})
    if not decision.approve and not decision.text:
        words = _("Say why it is refused, so that the member can be told.")
        raise BadRequest(words, fields={"text": words})
    return replace(decision, amount=amount, instalments=decision.instalments or request.instalments)


def seats_on(request: LoanRequest, *, decision: Decision, by) -> tuple[dict, Quorum]:
    """Return ({person: seat}, quorum) of a decision on a request. Raises `OwnLoan` for who records it."""
    borrowers, guarantors = concerned(request, on=decision.resolution_on)
    _check_not_concerned(by, (borrowers, guarantors))
    committee = {person.pk: person for person in committee_on(request.organisation, decision.resolution_on)}
    bylaws = bylaws_of(request.organisation, on=decision.resolution_on)
    seats = seats_of(
        committee,
        borrowers=borrowers,
        guarantors=guarantors,
        kin=set(decision.kin),
        absent=set(committee) if decision.general_meeting else set(decision.absent),
        kin_decide=bylaws["kin_decide"] == "yes",
    )
    quorum = quorum_of(seats.values(), percent=bylaws["loan_quorum_percent"])
    return {committee[pk]: seat for pk, seat in seats.items()}, quorum


@dataclass(frozen=True)
class Sitting:
    """Somebody of the committee, and what the decision leaves him or her before anything is declared."""

    person: Person
    posts: list
    seat: str

    @property
    def stands_back(self) -> str:
        """Return in words why he or she stands back anyway, or nothing."""
        return Seat(self.seat).label if self.seat in STAND_BACK else ""


def who_sits(request: LoanRequest, *, on: date) -> list[Sitting]:
    """Return the committee of a day, with those who stand back from this request as a matter of course."""
    borrowers, guarantors = concerned(request, on=on)
    committee = committee_on(request.organisation, on)
    seats = seats_of(
        [person.pk for person in committee],
        borrowers=borrowers,
        guarantors=guarantors,
        kin=set(),
        absent=set(),
        kin_decide=True,
    )
    return [Sitting(person, posts, seats[person.pk]) for person, posts in committee.items()]


def _check_not_concerned(by, persons_concerned: tuple[set, set]) -> None:
    if by.person_id and any(by.person_id in persons for persons in persons_concerned):
        raise OwnLoan(_("You ask for this loan or guarantee it. Let another officer record the decision."))


def _check_entered_by_another(request: LoanRequest, *, by, at) -> None:
    if not independent(request.asked_by, by, first_at=request.asked_at, at=at):
        raise OwnEntry(_("You entered this request yourself. Let another officer record what was decided on it."))


def _check_quorum(quorum: Quorum, committee: int) -> None:
    shown = {"may": quorum.may, "decided": quorum.decided, "needed": quorum.needed}
    if not committee:
        raise NoQuorum(_("No committee is entered for that day. Enter who sits on it, then record the decision."))
    if not quorum.is_possible:
        words = _(
            "Only %(may)s of the committee may decide on this loan: the others borrow, guarantee or are close kin."
            " Bring it before the general meeting and record its resolution here, or enter more of the committee."
        )
        raise NoQuorum(words % shown)
    if not quorum.is_met:
        words = _("%(decided)s decided; it takes %(needed)s of the %(may)s who may. Decide when more are there.")
        raise NoQuorum(words % shown)


def _check_rules(said: Iterable[checks.Check], decision: Decision) -> None:
    if against := checks.refusing(said):
        problems = [" ".join(filter(None, [check.words, check.mend])) for check in against]
        raise RulesRefuse(_("The rules do not allow this loan."), problems=problems)
    if (warned := checks.warning(said)) and not decision.text:
        words = _("Say in the resolution why it is approved all the same: %(words)s") % {"words": warned[0].words}
        raise WarningUnanswered(words, fields={"text": words})


def _decided(request: LoanRequest, decision: Decision, *, said: list[dict], by, at) -> LoanRequest:
    facts = {
        "state": RequestState.APPROVED if decision.approve else RequestState.REFUSED,
        "checks": said,
        "amount_approved": decision.amount if decision.approve else None,
        "instalments_approved": decision.instalments if decision.approve else None,
        "resolution_no": decision.resolution_no,
        "resolution_on": decision.resolution_on,
        "resolution_text": decision.text,
        "decided_in": DecidedIn.GENERAL_MEETING if decision.general_meeting else DecidedIn.COMMITTEE,
        "decided_by": by,
        "decided_at": at,
    }
    for name, value in facts.items():
        setattr(request, name, value)
    request.save(update_fields=list(facts))
    return request


def take_back_step(request: LoanRequest, *, on: date, by) -> LoanRequest:
    """Take back an approval that is not signed: the request waits for a decision again.

    on: the day of the resolution behind it, which the caller writes down. Raises `NotApproved` or `OwnLoan`.
    """
    request = locked_one(request)
    _check_not_concerned(by, concerned(request, on=on))
    if request.state != RequestState.APPROVED:
        words = _("Only an approval that is not signed yet is taken back. This request: %(state)s.")
        raise NotApproved(words % {"state": request.get_state_display()})
    facts = {
        "state": RequestState.ASKED,
        "checks": [],
        "amount_approved": None,
        "instalments_approved": None,
        "resolution_no": "",
        "resolution_on": None,
        "resolution_text": "",
        "decided_in": "",
        "decided_by": None,
        "decided_at": None,
    }
    for name, value in facts.items():
        setattr(request, name, value)
    request.save(update_fields=list(facts))
    DecisionSeat.objects.filter(network_id=request.network_id, request=request).delete()
    return request

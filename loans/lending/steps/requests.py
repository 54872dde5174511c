"""Asking for a loan, deciding on it, and taking either back. They stand in the caller's transaction."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from federation.bylaws.queries import bylaws_of
from federation.kit.dates import show_date
from federation.kit.money import ZERO
from federation.kit.refusals import Refused
from federation.ledger.posting import lock
from federation.organisations.models import Organisation
from groups.registry.models import LIVE, Membership
from loans.lending import checks
from loans.lending.models import (
    Collateral,
    DecidedIn,
    DecisionSeat,
    Guarantee,
    JointBorrower,
    Loan,
    LoanRequest,
    LoanState,
    RequestState,
)
from loans.lending.queries.figures import Figures, figures_of
from loans.lending.queries.requests import committee_on, persons_behind, request_numbered
from loans.lending.rules.contracts import goods_total
from loans.lending.rules.decisions import Quorum, quorum_of, seats_of
from loans.lending.steps.contracts import next_number
from loans.products.models import ProductVersion


class BadRequest(Refused):
    """Raised when what was asked does not fit together; `fields` says where."""


class NotUndecided(Refused):
    """Raised when a request was decided, withdrawn or signed already."""


class OwnLoan(Refused):
    """Raised when who records a decision asks for the loan or guarantees it."""


class NoQuorum(Refused):
    """Raised when too few of the committee decided; the words say what to do."""


class RulesRefuse(Refused):
    """Raised when a rule refuses what is to be approved; `problems` names each and what mends it."""


class WarningUnanswered(Refused):
    """Raised when a rule warns and the resolution says nothing about it."""


class NotApproved(Refused):
    """Raised when an approval is to be taken back that is none, or is signed already."""


@dataclass(frozen=True)
class GuarantorIn:
    membership: Membership
    amount: Decimal
    is_spouse: bool = False


@dataclass(frozen=True)
class CollateralIn:
    kind: str
    description: str
    value: Decimal
    valued_on: date
    document_no: str = ""


@dataclass(frozen=True)
class JointIn:
    membership: Membership
    part: Decimal


@dataclass(frozen=True)
class RequestIn:
    """What a member asks for; amounts in baht.

    due_dates: where the instalments follow no rhythm. goods: [{"name", "unit", "count", "price"}], the last two as
    text; then `amount` is their sum. refinances: a running loan of the member that this one pays off.
    """

    membership: Membership
    product_version: ProductVersion
    amount: Decimal
    instalments: int
    first_due_on: date
    purpose: str
    repaid_from: str = ""
    is_urgent: bool = False
    due_dates: tuple[date, ...] = ()
    goods: tuple[dict, ...] = ()
    refinances: Loan | None = None
    guarantors: tuple[GuarantorIn, ...] = ()
    collaterals: tuple[CollateralIn, ...] = ()
    joint: tuple[JointIn, ...] = ()

    def columns(self) -> dict:
        """Return what stands in the request's own row."""
        names = ("membership", "product_version", "amount", "instalments", "first_due_on", "purpose", "repaid_from")
        facts = {name: getattr(self, name) for name in (*names, "is_urgent", "refinances")}
        return {**facts, "due_dates": [day.isoformat() for day in self.due_dates], "goods": list(self.goods)}


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


def ask_step(organisation: Organisation, *, asked: RequestIn, on: date, by, at) -> LoanRequest:
    """Keep a request under the next number. Raises `BadRequest`."""
    lock(organisation.book)
    _check(organisation, asked, on=on)
    request = LoanRequest.objects.create(
        network_id=organisation.network_key,
        organisation=organisation,
        number=next_number(LoanRequest, organisation),
        asked_on=on,
        asked_by=by,
        asked_at=at,
        **asked.columns(),
    )
    _keep_parts(request, asked)
    return request


def change_step(request: LoanRequest, *, asked: RequestIn) -> LoanRequest:
    """Replace what an undecided request says. Raises `NotUndecided` or `BadRequest`."""
    request = _undecided(request)
    _check(request.organisation, asked, on=request.asked_on)
    for name, value in (columns := asked.columns()).items():
        setattr(request, name, value)
    request.save(update_fields=list(columns))
    for parts in (request.guarantees, request.collaterals, request.joint_borrowers):
        parts.all().delete()
    _keep_parts(request, asked)
    return request


def withdraw_step(request: LoanRequest) -> LoanRequest:
    """Let a member take back what he or she asked for. Raises `NotUndecided`."""
    request = _undecided(request)
    request.state = RequestState.WITHDRAWN
    request.save(update_fields=["state"])
    return request


def _check(organisation: Organisation, asked: RequestIn, *, on: date) -> None:
    wrong = {name: words for name, words in _what_is_wrong(organisation, asked, on=on) if words}
    if wrong:
        raise BadRequest(next(iter(wrong.values())), fields=wrong)


def _what_is_wrong(organisation: Organisation, asked: RequestIn, *, on: date):
    """Yield (field, words) of what does not fit together."""
    member = asked.membership
    if member.organisation_id != organisation.pk or member.state not in LIVE:
        yield "number", _("Only a member of this group can ask for a loan.")
    if asked.product_version.product.organisation_id != organisation.pk:
        yield "product", _("Choose one of the loans of this group.")
    if asked.first_due_on <= on:
        yield "first_due_on", _("The first instalment falls due after the day of the request.")
    if asked.goods and goods_total(asked.goods) != asked.amount:
        yield "amount", _("The amount is the sum of the goods.")
    loan = asked.refinances
    if loan and (loan.membership_id != member.pk or loan.state != LoanState.RUNNING):
        yield "refinances", _("Only a running loan of the same member is paid off by another.")
    yield from _wrong_people("guarantors", [one.membership for one in asked.guarantors], asked, organisation)
    yield from _wrong_people("joint", [one.membership for one in asked.joint], asked, organisation)
    if sum((one.part for one in asked.joint), ZERO) >= asked.amount:
        yield "joint", _("The parts of the others together are less than the loan: the first borrower uses the rest.")


def _wrong_people(name: str, members: list[Membership], asked: RequestIn, organisation: Organisation):
    if any(one.pk == asked.membership.pk for one in members):
        yield name, _("The borrower cannot stand here: name another member.")
    if len({one.pk for one in members}) < len(members):
        yield name, _("Each member is named once.")
    if any(one.organisation_id != organisation.pk or one.state not in LIVE for one in members):
        yield name, _("Only members of this group can be named.")
    if name == "guarantors" and {one.pk for one in members} & {one.membership.pk for one in asked.joint}:
        yield name, _("Who borrows together with the member owes it all anyway, and is no guarantor besides.")


def _keep_parts(request: LoanRequest, asked: RequestIn) -> None:
    common = {"network_id": request.network_id, "request": request}
    Guarantee.objects.bulk_create(
        Guarantee(membership=one.membership, amount=one.amount, is_spouse=one.is_spouse, **common)
        for one in asked.guarantors
    )
    JointBorrower.objects.bulk_create(
        JointBorrower(membership=one.membership, part=one.part, **common) for one in asked.joint
    )
    Collateral.objects.bulk_create(Collateral(**vars(one), **common) for one in asked.collaterals)


def _undecided(request: LoanRequest) -> LoanRequest:
    """Lock, and return the request as it stands, if it waits for its decision."""
    request = _locked(request)
    if request.state != RequestState.ASKED:
        words = _("This request does not wait for a decision any more: %(state)s.")
        raise NotUndecided(words % {"state": request.get_state_display()})
    return request


def _locked(request: LoanRequest) -> LoanRequest:
    """Lock the book and the request, and return it with all its parts."""
    lock(request.organisation.book)
    LoanRequest.objects.select_for_update().get(network_id=request.network_id, pk=request.pk)
    return request_numbered(request.organisation, request.number)


def decide_step(request: LoanRequest, *, decision: Decision, by, at) -> LoanRequest:
    """Approve or refuse a request by a resolution; what all the rules said is kept with it.

    Raises `NotUndecided`, `BadRequest`, `OwnLoan`, `NoQuorum`; for an approval also `RulesRefuse` and
    `WarningUnanswered`.

    Source: domain: 1.4 Loans, approval; features: 61.
    """
    request = _undecided(request)
    decision = _as_asked(request, decision)
    seats, quorum = seats_on(request, decision=decision, by=by)
    if not decision.general_meeting:
        _check_quorum(quorum, len(seats))
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


def seats_on(request: LoanRequest, *, decision: Decision, by=None) -> tuple[dict, Quorum]:
    """Return ({person: seat}, quorum) of a decision on a request. Raises `OwnLoan` for who records it."""
    on = decision.resolution_on
    borrowers = persons_behind([request.membership, *(one.membership for one in request.joint_borrowers.all())], on=on)
    guarantors = persons_behind([one.membership for one in request.guarantees.all()], on=on)
    if by is not None and by.person_id and by.person_id in borrowers | guarantors:
        raise OwnLoan(_("You ask for this loan or guarantee it. Let another officer record the decision."))
    committee = {person.pk: person for person in committee_on(request.organisation, on)}
    bylaws = bylaws_of(request.organisation, on=on)
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


def take_back_step(request: LoanRequest) -> LoanRequest:
    """Take back an approval that is not signed: the request waits for a decision again.

    The caller writes down the resolution behind it. Raises `NotApproved`.
    """
    request = _locked(request)
    if request.state != RequestState.APPROVED:
        words = _("Only an approval that is not signed yet is taken back. This request: %(state)s.")
        raise NotApproved(words % {"state": request.get_state_display()})
    DecisionSeat.objects.filter(network_id=request.network_id, request=request).delete()
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
    return request

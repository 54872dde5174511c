"""What people do with requests: ask, change, withdraw, decide, take an approval back. Each is one transaction."""

from datetime import date

from django.db import transaction

from federation.audit.log import record
from federation.organisations.models import Organisation
from loans.lending.models import LoanRequest
from loans.lending.steps.decisions import Decision, decide_step, take_back_step
from loans.lending.steps.requests import RequestIn, ask_step, change_step, withdraw_step


@transaction.atomic(durable=True)
def ask_for_loan(organisation: Organisation, *, asked: RequestIn, on: date, by, at) -> LoanRequest:
    """Keep a member's request. Raises what `ask_step` raises."""
    request = ask_step(organisation, asked=asked, on=on, by=by, at=at)
    _record("loan_asked", request, by=by, at=at, after=_told(request))
    return request


@transaction.atomic(durable=True)
def change_request(request: LoanRequest, *, asked: RequestIn, by, at) -> LoanRequest:
    """Replace what an undecided request says. Raises what `change_step` raises."""
    before = _told(request)
    changed = change_step(request, asked=asked, by=by)
    _record("loan_request_changed", changed, by=by, at=at, before=before, after=_told(changed))
    return changed


@transaction.atomic(durable=True)
def withdraw_request(request: LoanRequest, *, by, at) -> LoanRequest:
    """Let a member take a request back. Raises `NotUndecided`."""
    withdrawn = withdraw_step(request)
    _record("loan_request_withdrawn", withdrawn, by=by, at=at, after={"number": withdrawn.number})
    return withdrawn


@transaction.atomic(durable=True)
def decide_request(request: LoanRequest, *, decision: Decision, by, at, seen: str | None = None) -> LoanRequest:
    """Record the resolution on a request. Raises what `decide_step` raises."""
    decided = decide_step(request, decision=decision, by=by, at=at, seen=seen)
    after = {"number": decided.number, "resolution_no": decided.resolution_no, "amount": decided.amount_approved}
    _record("loan_approved" if decision.approve else "loan_refused", decided, by=by, at=at, after=after)
    return decided


@transaction.atomic(durable=True)
def take_back_approval(
    request: LoanRequest, *, resolution_no: str, resolution_on: date, reason: str, by, at
) -> LoanRequest:
    """Take back an approval that is not signed, by a resolution of its own. Raises `NotApproved` or `OwnLoan`."""
    before = {"resolution_no": request.resolution_no, "amount": request.amount_approved}
    undecided = take_back_step(request, by=by, on=resolution_on)
    after = {"number": request.number, "resolution_no": resolution_no, "day": resolution_on, "reason": reason}
    _record("loan_approval_taken_back", undecided, by=by, at=at, before=before, after=after)
    return undecided


def _told(request: LoanRequest) -> dict:
    return {"number": request.number, "amount": request.amount, "instalments": request.instalments}


def _record(what: str, request: LoanRequest, **facts) -> None:
    record(what, organisation=request.organisation, about=f"loan_request:{request.pk}", **facts)

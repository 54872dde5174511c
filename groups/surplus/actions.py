"""A year's surplus, each act a durable transaction round its step. See `steps`."""

from datetime import datetime

from django.db import transaction

from federation.audit.log import record
from groups.surplus import steps
from groups.surplus.models import Choice, PayBatch, YearClose
from groups.surplus.queries.dues import choices_of


@transaction.atomic(durable=True)
def propose_close(organisation, *, year, by, at: datetime) -> YearClose:
    close = steps.propose_close_step(organisation, year=year, by=by, at=at)
    return _recorded("year_close_proposed", close, by=by, at=at, after={"surplus": close.surplus})


@transaction.atomic(durable=True)
def decide_close(close: YearClose, *, agreed: bool, by, at: datetime) -> YearClose:
    close = steps.decide_close_step(close, agreed=agreed, by=by, at=at)
    return _recorded("year_closed" if agreed else "year_close_refused", close, by=by, at=at)


@transaction.atomic(durable=True)
def ask_back(close: YearClose, *, reason: str, by, at: datetime) -> YearClose:
    close = steps.ask_back_step(close, reason=reason, by=by)
    return _recorded("year_back_asked", close, by=by, at=at, after={"reason": close.back_reason})


@transaction.atomic(durable=True)
def decide_back(close: YearClose, *, agreed: bool, by, at: datetime) -> YearClose:
    close = steps.decide_back_step(close, agreed=agreed, by=by, at=at)
    return _recorded("year_taken_back" if agreed else "year_back_refused", close, by=by, at=at)


@transaction.atomic(durable=True)
def propose_plan(close: YearClose, *, plan, meeting_on, resolution_no: str, by, at: datetime) -> YearClose:
    given = {"meeting_on": meeting_on, "resolution_no": resolution_no, "by": by, "at": at}
    close = steps.propose_plan_step(close, plan=plan, **given)
    percents = {head: f"{percent:.2f}" for head, percent in plan.percents.items()}
    return _recorded("allotment_proposed", close, by=by, at=at, after=percents)


@transaction.atomic(durable=True)
def take_back_plan(close: YearClose, *, by, at: datetime) -> YearClose:
    return _recorded("allotment_sent_back", steps.take_back_plan_step(close), by=by, at=at)


@transaction.atomic(durable=True)
def adopt(close: YearClose, *, by, at: datetime) -> YearClose:
    close = steps.adopt_step(close, by=by, at=at)
    return _recorded("allotment_adopted", close, by=by, at=at, after={"resolution": close.resolution_no})


@transaction.atomic(durable=True)
def propose_batch(close: YearClose, *, on, by, at: datetime, purse=None, membership_ids=()) -> PayBatch:
    batch = steps.propose_batch_step(close, on=on, purse=purse, membership_ids=membership_ids, by=by, at=at)
    _recorded("dividends_listed", batch.year, by=by, at=at, after={"total": batch.total})
    return batch


@transaction.atomic(durable=True)
def decide_batch(batch: PayBatch, *, agreed: bool, by, at: datetime) -> PayBatch:
    batch = steps.decide_batch_step(batch, agreed=agreed, by=by, at=at)
    _recorded("dividends_paid" if agreed else "dividends_sent_back", batch.year, by=by, at=at)
    return batch


@transaction.atomic(durable=True)
def choose(membership, *, into: str, on, by, at: datetime) -> Choice:
    organisation = membership.organisation
    before = {"into": choices_of(organisation).get(membership.pk, "")}
    made = steps.choose_step(membership, into=into, on=on, by=by, at=at)
    told = {"about": f"membership:{membership.pk}", "before": before, "after": {"into": into}}
    record("dividend_choice_set", by=by, at=at, organisation=organisation, **told)
    return made


def _recorded(what: str, close: YearClose, *, by, at: datetime, after=None) -> YearClose:
    record(what, by=by, at=at, organisation=close.organisation, about=f"year:{close.until}", after=after)
    return close

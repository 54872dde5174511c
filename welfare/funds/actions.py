"""Durable shells round the steps of funds, each written into the log."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from federation.audit.log import record
from federation.organisations.models import Organisation
from groups.registry.models import Membership
from welfare.funds import steps
from welfare.funds.models import DuesRule, Enrolment, FundAct, Gift, SubsidyRound, WelfareFund
from welfare.funds.rules.templates import Part
from welfare.funds.steps import acts
from welfare.funds.steps.gifts import gift_step
from welfare.funds.steps.subsidy import subsidy_step


def _note(what: str, fund: WelfareFund, *, by, at: datetime, **after) -> None:
    about = f"fund:{fund.pk}"
    record(what, by=by, at=at, organisation=fund.organisation, about=about, after={"fund": fund.code, **after})


@transaction.atomic(durable=True)
def start_fund(
    organisation: Organisation, *, dues: dict, payer: str, parts: tuple[Part, ...] = (), by, at: datetime, **facts
) -> WelfareFund:
    """Start a fund with its dues and, where they are split, its parts. facts: as `start_fund_step`.

    dues: {way of paying: baht or None}; without any sum no rule on dues is set.
    """
    fund = steps.start_fund_step(organisation, by=by, at=at, **facts)
    resolution = {name: facts[name] for name in ("resolution_no", "resolution_on")}
    for part in parts:
        of_part = {
            "kind": fund.kind,
            "code": f"{fund.code[:11]}{part.code}",
            "name_th": f"{fund.name_th} {part.name_th}",
        }
        steps.start_fund_step(organisation, part_of=fund, on=facts["on"], by=by, at=at, **of_part, **resolution)
    if any(dues.values()):
        split = [(f"{fund.code[:11]}{part.code}", part.percent) for part in parts]
        given = {"holds_from": facts["on"], "split": split, "payer": payer, "by": by, "at": at}
        steps.dues_rule_step(fund, **dues, **given, **resolution)
    _note("fund_started", fund, by=by, at=at)
    return fund


@transaction.atomic(durable=True)
def set_dues(fund: WelfareFund, *, by, at: datetime, **rule) -> DuesRule:
    """Set what a place costs from a day on. Raises as `dues_rule_step`."""
    made = steps.dues_rule_step(fund, by=by, at=at, **rule)
    _note("fund_dues_set", fund, by=by, at=at, holds_from=made.holds_from.isoformat())
    return made


@transaction.atomic(durable=True)
def enrol(fund: WelfareFund, membership: Membership, *, by, at: datetime, **facts) -> Enrolment:
    """Give a member a place. Raises as `enrol_step`."""
    made = steps.enrol_step(fund, membership, by=by, at=at, **facts)
    _note("fund_place_given", fund, by=by, at=at, number=made.number)
    return made


@transaction.atomic(durable=True)
def enrol_all(
    fund: WelfareFund, members: list[Membership], *, since: date | None, dues_from: date, pays: str, by, at: datetime
) -> int:
    """Give every one of these members a place. since: for all, or None for each one's own day of joining."""
    for one in members:
        began = since or one.member_since
        steps.enrol_step(fund, one, since=began, dues_from=dues_from, pays=pays, by=by, at=at)
    _note("fund_places_given", fund, by=by, at=at, count=len(members))
    return len(members)


@transaction.atomic(durable=True)
def end_place(place: Enrolment, *, on: date, why: str, by, at: datetime) -> Enrolment:
    """End a place. Raises as `end_place_step`."""
    ended = steps.end_place_step(place, on=on, why=why)
    _note("fund_place_ended", place.fund, by=by, at=at, number=place.number)
    return ended


@transaction.atomic(durable=True)
def take_gift(fund: WelfareFund, *, amount: Decimal, by, at: datetime, **facts) -> Gift:
    """Book a gift or matching money. Raises as `gift_step`."""
    made = gift_step(fund, amount=amount, by=by, at=at, **facts)
    _note("fund_gift_taken", fund, by=by, at=at, amount=str(amount), donor=made.donor)
    return made


@transaction.atomic(durable=True)
def propose_act(fund: WelfareFund, *, by, at: datetime, **facts) -> FundAct:
    """Ask for an act on a fund. Raises as `propose_act_step`."""
    return _noted(acts.propose_act_step(fund, by=by, at=at, **facts), "fund_act_proposed", by=by, at=at)


@transaction.atomic(durable=True)
def propose_leaders(fund: WelfareFund, *, by, at: datetime, **facts) -> FundAct:
    """Ask that the organisation pays for its leaders. Raises as `propose_leaders_step`."""
    return _noted(acts.propose_leaders_step(fund, by=by, at=at, **facts), "fund_act_proposed", by=by, at=at)


@transaction.atomic(durable=True)
def decide_act(act: FundAct, *, agree: bool, by, at: datetime) -> FundAct:
    """Carry out what another asked for, or decline it. Raises as `decide_act_step`."""
    done = acts.decide_act_step(act, agree=agree, by=by, at=at)
    return _noted(done, "fund_act_done" if agree else "fund_act_declined", by=by, at=at)


def _noted(act: FundAct, what: str, *, by, at: datetime) -> FundAct:
    _note(what, act.fund, by=by, at=at, kind=act.kind, amount=str(act.amount), on=act.on.isoformat())
    return act


@transaction.atomic(durable=True)
def list_for_subsidy(fund: WelfareFund, *, by, at: datetime, **facts) -> SubsidyRound:
    """Keep a list of members for matching money. Raises as `subsidy_step`."""
    made = subsidy_step(fund, by=by, at=at, **facts)
    _note("fund_subsidy_listed", fund, by=by, at=at, count=len(made.members))
    return made


@transaction.atomic(durable=True)
def let_lend(fund: WelfareFund, *, resolution_no: str, by, at: datetime) -> WelfareFund:
    """Let a fund lend by a resolution."""
    steps.let_lend_step(fund, resolution_no=resolution_no)
    _note("fund_let_lend", fund, by=by, at=at, resolution_no=resolution_no)
    return fund


@transaction.atomic(durable=True)
def close_fund(fund: WelfareFund, *, on: date, by, at: datetime) -> WelfareFund:
    """Close an empty fund. Raises as `close_fund_step`."""
    steps.close_fund_step(fund, on=on)
    _note("fund_closed", fund, by=by, at=at)
    return fund

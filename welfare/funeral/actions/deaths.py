"""Durable shells round the steps on deaths, each written into the log."""

from datetime import datetime

from django.db import transaction

from federation.audit.log import record
from welfare.funeral.models import Covered, Death, DeathAct, Payout
from welfare.funeral.steps import deaths, dues, payouts


@transaction.atomic(durable=True)
def open_death(covered: Covered, *, by, at: datetime, **facts) -> Death:
    """Enter the claim for a death; see `steps.deaths.open_death_step`."""
    return _noted(deaths.open_death_step(covered, by=by, at=at, **facts), "death_entered", by=by, at=at)


@transaction.atomic(durable=True)
def check_death(death: Death, *, agree: bool, by, at: datetime) -> Death:
    """Open a round that another entered, or decline it; see `steps.deaths.check_death_step`."""
    done = deaths.check_death_step(death, agree=agree, by=by, at=at)
    return _noted(done, "death_opened" if agree else "death_declined", by=by, at=at)


@transaction.atomic(durable=True)
def propose_payout(death: Death, *, by, at: datetime, **facts) -> Payout:
    """Propose what a payee gets; see `steps.payouts.propose_payout_step`."""
    made = payouts.propose_payout_step(death, by=by, at=at, **facts)
    _noted(made.death, "payout_proposed", by=by, at=at, amount=made.amount)
    return made


@transaction.atomic(durable=True)
def decide_payout(payout: Payout, *, agree: bool, by, at: datetime) -> Payout:
    """Pay what another proposed, or decline it; see `steps.payouts.decide_payout_step`."""
    done = payouts.decide_payout_step(payout, agree=agree, by=by, at=at)
    _noted(done.death, "payout_paid" if agree else "payout_declined", by=by, at=at, amount=done.amount)
    return done


@transaction.atomic(durable=True)
def receive_payout(payout: Payout, *, on, by, at: datetime) -> Payout:
    """Note that the payee signed; see `steps.payouts.receive_payout_step`."""
    done = payouts.receive_payout_step(payout, on=on)
    _noted(payout.death, "payout_received", by=by, at=at, amount=done.amount)
    return done


@transaction.atomic(durable=True)
def ask_act(death: Death, *, by, at: datetime, **facts) -> DeathAct:
    """Ask that a due be given up, or that something be taken back; see `steps.payouts.ask_act_step`."""
    made = payouts.ask_act_step(death, by=by, at=at, **facts)
    _noted(death, "death_act_asked", by=by, at=at, kind=made.kind)
    return made


@transaction.atomic(durable=True)
def decide_act(act: DeathAct, *, agree: bool, by, at: datetime) -> DeathAct:
    """Carry out what another asked for, or decline it; see `steps.payouts.decide_act_step`."""
    done = payouts.decide_act_step(act, agree=agree, by=by, at=at)
    _noted(done.death, "death_act_done" if agree else "death_act_declined", by=by, at=at, kind=done.kind)
    return done


@transaction.atomic(durable=True)
def note_notice(organisation, late, *, on, by, at: datetime) -> None:
    """Note that written notices of late dues were handed over; see `steps.dues.note_notice_step`."""
    dues.note_notice_step(late, on=on)
    after = {"count": len(late), "on": on.isoformat()}
    record("death_notice_given", by=by, at=at, organisation=organisation, about="deaths:late", after=after)


def _noted(death: Death, what: str, *, by, at: datetime, **after) -> Death:
    after = {"number": death.number, "net": str(death.net)} | {name: str(value) for name, value in after.items()}
    record(what, by=by, at=at, organisation=death.scheme.organisation, about=f"death:{death.pk}", after=after)
    return death

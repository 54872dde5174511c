"""All there is of one case, for its page and its file."""

from dataclasses import dataclass
from datetime import date, datetime

from federation.bylaws.queries import bylaws_of
from federation.kit.clock import BANGKOK
from groups.registry.models import MembershipState
from loans.followup.models import CaseStep, Letter
from loans.followup.papers.letters import Sums
from loans.followup.queries.cases import PAID, CaseView, letters_of
from loans.followup.queries.people import asked_on, guarantees_in, guarantees_to_tell
from loans.followup.queries.sums import sums_on
from loans.followup.rules.contact import hours_on, next_free_day
from loans.followup.rules.kinds import ALL, rungs_done
from loans.followup.rules.ladder import RUNGS, place
from loans.followup.rules.limits import Limit, limits
from loans.lending.models import Guarantee, LoanEvent

SHOWN_ON_LADDER = [key for key, rung in RUNGS.items() if key not in ("remind", "write_off")]


@dataclass(frozen=True, slots=True)
class MayAsk:
    """Whether somebody may be asked now, and else from which day on. guarantee: none for the borrower."""

    guarantee: Guarantee | None
    name: str
    asked_today: bool
    next_on: date
    now: bool


@dataclass(frozen=True, slots=True)
class OnLadder:
    """A step of the ladder in a case: done on a day, or usually due on one."""

    key: str
    title: object
    what: object
    gate: object
    done_on: date | None
    usual_on: date | None
    is_next: bool


@dataclass(slots=True)
class Dossier:
    """A case with all that was done, what the law says of it today, and what is due; `steps` the latest first."""

    view: CaseView
    sums: Sums
    steps: list[CaseStep]
    letters: list[Letter]
    guarantees: list[Guarantee]
    to_tell: list[Guarantee]
    limits: list[Limit]
    ladder: list[OnLadder]
    may_ask: list[MayAsk]
    hours: tuple
    payments: list[LoanEvent]

    @property
    def case(self):
        return self.view.case

    @property
    def near_limits(self) -> list[Limit]:
        return [limit for limit in self.limits if limit.is_near(self.view.on)]


def dossier_of(view: CaseView, *, now: datetime) -> Dossier:
    """Return all there is of a case. now: the moment, to say whether one may ask."""
    case, on = view.case, view.on
    payments = payments_of(case)
    guarantees = guarantees_in(case)
    return Dossier(
        view=view,
        sums=sums_on(case.loan, on=on),
        steps=view.steps[::-1],
        letters=list(letters_of(case)),
        guarantees=guarantees,
        to_tell=guarantees_to_tell(case),
        limits=_limits(view, payments=payments),
        ladder=_ladder(view),
        may_ask=[_may_ask(view, one, now=now) for one in (None, *guarantees)],
        hours=hours_on(on),
        payments=payments,
    )


def payments_of(case) -> list[LoanEvent]:
    """Return everything paid on the loan of a case, in order of day."""
    found = LoanEvent.objects.filter(network_id=case.network_id, loan=case.loan_id, kind__in=PAID, struck_at=None)
    return list(found.select_related("payer__person", "payer__member_organisation").order_by("on", "seq"))


def _limits(view: CaseView, *, payments: list[LoanEvent]) -> list[Limit]:
    case = view.case
    membership = case.loan.membership
    owned_up = [event.on for event in payments] + [step.on for step in view.steps if ALL[step.kind].owns_up]
    died_on = membership.ended_on if membership.state == MembershipState.DIED else None
    days = bylaws_of(case.organisation, on=view.on)["guarantor_notice_days"]
    to_tell = bool(guarantees_to_tell(case))
    facts = {"died_on": died_on, "guarantors_to_tell": to_tell, "notice_days": days}
    return limits(case.unpaid_since, owned_up_on=owned_up, **facts) if view.is_open else []


def _ladder(view: CaseView) -> list[OnLadder]:
    done: dict = {}
    for key, day in rungs_done(view.steps):
        done.setdefault(key, day)
    since, here = view.case.unpaid_since, place(view.case.step)
    return [
        OnLadder(
            key,
            RUNGS[key].title,
            RUNGS[key].what,
            RUNGS[key].gate,
            done.get(key),
            RUNGS[key].due(since) if place(key) > here else None,
            key == view.case.next_step,
        )
        for key in SHOWN_ON_LADDER
    ]


def _may_ask(view: CaseView, guarantee: Guarantee | None, *, now: datetime) -> MayAsk:
    membership = (guarantee or view.case.loan).membership
    days = asked_on(view.case, membership, since=view.on)
    local = now.astimezone(BANGKOK)
    first, last = hours_on(view.on)
    open_now = local.date() == view.on and first <= local.time() <= last
    asked = view.on in days
    return MayAsk(guarantee, membership.name, asked, next_free_day(view.on, asked_on=days), open_now and not asked)

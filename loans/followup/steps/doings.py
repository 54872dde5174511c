"""Writing down what was done in a case: calls, visits, talks, mediation, court; and promises to pay."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from federation.audit.log import record
from federation.kit.dates import show_date
from federation.kit.money import ZERO, show
from federation.kit.refusals import Refused
from federation.people.models import Person
from groups.registry.models import Membership
from loans.followup.models import Case, CaseStep, PaymentPromise
from loans.followup.queries.people import asked_on, told
from loans.followup.queries.sums import sums_on
from loans.followup.rules.contact import next_free_day, not_happened_yet, outside_hours
from loans.followup.rules.kinds import ALL, KINDS, Kind, rungs_done
from loans.followup.rules.ladder import HELP, RUNGS, not_yet
from loans.followup.steps.cases import NotThatDay, advance, check_doer, touched, write_down
from loans.lending.models import Guarantee


class OutsideHours(Refused):
    """Raised when the law does not allow asking at that hour."""


class AskedAlready(Refused):
    """Raised when somebody was asked on that day already: the law allows it once a day."""


class MayNotBeTold(Refused):
    """Raised when a contact is with somebody who may not be told of the debt."""


class MoreThanOwed(Refused):
    """Raised when more is promised than is owed in all."""


class NotYet(Refused):
    """Raised when a step of the ladder waits for another."""


@dataclass(frozen=True, slots=True)
class Doing:
    """What was done. to_guarantee, to_named: with whom, else with the borrower. next_on: agreed for what follows."""

    kind: str
    on: date
    done_by: Person
    hour: time | None = None
    to_guarantee: Guarantee | None = None
    to_named: bool = False
    place: str = ""
    cause: str = ""
    note: str = ""
    result: str = ""
    cost: Decimal = ZERO
    next_on: date | None = None

    def facts(self) -> dict:
        names = ("hour", "to_guarantee", "to_named", "place", "cause", "note", "result", "cost")
        return {name: getattr(self, name) for name in names}


def do_step(case: Case, doing: Doing, *, today: date, by, at) -> CaseStep | None:
    """Write down what was done in a case, and set what follows. None: it was paid up, and is closed now instead.

    Raises `OutsideHours`, `AskedAlready`, `MayNotBeTold`, `NotYet`, `NotThatPerson`, `NotThatDay`, `CaseClosed`.
    """
    case = touched(case, on=today, by=by, at=at)
    if case is None:
        return None
    kind = KINDS[doing.kind]
    _check_day(case, doing.on, today=today)
    check_doer(case, doing.done_by, step=_whose(kind), on=doing.on)
    _check_order(case, kind, on=doing.on)
    if kind.contact:
        _check_contact(case, doing, kind=kind, at=at)
    step = _written(case, doing, kind=kind, by=by, at=at)
    if doing.next_on and doing.next_on < doing.on:
        words = _("The next step lies ahead: choose today or a later day.")
        raise NotThatDay(words, fields={"next_on": words})
    advance(case, rung=kind.rung, on=doing.on, unpaid_since=case.unpaid_since, next_on=doing.next_on)
    after = {"kind": kind.key, "day": doing.on}
    record("case_step", by=by, at=at, organisation=case.organisation, about=f"case:{case.pk}", after=after)
    return step


def _whose(kind: Kind) -> str:
    """Return the step of the ladder whose owners may do this; none in particular for a note or a cost."""
    return HELP if kind.by_network else kind.rung if kind.rung in RUNGS else ""


def _check_day(case: Case, on: date, *, today: date) -> None:
    if on > today:
        words = _("Write down what has been done, not what will be: this day lies ahead.")
        raise NotThatDay(words, fields={"on": words})
    if on < case.unpaid_since:
        words = _("On this day the loan was not late yet: it is since %(day)s.") % {"day": show_date(case.unpaid_since)}
        raise NotThatDay(words, fields={"on": words})


def _check_order(case: Case, kind: Kind, *, on: date) -> None:
    done = rungs_done(CaseStep.objects.filter(network_id=case.network_id, case=case))
    check_order(case, kind.rung, done=done, on=on)


def check_order(case: Case, rung: str, *, done: list, on: date) -> None:
    """Raise `NotYet` unless what comes before a step of the ladder was done."""
    if words := not_yet(rung, done=done, on=on):
        raise NotYet(words)
    if rung in ("hand_over", "court") and case.organisation.is_group and case.with_network_since is None:
        raise NotYet(_("The legal unit is the network's: ask the network for help first."))


def _check_contact(case: Case, doing: Doing, *, kind: Kind, at) -> None:
    """Raise a refusal unless the law lets this person be asked at this hour of this day."""
    if doing.hour is None:
        words = _("Write the hour: the law counts it.")
        raise OutsideHours(words, fields={"hour": words})
    if words := outside_hours(doing.on, doing.hour):
        if not not_happened_yet(doing.on, doing.hour, now=at):
            words = _("%(law)s If it did happen then, write it down as a note, without a contact.") % {"law": words}
        raise OutsideHours(words, fields={"hour": words})
    if not_happened_yet(doing.on, doing.hour, now=at):
        words = _("Write down what has been done, not what will be: this hour lies ahead.")
        raise NotThatDay(words, fields={"hour": words})
    _check_told(case, doing, kind=kind)
    member = told(case, doing.to_guarantee)
    if member.person_id:  # two cases of one person are asked about under one lock
        Person.objects.select_for_update(of=("self",)).get(network_id=member.network_id, pk=member.person_id)
    else:
        Membership.objects.select_for_update(of=("self",)).get(network_id=member.network_id, pk=member.pk)
    days = asked_on(case, member, since=doing.on)
    if doing.on in days:
        raise _asked_already(doing, days)


def _check_told(case: Case, doing: Doing, *, kind: Kind) -> None:
    if doing.to_named and not case.named_contact:
        words = _("The borrower has named nobody in writing. Only the borrower and the guarantors may be told.")
        raise MayNotBeTold(words, fields={"told": words})
    if kind.of_guarantor and doing.to_guarantee is None:
        words = _("Choose which guarantor it was.")
        raise MayNotBeTold(words, fields={"told": words})
    guarantee = doing.to_guarantee
    if guarantee and (guarantee.loan_id != case.loan_id or guarantee.released_on):
        words = _("This person does not guarantee this loan, and may not be told of it.")
        raise MayNotBeTold(words, fields={"told": words})


def _asked_already(doing: Doing, days: set) -> AskedAlready:
    following = next_free_day(doing.on, asked_on=days)
    words = _("This person was asked on %(day)s already. The law allows once a day: the next day free is %(next)s.")
    shown = words % {"day": show_date(doing.on), "next": show_date(following)}
    return AskedAlready(shown, fields={"on": shown})


def _written(case: Case, doing: Doing, *, kind: Kind, by, at) -> CaseStep:
    facts = {**doing.facts(), "is_contact": kind.contact}
    try:
        with transaction.atomic():
            return write_down(case, kind=kind.key, on=doing.on, done_by=doing.done_by, by=by, at=at, **facts)
    except IntegrityError as problem:  # the database counts contacts too
        if "case_one_contact_a_day" not in str(problem):
            raise
        raise _asked_already(doing, {doing.on}) from problem


def promise_step(
    case: Case,
    *,
    amount: Decimal,
    due_on: date,
    made_on: date,
    today: date,
    by,
    at,
    by_guarantee: Guarantee | None = None,
) -> PaymentPromise | None:
    """Write down a promise to pay so many baht by a day. None: it was paid up, and is closed now instead.

    Raises `NotThatDay`, `MoreThanOwed`, `CaseClosed`.
    """
    case = touched(case, on=today, by=by, at=at)
    if case is None:
        return None
    _check_day(case, made_on, today=today)
    if due_on < made_on:
        words = _("A promise looks ahead: the day to pay comes after the day it was given.")
        raise NotThatDay(words, fields={"due_on": words})
    _check_promised(case, amount, due_on=due_on)
    promise = PaymentPromise.objects.create(
        network_id=case.network_id,
        case=case,
        made_on=made_on,
        amount=amount,
        due_on=due_on,
        by_guarantee=by_guarantee,
        written_by=by,
        written_at=at,
    )
    case.next_on = due_on if case.next_on is None else max(case.next_on, due_on)
    case.save(update_fields=["next_on"])
    record("case_promise", by=by, at=at, organisation=case.organisation, about=f"case:{case.pk}", after={"day": due_on})
    return promise


def _check_promised(case: Case, amount: Decimal, *, due_on: date) -> None:
    """Raise `MoreThanOwed` for more than ends the loan on the day of the promise, interest until then with it."""
    whole = sums_on(case.loan, on=due_on).whole
    if amount > whole:
        words = _("The whole debt comes to %(baht)s baht on that day. Promise that or less.") % {"baht": show(whole)}
        raise MoreThanOwed(words, fields={"amount": words})


def kind_title(step: CaseStep):
    """Return what a step is called."""
    return ALL[step.kind].title if step.kind in ALL else step.kind

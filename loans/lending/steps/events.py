"""Recording what happens to a loan: paid out, repaid, waived, put on a new schedule, taken back.

Steps stand in the caller's transaction. A fact that comes in late makes what came after be booked anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from federation.kit.clock import BANGKOK
from federation.kit.dates import show_date
from federation.kit.ids import new_id
from federation.kit.money import ZERO, show
from federation.kit.refusals import Refused
from federation.ledger.posting import EntryKind, Paper, lock
from federation.ledger.twins import post_between, reverse_between
from loans.lending.models import EventKind, Loan, LoanEvent, LoanState, ScheduleRow, ScheduleVersion
from loans.lending.postings import moves_of
from loans.lending.queries.accounts import accounts_of
from loans.lending.queries.borrowers import WITH_BOOKS
from loans.lending.queries.history import contracts_of
from loans.lending.steps.between import handed_to_fund, posting_day, purses_for
from loans.lending.steps.endings import save_states
from loans.lending.steps.recount import (
    CACHED,
    LaterFirst,
    LoanOverpaid,
    Scribe,
    Story,
    book_differences,
    check_fits,
    differences,
    keep,
    live_events,
    stories_of,
    story_of,
    undone,
)
from loans.products.rules import ProductTerms

__all__ = [
    "LaterFirst",
    "LoanOverpaid",
    "NotThatEvent",
    "enter_step",
    "new_schedule_step",
    "pay_out_step",
    "repay_step",
    "strike_entry_step",
    "strike_step",
]

RUNNING, SIGNED, CHARGED_OFF = LoanState.RUNNING.value, LoanState.SIGNED.value, LoanState.CHARGED_OFF.value
OF_LOAN = tuple(f"loan__{one}" for one in WITH_BOOKS)
HANDED_OVER = ("desk", "bank", "guarantor")  # where somebody brought money and gets a receipt
TAKES = {
    EventKind.OPENING: (SIGNED,),
    EventKind.PAYOUT: (SIGNED, RUNNING),
    EventKind.WAIVER: (RUNNING, CHARGED_OFF),
    EventKind.RECOVERY: (CHARGED_OFF,),
    EventKind.WRITE_OFF: (RUNNING, CHARGED_OFF),
}


class NotThatEvent(Refused):
    """Raised when something cannot happen to a loan as it stands; the words say why."""


def enter_step(
    loan: Loan,
    *,
    kind: str,
    on: date,
    by,
    at: datetime,
    amount: Decimal = ZERO,
    data: Mapping | None = None,
    payer=None,
    checked_by=None,
    money: Iterable = (),
    memo: str = "",
    key: str | None = None,
    entry=None,
    purse=None,
    joins=None,
) -> LoanEvent:
    """Record a fact of a loan on its own day, and book it.

    money: [(account id, baht)], the other side: debits for money in, credits for a payout. entry: where the caller
    has booked it already. purse: where an organisation borrows, the account of its own book that the money comes from
    or goes to, by default its cash. joins: the event of several entries that its entry is one of. A fact of a closed
    month is booked in the oldest open one (`posting_day`). Later payments are split anew; what differs is booked.

    Raises `NotThatEvent`, `LoanOverpaid`, `LaterFirst`, `MonthClosed`, or what the ledger's `post_between` raises.
    """
    lock(loan.organisation.book)
    loan = _locked(loan)
    event = LoanEvent(
        id=new_id(),
        network_id=loan.network_id,
        loan=loan,
        kind=kind,
        on=on,
        seq=next_seq(loan),
        amount=amount,
        data=dict(data or {}),
        payer=payer,
        entry=entry,
        by=by,
        checked_by=checked_by,
        at=at,
    )
    check_possible(event)
    if entry is None and money:
        _posting_day(event)
    check_fits(story := story_of(loan, contracts_of([loan])[loan.pk], [*live_events([loan]), event]), new=event)
    _book(story, event, money=list(money), memo=memo, key=key, purse=purse, joins=joins)
    return event


def _locked(loan: Loan) -> Loan:
    """Return a loan as it stands under the book's lock."""
    found = Loan.objects.select_related(*WITH_BOOKS).get(network_id=loan.network_id, pk=loan.pk)
    loan.state, loan.closed_on = found.state, found.closed_on
    return found


def next_seq(loan: Loan) -> int:
    found = LoanEvent.objects.filter(network_id=loan.network_id, loan=loan).aggregate(last=Max("seq"))
    return (found["last"] or 0) + 1


def check_possible(event: LoanEvent) -> None:
    """Raise `NotThatEvent` where the state of the loan or the day does not allow this."""
    loan, day = event.loan, {"contract": event.loan.contract_no}
    if loan.state not in TAKES.get(event.kind, (RUNNING,)):
        words = _("Contract %(contract)s is %(state)s; “%(what)s” cannot be recorded on it.")
        raise NotThatEvent(words % {**day, "state": loan.get_state_display(), "what": event.get_kind_display()})
    if event.on > _day_of(event.at):
        raise NotThatEvent(_("That day has not come yet."), fields={"on": _("That day has not come yet.")})
    if event.on < loan.signed_on:
        words = _("Contract %(contract)s was signed on %(day)s; nothing can happen before.")
        words %= {**day, "day": show_date(loan.signed_on)}
        raise NotThatEvent(words, fields={"on": words})
    if event.kind == EventKind.PAYOUT:
        _check_payout(event)
    if loan.state == CHARGED_OFF:
        _check_after_charge_off(event)


def _check_payout(event: LoanEvent) -> None:
    loan = event.loan
    paid = loan.events.filter(kind=EventKind.PAYOUT, struck_at=None).values_list("amount", flat=True)
    left = loan.principal - sum(paid, ZERO)
    if not ZERO < event.amount <= left:
        words = _("Of contract %(contract)s %(left)s baht can still be paid out.")
        raise NotThatEvent(words % {"contract": loan.contract_no, "left": show(left)})


def _check_after_charge_off(event: LoanEvent) -> None:
    charged = event.loan.events.filter(kind=EventKind.CHARGE_OFF, struck_at=None).order_by("-on").first()
    same_day_before = event.on == charged.on and event.kind == EventKind.WAIVER
    if event.on < charged.on or same_day_before:
        words = _("Contract %(contract)s was charged off on %(day)s. Date this on a later day.")
        raise NotThatEvent(words % {"contract": event.loan.contract_no, "day": show_date(charged.on)})


def _book(story: Story, event: LoanEvent, *, memo: str, **booked) -> None:
    """Post the entry of a new event and what differs on later ones, and save it all.

    What puts principal back on the loan is booked first, so that the loan never falls below zero on the way.
    """
    loan, book = event.loan, event.loan.organisation.book
    scribe = Scribe(book, f"loan:{loan.pk}:resplit:{event.seq}", event.by, event.checked_by, event.at, memo)
    found = differences(story, new=event)
    book_differences([one for one in found if one.principal < 0], scribe)
    if event.entry is None:
        event.entry = _entry(story, event, memo=memo, **booked)
    changed = [one for one in keep(story) if one is not event]
    event.save(force_insert=True)
    LoanEvent.objects.bulk_update(changed, CACHED)
    book_differences([one for one in found if one.principal >= 0], replace(scribe, key=f"{scribe.key}:more"))
    save_states([story])


def _entry(story: Story, event: LoanEvent, *, money: Sequence, memo: str, key: str | None, purse, joins):
    loan, book = event.loan, event.loan.organisation.book
    parts = story.outcomes[event.pk].parts
    handed_over = event.payer_id and event.data.get("source") in HANDED_OVER
    paper = Paper(event.payer_id) if handed_over else None
    facts = {"parts": parts, "amount": event.amount, "money": money, "paper": paper}
    moves = moves_of(event.kind, accounts_of(book, [loan])[loan.pk], **facts)
    if not moves:
        return None
    moves += handed_to_fund(event)
    on, concerns = _posting_day(event)
    return post_between(
        book=book,
        on=on,
        kind=EntryKind.LOAN,
        key=key or f"loan:{loan.pk}:{event.kind}:{event.seq}",
        moves=moves,
        purses=purses_for(loan, purse),
        event=joins,
        by=event.by,
        checked_by=event.checked_by,
        memo=memo,
        concerns_month=concerns,
    ).entry


def _posting_day(event: LoanEvent) -> tuple[date, date | None]:
    return posting_day([event.loan], event.on, today=_day_of(event.at))


def _day_of(at: datetime) -> date:
    return at.astimezone(BANGKOK).date()


def pay_out_step(
    loan: Loan,
    *,
    on: date,
    amount: Decimal,
    money,
    by,
    checked_by,
    at: datetime,
    data: Mapping | None = None,
    purse=None,
) -> LoanEvent:
    """Pay a loan out, whole or in part. money: [(cash, bank or goods account, baht)], which come to `amount`.
    The product's fee is kept back from the first payout in money. purse: see `enter_step`, and what it raises."""
    money, data = list(money), dict(data or {})
    fee = ZERO if data.get("from") == "goods" else fee_of(loan)
    if fee and sum(baht for _account, baht in money) == amount:
        account, baht = money[-1]
        money[-1] = (account, baht - fee)
        data["fee"] = str(fee)
    facts = {"on": on, "amount": amount, "money": money, "data": data, "purse": purse}
    return enter_step(loan, kind=EventKind.PAYOUT, by=by, checked_by=checked_by, at=at, **facts)


def fee_of(loan: Loan) -> Decimal:
    """Return what is kept back from the next payout, in baht: the product's fee, once."""
    if loan.events.filter(network_id=loan.network_id, kind=EventKind.PAYOUT, struck_at=None).exists():
        return ZERO
    return ProductTerms.from_data(loan.terms).fee.of(loan.principal)


def repay_step(
    loan: Loan,
    *,
    on: date,
    amount: Decimal,
    money,
    payer,
    by,
    at: datetime,
    kind: str = EventKind.REPAYMENT,
    data: Mapping | None = None,
    checked_by=None,
    purse=None,
) -> LoanEvent:
    """Take a repayment at the desk or by bank; of a loan that was charged off, it is a recovery.

    kind: repayment, or prepayment for principal paid early. purse: see `enter_step`, and what it raises.
    """
    if loan.state == CHARGED_OFF:
        kind = EventKind.RECOVERY
    return enter_step(
        loan,
        kind=kind,
        on=on,
        amount=amount,
        money=money,
        payer=payer,
        by=by,
        at=at,
        checked_by=checked_by,
        purse=purse,
        data={"source": "desk"} | dict(data or {}),
    )


def new_schedule_step(
    loan: Loan,
    rows: Iterable,
    *,
    holds_from: date,
    reason: str,
    by,
    at: datetime,
    resolution_no: str = "",
    deferred: str = "last",
) -> LoanEvent:
    """Put a new schedule in the place of the one in force; the old one is kept.

    rows: with `n`, `due` or `due_on`, `principal`, `interest`. deferred: whether interest and fines unpaid until then
    fall due with the "last" instalment or the "first". Raises as `enter_step`.
    """
    lock(loan.organisation.book)
    number = (loan.schedules.aggregate(last=Max("number"))["last"] or 0) + 1
    version = ScheduleVersion.objects.create(
        network_id=loan.network_id,
        loan=loan,
        number=number,
        holds_from=holds_from,
        reason=reason,
        resolution_no=resolution_no,
        made_by=by,
        made_at=at,
    )
    ScheduleRow.objects.bulk_create(
        ScheduleRow(
            network_id=loan.network_id,
            schedule=version,
            n=row.n,
            due_on=getattr(row, "due_on", None) or row.due,
            principal=row.principal,
            interest=row.interest,
        )
        for row in rows
    )
    data = {"version": number, "deferred": deferred}
    return enter_step(loan, kind=EventKind.SCHEDULE, on=holds_from, data=data, by=by, at=at)


def strike_step(event: LoanEvent, *, on: date, by, checked_by, at: datetime, reason: str) -> LoanEvent:
    """Take back one event by the mirror of its entry, dated as the entry while that month is open, else in the oldest.

    on: when it is taken back; by: who asked; checked_by: who agreed. What came after is booked anew.
    Raises `NotThatEvent` where it was taken back already, `LaterFirst`, `LoanOverpaid`, or what `reverse_between`
    raises.
    """
    book = event.loan.organisation.book
    lock(book)
    event = LoanEvent.objects.select_related("entry__book", *OF_LOAN).get(network_id=event.network_id, pk=event.pk)
    if event.struck_at:
        raise NotThatEvent(_("This was taken back already."))
    others = [one for one in live_events([event.loan]) if one.pk != event.pk]
    check_fits(stories_of([event.loan], events=others)[0])
    mirror = None
    if event.entry_id:
        day, _concerns = posting_day([event.loan], event.entry.on, today=_day_of(at))
        mirror = reverse_between(event.entry, on=day, by=by, checked_by=checked_by, reason=reason).entry
    scribe = Scribe(book, f"loan:{event.loan_id}:strike:{event.seq}", by, checked_by, at, reason)
    _strike([event], reversal=mirror, scribe=scribe)
    return event


def strike_entry_step(entry, *, reversal, at: datetime, membership_id=None) -> list[LoanEvent]:
    """Take back all events of an entry whose mirror is posted already, such as a sheet's. Returns them.

    membership_id: only those on the loans of one borrower, where `reversal` corrects its part alone.

    A constant number of queries. Raises `LaterFirst` or `LoanOverpaid`.
    """
    of_one = {"loan__membership_id": membership_id} if membership_id else {}
    events = list(
        LoanEvent.objects.filter(network_id=entry.network_id, entry=entry, struck_at=None, **of_one)
        .select_related(*OF_LOAN)
        .order_by("loan__number", "seq")
    )
    if events:
        book = events[0].loan.organisation.book
        key = f"loans:strike:{reversal.pk}"
        _strike(events, reversal=reversal, scribe=Scribe(book, key, reversal.by, reversal.checked_by, at))
    return events


def _strike(events: list[LoanEvent], *, reversal, scribe: Scribe) -> None:
    """Strike events, undo what was moved on them since, and work their loans out again without them."""
    taken_off = undone(events)
    for event in events:
        event.struck_by, event.struck_at = reversal, scribe.at
    for one in taken_off:
        _as_first_booked(one)
    LoanEvent.objects.bulk_update(events, ["struck_by", "struck_at", "principal", "interest", "fine"])
    loans = {event.loan_id: event.loan for event in events}.values()
    stories = stories_of(loans, events=live_events(loans))
    for story in stories:
        check_fits(story)
    found = [*taken_off, *(one for story in stories for one in differences(story))]
    book_differences([one for one in found if one.principal < 0], scribe)
    LoanEvent.objects.bulk_update([one for story in stories for one in keep(story)], CACHED)
    book_differences([one for one in found if one.principal >= 0], replace(scribe, key=f"{scribe.key}:more"))
    save_states(stories)


def _as_first_booked(one) -> None:
    event = one.event
    event.principal += one.principal
    event.interest += one.interest
    event.fine += one.fine

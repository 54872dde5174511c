"""Working loans out again from their facts: what changed is booked by an entry of its own and kept beside the event."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.kit.clock import BANGKOK
from federation.kit.dates import show_date
from federation.kit.money import show
from federation.kit.refusals import Refused
from federation.ledger.posting import EntryKind
from federation.ledger.twins import post_between
from loans.lending.models import EventKind, Loan, LoanAdjustment, LoanEvent
from loans.lending.postings import moved
from loans.lending.queries.accounts import accounts_of
from loans.lending.queries.history import contracts_of, fact_of
from loans.lending.rules.facts import Contract
from loans.lending.rules.payments import Parts
from loans.lending.rules.replay import Outcome, replay
from loans.lending.rules.snapshot import to_data
from loans.lending.rules.state import State
from loans.lending.steps.between import posting_day

PAYMENTS = (EventKind.REPAYMENT, EventKind.PREPAYMENT)
FIGURES = ("principal", "interest", "fine", "principal_after", "interest_after", "fine_after", "unpaid_since")
CACHED = (*FIGURES, "after")


class LoanOverpaid(Refused):
    """Raised when more is paid than is owed; `over` is by how much, in baht."""

    def __init__(self, words, *, over: Decimal):
        self.over = over
        super().__init__(words)


class LaterFirst(Refused):
    """Raised when something later stands in the way and has to be taken back first."""


@dataclass(frozen=True, slots=True)
class Story:
    """A loan with its facts in order, worked out: `outcomes` by event id, and the state after the last one."""

    loan: Loan
    events: list[LoanEvent]
    outcomes: dict
    state: State
    last: Outcome | None


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much an event is booked otherwise than before, in baht; the three parts add up to nothing."""

    event: LoanEvent
    loan: Loan
    principal: Decimal
    interest: Decimal
    fine: Decimal


@dataclass(frozen=True, slots=True)
class Scribe:
    """Who writes entries that book differences, and under which key. today: where a month is closed."""

    book: object
    key: str
    by: object
    checked_by: object
    at: datetime
    memo: str = ""

    @property
    def today(self) -> date:
        return self.at.astimezone(BANGKOK).date()


def story_of(loan: Loan, contract: Contract, events: Iterable[LoanEvent]) -> Story:
    """Return a loan worked out from these events, struck ones left out."""
    live = [event for event in events if event.struck_at is None]
    outcomes, state = replay(contract, [fact_of(event) for event in live])
    by_key = {outcome.fact.key: outcome for outcome in outcomes}
    return Story(loan, live, by_key, state, outcomes[-1] if outcomes else None)


def stories_of(loans: Iterable[Loan], *, events: Iterable[LoanEvent]) -> list[Story]:
    """Return loans worked out from all their events. One query."""
    loans, of_loan = list(loans), {}
    for event in events:
        of_loan.setdefault(event.loan_id, []).append(event)
    contracts = contracts_of(loans)
    return [story_of(loan, contracts[loan.pk], of_loan.get(loan.pk, [])) for loan in loans]


def live_events(loans: Iterable[Loan]) -> list[LoanEvent]:
    """Return the events of loans that were not struck. One query."""
    loans = list(loans)
    found = LoanEvent.objects.filter(network_id=loans[0].network_id, loan__one_of=[loan.pk for loan in loans])
    return list(found.filter(struck_at=None).order_by("loan_id", "seq"))


def check_fits(story: Story, *, new: LoanEvent | None = None) -> None:
    """Raise `LoanOverpaid` or `LaterFirst` where a fact does not go with the others."""
    for event in story.events:
        outcome = story.outcomes[event.pk]
        if over := outcome.parts.over:
            raise _overpaid(story, event, over=over, new=new)
        if event is not new and event.kind not in (*PAYMENTS, EventKind.WAIVER) and _moved(event, outcome.parts):
            words = _("%(contract)s: first take back what was recorded on %(day)s (%(what)s).")
            raise LaterFirst(words % _naming(story.loan, event))


def _overpaid(story: Story, event: LoanEvent, *, over: Decimal, new: LoanEvent | None) -> LoanOverpaid:
    owed = story.outcomes[event.pk].parts.total
    shown = {**_naming(story.loan, event), "over": show(over), "owed": show(owed)}
    if event is new:
        words = _("Contract %(contract)s: on %(day)s only %(owed)s baht are owed, %(over)s less than this.")
    else:
        words = _(
            "Contract %(contract)s: with this, what was recorded on %(day)s (%(what)s) would be %(over)s baht more than"
            " is owed then. Take that one back first."
        )
    return LoanOverpaid(words % shown, over=over)


def _naming(loan: Loan, event: LoanEvent) -> dict:
    return {"contract": loan.contract_no, "day": show_date(event.on), "what": event.get_kind_display()}


def _moved(event: LoanEvent, parts: Parts) -> bool:
    return (event.principal, event.interest, event.fine) != (parts.principal, parts.interest, parts.fine)


def differences(story: Story, *, new: LoanEvent | None = None) -> list[Difference]:
    """Return which payments are booked otherwise now than before."""
    return [
        Difference(e, story.loan, p.principal - e.principal, p.interest - e.interest, p.fine - e.fine)
        for e in story.events
        for p in [story.outcomes[e.pk].parts]
        if e is not new and e.kind in PAYMENTS and _moved(e, p)
    ]


def undone(events: Iterable[LoanEvent]) -> list[Difference]:
    """Return the opposite of all that was moved on struck events, so that with the mirror nothing is left of them."""
    found: dict = {}
    events = {event.pk: event for event in events}
    network_id = next(iter(events.values())).network_id
    for one in LoanAdjustment.objects.filter(network_id=network_id, event__one_of=list(events)).order_by("pk"):
        sums = found.setdefault(one.event_id, [0, 0, 0])
        for at, part in enumerate((one.principal, one.interest, one.fine)):
            sums[at] -= part
    return [Difference(events[pk], events[pk].loan, *sums) for pk, sums in found.items() if any(sums)]


def book_differences(found: Iterable[Difference], scribe: Scribe) -> None:
    """Post differences, one entry for each day; of a closed month, in the oldest open one of all books they touch."""
    by_day: dict = {}
    for one in found:
        by_day.setdefault(one.event.on, []).append(one)
    if not by_day:
        return
    accounts = accounts_of(scribe.book, [one.loan for ones in by_day.values() for one in ones])
    for day, ones in sorted(by_day.items()):
        on, concerns = posting_day([one.loan for one in ones], day, today=scribe.today)
        rows = [(accounts[one.loan.pk], one.principal, one.interest, one.fine) for one in ones]
        entry = post_between(
            book=scribe.book,
            on=on,
            kind=EntryKind.LOAN,
            key=f"{scribe.key}:{day:%Y%m%d}",
            moves=moved(rows),
            by=scribe.by,
            checked_by=scribe.checked_by,
            memo=scribe.memo,
            concerns_month=concerns,
        ).entry
        LoanAdjustment.objects.bulk_create(
            LoanAdjustment(
                network_id=one.event.network_id,
                event=one.event,
                entry=entry,
                principal=one.principal,
                interest=one.interest,
                fine=one.fine,
            )
            for one in ones
        )


def keep(story: Story) -> list[LoanEvent]:
    """Put on the events what follows now, and on the newest the whole state; return those that changed, not saved."""
    changed = []
    for event in story.events:
        outcome = story.outcomes[event.pk]
        parts = outcome.parts
        after = (outcome.principal_after, outcome.interest_after, outcome.fine_after, outcome.unpaid_since)
        values = (parts.principal, parts.interest, parts.fine, *after)
        state = to_data(story.state) if outcome is story.last else event.after
        if (*values, state) != tuple(getattr(event, name) for name in CACHED):
            for name, value in zip(CACHED, (*values, state), strict=True):
                setattr(event, name, value)
            changed.append(event)
    return changed

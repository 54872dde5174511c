"""Doubting what another organisation entered in our book, and taking it back in both. Steps stand in the caller's
transaction, under the lock of the upper book, which takes the lower's with it.

Source: architecture, settled 14: the other side sees the entry and may dispute it by a reversing pair.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from federation.access.queries import NOT_INDEPENDENT, independent
from federation.between.models import Dispute, PoolAct
from federation.between.queries.disputes import organisation_of, upper_entry
from federation.between.steps import AlreadyDecided
from federation.kit.clock import BANGKOK
from federation.kit.ids import new_id
from federation.kit.refusals import Refused
from federation.ledger.posting import Entry, EntryKind, lock
from federation.ledger.refusals import BelowZero, NeedsSecondPerson
from federation.ledger.twins import day_open_in_all, reverse_between
from groups.registry.models import Membership
from groups.sheets.models import SheetRow, SheetState
from groups.sheets.steps import NOT_ENOUGH, CashBanked, take_back_row_step
from loans.acts.models import Act
from loans.lending.models import EventKind, LoanEvent
from loans.lending.steps.events import strike_step
from loans.lending.steps.independence import check_no_post

REASON_LENGTH = 10
ALONE = (EventKind.PAYOUT, EventKind.REPAYMENT, EventKind.PREPAYMENT, EventKind.RECOVERY)


class NotDisputable(Refused):
    """Raised for an entry that cannot be taken back by a dispute; the words say by what."""


class ReasonTooShort(Refused):
    """Raised when somebody disputes or refuses without saying why."""


@dataclass(frozen=True)
class Doubted:
    """Both sides of what is disputed: the upper entry, its mirror, and whose membership it is about."""

    upper: Entry
    mirror: Entry
    membership: Membership


def ask_step(organisation, entry: Entry, *, reason: str, by, at: datetime) -> Dispute:
    """Dispute an entry that another organisation made in this book. Raises `NotDisputable`, `ReasonTooShort`."""
    if upper := upper_entry(entry):
        lock(upper.book)
    doubted = _doubted(organisation, entry)
    _way_back(doubted)
    if Dispute.objects.filter(network_id=entry.network_id, entry=entry).exclude(agreed=False).exists():
        raise NotDisputable(_("This entry is disputed already. The answer stands on this page once it is given."))
    return Dispute.objects.create(
        id=new_id(),
        network_id=organisation.network_key,
        organisation=organisation,
        entry=entry,
        reason=_said(reason, field="reason"),
        asked_by=by,
        asked_at=at,
    )


def answer_step(dispute: Dispute, *, agree: bool, answer: str = "", by, at: datetime) -> Dispute:
    """Take a disputed entry back in both books, all dated on one day open in both; or say no, with words.

    by: an officer of the upper organisation, another person than who asked, without a post in the lower one.
    Whoever made the entry does not say no. Raises `AlreadyDecided`, `NeedsSecondPerson`, `PostInBorrower`,
    `ReasonTooShort`, `NotDisputable`, `CashBanked`, `OtherBookRefused`, or what the feature's own way back raises.
    Nothing is then changed.
    """
    upper = upper_entry(dispute.entry)
    lock(upper.book)
    organisation = dispute.organisation
    dispute = Dispute.objects.select_for_update().get(network_id=dispute.network_id, pk=dispute.pk)
    if dispute.agreed is not None:
        raise AlreadyDecided(_("This was decided already. Nothing was changed now."))
    doubted = _membership_and_sides(organisation, dispute.entry)
    _check_second(dispute, doubted.membership, by=by, at=at)
    if not agree and doubted.upper.by_id == by.pk:
        raise NeedsSecondPerson(_("You made this entry. Let another officer look at it before it is answered with no."))
    dispute.answer = _said(answer, field="answer") if not agree or answer.strip() else ""
    if agree:
        _check_stands(doubted.mirror)
        dispute.taken_back = _take_back(doubted, dispute, by=by, at=at)
    dispute.agreed, dispute.decided_by, dispute.decided_at = agree, by, at
    dispute.save(update_fields=["agreed", "answer", "taken_back", "decided_by", "decided_at"])
    return dispute


def _said(text: str, *, field: str) -> str:
    text = " ".join(text.split())
    if len(text) < REASON_LENGTH:
        words = _("Write at least ten letters, so that the other organisation understands it.")
        raise ReasonTooShort(words, fields={field: words})
    return text


def _check_second(dispute: Dispute, membership: Membership, *, by, at: datetime) -> None:
    if dispute.asked_by_id == by.pk:
        raise NeedsSecondPerson(_("Another person has to check this; you cannot check your own act."))
    if not independent(dispute.asked_by, by, first_at=dispute.asked_at, at=at):
        raise NeedsSecondPerson(NOT_INDEPENDENT)
    check_no_post(by, [membership], on=at.astimezone(BANGKOK).date())


def _doubted(organisation, entry: Entry) -> Doubted:
    if entry.book_id != organisation.book_id or entry.kind != EntryKind.BETWEEN:
        raise NotDisputable(_("Only what another organisation entered in your book can be disputed here."))
    _check_stands(entry)
    return _membership_and_sides(organisation, entry)


def _check_stands(entry: Entry) -> None:
    if Entry.objects.filter(network_id=entry.network_id, reverses=entry).exists():
        raise NotDisputable(_("This entry was taken back already."))


def _membership_and_sides(organisation, entry: Entry) -> Doubted:
    upper = upper_entry(entry)
    above = organisation_of(upper)
    found = Membership.objects.filter(
        network_id=above.network_key, organisation=above, member_organisation=organisation
    )
    membership = found.select_related("member_organisation", "organisation__book").order_by("number").last()
    return Doubted(upper, entry, membership)


def _way_back(doubted: Doubted):
    """Return the row, the fact of a loan or the act on the pool that an entry came of; else refuse with the way."""
    upper = doubted.upper
    if upper.kind == EntryKind.SHEET:
        rows = SheetRow.objects.filter(
            network_id=upper.network_id, sheet__entry=upper, sheet__state=SheetState.POSTED, taken_back=None
        )
        if row := rows.filter(membership=doubted.membership).select_related("sheet__entry", "membership").first():
            row.sheet.organisation = doubted.membership.organisation
            return row
    if upper.kind == EntryKind.LOAN:
        return _fact_alone(upper)
    if upper.kind == EntryKind.JOURNAL and upper.key.startswith("pool:"):
        return PoolAct.objects.get(network_id=upper.network_id, pk=upper.key.split(":")[1])
    raise NotDisputable(_("This cannot be taken back from here. Speak with whoever entered it."))


def _fact_alone(upper: Entry) -> LoanEvent:
    facts = list(LoanEvent.objects.filter(network_id=upper.network_id, entry=upper, struck_at=None))
    by_act = Act.objects.filter(network_id=upper.network_id, event__in=facts, agreed=True).exclude(kind="payout")
    if len(facts) != 1 or facts[0].kind not in ALONE or by_act.exists():
        raise NotDisputable(
            _(
                "This was agreed on by resolution, or follows from something else on the loan. It is taken back on the"
                " lender's page of the loan: let an officer there propose it under “Take back”."
            )
        )
    return facts[0]


def _take_back(doubted: Doubted, dispute: Dispute, *, by, at: datetime) -> Entry:
    """Take back both sides by the way of the feature that entered them; return the reversal in the lower book."""
    today = at.astimezone(BANGKOK).date()
    given = {"by": dispute.asked_by, "checked_by": by, "reason": dispute.reason}
    found = _way_back(doubted)
    try:
        if isinstance(found, SheetRow):
            take_back_row_step(found, doubted.mirror, today=today, at=at, **given)
        elif isinstance(found, LoanEvent):
            strike_step(found, on=today, at=at, **given)
        else:
            both = [doubted.upper.book, doubted.mirror.book]
            on, _concerned = day_open_in_all(both, doubted.upper.on, today=today)
            reverse_between(doubted.upper, on=on, **given)
            _let_interest_run_on(found, doubted.membership)
    except BelowZero as refusal:
        raise refusal if isinstance(refusal, CashBanked) else CashBanked(NOT_ENOUGH) from refusal
    return Entry.objects.get(network_id=doubted.mirror.network_id, reverses=doubted.mirror)


def _let_interest_run_on(act: PoolAct, membership: Membership) -> None:
    """Take a group's interest out of what was paid, so that the next payment counts those days again."""
    if act.kind != PoolAct.Kind.INTEREST:
        return
    parts = act.data["parts"]
    act.data |= {
        "parts": [part for part in parts if part[0] != str(membership.pk)],
        "left_out": [*act.data.get("left_out", []), [str(membership.pk), str(_("Taken back after it was disputed."))]],
    }
    act.save(update_fields=["data"])

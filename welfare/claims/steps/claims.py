"""A claim on its way: filed, agreed by the committee, approved by the chair, paid, received; or ended on the way.

Three people at least stand behind a payment: who agreed, who approved, who paid. Nobody decides on their own claim.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from federation.audit.log import record
from federation.kit.dates import be_year, show_date
from federation.kit.money import show
from federation.kit.refusals import Refused
from federation.ledger.posting import EntryKind, lock, post, reverse
from groups.registry.models import Membership
from groups.registry.rules import is_called
from welfare.claims.checks import PAYEE, checks_of, kept_checks
from welfare.claims.models import DEAD_CLAIMS, Benefit, Claim, ClaimState, ClaimStep
from welfare.claims.postings import payment
from welfare.claims.queries.claims import OF_A_CLAIM, asked_back
from welfare.claims.queries.quoting import worked_out
from welfare.claims.steps.health import keep_health
from welfare.claims.steps.payee import check_alive, check_payee_alive
from welfare.funds.queries import purses

Kind = ClaimStep.Kind


class ClaimedAlready(Refused):
    """Raised when this event of this member is claimed already; `claim` is that claim."""

    def __init__(self, claim: Claim):
        self.claim = claim
        words = _("This event is claimed already: number %(number)s. A second event of that day is ticked below.")
        super().__init__(words % {"number": claim}, fields={"event_on": words % {"number": claim}})


class NotThatDay(Refused):
    """Raised when a date cannot be."""


class NotAtThisStep(Refused):
    """Raised when a claim is not where this act belongs."""


class NeedsAnother(Refused):
    """Raised when who acts has acted on this claim before, or it is their own."""


class MoreThanTheRule(Refused):
    """Raised when more is to be agreed than the rule gives, or less without a reason."""


class FundLacks(Refused):
    """Raised when the fund has not the money in that purse."""


@dataclass(frozen=True, slots=True)
class Filing:
    """What a claim says. facts: by the benefit's kind, no health; health: words that are sealed, None leaves them.

    An empty claimant is the member; an empty payee is whoever files. another: a second event of the same day.
    """

    event_on: date
    facts: dict = field(default_factory=dict)
    claimant_name: str = ""
    claimant_relation: str = ""
    by_proxy: bool = False
    payee_name: str = ""
    another: bool = False
    health: dict | None = None


def file_step(benefit: Benefit, membership: Membership, filing: Filing, *, on: date, by, at) -> Claim:
    """Take in a claim and number it, whatever the checks say: they are shown, and the committee decides.

    Raises `ClaimedAlready`, `NotThatDay`, `DeadPayee`, `NeedsAnother`.
    """
    fund = benefit.fund
    lock(fund.organisation.book)
    _check(benefit, membership, filing, on=on)
    _check_not_filer(filing, membership, by)
    year = be_year(on)
    last = Claim.objects.filter(network_id=fund.network_id, fund=fund, be_year=year).aggregate(last=Max("number"))
    claim = Claim(
        network_id=fund.network_id,
        organisation=fund.organisation,
        fund=fund,
        benefit=benefit,
        membership=membership,
        number=(last["last"] or 0) + 1,
        be_year=year,
        filed_on=on,
        filed_by=by,
        **_said(filing, membership),
    )
    claim.event_no = _event_no(claim, another=filing.another)
    _save_once(claim)
    keep_health(claim, filing.health)
    return stepped(claim, Kind.FILED, "claim_filed", on=on, by=by, at=at)


def change_step(claim: Claim, filing: Filing, *, on: date, by, at) -> Claim:
    """Change what a claim says while nobody has decided on it. Raises as `file_step`, `NotAtThisStep`."""
    claim = locked(claim, ClaimState.FILED)
    _check(claim.benefit, claim.membership, filing, on=claim.filed_on)
    _check_not_filer(filing, claim.membership, claim.filed_by, by)
    said = _said(filing, claim.membership)
    same_day = claim.event_on == filing.event_on
    for name, value in said.items():
        setattr(claim, name, value)
    if not (same_day and filing.another and claim.event_no > 1):
        claim.event_no = _event_no(claim, another=filing.another)
    _save_once(claim, [*said, "event_no"])
    keep_health(claim, filing.health)
    return stepped(claim, Kind.CHANGED, "claim_changed", on=on, by=by, at=at)


def _said(filing: Filing, membership: Membership) -> dict:
    claimant = filing.claimant_name.strip() or membership.name
    return {
        "event_on": filing.event_on,
        "claimant_name": claimant,
        "claimant_relation": filing.claimant_relation.strip(),
        "by_proxy": filing.by_proxy,
        "payee_name": filing.payee_name.strip() or claimant,
        "facts": filing.facts,
    }


def _check(benefit: Benefit, membership: Membership, filing: Filing, *, on: date) -> None:
    if filing.event_on > on:
        words = _("The day of the event has not come yet: a claim is filed afterwards.")
        raise NotThatDay(words, fields={"event_on": words})
    said = {"claimant": filing.claimant_name, "payee": filing.payee_name}
    check_alive(benefit, membership, facts=filing.facts, **said)


def _check_not_filer(filing: Filing, membership: Membership, *officers) -> None:
    """Raise `NeedsAnother` if it is to be paid to an officer who files it and neither is the member nor claims."""
    said = _said(filing, membership)
    payee = said["payee_name"]
    for officer in officers:
        if not officer.person_id or officer.person_id == membership.person_id:
            continue
        if is_called(payee, officer.person) and not is_called(said["claimant_name"], officer.person):
            words = _("It is to be paid to an officer who files it. Write another payee, or let another officer file.")
            raise NeedsAnother(words, fields={"payee_name": words})


def _save_once(claim: Claim, fields: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            claim.save(update_fields=fields) if fields else claim.save(force_insert=True)
    except IntegrityError as problem:
        if "claim_once_per_event" not in str(problem):
            raise
        raise ClaimedAlready(_same_event(claim)) from problem


def _same_event(claim: Claim) -> Claim:
    return _of_that_day(claim).filter(event_no=claim.event_no).get()


def _event_no(claim: Claim, *, another: bool) -> int:
    """Return 1, or for a second event of a day the next number that no living claim has."""
    last = _of_that_day(claim).aggregate(last=Max("event_no"))["last"] or 0
    return last + 1 if another else 1


def _of_that_day(claim: Claim):
    """Return the other living claims of this member on this benefit with an event of that day."""
    found = Claim.objects.filter(network_id=claim.network_id, benefit=claim.benefit, membership=claim.membership)
    return found.filter(event_on=claim.event_on).exclude(state__in=DEAD_CLAIMS).exclude(pk=claim.pk)


def agree_step(
    claim: Claim,
    *,
    amount: Decimal | None = None,
    reason: str = "",
    resolution_no: str,
    resolution_on: date,
    on: date,
    by,
    at,
) -> Claim:
    """Agree to a claim by a resolution: the amount, its working, the checks and the rule are kept as they are now.

    amount: baht, by default what the rule gives; less needs a reason, and so does a payee whom nobody named; more is
    never agreed.
    Raises `MoreThanTheRule`, `Refused` with all checks that fail, `NeedsAnother`, `NotAtThisStep`, `NotThatDay`.
    """
    claim = locked(claim, ClaimState.FILED)
    _check_unconcerned(claim, by)
    if not claim.filed_on <= resolution_on <= on:
        words = _("The resolution is of the day the claim was filed or later, and not of the future.")
        raise NotThatDay(words, fields={"resolution_on": words})
    worked = worked_out(claim)
    checks = checks_of(claim, worked)
    if problems := [check.words for check in checks if check.stops]:
        raise Refused(_("The rule gives nothing yet. See the checks."), problems=problems)
    if not reason.strip() and (strange := [check.words for check in checks if check.stage == PAYEE and not check.ok]):
        raise Refused(strange[0], fields={"reason": _("Write why it is paid to this person.")})
    amount = worked.quote.amount if amount is None else amount
    _check_amount(amount, most=worked.quote.amount, reason=reason)
    claim.state, claim.amount, claim.version, claim.agreed_by = ClaimState.AGREED, amount, worked.version, by
    claim.working, claim.checks = worked.kept(reason=reason), kept_checks(claim, worked)
    claim.save(update_fields=["state", "amount", "version", "agreed_by", "working", "checks"])
    resolved = {"resolution_no": resolution_no, "resolution_on": resolution_on, "reason": reason}
    return stepped(claim, Kind.AGREED, "claim_agreed", on=on, by=by, at=at, **resolved)


def _check_amount(amount: Decimal, *, most: Decimal, reason: str) -> None:
    if not 0 < amount <= most:
        words = _("The rule gives %(most)s baht. Agree to that, or to less with a reason; never to more.")
        raise MoreThanTheRule(words % {"most": show(most)}, fields={"amount": words % {"most": show(most)}})
    if amount < most and not reason.strip():
        words = _("The rule gives %(most)s baht. Write why less is agreed.") % {"most": show(most)}
        raise MoreThanTheRule(words, fields={"reason": words})


def approve_step(claim: Claim, *, on: date, by, at) -> Claim:
    """Approve what the committee agreed; the chair does, not who filed or agreed. Raises `NeedsAnother`."""
    claim = locked(claim, ClaimState.AGREED)
    _check_unconcerned(claim, by, but=(claim.filed_by_id, claim.agreed_by_id))
    claim.state, claim.approved_by = ClaimState.APPROVED, by
    claim.save(update_fields=["state", "approved_by"])
    return stepped(claim, Kind.APPROVED, "claim_approved", on=on, by=by, at=at)


def refuse_step(
    claim: Claim, *, reason: str, resolution_no: str = "", resolution_on: date | None = None, on: date, by, at
) -> Claim:
    """Refuse a claim that is not paid, with the reason that the claimant is told. Raises `NeedsAnother`."""
    claim = locked(claim, ClaimState.FILED, ClaimState.AGREED, ClaimState.APPROVED)
    _check_unconcerned(claim, by)
    if claim.state == ClaimState.FILED:
        claim.checks = kept_checks(claim, worked_out(claim))
    claim.state = ClaimState.REFUSED
    claim.save(update_fields=["state", "checks"])
    resolved = {"resolution_no": resolution_no, "resolution_on": resolution_on, "reason": _needed(reason)}
    return stepped(claim, Kind.REFUSED, "claim_refused", on=on, by=by, at=at, **resolved)


def withdraw_step(claim: Claim, *, reason: str, on: date, by, at) -> Claim:
    """Withdraw a claim that is not paid, as who filed it wishes."""
    claim = locked(claim, ClaimState.FILED, ClaimState.AGREED, ClaimState.APPROVED)
    claim.state = ClaimState.WITHDRAWN
    claim.save(update_fields=["state"])
    return stepped(claim, Kind.WITHDRAWN, "claim_withdrawn", on=on, by=by, at=at, reason=_needed(reason))


def pay_step(claim: Claim, *, on: date, source: str = "cash", by, at) -> Claim:
    """Pay an approved claim out of its fund's "cash" or "bank", once.

    Raises `FundLacks`, `NeedsAnother`, `NotAtThisStep`, or a refusal of the ledger.
    """
    claim = locked(claim, ClaimState.APPROVED)
    _check_unconcerned(claim, by, but=(claim.agreed_by_id, claim.approved_by_id))
    check_payee_alive(claim.membership, claim.payee_name)
    there = purses(claim.fund)
    if there[source] < claim.amount:
        raise FundLacks(_lacking(claim, there), fields={"source": _lacking(claim, there)})
    posted = post(
        book=claim.organisation.book,
        on=on,
        kind=EntryKind.FUND,
        key=f"claim:{claim.pk}",
        moves=payment(claim, amount=claim.amount, source=source),
        by=by,
        checked_by=claim.approved_by,
        memo=_("Welfare claim %(number)s") % {"number": claim},
    )
    claim.state, claim.paid_by, claim.paid_on, claim.entry = ClaimState.PAID, by, on, posted.entry
    claim.save(update_fields=["state", "paid_by", "paid_on", "entry"])
    return stepped(claim, Kind.PAID, "claim_paid", on=on, by=by, at=at)


def _lacking(claim: Claim, there: dict) -> str:
    words = _(
        "The fund has not enough there: %(cash)s baht in cash, %(bank)s baht in the bank; the claim is %(baht)s."
        " Take the other purse, or pay when dues have come in."
    )
    return words % {"cash": show(there["cash"]), "bank": show(there["bank"]), "baht": show(claim.amount)}


def receive_step(claim: Claim, *, on: date, by, at) -> Claim:
    """Write down that the payee signed the voucher. Raises `NotThatDay`."""
    claim = locked(claim, ClaimState.PAID)
    if on < claim.paid_on:
        words = _("It was paid on %(day)s: nobody signed before that.") % {"day": show_date(claim.paid_on)}
        raise NotThatDay(words, fields={"on": words})
    claim.state = ClaimState.RECEIVED
    claim.save(update_fields=["state"])
    return stepped(claim, Kind.RECEIVED, "claim_received", on=on, by=by, at=at)


def ask_back_step(claim: Claim, *, reason: str, on: date, by, at) -> Claim:
    """Ask to take a payment back; another person decides."""
    claim = locked(claim, ClaimState.PAID, ClaimState.RECEIVED)
    if asked_back(claim):
        raise NotAtThisStep(_("Somebody has asked for that already."))
    return stepped(claim, Kind.ASKED_BACK, "claim_asked_back", on=on, by=by, at=at, reason=_needed(reason))


def take_back_step(claim: Claim, *, agree: bool, reason: str = "", on: date, by, at) -> Claim:
    """Take a payment back as another asked: its entry is reversed and the event may be claimed anew; or keep it.

    Raises `NeedsAnother`, `NotAtThisStep`, or a refusal of the ledger.
    """
    claim = locked(claim, ClaimState.PAID, ClaimState.RECEIVED)
    asked = asked_back(claim)
    if asked is None:
        raise NotAtThisStep(_("Nobody has asked to take this payment back."))
    _check_unconcerned(claim, by, but=(asked.by_id,))
    if not agree:
        return stepped(claim, Kind.KEPT, "claim_kept", on=on, by=by, at=at, reason=_needed(reason))
    reverse(claim.entry, on=on, by=asked.by, checked_by=by, reason=_("Welfare claim %(number)s") % {"number": claim})
    claim.state = ClaimState.TAKEN_BACK
    claim.save(update_fields=["state"])
    return stepped(claim, Kind.TAKEN_BACK, "claim_taken_back", on=on, by=by, at=at, reason=asked.reason)


def locked(claim: Claim, *states: str) -> Claim:
    """Return a claim read again under the lock of its book and its own. Raises `NotAtThisStep`."""
    lock(claim.organisation.book)
    found = Claim.objects.select_for_update(of=("self",)).select_related(*OF_A_CLAIM)
    claim = found.get(network_id=claim.network_id, pk=claim.pk)
    if claim.state not in states:
        words = _("This claim is at another step now: %(state)s. Look at it again.")
        raise NotAtThisStep(words % {"state": claim.get_state_display()})
    return claim


def _check_unconcerned(claim: Claim, by, *, but=()) -> None:
    """Raise `NeedsAnother` if somebody acts on a claim of their own, or did a step of it that another must not do."""
    if by.person_id and by.person_id == claim.membership.person_id:
        raise NeedsAnother(_("This is your own claim: somebody else has to decide and pay it."))
    if by.person_id and is_called(claim.payee_name, by.person):
        raise NeedsAnother(_("It is to be paid to yourself: somebody else has to decide and pay it."))
    if by.pk in but:
        raise NeedsAnother(_("You did an earlier step of this claim. Another person has to do this one."))


def _needed(reason: str) -> str:
    if not reason.strip():
        words = _("Write the reason.")
        raise Refused(words, fields={"reason": words})
    return reason.strip()


def stepped(claim: Claim, kind: str, what: str, *, on: date, by, at, **said) -> Claim:
    """Write a step into the claim and into the log; the log names numbers only."""
    ClaimStep.objects.create(network_id=claim.network_id, claim=claim, kind=kind, on=on, by=by, at=at, **said)
    after = {"number": str(claim), "state": claim.state, "amount": claim.amount}
    record(what, by=by, at=at, organisation=claim.organisation, about=f"claim:{claim.pk}", after=after)
    return claim

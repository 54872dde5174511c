"""Paying out a death, proposed by one person and paid by another; and what two people take back or give up.

The money goes out in full to the payees: nobody's debt is taken off it. They stand in the caller's transaction.
Source: domain: 2 Funeral aid, payee order and deadlines; 9, caution 8; features 116 and 117.
"""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.kit.clock import BANGKOK
from federation.kit.dates import show_date
from federation.kit.money import ZERO, show
from federation.kit.refusals import Refused
from federation.ledger.months import day_in_open_month
from federation.ledger.posting import EntryKind, lock, post, reverse
from federation.ledger.refusals import BelowZero
from groups.registry.queries import beneficiaries_of
from welfare.funeral.models import CoveredState, Death, DeathAct, DeathDue, DeathState, Payout, Relation
from welfare.funeral.postings import paid_out
from welfare.funeral.queries.accounts import accounts_of, purses_held
from welfare.funeral.queries.money import money_of, payable, payouts_of
from welfare.funeral.rules import Terms
from welfare.funeral.rules.payees import WHOLE, Payee, order
from welfare.funeral.steps.deaths import (
    DecidedBefore,
    check_second,
    locked_death,
    settle_state_step,
    take_back_death_step,
)
from welfare.funeral.steps.dues import NothingOpen, give_up_step
from welfare.funeral.steps.people import change_step, claim_paid_step

PURSE_WORDS = {"cash": _("the fund's cash"), "bank": _("the fund's bank account")}


class NotPayable(Refused):
    """Raised when more would be paid than the death still has, or than may be paid now, or to too many."""


class FundLacks(Refused):
    """Raised when the scheme's fund has not that much in the purse."""


class NotReceivable(Refused):
    """Raised when a receipt is noted of money that was not paid, or on a day before it was."""


class AskedBefore(Refused):
    """Raised when the same is asked for already and waits."""


def named_for(death: Death) -> list[str]:
    """Return who is the named person: whom the member put down; for a relative's death the member."""
    covered = death.covered
    if covered.relation != Relation.MEMBER:
        return [covered.membership.name]
    return [one.name for one in beneficiaries_of(covered.membership)]


def propose_payout_step(
    death: Death,
    *,
    kind: str,
    name: str,
    relation: str = "",
    amount: Decimal,
    is_rite: bool = False,
    why_not_named: str = "",
    on: date,
    purse: str = "cash",
    by,
    at: datetime,
) -> Payout:
    """Propose what one payee gets; another person pays it. kind: a `PayeeKind`, in the rule's order.

    is_rite: the part for the rites, ahead of the rest. on: the day of the payout. purse: "cash" or "bank" of the fund.
    Raises `NotPayable`, or `NotInOrder` where somebody comes before and no reason is written.
    """
    lock(death.scheme.organisation.book)
    death = locked_death(death)
    terms = Terms.from_data(death.terms.terms)
    name = " ".join(name.split())
    _check_open(death, on=on)
    payee = Payee(kind=kind, name=name, percent=WHOLE, relation=relation, why_not_named=why_not_named)
    order([payee], net=amount, most=1, named=named_for(death))
    _check_amount(death, terms, amount=amount, is_rite=is_rite)
    _check_payees(death, terms, name=name, is_rite=is_rite)
    return Payout.objects.create(
        network_id=death.network_id,
        death=death,
        kind=kind,
        name=name,
        relation=relation.strip(),
        amount=amount,
        is_rite=is_rite,
        why_not_named="" if kind == "named" else why_not_named.strip(),
        on=on,
        purse=purse,
        asked_by=by,
        asked_at=at,
    )


def _check_open(death: Death, *, on: date) -> None:
    if death.entry_id is None or death.state == DeathState.TAKEN_BACK:
        raise NotPayable(_("A second person opens this round first; then money goes out."))
    if on < death.claimed_on:
        words = _("The claim is of %(day)s; the money goes out on that day or later.")
        words = words % {"day": show_date(death.claimed_on)}
        raise NotPayable(words, fields={"on": words})


def _check_amount(death: Death, terms: Terms, *, amount: Decimal, is_rite: bool) -> None:
    most = payable(death, terms)
    if is_rite:
        rites = [one.amount for one in payouts_of(death) if one.is_rite and _counts(one)]
        most = min(most, terms.rite - sum(rites, ZERO))
    if amount > most:
        words = _("At most %(most)s baht can be paid now.") % {"most": show(max(most, ZERO))}
        if terms.advance == "collected" and not is_rite:
            words = _("By the terms only what came in is paid: %(most)s baht now.") % {"most": show(max(most, ZERO))}
        raise NotPayable(words, fields={"amount": words})


def _check_payees(death: Death, terms: Terms, *, name: str, is_rite: bool) -> None:
    sharing = {one.name for one in payouts_of(death) if _counts(one) and not one.is_rite}
    if not is_rite and len(sharing | {name}) > terms.payees_most:
        words = _("By the terms at most %(most)s persons share the money.") % {"most": terms.payees_most}
        raise NotPayable(words, fields={"name": words})


def _counts(one: Payout) -> bool:
    return one.agreed is not False and not one.struck_by_id


def decide_payout_step(payout: Payout, *, agree: bool, by, at: datetime) -> Payout:
    """Pay what another person proposed, or decline it. The entry is dated on the day of the payout.

    Raises `DecidedBefore`, `NeedsSecondPerson`, `FundLacks`, or what the ledger's `post` raises.
    """
    lock(payout.death.scheme.organisation.book)
    death = locked_death(payout.death)
    payout = Payout.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=payout.pk)
    payout.death = death
    if payout.agreed is not None:
        raise DecidedBefore(_("This was decided already. Nothing was changed now."))
    payout.decided_by, payout.decided_at, payout.agreed = by, at, agree
    if agree:
        check_second(payout.asked_by, by, asked_at=payout.asked_at, at=at)
        payout.entry = _pay(payout, by=by, at=at)
    payout.save(update_fields=["decided_by", "decided_at", "agreed", "entry"])
    if agree:
        _after_payment(death, on=payout.on, by=by, at=at)
    return payout


def _pay(payout: Payout, *, by, at: datetime):
    scheme = payout.death.scheme
    today = at.astimezone(BANGKOK).date()
    on, concerns = day_in_open_month(scheme.organisation.book, payout.on, today=today)
    held = purses_held(scheme, on=on)
    try:
        return post(
            book=scheme.organisation.book,
            on=on,
            concerns_month=concerns,
            kind=EntryKind.FUND,
            key=f"payout:{payout.pk}",
            moves=paid_out(accounts_of(scheme), amount=payout.amount, purse=payout.purse),
            by=payout.asked_by,
            checked_by=by,
        ).entry
    except BelowZero as refusal:
        raise lacks(scheme, held=held, purse=payout.purse, amount=payout.amount) from refusal


def lacks(scheme, *, held: dict, purse: str, amount: Decimal) -> FundLacks:
    """Return the refusal of a payout that a purse cannot bear: what each purse holds on the day, and what to do.

    held: as `purses_held` says, asked before the entry was tried.
    """
    other = "bank" if purse == "cash" else "cash"
    words = _(
        "%(baht)s baht are to be paid. %(purse)s of “%(fund)s” holds %(held)s baht, %(other)s %(rest)s baht. Pay from"
        " the other purse, bring money into the fund first, or decline this and propose a part."
    )
    shown = {"baht": show(amount), "fund": scheme.fund.name, "held": show(held[purse]), "rest": show(held[other])}
    return FundLacks(words % {**shown, "purse": PURSE_WORDS[purse], "other": PURSE_WORDS[other]})


def _after_payment(death: Death, *, on: date, by, at: datetime) -> None:
    settle_state_step(death)
    if not money_of(death).still_to_pay and death.covered.state == CoveredState.DECEASED:
        claim_paid_step(death.covered, on=on, by=by, at=at)


def receive_payout_step(payout: Payout, *, on: date) -> Payout:
    """Note the day on which the payee signed for the money. Raises `NotReceivable`."""
    payout = Payout.objects.select_for_update().get(network_id=payout.network_id, pk=payout.pk)
    if not payout.agreed or payout.struck_by_id or payout.received_on:
        raise NotReceivable(_("Only money that was paid is signed for, once."))
    if on < payout.on:
        words = _("It was paid on %(day)s, and is signed for on that day or later.") % {"day": show_date(payout.on)}
        raise NotReceivable(words, fields={"on": words})
    payout.received_on = on
    payout.save(update_fields=["received_on"])
    return payout


def ask_act_step(
    death: Death,
    *,
    kind: str,
    reason: str,
    due: DeathDue | None = None,
    payout: Payout | None = None,
    resolution_no: str = "",
    resolution_on: date | None = None,
    by,
    at: datetime,
) -> DeathAct:
    """Ask that a due be given up by a resolution, or that a payout or the round be taken back; another decides.

    Raises `NothingOpen`, `DecidedBefore` or `AskedBefore`.
    """
    lock(death.scheme.organisation.book)
    facts = {"death": death, "kind": kind, "due": due, "payout": payout}
    if DeathAct.objects.filter(network_id=death.network_id, agreed=None, **facts).exists():
        raise AskedBefore(_("This is asked for already and waits for another person."))
    amount = due.amount - due.paid - due.given_up if due else ZERO
    if due and not amount:
        raise NothingOpen(_("Nothing of this due is open any more."))
    if payout and (not payout.agreed or payout.struck_by_id):
        raise DecidedBefore(_("Only a payout that was paid can be taken back, once."))
    return DeathAct.objects.create(
        network_id=death.network_id,
        **facts,
        amount=amount,
        reason=reason.strip(),
        resolution_no=resolution_no.strip(),
        resolution_on=resolution_on,
        asked_by=by,
        asked_at=at,
    )


def decide_act_step(act: DeathAct, *, agree: bool, by, at: datetime) -> DeathAct:
    """Carry out what another person asked for, or decline it.

    Raises `DecidedBefore`, `NeedsSecondPerson`, `NothingOpen`, `NotConsistent`, or what the ledger's `reverse` raises.
    """
    books = [act.death.scheme.organisation.book, *([act.due.membership.organisation.book] if act.due_id else [])]
    lock(*books)
    act = DeathAct.objects.select_for_update(of=("self",)).select_related("asked_by", "payout").get(pk=act.pk)
    act.death = locked_death(act.death)
    if act.agreed is not None:
        raise DecidedBefore(_("This was decided already. Nothing was changed now."))
    act.agreed, act.decided_by, act.decided_at = agree, by, at
    if agree:
        check_second(act.asked_by, by, asked_at=act.asked_at, at=at)
        act.entry = _carry_out(act, by=by, at=at)
    act.save(update_fields=["agreed", "decided_by", "decided_at", "entry"])
    return act


def _carry_out(act: DeathAct, *, by, at: datetime):
    if act.kind == DeathAct.Kind.GIVE_UP:
        return give_up_step(act, by=by, at=at)
    if act.kind == DeathAct.Kind.TAKE_BACK:
        return take_back_death_step(act.death, reason=act.reason, asked_by=act.asked_by, by=by, at=at)
    return _take_back_payout(act, by=by, at=at)


def _take_back_payout(act: DeathAct, *, by, at: datetime):
    """Reverse a payout: the money is back in the fund, and owed to the payees again."""
    payout, death = act.payout, act.death
    if payout.struck_by_id:
        raise DecidedBefore(_("This was decided already. Nothing was changed now."))
    today = at.astimezone(BANGKOK).date()
    on, _concerns = day_in_open_month(death.scheme.organisation.book, payout.entry.on, today=today)
    payout.struck_by = reverse(payout.entry, on=on, by=act.asked_by, checked_by=by, reason=act.reason).entry
    payout.save(update_fields=["struck_by"])
    settle_state_step(death)
    if death.covered.state == CoveredState.CLAIM_PAID:
        change_step(death.covered, state=CoveredState.DECEASED, on=death.died_on, by=by, at=at)
    return payout.struck_by

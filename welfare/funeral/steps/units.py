"""Giving back what is left of prepaid units once a place ended, proposed by one person and paid by another.

They stand in the caller's transaction. Source: domain, 2 Funeral aid: prepaid units are a liability, nobody's income.
"""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.kit.clock import BANGKOK
from federation.kit.dates import show_date
from federation.kit.money import show
from federation.ledger.months import day_in_open_month
from federation.ledger.posting import EntryKind, lock, post
from federation.ledger.refusals import BelowZero
from welfare.funeral.models import Covered, UnitsBack
from welfare.funeral.postings import units_back
from welfare.funeral.queries.accounts import accounts_of, purses_held
from welfare.funeral.queries.units import free_units, goes_to, round_waits, units_held
from welfare.funeral.rules.people import ENDED
from welfare.funeral.steps.deaths import DecidedBefore, check_second
from welfare.funeral.steps.payouts import NotPayable, lacks
from welfare.funeral.steps.people import locked_covered


def propose_units_back_step(
    covered: Covered,
    *,
    name: str = "",
    relation: str = "",
    amount: Decimal,
    on: date,
    purse: str = "cash",
    by,
    at: datetime,
) -> UnitsBack:
    """Propose that units left of a place that ended go to whom they are due: heirs, member, or by the terms the fund.

    name: who gets the money; of units that stay with the fund nobody. amount: in baht, at most what is left.
    Raises `NotPayable`.
    """
    lock(covered.scheme.organisation.book)
    covered = locked_covered(covered)
    _check_ended(covered, on=on)
    kind = goes_to(covered)
    name = "" if kind == UnitsBack.To.FUND else " ".join(name.split())
    if kind != UnitsBack.To.FUND and not name:
        words = _("Write who gets the money.")
        raise NotPayable(words, fields={"name": words})
    free = free_units(covered)
    if amount > free:
        words = _("At most %(most)s baht can be paid now.") % {"most": show(free)}
        raise NotPayable(words, fields={"amount": words})
    return UnitsBack.objects.create(
        network_id=covered.network_id,
        covered=covered,
        kind=kind,
        name=name,
        relation=relation.strip(),
        amount=amount,
        on=on,
        purse=purse,
        asked_by=by,
        asked_at=at,
    )


def _check_ended(covered: Covered, *, on: date) -> None:
    if covered.state not in ENDED:
        raise NotPayable(_("Units are given back once the place has ended: by a death, a resignation, or put out."))
    if on < covered.ended_on:
        words = _("The place ended on %(day)s; the money goes out on that day or later.")
        words = words % {"day": show_date(covered.ended_on)}
        raise NotPayable(words, fields={"on": words})
    if round_waits(covered):
        words = _("A death that counted this member waits for a second person. Let it be opened or declined first.")
        raise NotPayable(words)


def decide_units_back_step(back: UnitsBack, *, agree: bool, by, at: datetime) -> UnitsBack:
    """Pay units back as another person proposed, or decline it. The entry is dated on the day of the proposal.

    Raises `DecidedBefore`, `NeedsSecondPerson`, `NotPayable`, `FundLacks`, or what the ledger's `post` raises.
    """
    lock(back.covered.scheme.organisation.book)
    covered = locked_covered(back.covered)
    back = UnitsBack.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=back.pk)
    if back.agreed is not None:
        raise DecidedBefore(_("This was decided already. Nothing was changed now."))
    back.covered, back.decided_by, back.decided_at, back.agreed = covered, by, at, agree
    if agree:
        check_second(back.asked_by, by, asked_at=back.asked_at, at=at)
        _check_ended(covered, on=back.on)
        if back.amount > units_held(covered) or back.kind != goes_to(covered):
            raise NotPayable(_("The units are not as they were when this was proposed. Decline it, and propose anew."))
        back.entry = _enter(back, by=by, at=at)
    back.save(update_fields=["decided_by", "decided_at", "agreed", "entry"])
    return back


def _enter(back: UnitsBack, *, by, at: datetime):
    scheme = back.covered.scheme
    today = at.astimezone(BANGKOK).date()
    on, concerns = day_in_open_month(scheme.organisation.book, back.on, today=today)
    held = purses_held(scheme, on=on)
    purse = None if back.kind == UnitsBack.To.FUND else back.purse
    prepaid = back.covered.prepaid_account_id
    try:
        return post(
            book=scheme.organisation.book,
            on=on,
            concerns_month=concerns,
            kind=EntryKind.FUND,
            key=f"units_back:{back.pk}",
            moves=units_back(accounts_of(scheme), prepaid=prepaid, amount=back.amount, purse=purse),
            by=back.asked_by,
            checked_by=by,
        ).entry
    except BelowZero as refusal:
        raise lacks(scheme, held=held, purse=back.purse, amount=back.amount) from refusal

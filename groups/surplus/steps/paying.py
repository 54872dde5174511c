"""Dividends paid by two people: all that goes into members' accounts in one entry, money by the list of a day.

Source: features 131; architecture, settled 19.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.kit.clock import BANGKOK
from federation.kit.dates import show_be_year, show_date
from federation.kit.money import ZERO
from federation.ledger import chart
from federation.ledger.books import Account
from federation.ledger.posting import Entry, EntryKind, lock
from federation.ledger.twins import day_open_in_all, post_between
from groups.registry.models import Membership
from groups.surplus.models import Choice, DividendPart, Into, PayBatch, YearClose, YearState
from groups.surplus.postings import paid
from groups.surplus.queries.dues import choices_of
from groups.surplus.queries.owed import banks_below, books_of_members, members_of, owed_accounts
from groups.surplus.queries.parts import LEFT, unpaid_parts, waiting_for_accounts, waiting_for_money
from groups.surplus.steps.closing import again
from groups.surplus.steps.refusals import NotAtThisStep, NotThatPayment, SamePerson

ACCOUNT_FIELD = {
    Into.SHARES: "shares_account_id",
    Into.SATJA: "satja_account_id",
    Into.SPECIAL: "special_account_id",
}
WHO = ("membership__person", "membership__member_organisation")


def choose_step(membership: Membership, *, into: str, on: date, by, at: datetime) -> Choice:
    """Write down where a member wants dividends from a day on; those adopted and not paid yet go there too.

    Raises `NotThatPayment` where somebody who left would have it put into an account, or where what was adopted for
    an account would be paid in money: that stands as the meeting adopted it.
    """
    lock(membership.organisation.book)
    if membership.ended_on and into != Into.CASH:
        raise NotThatPayment(_("Who has left has no account here any more: the dividend is paid out."))
    waiting = DividendPart.objects.filter(network_id=membership.network_id, membership=membership, paid_on=None)
    if into == Into.CASH and not membership.ended_on and waiting.exclude(into=Into.CASH).exists():
        words = _(
            "The year was adopted with this dividend going into the member's account. Pay it there; the member can draw"
            " it, or choose money when it is paid for the next year."
        )
        raise NotThatPayment(words, fields={"into": words})
    made = Choice.objects.create(
        network_id=membership.network_id, membership=membership, into=into, on=on, by=by, at=at
    )
    waiting.filter(batch=None).update(into=into)
    return made


def propose_batch_step(
    close: YearClose, *, on: date, by, at: datetime, purse: Account | None = None, membership_ids: Iterable = ()
) -> PayBatch:
    """Put dividends together to be paid: with a purse those of these members in money, without all that go into
    accounts. A second person agrees before anything is posted. Raises `NotThatPayment`, `NotAtThisStep`.
    """
    lock(close.organisation.book)
    close = again(close, YearState.ADOPTED)
    _check_day(close, on, today=at.astimezone(BANGKOK).date())
    parts = _in_money(close, membership_ids) if purse else list(waiting_for_accounts(close))
    if not parts:
        raise NotThatPayment(_("Nobody is chosen, or all of them are paid or wait already. Look at the list again."))
    batch = PayBatch.objects.create(
        network_id=close.network_id,
        year=close,
        on=on,
        purse=purse,
        total=sum((part.net for part in parts), ZERO),
        asked_by=by,
        asked_at=at,
    )
    way = {"into": Into.CASH} if purse else {}
    DividendPart.objects.filter(pk__one_of=[part.pk for part in parts]).update(batch=batch, **way)
    return batch


def decide_batch_step(batch: PayBatch, *, agreed: bool, by, at: datetime) -> PayBatch:
    """Post what was put together to be paid, as one entry, or send it back: then its parts wait to be paid again.

    Raises `NotAtThisStep`, `SamePerson`, or what the ledger's `post` raises, such as `BelowZero`.
    """
    lock(batch.year.organisation.book)
    batch = PayBatch.objects.select_related("year__organisation__book", "purse", "asked_by").get(
        network_id=batch.network_id, pk=batch.pk
    )
    if batch.agreed is not None:
        raise NotAtThisStep(_("This was decided already. Nothing was changed now."))
    if by.pk == batch.asked_by_id:
        raise SamePerson(_("Who put the list together does not also agree to it. Ask another person."))
    batch.agreed, batch.decided_by, batch.decided_at = agreed, by, at
    parts = DividendPart.objects.filter(network_id=batch.network_id, batch=batch)
    if agreed:
        _check_nobody_left(parts)
        batch.entry = _post(batch, list(parts), today=at.astimezone(BANGKOK).date())
    batch.save(update_fields=["agreed", "decided_by", "decided_at", "entry"])
    if agreed:
        parts.update(paid_on=batch.on, entry=batch.entry, paid_by=batch.asked_by)
        _finish(batch.year)
    else:
        _let_wait(batch, list(parts))
    return batch


def _check_day(close: YearClose, on: date, *, today: date) -> None:
    words = None
    if on > today:
        words = _("That day has not come yet.")
    elif on < close.meeting_on:
        words = _("The meeting adopted it on %(day)s; nothing is paid before.") % {"day": show_date(close.meeting_on)}
    if words:
        raise NotThatPayment(words, fields={"on": words})


def _in_money(close: YearClose, membership_ids: Iterable) -> list[DividendPart]:
    return list(waiting_for_money(close).filter(membership__one_of=list(membership_ids)))


def _check_nobody_left(parts) -> None:
    """Raise `NotThatPayment` where somebody on a list into accounts left or died since it was put together."""
    left = [str(part.membership) for part in parts.exclude(into=Into.CASH).filter(LEFT).select_related(*WHO)]
    if left:
        words = _("%(names)s left meanwhile and is paid in money. Send the list back and put it together again.")
        raise NotThatPayment(words % {"names": ", ".join(left)})


def _let_wait(batch: PayBatch, parts: Sequence[DividendPart]) -> None:
    """Take parts off a list that was sent back; what members chose while they were on it holds now."""
    said = choices_of(batch.year.organisation)
    for part in parts:
        part.batch, part.into = None, said.get(part.membership_id, part.into)
        part.save(update_fields=["batch", "into"])


def _post(batch: PayBatch, parts: Sequence[DividendPart], *, today: date) -> Entry:
    organisation = batch.year.organisation
    ids = [part.membership_id for part in parts]
    below = books_of_members(organisation, ids)
    on, concerns = day_open_in_all([organisation.book, *below], batch.on, today=today)
    by_bank = batch.purse_id and batch.purse.code != chart.CASH
    words = _("dividend of %(year)s paid") % {"year": show_be_year(batch.year.until)}
    return post_between(
        book=organisation.book,
        on=on,
        kind=EntryKind.YEAR,
        key=f"year:{batch.year_id}:paid:{batch.pk}",
        moves=paid(_owed(batch, parts), _into(batch, parts)),
        purses=banks_below(below) if by_bank else None,
        by=batch.asked_by,
        checked_by=batch.decided_by,
        concerns_month=concerns,
        memo=str(words),
    ).entry


def _owed(batch: PayBatch, parts: Sequence[DividendPart]) -> list[tuple[object, Decimal]]:
    owed = owed_accounts(batch.year.organisation, [part.membership_id for part in parts])
    return [(owed[part.membership_id], part.net) for part in parts]


def _into(batch: PayBatch, parts: Sequence[DividendPart]) -> list[tuple[object, Decimal]]:
    if batch.purse_id:
        return [(batch.purse_id, part.net) for part in parts]
    members = {one.pk: one for one in members_of(batch.year.organisation, [part.membership_id for part in parts])}
    return [(getattr(members[part.membership_id], ACCOUNT_FIELD[part.into]), part.net) for part in parts]


def _finish(close: YearClose) -> None:
    """Call the year paid once nobody waits for anything."""
    if not unpaid_parts(close).exists():
        close.state = YearState.PAID
        close.save(update_fields=["state"])

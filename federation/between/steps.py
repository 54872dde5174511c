"""Interest on the groups' savings in the pool, and taking savings out of it: asked by one person, done by another.

They stand in the caller's transaction. Source: row R5 of the sources; feature 109.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from federation.access.queries import NOT_INDEPENDENT, independent
from federation.between.models import PoolAct
from federation.between.queries.pool import Share, pool_of
from federation.bylaws.queries import bylaws_of
from federation.kit.clock import BANGKOK
from federation.kit.dates import show_date
from federation.kit.money import ZERO, show
from federation.kit.refusals import Refused
from federation.ledger import books, chart
from federation.ledger.posting import EntryKind, credit, debit, lock
from federation.ledger.refusals import NeedsSecondPerson
from federation.ledger.twins import OtherBookRefused, post_between
from federation.organisations.twins import between_accounts
from groups.registry.models import Membership
from loans.arrears.queries.portfolio import portfolio
from loans.lending.steps.independence import check_no_post


class NotThatDay(Refused):
    """Raised when a day has not come, or lies before the notice is over."""


class NothingToPay(Refused):
    """Raised when no interest has run, or nothing can be taken out."""


class NotFree(Refused):
    """Raised when a group asks for more than it has in the pool, or is late with a loan."""


class AlreadyDecided(Refused):
    """Raised when an act on the pool was decided before."""


class FiguresChanged(Refused):
    """Raised when interest comes to something else than was shown when it was proposed."""


def propose_interest_step(organisation, *, until: date, by, at: datetime) -> PoolAct:
    """Propose the interest of all groups up to a day, by the bylaw's rate. Raises `NotThatDay` or `NothingToPay`."""
    lock(organisation.book)
    _check_not_ahead(until, at=at, field="until")
    parts = _parts(pool_of(organisation, on=until))
    if not parts:
        raise NothingToPay(_("No interest has run up to that day."))
    rate = bylaws_of(organisation, on=until)["pool_rate"]
    return PoolAct.objects.create(
        network_id=organisation.network_key,
        organisation=organisation,
        kind=PoolAct.Kind.INTEREST,
        amount=sum((baht for _member, baht in parts), ZERO),
        on=until,
        data={
            "until": until.isoformat(),
            "yearly_percent": str(rate),
            "parts": [[str(m.pk), str(b)] for m, b in parts],
        },
        asked_by=by,
        asked_at=at,
    )


def propose_withdrawal_step(
    membership: Membership,
    *,
    amount: Decimal,
    on: date,
    into: str,
    reason: str,
    resolution_no: str,
    resolution_on: date,
    by,
    at: datetime,
) -> PoolAct:
    """Ask for savings out of the pool, by the group's own resolution; into: the "cash" or the "bank" of its book.

    Raises `NotThatDay` before the notice is over, `NotFree`, or `PostInBorrower`.
    """
    organisation = membership.organisation
    lock(organisation.book)
    check_no_post(by, [membership], on=on)
    earliest = at.astimezone(BANGKOK).date() + timedelta(days=bylaws_of(organisation, on=on)["pool_notice_days"])
    if on < earliest:
        words = _("By the bylaws it can be taken out from %(day)s on.") % {"day": show_date(earliest)}
        raise NotThatDay(words, fields={"on": words})
    _check_free(membership, amount, on=min(on, at.astimezone(BANGKOK).date()))
    return PoolAct.objects.create(
        network_id=organisation.network_key,
        organisation=organisation,
        kind=PoolAct.Kind.WITHDRAWAL,
        membership=membership,
        amount=amount,
        on=on,
        data={"into": into},
        reason=reason,
        resolution_no=resolution_no,
        resolution_on=resolution_on,
        asked_by=by,
        asked_at=at,
    )


def decide_step(act: PoolAct, *, agree: bool, by, at: datetime) -> PoolAct:
    """Carry out an act on the pool, or decline it; `by` is another person than who asked.

    Raises `AlreadyDecided`, `NeedsSecondPerson`, `FiguresChanged`, `NotFree`, `NotThatDay`, `OtherBookRefused`, or what
    the ledger's `post` raises.
    """
    organisation = act.organisation
    lock(organisation.book)
    act = PoolAct.objects.select_for_update().get(network_id=act.network_id, pk=act.pk)
    act.organisation = organisation
    if act.state != PoolAct.State.PROPOSED:
        raise AlreadyDecided(_("This was decided already. Nothing was changed now."))
    if agree:
        _check_second(act, by=by, at=at)
        act.entry = _pay_interest(act, by=by) if act.kind == PoolAct.Kind.INTEREST else _pay_out(act, by=by, at=at)
    act.state = PoolAct.State.DONE if agree else PoolAct.State.REFUSED
    act.decided_by, act.decided_at = by, at
    act.save(update_fields=["state", "entry", "data", "amount", "decided_by", "decided_at"])
    return act


def _check_second(act: PoolAct, *, by, at: datetime) -> None:
    if act.asked_by_id == by.pk:
        raise NeedsSecondPerson(_("Another person has to check this; you cannot check your own act."))
    if not independent(act.asked_by, by, first_at=act.asked_at, at=at):
        raise NeedsSecondPerson(NOT_INDEPENDENT)
    if act.membership_id:
        check_no_post(by, [act.membership], on=act.on)


def _check_not_ahead(day: date, *, at: datetime, field: str) -> None:
    if day > at.astimezone(BANGKOK).date():
        words = _("That day has not come yet.")
        raise NotThatDay(words, fields={field: words})


def _parts(shares: list[Share]) -> list[tuple[Membership, Decimal]]:
    return [(share.membership, share.run) for share in shares if share.run > ZERO]


def interest_now(act: PoolAct) -> list[tuple[Membership, Decimal]]:
    """Return what interest comes to by the books of now, up to the day of a proposal: (group, baht)."""
    return _parts(pool_of(act.organisation, on=act.on))


def changed(act: PoolAct, parts: list[tuple[Membership, Decimal]]) -> bool:
    """Tell whether interest comes to something else now than was proposed; then it cannot be agreed to."""
    return [[str(m.pk), str(b)] for m, b in parts] != act.data["parts"]


def _pay_interest(act: PoolAct, *, by):
    """Credit each group's savings with its interest, an entry each; who cannot take it is left out by name."""
    parts = interest_now(act)
    if changed(act, parts):
        raise FiguresChanged(_("Savings were entered since: the interest comes to something else. Propose it anew."))
    book, first, paid, left_out = act.organisation.book, None, [], []
    costs = between_accounts([m.number for m, _baht in parts], book=book, control=chart.INTEREST_TO_GROUPS)
    general = books.account(book, "51010")
    for membership, baht in parts:
        cost = costs.get(membership.number, general)
        moves = [debit(cost.pk, baht), credit(membership.special_account_id, baht)]
        key = f"pool:{act.pk}:{membership.number}"
        try:
            with transaction.atomic():
                entry = post_between(
                    book=book, on=act.on, kind=EntryKind.JOURNAL, key=key, moves=moves, by=act.asked_by, checked_by=by
                ).entry
        except OtherBookRefused as refusal:
            left_out.append([str(membership.pk), str(refusal)])
        else:
            first = first or entry
            paid.append([str(membership.pk), str(baht)])
    if not paid:
        raise NothingToPay(_("No group's book can take it on that day."), problems=[words for _pk, words in left_out])
    act.data = {**act.data, "parts": paid, "left_out": left_out}
    act.amount = sum((Decimal(baht) for _pk, baht in paid), ZERO)
    return first


def _pay_out(act: PoolAct, *, by, at: datetime):
    """Hand a group savings out of the pool: from the network's cash, or bank, into the same of the group."""
    _check_not_ahead(act.on, at=at, field="on")
    membership, book = act.membership, act.organisation.book
    _check_free(membership, act.amount, on=act.on)
    purse = chart.BANK if act.data["into"] == "bank" else chart.CASH
    lower = membership.member_organisation
    purses = {lower.book_id: books.account(lower.book, purse).pk} if lower.book_id else {}
    moves = [
        debit(membership.special_account_id, act.amount),
        credit(books.account(book, purse).pk, act.amount),
    ]
    return post_between(
        book=book,
        on=act.on,
        kind=EntryKind.JOURNAL,
        key=f"pool:{act.pk}",
        moves=moves,
        purses=purses,
        by=act.asked_by,
        checked_by=by,
    ).entry


def _check_free(membership: Membership, amount: Decimal, *, on: date) -> None:
    """Raise `NotFree` for more than the group has there, or where it is late with a loan and the bylaws say no."""
    organisation = membership.organisation
    [share] = [one for one in pool_of(organisation, on=on) if one.membership.pk == membership.pk]
    if amount > share.balance:
        words = _("It has %(baht)s baht in the pool.") % {"baht": show(share.balance)}
        raise NotFree(words, fields={"amount": words})
    if bylaws_of(organisation, on=on)["pool_withdraw_late"] == "yes":
        return
    if any(loan.is_late for loan in portfolio(organisation, on=on) if loan.membership_id == membership.pk):
        raise NotFree(
            _("It is late with a loan here. By the bylaws it takes nothing out of the pool before it has paid.")
        )

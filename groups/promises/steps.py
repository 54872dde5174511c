"""Promising, and keeping count of short months. Steps stand in the caller's transaction."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.bylaws.queries import bylaws_of
from federation.kit.dates import month_of, show_month
from federation.kit.money import ZERO, show
from federation.kit.refusals import Refused
from federation.ledger.posting import lock
from groups.promises.models import Promise, ShortMonth
from groups.promises.queries import (
    all_short_months,
    brought_in,
    fine_rate,
    other_meetings,
    promised_at,
    recounted,
    unsettled_months,
)
from groups.promises.rules import Short, Sitting, settle
from groups.registry.models import Membership
from groups.registry.queries import last_posted_on
from loans.lending.queries.members import loans_of_member


class NotThatPromise(Refused):
    """Raised when the bylaws do not allow a promise; `fields` says what is wrong with it."""


class StillBound(Refused):
    """Raised when a member would resign who still owes a loan or stands guarantor; `problems` names each contract."""


def check_unbound(membership: Membership, *, on: date) -> None:
    """Raise `StillBound` unless a member who resigns owes no loan and guarantees none.

    Source: domain, 1.2 Membership rules: resignation.
    """
    lent = loans_of_member(membership, on=on)
    owed = _("Contract %(number)s is not settled yet.")
    guaranteed = _("Stands guarantor for %(member)s: another guarantor has to be found first.")
    problems = [owed % {"number": loan.contract_no} for loan, _left in lent.loans]
    problems += [guaranteed % {"member": (one.loan or one.request).membership} for one in lent.guarantees]
    if problems:
        raise StillBound(problems[0], problems=problems)


def promise_step(
    membership: Membership,
    *,
    amount: Decimal,
    from_month: date,
    by,
    at,
    resolution_no: str = "",
    resolution_on: date | None = None,
) -> tuple[Promise, Decimal | None]:
    """Set what a member promises from a month on; return the promise and what it was before, in baht.

    A promise for the same month takes the place of one not yet used. Raises `NotThatPromise`.
    Source: domain, 1.3 Deposits, shares, meeting day: satja_mode, satja_min, satja_max.
    """
    lock(membership.organisation.book)
    earlier = Promise.objects.filter(network_id=membership.network_id, membership=membership)
    before = earlier.filter(from_month__lte=from_month).order_by("-from_month").first()
    is_change = earlier.filter(from_month__lt=from_month).exists()
    resolved = bool(resolution_no.strip())
    _check_amount(membership, amount=amount, month=from_month, resolved=resolved)
    _check_month(membership, month=from_month, is_change=is_change, resolved=resolved)
    promise, _made = Promise.objects.update_or_create(
        network_id=membership.network_id,
        membership=membership,
        from_month=from_month,
        defaults={
            "amount": amount,
            "resolution_no": resolution_no,
            "resolution_on": resolution_on,
            "set_by": by,
            "set_at": at,
        },
    )
    return promise, before and before.amount


def _check_amount(membership: Membership, *, amount: Decimal, month: date, resolved: bool) -> None:
    bylaws = bylaws_of(membership.organisation, on=month)
    least, most, par = bylaws["satja_min"], bylaws["satja_max"], bylaws["share_value"]
    words = None
    if amount > most:
        words = _("At most %(most)s baht a month may be promised.") % {"most": show(most)}
    elif amount < least and not resolved:
        words = _(
            "At least %(least)s baht a month are promised. For less, give the number of the committee's resolution."
        ) % {"least": show(least)}
    elif bylaws["satja_goes_to"] == "shares" and amount % par:
        words = _("The promise buys shares of %(par)s baht: promise a multiple of it.") % {"par": show(par)}
    if words:
        raise NotThatPromise(words, fields={"amount": words})


def _check_month(membership: Membership, *, month: date, is_change: bool, resolved: bool) -> None:
    posted = last_posted_on(membership)
    words = None
    if posted and month <= month_of(posted):
        words = _("The sheet of %(month)s is posted. A promise can begin after it.") % {"month": show_month(posted)}
    elif month < membership.counted_from:
        words = _("These books follow the member from %(month)s on.") % {"month": show_month(membership.counted_from)}
    elif is_change and not resolved and not _may_change(membership, month=month):
        words = _(
            "By the bylaws promises change at the start of the year. For another month, give the number of the"
            " committee's resolution."
        )
    if words:
        raise NotThatPromise(words, fields={"from_month": words})


def _may_change(membership: Membership, *, month: date) -> bool:
    bylaws = bylaws_of(membership.organisation, on=month)
    return bylaws["promise_change"] == "any_month" or month.month == bylaws["fiscal_year"]


def promise_many_step(network_id: int, *, rows: Iterable[tuple[Membership, Decimal, date]], by, at) -> list[Promise]:
    """Store first promises of many members: (membership, baht a month, from month). Bylaws are not asked."""
    return Promise.objects.bulk_create(
        Promise(network_id=network_id, membership=membership, amount=amount, from_month=month, set_by=by, set_at=at)
        for membership, amount, month in rows
    )


def settle_sheet_step(rows: Iterable[tuple[Membership, dict, bool]], *, month: date, on: date) -> None:
    """Count a sheet being posted: who kept this month's promise, who fell short, what is made up and fined.

    rows: (membership, {item: baht}, excused); whatever stands stored for a sheet of the same day is not read.
    A sheet older than one already posted makes these members be recounted. A fixed number of queries.
    """
    rows = list(rows)
    memberships = [membership for membership, _amounts, _excused in rows]
    sittings = {
        membership.pk: Sitting(month, on, amounts.get("satja", ZERO), amounts.get("fine", ZERO), excused)
        for membership, amounts, excused in rows
    }
    others = other_meetings(memberships[0].organisation, month=month, on=on) if memberships else []
    if others and others[0] > on:
        recount_step(memberships, with_sheet=sittings)
    elif memberships:
        known = unsettled_months(memberships)
        brought = brought_in(memberships, month=month, without=on) if others else {}
        _store(_settled(memberships, sittings, month=month, on=on, known=known, brought=brought), known=known)


def _settled(
    memberships: list[Membership], sittings: dict, *, month: date, on: date, known: dict, brought: dict
) -> dict:
    read, rate_of = promised_at(memberships), fine_rate(memberships[0].organisation)
    return {
        membership: settle(
            [row.short for row in known.get(membership.pk, [])],
            sittings[membership.pk],
            promised=read(membership, month, on),
            brought=brought.get(membership.pk, ZERO),
            rate_of=rate_of,
        )
        for membership in memberships
    }


def recount_step(memberships: Iterable[Membership], *, with_sheet: dict | None = None) -> None:
    """Count the short months of these members again from all their posted sheets that were not reversed.

    with_sheet: {membership id: Sitting} of a sheet being posted, in place of what is stored for its day.
    """
    memberships = list(memberships)
    known = all_short_months(memberships)
    _store(recounted(memberships, known=known, with_sheet=with_sheet), known=known)


def _store(settled: dict, *, known: dict) -> None:
    """Write what changed: new and changed months in one statement, months no longer short in another."""
    changed, gone = [], []
    for membership, shorts in settled.items():
        before = {row.month: row for row in known.get(membership.pk, [])}
        gone += [before[month].pk for month in before.keys() - {short.month for short in shorts}]
        changed += [
            _row(membership, short)
            for short in shorts
            if short.month not in before or before[short.month].short != short
        ]
    if gone:
        ShortMonth.objects.filter(network_id=next(iter(settled)).network_id, pk__in=gone).delete()
    if changed:
        ShortMonth.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["network", "membership", "month"],
            update_fields=["promised", "paid", "excused", "fine", "fined"],
        )


def _row(membership: Membership, short: Short) -> ShortMonth:
    return ShortMonth(
        network_id=membership.network_id,
        membership_id=membership.pk,
        month=short.month,
        promised=short.promised,
        paid=short.paid,
        excused=short.excused,
        fine=short.fine,
        fined=short.fined,
    )

"""The columns that promises and shares give to the deposit sheet: satja, shares, special savings, fee, fine.

satja      credits the member's satja, or by bylaw their shares
shares     credits the member's shares, in whole shares
special    credits the member's special savings
entry_fee  credits 43010 entry fees
fine       credits 42040 fines for missed satja
           both credit what is kept of a member organisation under 43050, where that is kept
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import month_of, show_month
from federation.kit.money import ZERO, show, show_input
from federation.kit.refusals import Refused
from federation.ledger import books, chart, queries
from federation.organisations.twins import between_accounts
from groups.promises.queries import paid_before, promised_at, unsettled_months
from groups.promises.rules import fine_due
from groups.registry.items import Item
from groups.registry.models import MemberClass, Membership, MembershipState

SATJA, SHARES, SPECIAL, ENTRY_FEE, FINE = "satja", "shares", "special", "entry_fee", "fine"
MONTHS_NAMED = 3


class TooManyShares(Refused):
    """Raised when a member would hold more of the shares than the bylaws allow."""


def items(
    organisation,
    memberships: Sequence[Membership],
    *,
    month: date,
    on: date,
    bylaws,
    paid_this_month: Mapping,
) -> list[Item]:
    """Return the columns for these members on a meeting day, in their order. A fixed number of queries.

    paid_this_month: {membership id: {column: baht}} that the month's other sheets brought. Notes and fines are of
    the months before: what this month still lacks is in its due.
    Source: architecture, settled 15 and 16; domain, 1.3 Deposits, shares, meeting day.
    """
    unsettled = {
        pk: [row.short for row in rows if row.month < month] for pk, rows in unsettled_months(memberships).items()
    }
    satja = _dues_of_satja(memberships, month=month, on=on, paid=paid_this_month)
    columns = [_satja(bylaws, dues=satja, notes=_notes(memberships, unsettled))]
    if _may_buy(month, bylaws=bylaws):
        columns.append(_shares(organisation, bylaws=bylaws))
    return [
        *columns,
        _special(organisation),
        _to_income(ENTRY_FEE, _("Entry fee"), organisation, chart.ENTRY_FEES, _dues_of_fee(memberships, on, bylaws)),
        _to_income(FINE, _("Fine"), organisation, chart.SATJA_FINES, *_fines(unsettled)),
    ]


def _special(organisation) -> Item:
    """Special savings of members; what groups bring to their network for its pool, which is no rare thing there."""
    label = _("Special savings") if organisation.is_group else _("Savings for the pool")
    return Item(SPECIAL, label, _to("special_account_id"), collapsed=organisation.is_group)


def _dues_of_satja(memberships, *, month: date, on: date, paid: Mapping) -> dict:
    """Return this month's promise less what this month already brought; missed months are never due."""
    read = promised_at(memberships)
    dues = {m.pk: read(m, month, on) - paid.get(m.pk, {}).get(SATJA, ZERO) for m in memberships}
    return {pk: due for pk, due in dues.items() if due > ZERO}


def _satja(bylaws, *, dues: dict, notes: dict) -> Item:
    if bylaws["satja_goes_to"] == SHARES:
        step = bylaws["share_value"]
        return Item(SATJA, _("Satja"), _to("shares_account_id"), dues=dues, notes=notes, step=step)
    return Item(SATJA, _("Satja"), _to("satja_account_id"), dues=dues, notes=notes)


def _to(account_field: str) -> Callable[[Membership, Decimal], list]:
    return lambda membership, amount: [(getattr(membership, account_field), amount)]


def _may_buy(month: date, *, bylaws) -> bool:
    return not bylaws["shares_buying_months"] or month.month in bylaws["shares_buying_months"]


def _shares(organisation, *, bylaws) -> Item:
    """Shares in whole shares; nobody beyond the bylaw's part of all shares, once there are any."""
    most = bylaws["shares_max_percent"]
    read_total = _once(lambda: _all_shares(organisation))

    def account_of(membership: Membership, amount: Decimal) -> list:
        if most and most < 100:
            _check_part(membership, amount=amount, most=most, total=read_total())
        return [(membership.shares_account_id, amount)]

    return Item(SHARES, _("Shares bought"), account_of, step=bylaws["share_value"], collapsed=True)


def _check_part(membership: Membership, *, amount: Decimal, most: Decimal, total: Decimal) -> None:
    held = queries.balance(membership.shares_account)
    if total and (held + amount) * 100 > most * (total + amount):
        words = _("%(member)s would hold more than %(most)s%% of all shares (%(held)s of %(total)s baht).")
        shown = {"member": membership.shown_number, "held": show(held + amount), "total": show(total + amount)}
        raise TooManyShares(words % {**shown, "most": show_input(most)})


def _all_shares(organisation) -> Decimal:
    code = chart.SHARES if organisation.is_group else chart.GROUP_SHARES
    return queries.balance(books.account(organisation.book, code))


def _dues_of_fee(memberships, on: date, bylaws) -> dict:
    """Return the entry fee for who joined under these books within a year and has not paid it.

    An organisation that came in as an associate, to be lent to, owes none.
    """
    if not bylaws["entry_fee"]:
        return {}
    owing = [m for m in memberships if not (m.member_organisation_id and m.member_class == MemberClass.ASSOCIATE)]
    fresh = [m for m in owing if (on - m.joined_on).days < 366 and m.counted_from <= month_of(m.joined_on)]
    paid = paid_before(fresh, item=ENTRY_FEE) if fresh else set()
    return {m.pk: bylaws["entry_fee"] for m in fresh if m.pk not in paid}


def _fines(unsettled: dict) -> tuple[dict, dict]:
    """Return (dues, notes): fines for months made up and not yet fined."""
    dues = {pk: due for pk, shorts in unsettled.items() if (due := fine_due(shorts))}
    notes = {
        pk: gettext("made up %(months)s") % {"months": _months([s for s in unsettled[pk] if not s.is_open])}
        for pk in dues
    }
    return dues, notes


def _to_income(code: str, label, organisation, account_code: str, dues: dict, notes: dict | None = None) -> Item:
    read_account = _once(lambda: books.account(organisation.book, account_code).pk)

    def account_of(membership: Membership, amount: Decimal) -> list:
        kept = _kept_of_organisation(membership, book=organisation.book)
        return [(kept or read_account(), amount)]

    return Item(code, label, account_of, dues=dues, notes=notes or {}, collapsed=True)


def _kept_of_organisation(membership: Membership, *, book):
    """Return the account of what a member organisation pays in fees and fines, or None: of persons none is kept."""
    if not membership.member_organisation_id:
        return None
    kept = between_accounts([membership.number], book=book, control=chart.GROUP_FEES)
    return kept[membership.number].pk if kept else None


def _notes(memberships, unsettled: dict) -> dict:
    """Return what the treasurer should know beside a member's satja: on hold, or which months are missing."""
    notes = {}
    for membership in memberships:
        missed = [short for short in unsettled.get(membership.pk, []) if short.is_open]
        if membership.state == MembershipState.ON_HOLD:
            notes[membership.pk] = gettext("on hold")
        elif missed:
            missing = sum((short.missing for short in missed), ZERO)
            notes[membership.pk] = gettext("missed %(months)s (%(baht)s baht)") % {
                "months": _months(missed),
                "baht": show(missing),
            }
    return notes


def _months(shorts) -> str:
    """Return months by name, or how many there are and since when."""
    if len(shorts) > MONTHS_NAMED:
        first = show_month(shorts[0].month, style="short")
        return gettext("%(count)s months since %(first)s") % {"count": len(shorts), "first": first}
    return ", ".join(show_month(short.month, style="short") for short in shorts)


def _once(read: Callable) -> Callable:
    """Return a function that reads at first use and remembers: a sheet without fines asks for no account of fines."""
    known = []

    def remembered():
        if not known:
            known.append(read())
        return known[0]

    return remembered

"""A year closed by two people, and taken back by two people as long as no general meeting adopted it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from federation.kit.clock import BANGKOK
from federation.kit.dates import show_be_year
from federation.kit.money import show
from federation.ledger import chart
from federation.ledger.books import account, carried_account
from federation.ledger.funds import MAIN_FUND, code_in
from federation.ledger.months import day_in_open_month
from federation.ledger.posting import Entry, EntryKind, lock, post, reverse
from groups.surplus.checks import problems
from groups.surplus.models import YearClose, YearState
from groups.surplus.postings import FUND_CAPITAL, carried
from groups.surplus.queries.years import ToCarry, close_of, surplus_of, to_carry
from groups.surplus.rules import Year
from groups.surplus.steps.refusals import NotAtThisStep, SamePerson, YearNotReady

REASON_LENGTH = 10


def propose_close_step(organisation, *, year: Year, by, at: datetime) -> YearClose:
    """Propose to close a year; nothing is posted until a second person agrees. Raises `YearNotReady`."""
    lock(organisation.book)
    rows = to_carry(organisation.book, until=year.until)
    _check_ready(organisation, year, rows=rows, at=at)
    return YearClose.objects.create(
        network_id=organisation.network_key,
        organisation=organisation,
        since=year.since,
        until=year.until,
        surplus=surplus_of(rows),
        asked_by=by,
        asked_at=at,
    )


def decide_close_step(close: YearClose, *, agreed: bool, by, at: datetime) -> YearClose:
    """Post the close of a year that was proposed, or refuse it.

    Income and expenses of the main fund go to the surplus of the year, those of each fund to its own capital. The
    entry is dated in the oldest open month and says that it concerns the last month of the year.

    Raises `NotAtThisStep`, `SamePerson`, `YearNotReady`, or what the ledger's `post` raises.
    """
    lock(close.organisation.book)
    close = again(close, YearState.PROPOSED)
    if by.pk == close.asked_by_id:
        raise SamePerson(_("Who proposed to close the year does not also agree to it. Ask another person."))
    close.decided_by, close.decided_at = by, at
    close.state = YearState.CLOSED if agreed else YearState.REFUSED
    if agreed:
        close.entry = _carry(close, by=by, at=at)
    close.save(update_fields=["decided_by", "decided_at", "state", "entry"])
    return close


def ask_back_step(close: YearClose, *, reason: str, by) -> YearClose:
    """Ask that a closed year be taken back. reason: ten letters or more. Raises `NotAtThisStep`."""
    lock(close.organisation.book)
    close = again(close, YearState.CLOSED)
    if len(reason.strip()) < REASON_LENGTH:
        words = _("Say in ten letters or more why the year is taken back.")
        raise NotAtThisStep(words, fields={"reason": words})
    close.back_asked_by, close.back_reason = by, reason.strip()
    close.save(update_fields=["back_asked_by", "back_reason"])
    return close


def decide_back_step(close: YearClose, *, agreed: bool, by, at: datetime) -> YearClose:
    """Take a closed year back by the mirror of its entry, or leave it closed.

    Raises `NotAtThisStep`, `SamePerson`, or what the ledger's `reverse` raises.
    """
    lock(close.organisation.book)
    close = again(close, YearState.CLOSED)
    if close.back_asked_by_id is None:
        raise NotAtThisStep(_("Nobody asked to take this year back."))
    if by.pk == close.back_asked_by_id:
        raise SamePerson(_("Who asked to take the year back does not also agree to it. Ask another person."))
    if agreed:
        _take_back(close, by=by, at=at)
    else:
        close.back_asked_by, close.back_reason = None, ""
    close.save(update_fields=["back_asked_by", "back_reason", "state", "struck_by"])
    return close


def again(close: YearClose, *states: str) -> YearClose:
    """Return a year as it stands under the book's lock. Raises `NotAtThisStep` unless it is in one of these states."""
    found = close_of(close.organisation, close.pk)
    if found.state not in states:
        words = _("The year %(year)s is %(state)s now. Nothing was changed; look at its page.")
        raise NotAtThisStep(words % {"year": show_be_year(found.until), "state": found.get_state_display()})
    return found


def _check_ready(organisation, year: Year, *, rows: list[ToCarry], at: datetime) -> None:
    today = at.astimezone(BANGKOK).date()
    if found := problems(organisation, year, rows=rows, on=today):
        raise YearNotReady(found)


def _carry(close: YearClose, *, by, at: datetime) -> Entry:
    book, year = close.organisation.book, Year(close.since, close.until)
    rows = to_carry(book, until=close.until)
    found = problems(close.organisation, year, rows=rows, on=at.astimezone(BANGKOK).date())
    if found := [one for one in found if one.code != "done"]:
        raise YearNotReady(found)
    if surplus_of(rows) != close.surplus:
        words = _(
            "The books moved since: the surplus is %(now)s baht and %(then)s was proposed. Refuse it, propose anew."
        )
        raise NotAtThisStep(words % {"now": show(surplus_of(rows)), "then": show(close.surplus)})
    funds = {row.account.fund for row in rows}
    surplus_accounts = {fund: account(book, _surplus_code(fund)).pk for fund in funds}
    cells = [(_leaf(book, row), row.account.fund, row.signed) for row in rows]
    on, concerns = day_in_open_month(book, close.until, today=at.astimezone(BANGKOK).date())
    return post(
        book=book,
        on=on,
        kind=EntryKind.YEAR,
        key=f"year:{close.pk}:close",
        moves=carried(cells, surplus_accounts=surplus_accounts),
        by=close.asked_by,
        checked_by=by,
        concerns_month=concerns,
        memo=str(_("close of the year %(year)s") % {"year": show_be_year(close.until)}),
    ).entry


def _surplus_code(fund: str) -> str:
    return chart.YEARS_SURPLUS if fund == MAIN_FUND else code_in(FUND_CAPITAL, fund)


def _leaf(book, row: ToCarry):
    """Return the account that an account's year is taken from: itself, or a part of it that carries what is closed."""
    return carried_account(book, control=row.account).pk if row.account.is_control else row.account.pk


def _take_back(close: YearClose, *, by, at: datetime) -> None:
    on, _concerns = day_in_open_month(close.organisation.book, close.entry.on, today=at.astimezone(BANGKOK).date())
    given = {"on": on, "by": close.back_asked_by, "checked_by": by, "reason": close.back_reason}
    close.struck_by = reverse(close.entry, **given).entry
    close.state = YearState.TAKEN_BACK

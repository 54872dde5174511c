"""The named figures of organisations on days, read in a fixed number of queries whatever their number.

What is not known is None with its reason: months before the books were opened, a year that is not full yet, loans that
were brought in without their contracts, meetings without a sheet. Nothing not known becomes a zero.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from federation.bylaws.queries import bylaws_of_all
from federation.kit.dates import last_day
from federation.kit.money import ZERO
from federation.kit.wording import gettext_lazy as _
from federation.ledger.chart import LOANS_TO_DETAIL
from federation.ledger.reports import year_start
from federation.ledger.series import Key, Series, series
from federation.ratios.queries.lending import lent_on, lost
from federation.ratios.queries.people import Meetings, lately, meetings, stays
from federation.ratios.rules import FIGURES, Source, When, figures_of

MAIN = "main"
DAY = timedelta(days=1)
NO_BOOKS = _("The books were not open on that day.")
NO_YEAR = _("The books were not open a year before.")
NOT_DETAILED = _("Some loans are in the books without their contracts yet.")
NO_SHEET = _("No deposit sheet of that month or the one before is posted.")
NOT_KEPT = _("The books do not tell it apart.")
NO_WEEK = _("Less than a week has gone by.")


@dataclass(frozen=True)
class Known:
    """An organisation's figures on a day. why: the reason for each that is not known. start: of its year, or books.

    met: the meetings that attendance and promises are read from.
    """

    on: date
    amounts: Mapping
    why: Mapping
    start: date | None = None
    then: date | None = None
    met: Meetings | None = None


@dataclass
class Gathered:
    """What was read; `known(organisation, day)` puts the figures together."""

    days: list[date]
    books: Series
    first_months: dict
    stays: dict = field(default_factory=dict)
    meetings: dict = field(default_factory=dict)
    loans: dict = field(default_factory=dict)
    lost: dict = field(default_factory=dict)

    def known(self, organisation, on: date) -> Known:
        opened = organisation.book and organisation.book.opened_on
        if opened is None or on < opened:
            return Known(on, {}, dict.fromkeys(FIGURES, NO_BOOKS))
        return _Reading(self, organisation, on).known()

    def accounts(self, organisation, key: str, on: date) -> dict[str, Decimal]:
        """Return {account code: baht} of what makes up a figure of the books."""
        return _Reading(self, organisation, on).accounts(key)


def year_before(day: date) -> date:
    """Return the same day a year before; the last of a month stays the last."""
    if day == last_day(day):
        return last_day(date(day.year - 1, day.month, 1))
    return day.replace(year=day.year - 1)


def gather(organisations: Iterable, *, days: Collection[date]) -> Gathered:
    """Read the figures of organisations on days. Eight queries, and one for each network that keeps their loans."""
    organisations, days = [one for one in organisations if one.book_id], sorted(days)
    bylaws = bylaws_of_all(organisations, on=days[-1]) if organisations else {}
    first_months = {pk: found["fiscal_year"] for pk, found in bylaws.items()}
    if not organisations:
        return Gathered(days, Series(), {})
    starts = {year_start(day, first_month=month) - DAY for day in days for month in set(first_months.values())}
    needed = {*days, *(year_before(day) for day in days), *starts}
    books = series([(one.network_key, one.book_id) for one in organisations], days=needed)
    lent = lent_on(organisations, days={*days, *(year_before(day) for day in days)})
    people, met = stays(organisations), meetings(organisations, days=days)
    return Gathered(days, books, first_months, people, met, lent, lost(organisations))


class _Reading:
    """One organisation on one day, out of what was gathered."""

    def __init__(self, gathered: Gathered, organisation, on: date):
        self.all, self.of, self.on = gathered, organisation, on
        self.opened = organisation.book.opened_on
        year = year_start(on, first_month=gathered.first_months[organisation.pk])
        self.start, self.before = max(year, self.opened), year - DAY
        self.then = year_before(on)
        self.has_year = self.then >= self.opened

    def known(self) -> Known:
        amounts = self._of_books() | self._of_members() | self._of_loans() | self._of_sheets()
        amounts["weeks"] = ((self.on - self.start).days + 1) // 7 or None
        why = {key: self._why(key) for key in FIGURES if amounts.get(key) is None}
        met = self._met
        return Known(self.on, amounts, why, self.start, self.then if self.has_year else None, met)

    def accounts(self, key: str) -> dict[str, Decimal]:
        figure = FIGURES[key]
        found: dict[str, Decimal] = {}
        for (code, fund), balance in self._balances(figure.when).items():
            if balance and figure.codes and figure.counts(code, is_main=fund == MAIN):
                found[code] = found.get(code, ZERO) + (-balance if figure.owed else balance)
        return dict(sorted(found.items()))

    def _balances(self, when: When) -> dict[Key, Decimal]:
        """Return {account: debits less credits} now, a year before, at the start, or of what the year added."""
        at, brought = self.all.books.at, self.all.books.brought_between
        book = self.of.book_id
        if when == When.NOW:
            return self._now
        if when == When.START:
            return _plus(at(book, self.before), brought(book, self.before, self.on))
        if not self.has_year:
            return {}
        then = at(book, self.then)
        if when == When.THEN:
            return then
        carried = self.all.books.carried_between(book, self.then, self.on)
        return _plus(self._now, then, brought(book, self.then, self.on), carried, sign=-1)

    @cached_property
    def _now(self) -> dict[Key, Decimal]:
        return self.all.books.at(self.of.book_id, self.on)

    def _of_books(self) -> dict:
        found: dict = {}
        for key, figure in FIGURES.items():
            needs_year = figure.when in (When.THEN, When.YEAR)
            if figure.source == Source.BOOKS:
                found[key] = None if needs_year and not self.has_year else ZERO
        for when in When:
            for (code, fund), balance in self._balances(when).items():
                for key, sign in figures_of(code, fund == MAIN, when) if balance else ():
                    if found.get(key) is not None:
                        found[key] += sign * balance
        return found

    def _of_members(self) -> dict:
        stays = self.all.stays.get(self.of.pk, ())

        def living(day: date) -> int:
            return sum(stay.n for stay in stays if stay.lives(day))

        left = (stay for stay in stays if stay.dropped and self.start <= stay.ended_on <= self.on)
        return {
            "members": living(self.on),
            "members_start": living(self.start - DAY),
            "members_then": living(self.then) if self.has_year else None,
            "joined": sum(stay.n for stay in stays if self.start <= stay.joined_on <= self.on),
            "dropped": sum(stay.n for stay in left),
        }

    def _of_loans(self) -> dict:
        lost = self.all.lost.get(self.of.pk, ())
        found = {
            "charged_all": sum((baht for day, baht in lost if day <= self.on), ZERO),
            "charged_year": sum((baht for day, baht in lost if self.then < day <= self.on), ZERO),
        }
        if not self.has_year:
            found["charged_year"] = None
        if not self._undetailed(self.on):
            found |= self.all.loans[self.of.pk, self.on]
        if self.has_year and not self._undetailed(self.then):
            then = self.all.loans[self.of.pk, self.then]
            found |= {f"{key}_then": then[key] for key in ("late_1_12", "late_12")}
        return found

    def _undetailed(self, day: date) -> bool:
        balances = self._now if day == self.on else self.all.books.at(self.of.book_id, day)
        return any(balance for (code, _fund), balance in balances.items() if code == LOANS_TO_DETAIL)

    @cached_property
    def _met(self) -> Meetings | None:
        return lately(self.all.meetings.get(self.of.pk, ()), self.on)

    def _of_sheets(self) -> dict:
        met = self._met
        return {"attending": met.came, "kept": met.kept, "promised": met.promised} if met else {}

    def _why(self, key: str):
        figure = FIGURES[key]
        if figure.source == Source.NOWHERE:
            return NOT_KEPT
        if figure.source == Source.SHEETS:
            return NO_SHEET
        if figure.source == Source.DAYS:
            return NO_WEEK
        needs_year = figure.when in (When.THEN, When.YEAR) or key == "members_then"
        return NO_YEAR if needs_year and not self.has_year else NOT_DETAILED


def _plus(one: Mapping, *others: Mapping, sign: int = 1) -> dict:
    found = dict(one)
    for other in others:
        for key, amount in other.items():
            found[key] = found.get(key, ZERO) + sign * amount
    return found

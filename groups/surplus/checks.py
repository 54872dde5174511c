"""Everything that keeps a year from closing, all at once, each with the page on which it is mended.

Source: domain, 1.6 Annual profit and its allocation; features 144.
"""

from dataclasses import dataclass
from datetime import date

from federation.kit.dates import month_of, show_date, show_month
from federation.kit.money import ZERO, show
from federation.kit.report import Link
from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _
from federation.ledger.chart import SUSPENSE
from federation.ledger.months import open_month
from groups.surplus.queries.years import ToCarry, standing_close, unclosed_before
from groups.surplus.rules import Year


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a year cannot close yet. link: where it is mended."""

    code: str
    words: Sentence
    link: Link | None = None

    @property
    def url(self) -> str:
        return self.link.url if self.link else ""


def problems(organisation, year: Year, *, rows: list[ToCarry], on: date) -> list[Problem]:
    """Return all that keeps a year from closing on a day; nothing when it may close. rows: see `to_carry`."""
    return [
        *_done(organisation, year),
        *_not_over(year, on=on),
        *_months(organisation, year),
        *_earlier(organisation, year),
        *_suspense(organisation, rows),
        *_nothing(rows),
    ]


def _done(organisation, year: Year) -> list[Problem]:
    stands = standing_close(organisation, until=year.until)
    if stands is None:
        return []
    words = _("This year stands already: %(state)s.") % {"state": stands.get_state_display()}
    return [Problem("done", words, Link("groups:year", {"code": organisation.code, "until": f"{year.until}"}))]


def _not_over(year: Year, *, on: date) -> list[Problem]:
    if on > year.until:
        return []
    return [Problem("not_over", _("The year lasts until %(day)s.") % {"day": show_date(year.until)})]


def _months(organisation, year: Year) -> list[Problem]:
    """All its months are closed: what they earned stands, and their interest and allowance are booked."""
    oldest = open_month(organisation.book)
    if oldest > month_of(year.until):
        return []
    link = Link("federation:month_close", {"code": organisation.code, "month": f"{oldest:%Y-%m}"})
    words = _("%(month)s is still open. Close every month of the year first.")
    return [Problem("month_open", words % {"month": show_month(oldest)}, link)]


def _earlier(organisation, year: Year) -> list[Problem]:
    if not unclosed_before(organisation, year):
        return []
    link = Link("groups:years", {"code": organisation.code})
    return [Problem("earlier_open", _("The year before is not closed yet. Close it first."), link)]


def _suspense(organisation, rows: list[ToCarry]) -> list[Problem]:
    words = _("%(baht)s baht stand in the suspense account. Say what they are before the year closes.")
    link = Link("federation:account", {"code": organisation.code, "account": SUSPENSE})
    return [
        Problem("suspense", words % {"baht": show(row.natural)}, link) for row in rows if row.account.code == SUSPENSE
    ]


def _nothing(rows: list[ToCarry]) -> list[Problem]:
    if any(row.signed != ZERO for row in rows):
        return []
    return [Problem("nothing", _("Nothing was earned or spent in this year: there is nothing to close."))]

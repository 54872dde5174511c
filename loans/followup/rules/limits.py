"""By when a claim must be made, and when to be reminded of it.

Source: domain: 5.4 Civil and Commercial Code.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _
from loans.followup.rules.ladder import months_later

GUARANTOR_NOTICE_DAYS = 60
INTEREST_YEARS, PRINCIPAL_YEARS, ESTATE_YEARS = 5, 10, 1
INTEREST_ALERT, PRINCIPAL_ALERT, ESTATE_ALERT = 4 * 12 + 6, 9 * 12 + 6, 10  # months

TITLES = {
    "guarantors": _("Guarantors are to be told of the default (Civil Code s.686)"),
    "interest": _("Interest and instalments: claim within five years (s.193/33)"),
    "principal": _("Principal: claim within ten years (s.193/30)"),
    "estate": _("The borrower has died: claim on the estate within a year (s.1754)"),
}


@dataclass(frozen=True)
class Limit:
    """A last day of the law, and from when on to be reminded of it."""

    kind: str
    alert_on: date
    last_on: date

    @property
    def title(self) -> Sentence:
        return TITLES[self.kind]

    def is_near(self, on: date) -> bool:
        return on >= self.alert_on


def guarantor_notice_by(default_on: date, *, days: int = GUARANTOR_NOTICE_DAYS) -> date:
    """Return the last day to tell guarantors: 60 days after the default (s.686)."""
    return default_on + timedelta(days)


def counted_from(default_on: date, *, owned_up_on: Iterable[date] = ()) -> date:
    """Return the day limitation counts from: the default, or the last part payment or written word after it."""
    return max([default_on, *(day for day in owned_up_on if day >= default_on)])


def limits(
    default_on: date,
    *,
    owned_up_on: Iterable[date] = (),
    died_on: date | None = None,
    guarantors_to_tell: bool = False,
    notice_days: int = GUARANTOR_NOTICE_DAYS,
) -> list[Limit]:
    """Return the last days that matter for a loan in default, the nearest first.

    default_on: due date of the oldest unpaid instalment. owned_up_on: days of part payments and of written
    acknowledgements (s.193/14). guarantors_to_tell: some guarantor was not told yet.
    """
    since = counted_from(default_on, owned_up_on=owned_up_on)
    found = [
        Limit("interest", months_later(since, by=INTEREST_ALERT), months_later(since, by=12 * INTEREST_YEARS)),
        Limit("principal", months_later(since, by=PRINCIPAL_ALERT), months_later(since, by=12 * PRINCIPAL_YEARS)),
    ]
    if died_on:
        last_on = months_later(died_on, by=12 * ESTATE_YEARS)
        found.append(Limit("estate", months_later(died_on, by=ESTATE_ALERT), last_on))
    if guarantors_to_tell:
        found.append(Limit("guarantors", default_on, guarantor_notice_by(default_on, days=notice_days)))
    return sorted(found, key=lambda limit: (limit.last_on, limit.kind))

"""What holds when somebody leaves: who is proposed, what heirs get, what a death leaves to do. Needs no database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from federation.kit.money import split
from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _


def parts_of(net: Decimal, percents: Sequence[Decimal]) -> list[Decimal]:
    """Divide what goes to the heirs by their shares, by largest remainder; the parts add up to `net`.

    Source: domain, 1.2 Membership rules, beneficiaries.
    """
    return split(net, percents)


def days_idle(last_paid_on: date, *, on: date, holds: Iterable[tuple[date, date | None]] = ()) -> int:
    """Return the days since a payment, without those on hold. holds: [(from, before which day, or None)].

    Source: domain, 1.2 Membership rules, drop-out by arrears; 9, caution 1.
    """
    held = 0
    for first, until in holds:
        begins, ends = max(first, last_paid_on), min(until or on, on)
        held += max((ends - begins).days, 0)
    return (on - last_paid_on).days - held


def is_proposed(days: int, *, dropout_days: int) -> bool:
    """Tell whether so many days without payment propose to put a member out; 0 in the bylaws never does."""
    return dropout_days > 0 and days > dropout_days


def may_confirm_on(notice_on: date, *, notice_days: int) -> date:
    """Return the first day on which an expulsion can be confirmed after its written notice."""
    return notice_on + timedelta(days=notice_days)


@dataclass(frozen=True, slots=True)
class TaskKind:
    """Something a death leaves for the committee, and within how many days."""

    words: Sentence
    days: int


GUARANTEE, OWN_LOAN, TELL_GUARANTORS, SHEET_LATER = "guarantee", "own_loan", "tell", "sheet_later"
WELFARE_CLAIM, FUNERAL, NAME_HEIRS = "welfare", "funeral", "heirs"

# 60 days to tell guarantors: Civil Code s.686; ten months: a claim on an estate lapses after a year (s.1754).
TASKS = {
    SHEET_LATER: TaskKind(_("Look at what was entered on a sheet after the day of death"), 7),
    WELFARE_CLAIM: TaskKind(_("File the claim for welfare at death; it goes in full to the named person"), 30),
    FUNERAL: TaskKind(_("Open the round of funeral aid; it goes in full to the named person"), 7),
    NAME_HEIRS: TaskKind(_("Ask the family who the heirs are: nobody is named"), 30),
    OWN_LOAN: TaskKind(_("Talk the loan over with the family; no heir pays more than what is inherited"), 300),
    TELL_GUARANTORS: TaskKind(_("Tell the guarantors of the loan in writing"), 60),
    GUARANTEE: TaskKind(_("Find another guarantor, or let the committee resolve how this loan is secured"), 30),
}

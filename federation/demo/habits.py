"""What a member brings to a meeting: rubber and palm set the season, the rains take it away. Plain, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from groups.promises.rules import Short
from groups.sheets.rules import ABSENT, EXCUSED

# Chance to miss a month. From November to January it rains and no rubber is tapped; in March and April the trees
# shed their leaves. By the number of the month. Source: row R1, income follows the season.
MISSED = (None, 0.14, 0.06, 0.06, 0.05, 0.02, 0.015, 0.015, 0.02, 0.02, 0.035, 0.12, 0.18)
GOOD_MONTHS = (2, 5, 6, 7, 8, 9, 10)


@dataclass(frozen=True)
class Brought:
    """What somebody brought, {column: baht}, or why nothing: absent or excused."""

    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    mark: str = ""


@dataclass(frozen=True)
class Meeting:
    """A meeting day as it bears upon what is brought.

    may_wait: there is another meeting this month. par: what a share costs; part: the least step of a part payment.
    """

    month: int
    may_wait: bool
    par: Decimal
    part: Decimal


def brings(
    villager,
    *,
    dues: Mapping[str, Decimal],
    shorts: Sequence[Short],
    meeting: Meeting,
    rng: Random,
    comes: bool = False,
) -> Brought:
    """Return what a member brings. dues: {column: baht}; shorts: months not yet made up, oldest first.

    comes: whether he or she comes for sure, as who has a loan to repay does.
    """
    due = dues.get("satja")
    if due and not comes and meeting.may_wait and rng.random() < 0.35:
        return Brought(mark=ABSENT)
    if due and not comes and rng.random() < MISSED[meeting.month] * villager.slack:
        return _misses(due, meeting=meeting, rng=rng)
    amounts = dict(dues) or {"satja": Decimal(0)}
    if shorts and meeting.month in GOOD_MONTHS and rng.random() < 0.45 / villager.slack:
        _make_up(amounts, shorts=shorts, rng=rng)
    if due and villager.saves_more and rng.random() < 0.3:
        amounts["special"] = Decimal(rng.choice((50, 100, 100, 200, 500, 1000)))
    if due and meeting.month in GOOD_MONTHS and rng.random() < 0.03:
        amounts["shares"] = meeting.par * rng.choice((1, 2, 5, 10))
    return Brought(amounts)


def _misses(due: Decimal, *, meeting: Meeting, rng: Random) -> Brought:
    chance, half = rng.random(), due / 2 // meeting.part * meeting.part
    if chance < 0.2 and half:
        return Brought({"satja": half})
    return Brought(mark=EXCUSED if chance < 0.4 else ABSENT)


def _make_up(amounts: dict[str, Decimal], *, shorts: Sequence[Short], rng: Random) -> None:
    """Add the oldest missed months, whole, with the fine for them now or at the next meeting."""
    made_up = shorts[: rng.randint(1, 3)]
    amounts["satja"] = amounts.get("satja", Decimal(0)) + sum(short.missing for short in made_up)
    fine = sum(short.unfined for short in made_up)
    if fine and rng.random() < 0.7:
        amounts["fine"] = amounts.get("fine", Decimal(0)) + fine

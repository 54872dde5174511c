"""Who counts for matching money, and what a fund must be for it.

Source: domain, 1.7 One-baht-a-day welfare fund, state subsidy file; 9 Consolidated defaults, caution 6.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _

MET, NOT_MET, UNKNOWN = "met", "not_met", "unknown"
MOST_TIMES = 3
LEAST_KINDS = 3
LEAST_OF_VILLAGES, LEAST_OF_COMMUNITIES = Decimal(50), Decimal(20)


@dataclass(frozen=True, slots=True)
class Member:
    """A member as the subsidy sees them. village: of their address, or nothing. times: subsidised before."""

    since: date
    times: int
    village: str


@dataclass(frozen=True, slots=True)
class Line:
    """One rule: what it says, whether it is met, and by which figures."""

    says: Sentence
    verdict: str
    figures: Sentence | str = ""


def day_of_count(day: date) -> date:
    """Return the 30 September on or before a day."""
    this = date(day.year, 9, 30)
    return this if this <= day else date(day.year - 1, 9, 30)


def counts(member: Member, *, on: date) -> bool:
    """Tell whether a member counts: a year of membership on that day, and subsidised fewer than three times."""
    return _a_year(member.since, on) and member.times < MOST_TIMES


def _a_year(since: date, on: date) -> bool:
    try:
        return since.replace(year=since.year + 1) <= on
    except ValueError:  # 29 February
        return date(since.year + 1, 3, 1) <= on


def check(
    members: Mapping[object, Member], *, started_on: date, on: date, villages: int | None, town: bool, kinds: int | None
) -> list[Line]:
    """Return each rule with whether it is met. villages: in the sub-district or town, None where nobody said.

    kinds: of basic welfare that the fund gives. What is not known is said to be so, never taken for met.
    """
    counting = [one for one in members.values() if counts(one, on=on)]
    young = sum(not _a_year(one.since, on) for one in members.values())
    often = sum(one.times >= MOST_TIMES for one in members.values())
    return [
        Line(
            _("The fund is at least a year old"),
            MET if _a_year(started_on, on) else NOT_MET,
        ),
        Line(
            _("Members have been in it for a year on the day of the count, each subsidised at most three times"),
            MET if counting else NOT_MET,
            _("%(counting)s count; %(young)s are in it for less than a year, %(often)s had it three times")
            % {"counting": len(counting), "young": young, "often": often},
        ),
        _villages(members, villages=villages, town=town),
        Line(
            _("It gives at least three basic kinds of welfare"),
            UNKNOWN if kinds is None else MET if kinds >= LEAST_KINDS else NOT_MET,
            "" if kinds is None else _("%(kinds)s kinds") % {"kinds": kinds},
        ),
    ]


def _villages(members: Mapping, *, villages: int | None, town: bool) -> Line:
    says = (
        _("Members come from at least 20 % of the communities of the town")
        if town
        else _("Members come from at least 50 % of the villages of the sub-district")
    )
    named = {one.village for one in members.values() if one.village}
    nowhere = sum(not one.village for one in members.values())
    if not villages:
        return Line(says, UNKNOWN, _("from %(named)s; how many there are was not said") % {"named": len(named)})
    least = LEAST_OF_COMMUNITIES if town else LEAST_OF_VILLAGES
    figures = _("from %(named)s of %(villages)s; of %(nowhere)s members the village is not written down")
    figures = figures % {"named": len(named), "villages": villages, "nowhere": nowhere}
    if Decimal(len(named) * 100) >= least * villages:
        return Line(says, MET, figures)
    return Line(says, UNKNOWN if nowhere else NOT_MET, figures)

"""What the books and registers can say of a group's strength: names, units, and which end is the good one."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from federation.kit.wording import gettext_lazy as _

PERCENT, TIMES = "percent", "times"


@dataclass(frozen=True, slots=True)
class Measure:
    """A thing that is measured. is_high: whether more of it is better."""

    name: object
    unit: str = PERCENT
    is_high: bool = True


MEASURES = {
    "promise_kept": Measure(_("members who kept the month's promise in full")),
    "growth": Measure(_("growth in members since the start of the year")),
    "attendance": Measure(_("members who came to the month's meetings")),
    "officers": Measure(_("chair, secretary and treasurer in office within their term"), TIMES),
    "minutes": Measure(_("meetings of the last six months with an issued report")),
    "sent": Measure(_("months of the last six that were sent to the network by day 7")),
    "gaps": Measure(_("times in twelve months that cash and books did not agree"), TIMES, is_high=False),
    "npl": Measure(_("loans late more than three months, of all that is lent"), is_high=False),
    "late": Measure(_("loans with an instalment late, of all that is lent"), is_high=False),
    "own_capital": Measure(_("the group's own and its members' capital, of all its assets")),
}


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured on a day. value: None where the data does not allow it. link: {view, parts, query}."""

    measure: str
    value: Decimal | None
    on: date
    link: dict | None = None

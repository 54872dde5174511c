"""Allocations that groups and networks are known to use, to start from; what is weak about each is said beside it.

Heads are coded as in `models.Head`. Source: domain, 1.6 Annual profit and its allocation; 1.9 Network level; 9,
caution 2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Preset:
    """Per cents by head, adding to 100. of_groups: None where a group and a network may both use it."""

    key: str
    name: Sentence
    percents: Mapping[str, Decimal]
    of_groups: bool | None = True
    caution: Sentence | str = ""


def _percents(**heads: int) -> dict[str, Decimal]:
    return {head: Decimal(percent).quantize(Decimal("0.01")) for head, percent in heads.items()}


NO_RESERVE = _("Nothing goes to a reserve: a year with bad loans then falls on the members' savings.")

PRESETS = {
    preset.key: preset
    for preset in (
        Preset("half", _("50 dividend, 50 welfare"), _percents(dividend=50, welfare=50), caution=NO_RESERVE),
        Preset(
            "sixty",
            _("60 dividend, 10 contribution, 30 welfare"),
            _percents(dividend=60, contribution=10, welfare=30),
            caution=NO_RESERVE,
        ),
        Preset(
            "many",
            _("village-fund pattern with reserve, risk and public benefit"),
            _percents(dividend=40, patronage=10, committee=15, welfare=15, reserve=10, risk=5, public=5),
        ),
        Preset(
            "network",
            _("network: 50 dividend to the groups, 20 leader welfare, 20 reserve, 10 meetings and hosts"),
            _percents(dividend=50, leaders=20, reserve=20, host=10),
            of_groups=False,
            caution=_("A proposal: no network's own rule was found."),
        ),
    )
}

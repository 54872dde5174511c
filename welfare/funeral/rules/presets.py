"""Examples of schemes as they are known from the field, to begin with; members confirm or change each by a resolution.

Source: domain: 2 Funeral aid, models A to E.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _
from welfare.funeral.rules.terms import BALANCE, PER_DEATH, PREPAID, RELATIONS, SAVING, YEARLY, Terms


@dataclass(frozen=True)
class Preset:
    """An example: how it works, its terms, and where it was found."""

    name: str
    model: str
    title: Sentence
    source: Sentence
    terms: Terms


def _baht(text: str) -> Decimal:
    return Decimal(text)


_ALL = (
    Preset(
        "per_death",
        PER_DEATH,
        _("20 baht from everybody at each death"),
        _("A custom of many villages; the fee and the waiting are examples."),
        Terms(rate_member=_baht("20.00"), fee_percent=_baht("4.00")),
    ),
    Preset(
        "per_death_family",
        PER_DEATH,
        _("100 baht for a member, 50 for one of the family"),
        _("An association in the north: ten per cent stay with the fund, nobody waits once admitted."),
        Terms(
            rate_member=_baht("100.00"),
            rate_relative=_baht("50.00"),
            fee_percent=_baht("10.00"),
            covers=RELATIONS,
            wait_days=0,
            max_entry_age=0,
        ),
    ),
    Preset(
        "prepaid",
        PREPAID,
        _("30 units held ahead, one taken at each death"),
        _("A municipal association: 9 baht a unit, four per cent for the fund, a warning after 25 deaths."),
        Terms(rate_member=_baht("9.00"), fee_percent=_baht("4.00"), units_target=30, units_warn=25),
    ),
    Preset(
        "yearly",
        YEARLY,
        _("200 baht a year, a fixed sum at death"),
        _("A fund known by its fee, due at the end of the year; the sum paid out is an example."),
        Terms(yearly_fee=_baht("200.00"), fixed_sum=_baht("10000.00"), fee_percent=_baht("0.00")),
    ),
    Preset(
        "balance",
        BALANCE,
        _("Whoever keeps more than 300 baht for half a year"),
        _("A bank of recyclable waste; the sum paid out is an example."),
        Terms(
            min_balance=_baht("300.00"),
            min_days=180,
            wait_days=0,
            fixed_sum=_baht("5000.00"),
            fee_percent=_baht("0.00"),
        ),
    ),
    Preset(
        "saving",
        SAVING,
        _("A fixed sum after six months of satja without a gap"),
        _("A savings group that pays 50,000 baht; look at its outlook before promising as much."),
        Terms(saving_months=6, wait_days=0, fixed_sum=_baht("50000.00"), fee_percent=_baht("0.00")),
    ),
)
PRESETS: Mapping[str, Preset] = {preset.name: preset for preset in _ALL}

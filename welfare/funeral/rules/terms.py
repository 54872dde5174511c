"""The terms of a funeral aid scheme: one version of them, as the members resolved it. No Django here.

What the rules of schemes leave open ("three cases", "by the 30th", whether who is behind counts as a payer) is a
setting here, so that the resolution decides it and not the program.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal, InvalidOperation

from federation.kit.dates.months import last_day, next_month
from federation.kit.money import CENT, HALF_UP, ZERO, round_satang
from federation.kit.refusals import NotReadable
from federation.kit.wording import gettext_lazy as _

PER_DEATH, PREPAID, YEARLY, BALANCE, SAVING = "per_death", "prepaid", "yearly", "balance", "saving"
MODELS = (PER_DEATH, PREPAID, YEARLY, BALANCE, SAVING)
COLLECTING = (PER_DEATH, PREPAID)

MEMBER = "member"
RELATIONS = (MEMBER, "spouse", "parent", "child")

ROUNDINGS = {"half_up": HALF_UP, "down": ROUND_DOWN}
AGES = ("full_years", "birth_year")
LAPSES = ("in_a_row", "in_all")
DEADLINES = ("days", "30th")
ADVANCES = ("full", "collected")
REFILLS = ("all_at_once", "at_warning")
UNITS_BACK = ("member", "fund")


class BadTerms(NotReadable):
    """Terms that contradict each other, or are outside what a scheme can have; `reason` names the field."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The terms of one version of a scheme. Sums in baht, percents of a hundred, times in days unless named.

    rate_member, rate_relative: what each payer brings when a member, when one of the family dies (models A, B).
    fee_percent: what the fund keeps of what is brought. fee_rounding: "half_up" or "down", to satang.
    deduction: so many baht at each death besides, which the fund keeps for its expenses.
    covers: whom, of member, spouse, parent, child. wait_days: after admission; accident_exempt: not for accidents.
    waiting_pay, arrears_pay: whether who still waits, who is behind, is counted among the payers.
    max_entry_age: 0 is none. age_by: "full_years" lived, or "birth_year" taken from the year.
    dues_days: until when dues are brought, from the claim. lapse_cases: so many unpaid cases ("in_a_row" or
    "in_all") let the system propose putting out; lapse_notice_days: after the written notice.
    payees_most: how many may share. pay_by: paid within "days" (pay_days) or by the "30th" of the claim's month.
    first_part within first_part_days, the rest within rest_days; 0: all at once. rite: ahead, for the rites.
    advance: the fund advances what is not collected yet ("full"), or only what came in is paid ("collected").
    units_target, units_warn, refill: prepaid units; how many one holds, after how many deaths it warns, and whether
    all are filled up at once or each when down to the warning (model B). units_back: what is left when somebody resigns
    or is put out goes to the "member" or stays with the "fund"; at a death it is always the heirs'.
    yearly_fee, due by yearly_due_month and _day (C). min_balance and min_days of savings (D). saving_months of
    unbroken saving (E). fixed_sum: paid at a death (C, D, E); payout_factor: of it, for a relative.
    entry_fee once, maintenance_fee a "month" or "year" (maintenance_per).

    Source: domain: 2 Funeral aid; features 115 to 118.
    """

    rate_member: Decimal = Decimal("20.00")
    rate_relative: Decimal = ZERO
    fee_percent: Decimal = Decimal("4.00")
    fee_rounding: str = "half_up"
    deduction: Decimal = ZERO
    covers: tuple[str, ...] = (MEMBER,)
    wait_days: int = 180
    accident_exempt: bool = False
    waiting_pay: bool = False
    arrears_pay: bool = True
    max_entry_age: int = 55
    age_by: str = "full_years"
    dues_days: int = 15
    lapse_cases: int = 3
    lapse_counts: str = "in_a_row"
    lapse_notice_days: int = 30
    payees_most: int = 2
    pay_by: str = "30th"
    pay_days: int = 30
    first_part: Decimal = ZERO
    first_part_days: int = 7
    rest_days: int = 90
    rite: Decimal = ZERO
    advance: str = "full"
    units_target: int = 30
    units_warn: int = 25
    refill: str = "all_at_once"
    units_back: str = "member"
    yearly_fee: Decimal = ZERO
    yearly_due_month: int = 12
    yearly_due_day: int = 31
    min_balance: Decimal = ZERO
    min_days: int = 0
    saving_months: int = 0
    fixed_sum: Decimal = ZERO
    payout_factor: Decimal = Decimal("1.00")
    entry_fee: Decimal = ZERO
    maintenance_fee: Decimal = ZERO
    maintenance_per: str = "year"

    def __post_init__(self):
        _refuse_first(self._problems())

    def check_for(self, model: str) -> None:
        """Raise `BadTerms` unless these terms say what a scheme of this model needs."""
        _refuse_first(self._problems_of(model))

    def rate_for(self, relation: str) -> Decimal:
        """Return what each payer brings, in baht, at the death of a member or of one of the family."""
        return self.rate_member if relation == MEMBER else self.rate_relative

    def fee_of(self, gross: Decimal) -> Decimal:
        """Return what the fund keeps of what is brought, in baht. domain: 12, E8."""
        return round_satang(gross * self.fee_percent / 100, mode=ROUNDINGS[self.fee_rounding])

    def sum_for(self, relation: str) -> Decimal:
        """Return the fixed sum at a death, in baht (models C, D, E)."""
        return self.fixed_sum if relation == MEMBER else round_satang(self.fixed_sum * self.payout_factor)

    def covered_from(self, approved_on: date) -> date:
        """Return the first day that is covered: `wait_days` after admission."""
        return approved_on + timedelta(days=self.wait_days)

    def covers_death(self, *, approved_on: date, died_on: date, by_accident: bool = False) -> bool:
        """Return whether the waiting was over on the day of a death; an accident may need no waiting."""
        if by_accident and self.accident_exempt:
            return died_on >= approved_on
        return died_on >= self.covered_from(approved_on)

    def age_on(self, born_on: date, on: date) -> int:
        """Return somebody's age as this scheme counts it. domain: 10, trap 7: the year alone is one reading only."""
        years = on.year - born_on.year
        return years if self.age_by == "birth_year" else years - ((on.month, on.day) < (born_on.month, born_on.day))

    def is_too_old(self, born_on: date, on: date) -> bool:
        """Return whether somebody is above the greatest age of entry on a day."""
        return bool(self.max_entry_age) and self.age_on(born_on, on) > self.max_entry_age

    def dues_by(self, claimed_on: date) -> date:
        """Return the last day on which dues for a death come in time."""
        return claimed_on + timedelta(days=self.dues_days)

    def pay_until(self, claimed_on: date) -> date:
        """Return the day until which the payees are to be paid: all, or the rest where a first part goes ahead.

        "By the 30th of the month of notice": February ends earlier; a claim of the 31st runs to the next month's.
        """
        if self.first_part:
            return claimed_on + timedelta(days=self.rest_days)
        if self.pay_by == "days":
            return claimed_on + timedelta(days=self.pay_days)
        month = claimed_on if claimed_on.day <= 30 else next_month(claimed_on.replace(day=1))
        return min(month.replace(day=1) + timedelta(days=29), last_day(month.replace(day=1)))

    def yearly_due_on(self, year: int) -> date:
        """Return the last day for the fee of a year (of the common era)."""
        end = last_day(date(year, self.yearly_due_month, 1))
        return end.replace(day=min(self.yearly_due_day, end.day))

    def _problems(self):
        for name in _MONEY:
            value = getattr(self, name)
            fits = isinstance(value, Decimal) and value.is_finite() and value >= 0 and value == value.quantize(CENT)
            yield not fits, name, _("Write an amount of baht, 0 or more.")
        for name in _WHOLE:
            least, most = _WITHIN.get(name, (0, 3650))
            fits = type(getattr(self, name)) is int and least <= getattr(self, name) <= most
            yield not fits, name, _("Write a whole number from %(least)s to %(most)s.") % {"least": least, "most": most}
        yield not 0 <= self.fee_percent <= 100, "fee_percent", _("What the fund keeps lies between 0 and 100 per cent.")
        places = self.fee_percent == self.fee_percent.quantize(CENT)
        yield not places, "fee_percent", _("A per cent has two places at most.")
        for name, choices in _CHOICES.items():
            yield getattr(self, name) not in choices, name, _("Choose one of the ways offered.")
        known = set(self.covers) <= set(RELATIONS) and len(set(self.covers)) == len(self.covers)
        odd = not known or MEMBER not in self.covers
        yield odd, "covers", _("A scheme covers its members, and whom else it names.")
        yield not 0 < self.payout_factor <= 1, "payout_factor", _("The part for a relative is above 0 and at most 1.")
        yield self.units_warn >= self.units_target, "units_warn", _("Warn before all units are used up.")

    def _problems_of(self, model: str):
        yield model not in MODELS, "model", _("Choose how the scheme works.")
        collects = model in COLLECTING
        yield collects and not self.rate_member, "rate_member", _("Write what each brings when a member dies.")
        family = collects and len(self.covers) > 1 and not self.rate_relative
        yield family, "rate_relative", _("Write what each brings when one of the family dies.")
        yield not collects and not self.fixed_sum, "fixed_sum", _("Write the sum that is paid at a death.")
        yield model == YEARLY and not self.yearly_fee, "yearly_fee", _("Write the fee of a year.")
        months = model == SAVING and not self.saving_months
        yield months, "saving_months", _("Write how many months of saving it takes.")
        ahead = not collects and self.rite > self.fixed_sum
        yield ahead, "rite", _("What goes ahead for the rites lies within the sum that is paid.")

    def to_data(self) -> dict:
        """Return these terms as JSON can hold them; `from_data` reads them back the same."""
        data = {field.name: getattr(self, field.name) for field in fields(self)}
        texts = {name: str(data[name]) for name in _DECIMALS}
        return {**data, **texts, "covers": list(self.covers)}

    @classmethod
    def from_data(cls, data: Mapping) -> "Terms":
        """Read what `to_data` wrote. Raises `BadTerms` where a key is missing, unknown or unreadable."""
        names = {field.name for field in fields(cls)}
        if isinstance(data, Mapping):
            data = {**_LATER, **data}
        if not isinstance(data, Mapping) or set(data) != names:
            raise BadTerms(_("These terms lack something or have too much."), reason="keys")
        try:
            decimals = {name: Decimal(data[name]) for name in _DECIMALS}
            return cls(**{**data, **decimals, "covers": tuple(data["covers"])})
        except (InvalidOperation, TypeError) as error:
            raise BadTerms(_("These terms cannot be read."), reason="figures") from error


_MONEY = (
    *("rate_member", "rate_relative", "first_part", "rite", "yearly_fee", "min_balance", "fixed_sum"),
    *("entry_fee", "maintenance_fee", "deduction"),
)
_DECIMALS = (*_MONEY, "fee_percent", "payout_factor")
_WITHIN = {
    "max_entry_age": (0, 120),
    "lapse_cases": (0, 60),
    "payees_most": (1, 20),
    "units_target": (1, 1000),
    "yearly_due_month": (1, 12),
    "yearly_due_day": (1, 31),
    "saving_months": (0, 120),
}
_WHOLE = (
    *("wait_days", "dues_days", "lapse_notice_days", "pay_days", "first_part_days", "rest_days"),
    *("units_warn", "min_days"),
    *_WITHIN,
)
_CHOICES = {
    "fee_rounding": tuple(ROUNDINGS),
    "age_by": AGES,
    "lapse_counts": LAPSES,
    "pay_by": DEADLINES,
    "advance": ADVANCES,
    "refill": REFILLS,
    "units_back": UNITS_BACK,
    "maintenance_per": ("month", "year"),
}

_LATER = {"units_back": "member"}  # how terms are read that were resolved before this was asked


def _refuse_first(problems) -> None:
    for wrong, reason, words in problems:
        if wrong:
            raise BadTerms(words, reason=reason)

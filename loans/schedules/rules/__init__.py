"""The arithmetic of loan schedules, without Django: terms, due dates, days, interest, rows, the effective rate."""

from loans.schedules.rules.calendar import UNITS, USUAL_DAY_COUNT, Every, NotAnInterval, due_dates
from loans.schedules.rules.compare import Compared, compared
from loans.schedules.rules.daycount import DAY_COUNTS, days_between, year_fraction
from loans.schedules.rules.effective import CEILING, NoEffectiveRate, above_ceiling, effective_yearly_rate
from loans.schedules.rules.interest import Step, Workings, interest_steps
from loans.schedules.rules.names import DAY_COUNT_NAMES, EVERY_NAMES, METHOD_NAMES, PER_NAMES, ROUNDING_NAMES
from loans.schedules.rules.periods import Pause
from loans.schedules.rules.plan import MOST_INSTALMENTS, NoSchedule, Row, Schedule, make_schedule, measured_by
from loans.schedules.rules.rates import PERS, NotARate, with_rate, yearly_rate
from loans.schedules.rules.rounding import ROUNDINGS, round_to
from loans.schedules.rules.terms import METHODS, MULTIPLE_OF, MULTIPLES, BadTerms, Terms

__all__ = [
    "CEILING",
    "DAY_COUNTS",
    "DAY_COUNT_NAMES",
    "EVERY_NAMES",
    "METHODS",
    "METHOD_NAMES",
    "MOST_INSTALMENTS",
    "MULTIPLES",
    "MULTIPLE_OF",
    "PERS",
    "PER_NAMES",
    "ROUNDINGS",
    "ROUNDING_NAMES",
    "UNITS",
    "USUAL_DAY_COUNT",
    "BadTerms",
    "Compared",
    "Every",
    "NoEffectiveRate",
    "NoSchedule",
    "NotARate",
    "NotAnInterval",
    "Pause",
    "Row",
    "Schedule",
    "Step",
    "Terms",
    "Workings",
    "above_ceiling",
    "compared",
    "days_between",
    "due_dates",
    "effective_yearly_rate",
    "interest_steps",
    "make_schedule",
    "measured_by",
    "round_to",
    "with_rate",
    "year_fraction",
    "yearly_rate",
]

"""What the choices of loan terms are called on screen and paper."""

from federation.kit.wording import gettext_lazy as _

METHOD_NAMES = {
    "equal-instalment": _("Equal instalments, interest on what is still owed"),
    "equal-principal": _("Equal principal, interest on what is still owed"),
    "flat": _("Flat: interest on the first sum all along"),
    "bullet": _("Interest each time, all principal at the end"),
    "percent": _("A per cent of the principal each time"),
    "balloon": _("Equal instalments, a large last one"),
    "seasonal": _("On given days, after the harvests"),
}
DAY_COUNT_NAMES = {
    "30/360": _("Every month alike (30/360)"),
    "actual/365": _("By the day, over 365"),
    "actual/360": _("By the day, over 360"),
    "actual/actual": _("By the day, over the days of the year"),
    "364": _("By the week, 52 weeks a year"),
    "months": _("By calendar months, whatever the day"),
}
PER_NAMES = {"month": _("a month"), "year": _("a year"), "term": _("for the whole term")}
ROUNDING_NAMES = {"half-up": _("Half a satang up"), "half-even": _("Half a satang to the even one")}
EVERY_NAMES = {
    "1 month": _("every month"),
    "2 months": _("every 2 months"),
    "3 months": _("every 3 months"),
    "6 months": _("every 6 months"),
    "12 months": _("once a year"),
    "1 week": _("every week"),
    "2 weeks": _("every 2 weeks"),
    "15 days": _("every 15 days"),
}

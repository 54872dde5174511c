"""Loans over the months as pictures: what is lent, how much of it is at risk, what came in of what fell due."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from federation.kit.charts import Series, bars, lines
from federation.kit.dates import show_month
from federation.kit.money import ZERO, show
from loans.arrears.queries.portfolio import LoanAt
from loans.arrears.rules import par

AT_RISK = 30


def _labels(days: Sequence[date]) -> list[str]:
    return [show_month(day, style="short") for day in days]


def lent_chart(history: Mapping[date, Sequence[LoanAt]]) -> SafeString:
    """Draw what was lent at the end of each month. history: {last day: the loans that ran}."""
    values = [_lent(loans) for loans in history.values()]
    title = _("%(now)s baht are lent now; %(months)s months ago it was %(then)s.")
    title %= {"now": show(values[-1]), "months": len(values) - 1, "then": show(values[0])}
    return bars(title, unit=_("baht"), labels=_labels(list(history)), series=[Series(_("still lent"), values)])


def risk_chart(history: Mapping[date, Sequence[LoanAt]]) -> SafeString:
    """Draw PAR 30 at the end of each month; nothing where nothing was lent."""
    ratios = [par(loans, days=AT_RISK, whole=_lent(loans)).percent for loans in history.values()]
    known = [(percent, day) for percent, day in zip(ratios, history, strict=True) if percent is not None]
    worst, day = max(known, default=(ZERO, None))
    if worst:
        title = _("PAR %(days)s is %(now)s per cent now; it was highest in %(month)s, %(worst)s per cent.")
        shown = {"now": _percent(ratios[-1]), "worst": _percent(worst), "month": show_month(day), "days": AT_RISK}
    else:
        title = _("In these months no loan was late more than %(days)s days.")
        shown = {"days": AT_RISK}
    series = [Series(_("PAR %(days)s") % {"days": AT_RISK}, ratios)]
    return lines(title % shown, unit=_("per cent of what is lent"), labels=_labels(list(history)), series=series)


def _lent(loans: Sequence[LoanAt]) -> Decimal:
    return sum((loan.principal for loan in loans), ZERO)


def _percent(value: Decimal | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def collected_chart(months: Sequence[date], pairs: Sequence[tuple[Decimal, Decimal]]) -> SafeString:
    """Draw what came in beside what fell due, principal and interest. pairs: (due, collected) of each month."""
    due, collected = ([pair[at] for pair in pairs] for at in (0, 1))
    title = _("In %(months)s months %(collected)s baht came in where %(due)s fell due.")
    title %= {"months": len(months), "collected": show(sum(collected, ZERO)), "due": show(sum(due, ZERO))}
    series = [Series(_("fell due"), due), Series(_("came in"), collected)]
    return bars(title, unit=_("baht a month"), labels=_labels(months), series=series)

"""What the network's start page draws."""

from django.utils.translation import gettext as _

from federation.kit.charts import Series, bars
from federation.kit.dates import show_month
from federation.kit.money import ZERO, show


def savings_chart(flows):
    """Draw satja and shares received by month over all groups. flows: [(month, baht)], oldest first."""
    values = [max(amount, ZERO) for _month, amount in flows]
    return bars(
        _finding(values),
        unit=_("baht"),
        labels=[show_month(month, style="short") for month, _amount in flows],
        series=[Series(_("satja and shares received"), values)],
    )


def _finding(values) -> str:
    """Say in a sentence what the bars show: the best month, and the one that has just gone by."""
    whole = [value for value in values[:-1] if value]
    if not whole:
        return _("Savings received by month")
    average = (sum(whole) / len(whole)).quantize(ZERO)
    return _("The groups saved %(average)s baht a month on average; last month %(last)s.") % {
        "average": show(average),
        "last": show(values[-2] if len(values) > 1 else values[-1]),
    }

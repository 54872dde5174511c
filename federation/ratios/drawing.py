"""Ratios in words and as pictures."""

from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from federation.kit import money
from federation.kit.charts import Series, lines, spark
from federation.kit.dates import show_month
from federation.kit.money import round_satang
from federation.ratios.queries import Ratio
from federation.ratios.queries.compared import Comparison, Side
from federation.ratios.rules import Definition, Unit, rounded


def show_value(definition: Definition, value: Decimal | None) -> str:
    """Return a value with its unit as people read it; a dash where there is not enough data."""
    if value is None:
        return "–"
    match definition.unit:
        case Unit.NONE_LEFT:
            return _("yes") if value == 0 else _("no")
        case Unit.COUNT:
            return f"{int(value):,}"
        case Unit.BAHT:
            return _signed(value)
    return f"{_signed(value)} %"


def _signed(value: Decimal) -> str:
    return f"−{money.show(-value)}" if value < 0 else money.show(value)


def unit_words(definition: Definition) -> str:
    """Return the unit as it stands beside a chart."""
    return {Unit.BAHT: _("baht"), Unit.COUNT: _("members"), Unit.NONE_LEFT: ""}.get(definition.unit, _("per cent"))


def goal_words(definition: Definition) -> str:
    """Return what is aimed at in a few words; nothing where nothing is."""
    if definition.unit == Unit.NONE_LEFT:
        return _("yes")
    if definition.least is None and definition.most is None:
        return str(definition.goal)
    least, most = (end is not None and show_end(definition, end) for end in (definition.least, definition.most))
    if least and most:
        return _("%(least)s to %(most)s") % {"least": least, "most": most}
    if least:
        return _("at least %(least)s") % {"least": least}
    return _("at most %(most)s") % {"most": most}


def show_end(definition: Definition, end: Decimal) -> str:
    return f"{end.normalize():f} %" if definition.unit == Unit.PERCENT else show_value(definition, end)


def trend(ratio: Ratio):
    """Draw a ratio's last twelve months small, for a row of a table; nothing where fewer than two are known."""
    values = [value for _day, value in ratio.history]
    if sum(value is not None for value in values) < 2 or ratio.definition.unit == Unit.NONE_LEFT:
        return ""
    return spark(_finding(ratio), values=values)


def six_shown(ratios: list[Ratio]) -> dict:
    """Return the six figures of a first page, and one trend, as `federation/ratios/six.html` shows them."""
    savings = next(one for one in ratios if one.key == "savings")
    return {
        "six": [{"ratio": one, "value": show_value(one.definition, one.value)} for one in ratios],
        "six_trend": history_chart(savings),
    }


def history_chart(ratio: Ratio):
    """Draw a ratio's last twelve months with its figures as a table; nothing where fewer than two are known."""
    if sum(value is not None for _day, value in ratio.history) < 2 or ratio.definition.unit == Unit.NONE_LEFT:
        return ""
    return lines(
        _finding(ratio),
        unit=unit_words(ratio.definition),
        labels=[show_month(day, style="short") for day, _value in ratio.history],
        series=[Series(str(ratio.definition.name), [value for _day, value in ratio.history])],
    )


def _finding(ratio: Ratio) -> str:
    """Say in a sentence how a ratio moved over its months."""
    known = [(day, value) for day, value in ratio.history if value is not None]
    (first, then), (_last, now) = known[0], known[-1]
    words = _("%(name)s: %(now)s now, %(then)s in %(month)s.")
    return words % {
        "name": ratio.definition.name,
        "now": show_value(ratio.definition, now),
        "then": show_value(ratio.definition, then),
        "month": show_month(first),
    }


def show_share(count) -> str:
    """Return how often a figure counts: ½, or hundredths."""
    return "½" if count * 2 == 1 else f"{float(count * 100):g} %"


def show_sum(inputs, *, side: int) -> str:
    """Return the upper (0) or lower (1) sum of figures, rounded for show; nothing for no figures."""
    if not inputs:
        return ""
    amount = sum(one.times[side] * Fraction(one.amount) for one in inputs)
    return show_exact(amount, is_money=any(one.is_money for one in inputs))


def show_exact(amount: Fraction, *, is_money: bool) -> str:
    """Return an exact sum as baht, or as a count."""
    if not is_money:
        return f"{int(amount):,}"
    return _signed(round_satang(Decimal(amount.numerator) / Decimal(amount.denominator)))


def side_picture(found: Comparison, side: Side):
    """Draw one of many groups, on the scale of all."""
    words = {"name": side.organisation.name, "now": show_value(found.definition, side.value)}
    return spark(_("%(name)s: %(now)s now") % words, values=side.values, top=found.top or 1)


def apart_words(found: Comparison, side: Side, *, with_name: bool = True) -> str:
    """Say in words how a group stands apart, and since when."""
    words = {
        "figure": found.definition.name,
        "value": show_value(found.definition, side.apart.value),
        "median": show_value(found.definition, rounded(found.definition, Fraction(side.apart.median))),
        "month": show_month(side.apart.since),
        "name": side.organisation.name,
    }
    if with_name:
        return _("%(name)s: %(figure)s %(value)s against the median %(median)s, since %(month)s.") % words
    return _("%(value)s against the median %(median)s, since %(month)s") % words

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from federation.kit.tables import CountColumn, OrganisationColumn, StateColumn, Table
from federation.ratios.drawing import goal_words, show_value, trend
from federation.ratios.queries.compared import COMPARED
from federation.ratios.rules import RATIOS

REACHED = {True: ("good", _("within the aim")), False: ("info", _("outside the aim")), None: ("plain", "")}


class _Reached(StateColumn):
    """Whether a value lies within its aim; nothing where there is none."""

    def render(self, record, bound_column):
        return "" if record.reached is None else super().render(record, bound_column)


class RatiosTable(Table):
    """Ratios with their value, the last twelve months, and what is aimed at."""

    code = tables.Column(accessor="definition__code", verbose_name=_("Code"), default="")
    name = tables.Column(accessor="definition__name", verbose_name=_("Ratio"))
    value = tables.Column(verbose_name=_("Value"), attrs={"td": {"class": "money"}, "th": {"class": "money"}})
    trend = tables.Column(empty_values=(), verbose_name=_("Twelve months"), exclude_from_export=True)
    goal = tables.Column(empty_values=(), verbose_name=_("Aim"))
    reached = _Reached(states=REACHED, verbose_name=_("Compared with the aim"), empty_values=())

    class Meta:
        orderable = False
        attrs = {"class": "table ratios"}

    def __init__(self, *args, link, **kwargs):
        super().__init__(*args, **kwargs)
        self.link = link

    def render_name(self, value, record):
        return self.link(record.key, value)

    def render_value(self, record):
        return show_value(record.definition, record.value)

    def value_value(self, record):
        return record.value

    def render_trend(self, record):
        return trend(record)

    def render_goal(self, record):
        return goal_words(record.definition)


class ValuesTable(Table):
    """Several ratios of groups, or of kinds or areas of groups, side by side; words: the head of their names."""

    name = OrganisationColumn(verbose_name=_("Group"), linkify=lambda record: record["url"])
    groups = CountColumn(verbose_name=_("Groups"))

    def __init__(self, rows, *, keys, words, **kwargs):
        extra = [(key, _RatioColumn(key)) for key in keys]
        super().__init__(rows, extra_columns=extra, **kwargs)
        self.columns["name"].column.verbose_name = words

    class Meta:
        attrs = {"class": "table wide values"}


class _RatioColumn(tables.Column):
    """The value of one ratio."""

    def __init__(self, key):
        right = {"class": "number"}
        super().__init__(verbose_name=RATIOS[key].name, attrs={"th": right, "td": right}, default="–")
        self.definition = RATIOS[key]

    def render(self, value):
        return show_value(self.definition, value)

    def value(self, value):
        return value


OF_CUTS = ("members", "savings", "savings_each", "loans", "utilisation", "late", "par_30", "promise_kept")
OF_GROUPS = COMPARED

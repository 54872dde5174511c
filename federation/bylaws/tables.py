"""The bylaws in force, and the history of one rule, as tables."""

import django_tables2
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from federation.bylaws.catalogue import RULES
from federation.kit.clock import BANGKOK
from federation.kit.dates import show_date
from federation.kit.tables import NameColumn, Table, ThaiDateColumn


class BylawsTable(Table):
    """Rules in force; a row leads to the rule's history. Rows are `Figure`s, `code` the organisation's."""

    label = django_tables2.Column(
        accessor="rule__label",
        verbose_name=_("Rule"),
        linkify=lambda record, table: reverse("federation:bylaw", kwargs={"code": table.code, "rule": record.rule.key}),
    )
    in_words = django_tables2.Column(verbose_name=_("In force"))
    origin = django_tables2.Column(empty_values=(), verbose_name=_("Where it comes from"))

    class Meta:
        orderable = False

    def __init__(self, *args, code, **kwargs):
        self.code = code
        super().__init__(*args, **kwargs)

    def render_origin(self, record):
        since = record.holds_from and show_date(record.holds_from)
        return render_to_string("federation/bylaws/origin.html", {"figure": record, "since": since})


class HistoryTable(Table):
    """What was resolved on one rule, the latest first."""

    holds_from = ThaiDateColumn(verbose_name=_("Holds from"), style="long")
    value = django_tables2.Column(verbose_name=_("Value"))
    resolution_no = NameColumn(verbose_name=_("Resolution"))
    resolution_on = ThaiDateColumn(verbose_name=_("Day of the meeting"))
    resolution_text = django_tables2.Column(verbose_name=_("Words of the resolution"))
    set_by = NameColumn(verbose_name=_("Entered by"))
    set_at = NameColumn(verbose_name=_("Entered on"))

    class Meta:
        orderable = False

    def render_value(self, record):
        rule = RULES[record.rule]
        return rule.in_words(rule.kind.restored(record.value))

    def render_set_at(self, value):
        return show_date(value.astimezone(BANGKOK).date(), style="short")

"""The versions of a benefit's rule as a table."""

import django_tables2
from django.utils.translation import gettext_lazy as _

from federation.kit.tables import NameColumn, Table, ThaiDateColumn
from welfare.claims.queries.rules import cases_of, terms_of
from welfare.claims.rules import in_short

WHOLE = {"td": {"class": "date nowrap"}}  # a date stays on one line beside long words


class VersionsTable(Table):
    """The rule of a benefit over time, the latest first. Rows are `BenefitVersion`s."""

    holds_from = ThaiDateColumn(verbose_name=_("Holds from"), attrs=WHOLE)
    terms = django_tables2.Column(verbose_name=_("Rule in short"), empty_values=())
    cases = django_tables2.Column(verbose_name=_("Test cases"), empty_values=())
    resolution_no = NameColumn(verbose_name=_("Resolution"))
    resolution_on = ThaiDateColumn(verbose_name=_("Day of the meeting"), attrs=WHOLE)
    set_by = NameColumn(verbose_name=_("Entered by"))

    class Meta:
        orderable = False

    def render_terms(self, record):
        terms = terms_of(record)
        return "; ".join(str(words) for words in in_short(terms)) if terms else _("ended")

    def render_cases(self, record):
        return str(len(cases_of(record)))

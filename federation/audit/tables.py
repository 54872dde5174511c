"""The log of acts as a table."""

from django.utils.translation import gettext_lazy as _
from django_tables2 import Column

from federation.audit.words import facts_of, is_about_a_member, words_for
from federation.kit.clock import BANGKOK
from federation.kit.dates import show_date
from federation.kit.tables import NameColumn, Table, ThaiDateColumn


class MomentColumn(ThaiDateColumn):
    """A day and the time on the clock in Thailand."""

    css = "date nowrap"

    def render(self, value):
        here = value.astimezone(BANGKOK)
        return f"{show_date(here.date(), style='short')} {here:%H:%M}"


class ActTable(Table):
    """Acts, the latest first: when, who, what, and what was and is."""

    at = MomentColumn(verbose_name=_("When"), orderable=False)
    by = NameColumn(verbose_name=_("Who"), orderable=False, default=_("nobody signed in"))
    what = Column(verbose_name=_("What"), orderable=False)
    facts = Column(accessor="pk", verbose_name=_("Details"), orderable=False)

    class Meta:
        empty_text = _("Nothing is written down yet.")

    def __init__(self, *args, sees_members, **kwargs):
        super().__init__(*args, **kwargs)
        self.sees_members = sees_members

    def render_what(self, value):
        return words_for(value)

    def render_facts(self, record):
        if is_about_a_member(record) and not self.sees_members:
            return _("for the group's own officers")
        return "; ".join(facts_of(record))

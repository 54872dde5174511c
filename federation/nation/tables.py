"""Organisations of the registry as tables."""

import django_tables2
from django.utils.translation import gettext_lazy as _

from federation.kit.tables import NameColumn, Table


class OrganisationsTable(Table):
    """Organisations known by name; a row leads to what the registry knows of it."""

    name = NameColumn(verbose_name=_("Name"), order_by="name_th")
    kind = django_tables2.Column(verbose_name=_("Kind"), order_by="kind__position")
    level = django_tables2.Column(accessor="get_level_display", verbose_name=_("Level"))
    book = django_tables2.Column(accessor="book_id", verbose_name=_("Books"), empty_values=())

    class Meta:
        orderable = False
        empty_text = _("No organisation is known by name here yet.")

    def render_book(self, value):
        return self.value_book(value)

    def value_book(self, value):
        return str(_("keeps books here") if value else _("known by name only"))

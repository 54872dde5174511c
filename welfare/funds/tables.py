"""Tables of funds: places with how far dues are paid, premiums for an insurer, members for matching money, donors."""

import django_tables2
from django.utils.translation import gettext_lazy as _

from federation.kit.tables import CountColumn, MoneyColumn, NameColumn, Table, ThaiDateColumn


class PlacesTable(Table):
    """Rows: `queries.listed.PlaceRow`."""

    number = CountColumn(verbose_name=_("No."))
    name = NameColumn(verbose_name=_("Member"))
    group = django_tables2.Column(verbose_name=_("Group"))
    since = ThaiDateColumn(verbose_name=_("Since"))
    pays = django_tables2.Column(verbose_name=_("Pays"))
    through = ThaiDateColumn(verbose_name=_("Paid until"), empty_values=(None,))
    owed = MoneyColumn(verbose_name=_("Owed now"), total=True)

    class Meta:
        orderable = False


class PremiumsTable(Table):
    """A list for an insurer: who, born when, what was paid in the period. Rows: `PremiumRow`."""

    number = CountColumn(verbose_name=_("No."))
    name = NameColumn(verbose_name=_("Name"))
    born_on = ThaiDateColumn(verbose_name=_("Born on"))
    since = ThaiDateColumn(verbose_name=_("Since"))
    paid = MoneyColumn(verbose_name=_("Premium paid"), total=True)

    class Meta:
        orderable = False


class SubsidyTable(Table):
    """Rows: `SubsidyRow`."""

    position = CountColumn(verbose_name=_("No."))
    name = NameColumn(verbose_name=_("Member"))
    since = ThaiDateColumn(verbose_name=_("Since"))
    times = CountColumn(verbose_name=_("Subsidised before"))

    class Meta:
        orderable = False


class DonorsTable(Table):
    """Rows: `Gift`."""

    on = ThaiDateColumn(verbose_name=_("Day"))
    entry = CountColumn(verbose_name=_("Entry"), accessor="entry__number")
    fund = django_tables2.Column(verbose_name=_("Fund"))
    donor = django_tables2.Column(verbose_name=_("Given by"), accessor="get_donor_display")
    donor_name = NameColumn(verbose_name=_("Name"))
    purpose = django_tables2.Column(verbose_name=_("What it is for"))
    amount = MoneyColumn(verbose_name=_("Baht"), total=True)

    class Meta:
        orderable = False

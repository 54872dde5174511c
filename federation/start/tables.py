import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from federation.handover.tables import STATES as HANDED
from federation.kit.tables import CountColumn, MoneyColumn, OrganisationColumn, PercentColumn, StateColumn, Table

STATES = {
    "closed": ("good", _("closed")),
    "posted": ("info", _("sheet posted")),
    "open": ("plain", _("not posted yet")),
    "late": ("bad", _("late")),
}


MONEY = ("brought", "saved", "special", "lent", "at_risk", "bad")  # columns for those who may see the books


class GroupsThisMonth(Table):
    """The groups of a network and this month's state of each; money in baht."""

    code = tables.Column(accessor="organisation__code", verbose_name=_("Code"))
    name = OrganisationColumn(
        accessor="organisation__name",
        verbose_name=_("Group"),
        linkify=("federation:desk", {"code": tables.A("organisation__code")}),
    )
    state = StateColumn(states=STATES, verbose_name=_("This month"))
    handed = StateColumn(states={**HANDED, "": ("plain", "–")}, verbose_name=_("Last month to the network"))
    members = CountColumn(total=True, verbose_name=_("Members"))
    brought = MoneyColumn(total=True, verbose_name=_("Satja and shares this month"))
    saved = MoneyColumn(total=True, verbose_name=_("Satja and shares"))
    special = MoneyColumn(total=True, verbose_name=_("Special savings"))
    lent = MoneyColumn(accessor="loans__out", total=True, verbose_name=_("Loans out"))
    at_risk = PercentColumn(accessor="loans__at_risk", verbose_name=_("Late more than 30 days (PAR 30)"))
    bad = CountColumn(accessor="loans__bad", total=True, verbose_name=_("Loans late more than 3 months"))
    in_network = MoneyColumn(total=True, verbose_name=_("Shares in the network"))

    class Meta:
        order_by = ("code",)
        empty_text = _("No group yet.")

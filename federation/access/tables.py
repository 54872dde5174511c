"""Who holds which role, as a table."""

from django.utils.translation import gettext_lazy as _
from django_tables2 import A

from federation.kit.tables import NameColumn, StateColumn, Table, ThaiDateColumn

STATES = {
    "waiting": ("warn", _("waits for a second person")),
    "declined": ("plain", _("declined")),
    "later": ("info", _("begins later")),
    "holding": ("good", _("holds it now")),
    "over": ("plain", _("term is over")),
}


class AppointmentTable(Table):
    """Appointments of one organisation; a row leads to its page."""

    user = NameColumn(
        verbose_name=_("Who"), linkify=("federation:appointment", {"code": A("organisation__code"), "pk": A("pk")})
    )
    role = NameColumn(accessor="get_role_display", verbose_name=_("Role"), orderable=False)
    since = ThaiDateColumn(verbose_name=_("From"))
    last_day = ThaiDateColumn(verbose_name=_("To"), orderable=False)
    state = StateColumn(states=STATES, verbose_name=_("State"), orderable=False)

    class Meta:
        empty_text = _("Nobody yet.")

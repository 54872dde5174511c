"""The meetings as a list."""

import django_tables2
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from federation.kit.tables import CountColumn, OrganisationColumn, StateColumn, Table, ThaiDateColumn

STATES = {
    "issued": ("good", _("report issued")),
    "correcting": ("warn", _("being corrected")),
    "draft": ("plain", _("being written")),
}


class MeetingsTable(Table):
    number = django_tables2.Column(_("Meeting no."), empty_values=(), order_by=("be_year", "number"))
    kind = django_tables2.Column(_("Kind"))
    held_on = ThaiDateColumn(verbose_name=_("Day"))
    place = django_tables2.Column(_("Place of the meeting"))
    host = OrganisationColumn(verbose_name=_("Host"), accessor="host__name", order_by="host__name_th", default="–")
    came = CountColumn(verbose_name=_("People"), default="–")
    resolved = CountColumn(verbose_name=_("Resolutions"))
    state = StateColumn(verbose_name=_("Report"), accessor="report_state", states=STATES, orderable=False)

    def __init__(self, *args, organisation, **kwargs):
        self.organisation = organisation
        super().__init__(*args, exclude=("host",) if organisation.is_group else (), **kwargs)

    def render_number(self, record):
        url = reverse("federation:meeting", kwargs={"code": self.organisation.code, "pk": record.pk})
        return format_html('<a class="nowrap" href="{}">{}</a>', url, record)

    def value_number(self, record):
        return str(record)

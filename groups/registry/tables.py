"""Members, terms of office, steps of a membership and passbook lines, as tables."""

import django_tables2
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from federation.kit.tables import MoneyColumn, NameColumn, StateColumn, Table, ThaiDateColumn
from groups.registry.models import MembershipState

STATES = {
    MembershipState.APPLIED: ("info", MembershipState.APPLIED.label),
    MembershipState.ADMITTED: ("good", MembershipState.ADMITTED.label),
    MembershipState.ON_HOLD: ("warn", MembershipState.ON_HOLD.label),
    MembershipState.RESIGNED: ("plain", MembershipState.RESIGNED.label),
    MembershipState.EXPELLED: ("plain", MembershipState.EXPELLED.label),
    MembershipState.DIED: ("plain", MembershipState.DIED.label),
}


class OfOrganisation(Table):
    """A table whose rows lead to pages under one organisation's address."""

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation = organisation


def link_to_member(record, table):
    """Return the address of a member's page; `record` is a membership or holds one."""
    membership = getattr(record, "membership", record)
    return reverse("groups:member", kwargs={"code": table.organisation.code, "number": membership.number})


class MembersTable(OfOrganisation):
    """The register: who is a member, and what they hold, in baht."""

    number = NameColumn(accessor="shown_number", verbose_name=_("No."), linkify=link_to_member, order_by="number")
    name = NameColumn(verbose_name=_("Name"), order_by=("person__sort_key", "member_organisation__name_th"))
    nickname = NameColumn(accessor="person__nickname", verbose_name=_("Nickname"), default="")
    joined_on = ThaiDateColumn(verbose_name=_("Joined"))
    satja = MoneyColumn(verbose_name=_("Satja"), total=True)
    shares = MoneyColumn(verbose_name=_("Shares"), total=True)
    special = MoneyColumn(verbose_name=_("Special savings"), total=True)
    state = StateColumn(states=STATES, verbose_name=_("State"))

    class Meta:
        empty_text = _("Nobody is found.")


class OfficesTable(Table):
    """Posts on the committee with their terms."""

    post = django_tables2.Column(accessor="get_post_display", verbose_name=_("Post"), order_by="post")
    name = NameColumn(accessor="person__name", verbose_name=_("Name"), order_by="person__sort_key")
    since = ThaiDateColumn(verbose_name=_("First day"))
    until = ThaiDateColumn(verbose_name=_("Last day"))
    resolution_no = django_tables2.Column(verbose_name=_("Resolution"), default="")
    end = django_tables2.Column(empty_values=(), verbose_name="", orderable=False, exclude_from_export=True)

    class Meta:
        empty_text = _("No post is entered.")

    def __init__(self, *args, organisation, today, may_edit, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation, self.today = organisation, today
        if not may_edit:
            self.columns.hide("end")

    def render_end(self, record):
        if record.until < self.today:
            return ""
        address = reverse("groups:office_end", kwargs={"code": self.organisation.code, "pk": record.pk})
        return format_html('<a href="{}">{}</a>', address, _("End this term"))


class EventsTable(Table):
    """The steps of a membership."""

    on = ThaiDateColumn(verbose_name=_("Date"))
    state = StateColumn(states=STATES, verbose_name=_("State"))
    reason = django_tables2.Column(verbose_name=_("Reason"), default="")
    resolution_no = django_tables2.Column(verbose_name=_("Resolution"), default="")
    by = NameColumn(verbose_name=_("Entered by"))

    class Meta:
        orderable = False


class PassbookTable(Table):
    """The lines of one of a member's accounts, in baht, with the balance after each."""

    on = ThaiDateColumn(verbose_name=_("Date"), footer=_("Total"))
    what = django_tables2.Column(accessor="entry__get_kind_display", verbose_name=_("Particulars"))
    receipt = django_tables2.Column(verbose_name=_("Receipt no."), default="")
    paid_in = MoneyColumn(verbose_name=_("Paid in"), total=True)
    paid_out = MoneyColumn(verbose_name=_("Paid out"), total=True)
    balance = MoneyColumn(verbose_name=_("Balance"))

    class Meta:
        orderable = False

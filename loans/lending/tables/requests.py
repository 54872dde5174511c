"""Requests as a list."""

import django_tables2
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from federation.kit.tables import CountColumn, MoneyColumn, NameColumn, StateColumn, ThaiDateColumn
from groups.registry.tables import OfOrganisation
from loans.lending.models import RequestState

STATES = {
    RequestState.ASKED: ("warn", RequestState.ASKED.label),
    RequestState.APPROVED: ("info", RequestState.APPROVED.label),
    RequestState.REFUSED: ("plain", RequestState.REFUSED.label),
    RequestState.WITHDRAWN: ("plain", RequestState.WITHDRAWN.label),
    RequestState.SIGNED: ("good", RequestState.SIGNED.label),
}


def link_to_request(record, table):
    return reverse("loans:request", kwargs={"code": table.organisation.code, "number": record.number})


class RequestsTable(OfOrganisation):
    """Requests of an organisation. Rows are `LoanRequest`s with borrower and product."""

    number = CountColumn(verbose_name=_("Request"), linkify=link_to_request)
    membership = NameColumn(verbose_name=_("Member"), linkify=link_to_request, order_by="membership__number")
    product = django_tables2.Column(accessor="product_version__product__name", verbose_name=_("Loan"), orderable=False)
    amount = MoneyColumn(verbose_name=_("Amount"), total=True)
    asked_on = ThaiDateColumn(verbose_name=_("Asked on"))
    state = StateColumn(verbose_name=_("State"), states=STATES)
    resolution_no = NameColumn(verbose_name=_("Resolution"), default="", orderable=False)

    class Meta:
        empty_text = _("No request is found.")

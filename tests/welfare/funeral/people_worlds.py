"""Funeral aid schemes with the people they cover, for tests."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from tests import builders
from welfare.funeral.models import ListCheck
from welfare.funeral.rules import Terms
from welfare.funeral.rules.check import Found
from welfare.funeral.steps.people import cover_many_step
from welfare.funeral.steps.schemes import start_scheme_step

STARTED = date(2026, 1, 1)
RESOLUTION = {"resolution_no": "1/2569", "resolution_on": STARTED}


def baht(amount):
    return Decimal(amount)


@transaction.atomic
def scheme(organisation, *, model="per_death", code="funeral", fund=None, terms=None, on=STARTED, **facts):
    """A scheme on a fund of its own. terms: fields of `Terms`, by default 20 baht from each, no waiting, no fee.

    facts: of `start_scheme_step`.
    """
    plain = {"rate_member": baht("20.00"), "fee_percent": baht("0.00"), "wait_days": 0, "max_entry_age": 0}
    if model not in ("per_death", "prepaid"):
        plain |= {"fixed_sum": baht("10000.00"), "yearly_fee": baht("200.00"), "saving_months": 6}
    fund = fund or builders.fund(organisation, "FUN", kind="funeral", name="กองทุนฌาปนกิจ", monthly=None)
    return start_scheme_step(
        organisation,
        fund=fund,
        model=model,
        terms=Terms(**plain | (terms or {})),
        **{"code": code, "name_th": "ฌาปนกิจสงเคราะห์บ้านทดสอบ", "started_on": on} | RESOLUTION | facts,
        by=builders.user("sets"),
        at=builders.AT,
    )


@transaction.atomic
def cover(scheme, memberships, *, on=STARTED, **facts):
    """Members covered from a day on, waiting by the terms; returns their places in order."""
    rows = [one if isinstance(one, dict) else {"membership": one} for one in memberships]
    return cover_many_step(scheme, rows, applied_on=on, **RESOLUTION | facts, by=builders.user("sets"), at=builders.AT)


def fee_overdue(organisation, **facts):
    """A scheme by the year, for member and spouse, whose last fee day has passed."""
    terms = {"yearly_due_month": 1, "lapse_notice_days": 15, "covers": ("member", "spouse")}
    return scheme(organisation, model="yearly", terms=terms, **facts)


def list_check(scheme, *, file_name="หักเงินเดือน.xlsx", found=None):
    """A list that was held against nobody."""
    found = {"numbers": "funeral", **(found or Found()).to_data()}
    facts = {"file_name": file_name, "digest": bytes(32), "found": found, "by": builders.user("checks")}
    return ListCheck.objects.create(network_id=scheme.network_id, scheme=scheme, at=builders.AT, **facts)

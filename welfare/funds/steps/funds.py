"""Opening a fund in an organisation's book, letting it lend, and closing it. They stand in the caller's transaction."""

import re
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from federation.kit.clock import BANGKOK
from federation.kit.money import show
from federation.kit.refusals import Refused
from federation.ledger.funds import fund_coded as ledger_fund
from federation.ledger.funds import let_lend, open_fund
from federation.ledger.posting import lock
from federation.organisations.models import Organisation
from welfare.funds.models import Enrolment, WelfareFund
from welfare.funds.queries import fund_balance, fund_coded, parts_of

CODE = re.compile(r"[A-Z][A-Z0-9]{1,11}")
NOT_CODES = ("MAIN", "NEW")


class FundRefused(Refused):
    """Raised when a fund cannot be started, closed or lent as asked; the words say why."""


class CodeTaken(FundRefused):
    """Raised when an organisation has had a fund of that code; codes are never used again."""


def start_fund_step(
    organisation: Organisation,
    *,
    kind: str,
    code: str,
    name_th: str,
    name_en: str = "",
    on: date,
    resolution_no: str,
    resolution_on: date,
    may_lend: bool = False,
    lending_resolution_no: str = "",
    part_of: WelfareFund | None = None,
    by,
    at: datetime,
) -> WelfareFund:
    """Open a fund with accounts of its own.

    code: two to twelve Latin letters and figures, for the accounts ("11010-WELF"); small letters are made large.
    on: since when it runs; earlier than the books where it is older than them. part_of: a fund of the same
    organisation that is no part itself. may_lend: by the resolution, or by `lending_resolution_no`.

    Raises `FundRefused` or `CodeTaken`. Source: architecture, settled 7; feature 113.
    """
    lock(organisation.book)
    code = _code(code)
    _check_new(organisation, code=code, part_of=part_of, on=on, today=at.astimezone(BANGKOK).date())
    names = {"name_th": name_th, "name_en": name_en or name_th}
    open_fund(organisation.book, code=code, lends=may_lend, **names)
    return WelfareFund.objects.create(
        network_id=organisation.network_key,
        organisation=organisation,
        code=code,
        kind=kind,
        name_th=name_th,
        name_en=name_en,
        part_of=part_of,
        started_on=on,
        resolution_no=resolution_no,
        resolution_on=resolution_on,
        may_lend=may_lend,
        lending_resolution_no=(lending_resolution_no or resolution_no) if may_lend else "",
        set_by=by,
        set_at=at,
    )


def _check_new(organisation: Organisation, *, code: str, part_of: WelfareFund | None, on: date, today: date) -> None:
    if fund_coded(organisation, code):
        words = _("There is or was a fund %(code)s. Choose another short code.") % {"code": code}
        raise CodeTaken(words, fields={"code": words})
    if part_of and (part_of.part_of_id or part_of.organisation_id != organisation.pk):
        raise FundRefused(_("A part belongs to a whole fund of the same organisation."))
    if on > today:
        words = _("That day has not come yet.")
        raise FundRefused(words, fields={"on": words})


def _code(typed: str) -> str:
    code = typed.strip().upper()
    if not CODE.fullmatch(code) or code in NOT_CODES:
        words = _("The short code is two to twelve letters from A to Z and figures, like WELF or COW2.")
        raise FundRefused(words, fields={"code": words})
    return code


def let_lend_step(fund: WelfareFund, *, resolution_no: str) -> WelfareFund:
    """Let a fund lend, by a resolution of its own. Source: domain, 1.7: one municipality forbids it, others lend."""
    lock(fund.organisation.book)
    let_lend(ledger_fund(fund.organisation.book, fund.code))
    fund.may_lend, fund.lending_resolution_no = True, resolution_no
    fund.save(update_fields=["may_lend", "lending_resolution_no"])
    return fund


def close_fund_step(fund: WelfareFund, *, on: date) -> WelfareFund:
    """Close a fund that is empty and in which nobody has a place. Raises `FundRefused` saying what is left."""
    lock(fund.organisation.book)
    problems = []
    if left := fund_balance(fund):
        words = _("There are %(baht)s baht in it. Move them to another fund first.")
        problems.append(words % {"baht": show(left)})
    if count := Enrolment.objects.filter(network_id=fund.network_id, fund=fund, until=None).count():
        problems.append(_("%(count)s people have a place in it. End the places first.") % {"count": count})
    if parts_of(fund):
        problems.append(_("It has parts that run. Close them first."))
    if problems:
        raise FundRefused(_("This fund cannot be closed yet."), problems=problems)
    fund.closed_on = on
    fund.save(update_fields=["closed_on"])
    return fund

"""The home page of welfare: what to do first, what waits, and the funds with what is in them."""

from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from welfare.claims.queries.claims import open_claims
from welfare.funds.queries.listed import cards
from welfare.funeral.queries.people import schemes_of
from welfare.overview.queries import in_network, open_deaths

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Doing:
    """Something to begin with: where it is, what it is called, what it does."""

    url: str
    words: str
    note: str


@gate(Permission.WELFARE_SEE)
def welfare(request, organisation):
    """Show what a reader may do, which claims and deaths wait, the funds, and those of a group's network."""
    held = permissions_held(request, organisation)
    found = cards(organisation, on=request.today)
    above = in_network(organisation, on=request.today)
    has_scheme = any(one.closed_on is None for one in schemes_of(organisation))
    claims, deaths = open_claims(organisation, on=request.today), open_deaths(organisation, on=request.today)
    page = {
        "organisation": organisation,
        "cards": found,
        "above": above,
        "claims": claims[:SHOWN],
        "claims_count": len(claims),
        "late": sum(one.late for one in claims),
        "deaths": deaths[:SHOWN],
        "deaths_count": len(deaths),
        "begin": list(_begin(organisation, held=held, has_fund=bool(found), has_scheme=has_scheme)),
        "pages": list(_pages(organisation, has_fund=bool(found), has_scheme=has_scheme or bool(above))),
        "may_set": Permission.WELFARE_SET in held,
    }
    return render(request, "welfare/overview/welfare.html", page)


def _at(organisation, name: str) -> str:
    return reverse(name, kwargs={"code": organisation.code})


def _begin(organisation, *, held, has_fund: bool, has_scheme: bool):
    """Yield what this reader may begin here, what is asked for most first."""
    if has_fund and Permission.WELFARE_FILE in held:
        note = _("A child was born, somebody fell ill, grew old or died")
        yield Doing(_at(organisation, "welfare:claim_add"), _("File a claim for a member"), note)
    if organisation.is_group and Permission.LEAVING_EDIT in held:
        note = _("Savings, loans and heirs of a member who died")
        yield Doing(_at(organisation, "groups:leaving"), _("Report a member's death"), note)
    if has_scheme and Permission.WELFARE_FILE in held:
        note = _("Funeral aid for somebody whom our scheme covers")
        yield Doing(_at(organisation, "welfare:death_choose"), _("Claim funeral aid"), note)


def _pages(organisation, *, has_fund: bool, has_scheme: bool):
    """Yield (address, words) of the other pages of welfare."""
    if has_fund:
        yield _at(organisation, "welfare:claims"), _("All claims")
        yield _at(organisation, "welfare:rules"), _("What the funds pay for")
        yield _at(organisation, "welfare:outlook"), _("How long the funds last")
        yield _at(organisation, "welfare:donors"), _("Gifts and matching money")
    yield _at(organisation, "welfare:schemes"), _("Funeral aid")
    if has_scheme:
        yield _at(organisation, "welfare:deaths"), _("Deaths")

"""Claims: the list, filing one, one claim with its steps."""

from decimal import Decimal

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.downloads import EXPORTS, asked_for, file_of
from federation.kit.refusals import Refused
from welfare.claims import facts
from welfare.claims.actions import claims as actions
from welfare.claims.checks import shown_checks
from welfare.claims.forms.claims import ChooseForm, FilingForm
from welfare.claims.models import ClaimState, WelfareType
from welfare.claims.queries.claims import OPEN, SHOWN, asked_back, listed, open_claims, steps_of, years_of
from welfare.claims.queries.filing import benefit_in, benefits_offered, family_of
from welfare.claims.queries.papers import paper_lines
from welfare.claims.queries.quoting import place_of_member, worked_out
from welfare.claims.queries.rules import terms_of, versions_of
from welfare.claims.rules import Terms
from welfare.claims.steps.claims import ClaimedAlready
from welfare.claims.tables.claims import STATES, WAITS_FOR_PAPERS, ClaimsTable, OpenClaimsTable, StepsTable, YearTable
from welfare.claims.views.answers import address, claim_or_404, form_page, page
from welfare.claims.views.doings import doings
from welfare.claims.wording import words_of


@gate(Permission.WELFARE_SEE)
def claims(request, organisation):
    """List claims: those that wait, with their days, or all that there were."""
    asked = request.GET.get("show", "open")
    show = asked if asked in SHOWN else "open"
    kind = request.GET.get("kind", "") if request.GET.get("kind", "") in WelfareType.values else ""
    search, year = request.GET.get("q", ""), _year(request)
    title = _("Claims of %(name)s") % {"name": organisation.name}
    waiting = open_claims(organisation, on=request.today)
    if show == "open" and not (kind or search or year):
        table = OpenClaimsTable(waiting, label=title)
    else:
        table = ClaimsTable(listed(organisation, show=show, kind=kind, be_year=year, search=search), label=title)
    if sort := asked_for(request):
        return file_of(table, kind=sort, name=f"claims-{organisation.code}", title=title, on=request.today)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    context = {"table": table, "show": show, "search": search, "kind": kind, "year": year, "count": len(table.rows)}
    context |= {"kinds": WelfareType.choices, "years": years_of(organisation), "exports": _exports(request)}
    context["late"] = [one for one in waiting if one.late]
    return page(request, "claims", organisation, **context)


def _year(request) -> int | None:
    typed = request.GET.get("year", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else None


def _exports(request) -> list:
    kept = request.GET.copy()
    kept.pop("file", None)
    return [(f"?{kept.urlencode()}&{end[1:]}" if kept else end, words) for end, words in EXPORTS]


@gate(Permission.WELFARE_SEE)
def claims_year(request, organisation):
    """Show what was paid by kind of welfare in each year."""
    title = _("Welfare paid by %(name)s, by kind and year") % {"name": organisation.name}
    table = YearTable.of(organisation, label=title)
    if kind := asked_for(request):
        return file_of(table, kind=kind, name=f"welfare-paid-{organisation.code}", title=title, on=request.today)
    return page(request, "claims_year", organisation, table=table, count=len(table.rows), exports=EXPORTS)


@gate(Permission.WELFARE_FILE)
def claim_add(request, organisation):
    """Begin a claim: what is claimed, and for whom."""
    offered = benefits_offered(organisation, on=request.today)
    form = ChooseForm(request.POST or None, offered=offered)
    if request.method == "POST" and form.is_valid():
        benefit, place = form.cleaned_data["benefit"], form.cleaned_data["place"]
        there = {"fund": benefit.fund.code, "benefit": benefit.code, "place": place.number}
        return redirect("welfare:claim_file", code=organisation.code, **there)
    status = 422 if form.errors else 200
    return page(request, "claim_add", organisation, form=form, offered=offered, status=status)


@gate(Permission.WELFARE_FILE)
def claim_file(request, organisation, fund, benefit, place):
    """File a claim: only what its kind and its rule need is asked."""
    found = benefit_in(organisation, fund=fund, benefit=benefit)
    held = place_of_member(found.fund, number=place) if found else None
    if held is None:
        raise Http404
    form = FilingForm(request.POST or None, benefit=found, terms=_terms(found), **family_of(held.membership, held))
    if request.method == "POST" and form.is_valid():
        try:
            facts = {"on": request.today, "by": request.user, "at": clock.now()}
            claim = actions.file_claim(found, held.membership, form.filing(), **facts)
        except Refused as refusal:
            _show(refusal, form)
        else:
            messages.success(request, _("The claim is number %(number)s. Now add its papers.") % {"number": claim})
            return redirect(address("claim", claim))
    status = 422 if form.errors else 200
    return page(request, "claim_file", organisation, form=form, benefit=found, place=held, status=status)


def _terms(benefit) -> Terms | None:
    """Return the newest terms of a benefit: what a claim is asked follows them."""
    return terms_of(versions_of(benefit).first())


def _show(refusal: Refused, form) -> None:
    if isinstance(refusal, ClaimedAlready):
        form.offer_another()
    refusal.show_on(form)


@gate(Permission.WELFARE_SEE)
def claim(request, organisation, fund, number, year):
    """Show one claim: what it says, all checks with their figures, papers, steps, and what may be done now."""
    found = claim_or_404(organisation, fund=fund, number=number, year=year)
    held, worked = permissions_held(request, organisation), worked_out(found)
    steps = steps_of(found)
    asked, papers = asked_back(found), paper_lines(found, worked.terms)
    lacks = found.state == ClaimState.FILED and any(line.needed and not line.papers for line in papers)
    context = {
        "claim": found,
        "state": WAITS_FOR_PAPERS if lacks else STATES[found.state],
        "told": facts.told(found.facts),
        "has_health": found.health.filter(network_id=found.network_id).exists(),
        "checks": shown_checks(found, worked),
        "amount": found.amount or worked.without_papers.amount,
        "gives": Decimal(found.working["amount"]) if found.working else worked.without_papers.amount,
        "lines": _lines(found, worked),
        "papers": papers,
        "nights": _nights(found, worked),
        "steps_table": StepsTable(steps, label=_("Steps of the claim")),
        "ended": next((one for one in reversed(steps) if one.kind in ("refused", "withdrawn", "taken_back")), None),
        "asked_back": asked,
        "doings": doings(found, held=held, user=request.user, asked_back=asked, worked=worked),
        "may_see_health": Permission.WELFARE_HEALTH in held,
        "may_file": Permission.WELFARE_FILE in held,
        "drops_pictures": found.state in OPEN,
        "takes_papers": found.state in (ClaimState.FILED, ClaimState.AGREED, ClaimState.APPROVED, ClaimState.PAID),
    }
    return page(request, "claim", organisation, **context)


def _nights(found, worked) -> dict:
    """Return how many nights the rule counted and how many were claimed, where they differ; else nothing."""
    lines = found.working["lines"] if found.working else [one.to_data() for one in worked.without_papers.lines]
    counted, said = sum(line["nights"] for line in lines), found.facts.get("nights") or 0
    return {"counted": counted, "said": said} if lines and counted != said else {}


def _lines(found, worked) -> list[tuple]:
    """Return [(words, baht)] of the working: as it was kept, or as the rule says now."""
    if found.working:
        return [(words_of(line), Decimal(line["amount"])) for line in found.working["lines"]]
    return [(line.words, line.amount) for line in worked.without_papers.lines]


@gate(Permission.WELFARE_FILE)
def claim_change(request, organisation, fund, number, year):
    """Change what a claim says while nobody has decided on it."""
    found = claim_or_404(organisation, fund=fund, number=number, year=year)
    family = family_of(found.membership)
    form = FilingForm(request.POST or None, benefit=found.benefit, terms=_terms(found.benefit), claim=found, **family)

    def act(_typed):
        actions.change_claim(found, form.filing(), on=request.today, by=request.user, at=clock.now())
        messages.success(request, _("The claim is changed."))

    return form_page(request, "claim_change", found, form=form, act=act)

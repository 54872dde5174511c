"""How long funds last, for a hall to look at before it votes. Nothing is stored."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit.pdf import PdfUnavailable, render_pdf
from welfare.funds.queries import fund_coded, funds_of
from welfare.outlook.answers import outlooks
from welfare.outlook.forms import TryForm
from welfare.outlook.queries import known_of

PAGE = "welfare/outlook/"
STYLES = ("satja/print.css", "satja/report-paper.css")


@gate(Permission.WELFARE_SEE)
def outlook(request, organisation):
    """List the funds with what is in them and how many years of benefits that is."""
    funds = [fund for fund in funds_of(organisation, on=request.today) if fund.part_of_id is None]
    known = [known_of(fund, on=request.today) for fund in funds]
    return render(request, PAGE + "outlook.html", {"organisation": organisation, "known": known})


@gate(Permission.WELFARE_SEE)
def outlook_fund(request, organisation, fund):
    """Show the years to come as the rules are, beside what somebody tries instead; the address holds the question."""
    found = fund_coded(organisation, fund)
    if found is None or found.part_of_id:
        raise Http404
    known = known_of(found, on=request.today)
    form = TryForm(request.GET, known=known)
    page = {"organisation": organisation, "fund": found, "known": known, "form": form, "ages": _age_groups(known)}
    if known.members and form.is_valid():
        page |= _answer(known, form)
    if request.GET.get("file") == "pdf" and "now" in page:
        return _paper(request, page)
    page["pdf"] = _address(request, file="pdf")
    return render(request, PAGE + "outlook_fund.html", page, status=422 if form.errors else 200)


def _answer(known, form) -> dict:
    now, tried = outlooks(known, form)
    charts = [now.chart(_("As the rules are now"))]
    if tried:
        charts.append(tried.chart(_("With what is tried")))
    return {"now": now, "tried": tried, "charts": charts, "rows": (tried or now).rows()}


def _age_groups(known) -> list[tuple[str, int]]:
    """Return how many members there are of each age, by twenty years."""
    bounds = [(0, 20), (20, 40), (40, 60), (60, 80), (80, 200)]
    names = [_("under 20"), "20–39", "40–59", "60–79", _("80 and older")]
    counts = [sum(low <= age < high for age in known.ages) for low, high in bounds]
    return list(zip(names, counts, strict=True))


def _address(request, **more) -> str:
    query = request.GET.copy()
    for name, value in more.items():
        query[name] = value
    return f"?{query.urlencode()}"


def _paper(request, page):
    try:
        content = render_pdf(render_to_string(PAGE + "outlook_paper.html", page, request), stylesheets=STYLES)
    except PdfUnavailable as refusal:
        return render(request, "federation/reports/no_pdf.html", {"refusal": refusal}, status=503)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="outlook-{page["organisation"].code}-{page["fund"].code}.pdf"'
    return answer

from datetime import date

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.dates import show_be_year, show_date
from federation.kit.downloads import EXPORTS, asked_for, file_of
from federation.kit.pdf import PdfUnavailable
from welfare.funds import actions
from welfare.funds.forms import GiftForm, SubsidyForm, YearForm
from welfare.funds.papers import donors_pdf
from welfare.funds.queries.gifts import gifts, matched, rounds_of, subsidy_members
from welfare.funds.queries.listed import subsidy_rows
from welfare.funds.rules.subsidy import check, day_of_count
from welfare.funds.tables import DonorsTable, SubsidyTable
from welfare.funds.views import form_page, fund_or_404, page
from welfare.funds.views.funds import at

YEARS_BACK = 10


@gate(Permission.WELFARE_PAY)
def gift_new(request, organisation, fund):
    """Take a gift or matching money into a fund, marked with its source."""
    found = fund_or_404(request, organisation, fund)
    form = GiftForm(request.POST or None, rounds=rounds_of(found), today=request.today)

    def act():
        return actions.take_gift(found, **form.cleaned_data, by=request.user, at=clock.now())

    return form_page(
        request,
        organisation,
        form,
        act=act,
        done=_("It is booked."),
        to=at(organisation, "fund", fund=fund),
        heading=_("A gift or matching money for %(fund)s") % {"fund": found.name},
        back=at(organisation, "fund", fund=fund),
        submit=_("Book it"),
    )


@gate(Permission.WELFARE_SEE)
def donors(request, organisation):
    """Show what came in from whom in a year, beside what members paid themselves; as page, paper and workbook."""
    this = request.today.year
    years = [(year, _shown(year)) for year in range(this, this - YEARS_BACK, -1)]
    form = YearForm(request.GET, years=years)
    year = form.cleaned_data["year"] or this if form.is_valid() else this
    span = {"since": date(year, 1, 1), "until": _end(year, today=request.today)}
    table = DonorsTable(gifts(organisation, **span), caption=_("Gifts and matching money"))
    name, title = f"donors-{organisation.code}-{year}".lower(), f"{table.caption} {_shown(year)}"
    if kind := asked_for(request):
        return file_of(table, kind=kind, name=name, title=title, on=span["until"])
    found = {"funds": matched(organisation, **span), "year": _shown(year), "until": span["until"]}
    if request.GET.get("file") == "pdf":
        return _paper(request, organisation, name=name, found={**found, "table": table}, form=form)
    exports = [(f"?year={year}&file={kind}", words) for kind, words in _kinds()]
    return page(request, "donors", organisation, form=form, table=table, exports=exports, **found)


def _shown(year: int) -> str:
    return show_be_year(date(year, 1, 1))


def _end(year: int, *, today: date) -> date:
    return today if year == today.year else date(year, 12, 31)


def _kinds() -> list[tuple[str, object]]:
    return [("pdf", _("On paper (PDF)")), *((address.partition("=")[2], words) for address, words in EXPORTS)]


def _paper(request, organisation, *, name: str, found: dict, form):
    try:
        content = donors_pdf(organisation, **found)
    except PdfUnavailable:
        return page(request, "donors", organisation, form=form, no_pdf=True, status=503, **found)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


@gate(Permission.WELFARE_SET)
def subsidy(request, organisation, fund):
    """Show whether a fund and its members meet the rules on matching money, and keep the list of who counts."""
    found = fund_or_404(request, organisation, fund)
    day = day_of_count(request.today)
    sent = request.POST or (request.GET if "counted_on" in request.GET else None)
    form = SubsidyForm(sent, initial={"counted_on": show_date(day, style="numeric")})
    lines = []
    if sent and form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ("villages", "town", "kinds")}
        day = form.cleaned_data["counted_on"]
        members = subsidy_members(found, on=day)
        lines = check(members, started_on=found.started_on, on=day, **typed)
    context = {"fund": found, "lines": lines, "rounds": rounds_of(found), "back": at(organisation, "fund", fund=fund)}
    if request.method == "POST" and "keep" in request.POST:
        return _keep(request, organisation, found, form, context)
    return page(request, "subsidy", organisation, form=form, status=422 if form.errors else 200, **context)


def _keep(request, organisation, found, form, context):
    def act():
        return actions.list_for_subsidy(found, **form.cleaned_data, by=request.user, at=clock.now())

    code = found.code.lower()
    return form_page(
        request,
        organisation,
        form,
        act=act,
        done=_("The list is kept."),
        to=lambda kept: at(organisation, "subsidy_list", fund=code, pk=kept.pk),
        heading=_("Matching money"),
        submit=_("Keep the list"),
        **context,
    )


@gate(Permission.WELFARE_SEE)
def subsidy_list(request, organisation, fund, pk):
    """Show a kept list of members put forward for matching money; also as a workbook."""
    found = fund_or_404(request, organisation, fund)
    kept = rounds_of(found).filter(pk=pk).first()
    if kept is None:
        raise Http404
    caption = _("Members counted on %(day)s") % {"day": show_date(kept.counted_on)}
    table = SubsidyTable(subsidy_rows(kept), caption=caption)
    if kind := asked_for(request):
        name = f"subsidy-{organisation.code}-{kept.counted_on.isoformat()}".lower()
        return file_of(table, kind=kind, name=name, title=caption, on=kept.counted_on)
    context = {
        "fund": found,
        "kept": kept,
        "table": table,
        "exports": EXPORTS,
        "gifts": kept.gifts.filter(struck_by=None),
    }
    return page(request, "subsidy_list", organisation, **context)

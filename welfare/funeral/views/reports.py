"""The lists of a scheme: on the page, and as a spreadsheet."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django_tables2 import RequestConfig

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.dates import last_day
from federation.kit.downloads import asked_for, file_of
from welfare.funeral.forms.reports import ApplicationsForm, DayForm, PeriodForm
from welfare.funeral.models import Scheme
from welfare.funeral.papers.lists import list_pdf
from welfare.funeral.queries import reports as queries
from welfare.funeral.queries.people import people_on
from welfare.funeral.tables import people as tables
from welfare.funeral.views.found import PER_PAGE, exports, page, pdf_of, scheme_or_404


@dataclass(frozen=True)
class Listing:
    """One of a scheme's lists: its title, its table, what fills it, and what it is asked for by."""

    title: Any
    table: type
    rows: Callable
    form: type | None = None


def _applications(scheme: Scheme, organisation, **asked):
    return queries.within(queries.applications(scheme, **asked), organisation)


def _registry(scheme: Scheme, organisation):
    return queries.within(people_on(scheme, on=clock.today()), organisation).order_by("number")


def _deaths(scheme: Scheme, organisation, **asked):
    return queries.within(queries.deaths_of_scheme(scheme, **asked), organisation, through="covered__")


def _left(scheme: Scheme, organisation, **asked):
    return queries.within(queries.left(scheme, **asked), organisation)


def _cut_off(scheme: Scheme, organisation, *, on):
    return queries.cut_off(scheme, on=on, organisation=organisation)


def _to_bring(scheme: Scheme, organisation, **asked):
    return queries.to_bring(scheme, organisation=organisation, **asked)


LISTINGS = {
    "registry": Listing(_("Registry with two numbers"), tables.RegistryTable, _registry),
    "applications": Listing(_("Applications"), tables.ApplicationsTable, _applications, ApplicationsForm),
    "deaths": Listing(_("Deaths and what was paid"), tables.DeathsTable, _deaths, PeriodForm),
    "to-bring": Listing(_("What each brings"), tables.ToBringTable, _to_bring, PeriodForm),
    "left": Listing(_("Who resigned or was put out"), tables.LeftTable, _left, PeriodForm),
    "cut-off": Listing(_("How many on a day"), tables.CutOffTable, _cut_off, DayForm),
}


@gate(Permission.WELFARE_SEE)
def scheme_list(request, organisation, scheme, listing):
    """Show one of a scheme's lists for a period or a day; all of it as a file."""
    found = scheme_or_404(organisation, scheme)
    if listing not in LISTINGS:
        raise Http404
    kind = LISTINGS[listing]
    form, asked = _asked(request, kind)
    title = f"{kind.title} · {found.name}"
    rows = kind.rows(found, organisation, **asked) if asked is not None else []

    def drawn():
        return kind.table(rows, organisation=organisation, scheme=found, caption=title)

    if request.GET.get("file") == "pdf" and asked is not None:
        about = {"organisation": organisation, "scheme": found, "title": kind.title, "asked": asked}
        return pdf_of(lambda: list_pdf(drawn, **about, on=request.today), name=f"{listing}-{found.code}")
    table = drawn()
    if format := asked_for(request):
        return file_of(table, kind=format, name=f"{listing}-{found.code}", title=title, on=request.today)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    others = [(name, one.title, name == listing) for name, one in LISTINGS.items()]
    context = {"table": table, "form": form, "title": kind.title, "others": others, "count": len(table.rows)}
    return page(request, "scheme_list", organisation, found, exports=exports(request, pdf=True), **context)


def _asked(request, kind: Listing):
    """Return the form and what it asks for; nothing where it cannot be read."""
    if kind.form is None:
        return None, {}
    month = request.today.replace(day=1)
    usual = {"since": month, "until": last_day(month), "by": queries.BY_APPLICATION, "on": request.today}
    usual = {name: usual[name] for name in kind.form.base_fields}
    if not set(usual) & set(request.GET):
        return kind.form(initial=usual), usual
    form = kind.form(request.GET)
    return form, form.cleaned_data if form.is_valid() else None

"""The registry's tables: the country as it was printed, and every area as it is known today."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from federation.access.gate import signed_in
from federation.kit import clock
from federation.nation import regions
from federation.nation.queries import area_table, organisations_in, printed_table
from federation.nation.reports import area_report, exact_note, national_report
from federation.nation.tables import OrganisationsTable
from federation.organisations.models import Organisation
from federation.reports.drawing import parts_of
from federation.reports.files import TYPES, bytes_of

PAGE = "federation/nation/"


@signed_in
@require_safe
def registry(request):
    """Show the national table as its source prints it, and the way to every area."""
    printed = printed_table()
    report = national_report(printed, at=clock.now())
    if file := _file_of(request, report):
        return file
    exact = exact_note(printed) if "exact" in request.GET else ""
    page = {**parts_of(report), "exact": exact, "regions": regions.parts_of(regions.NATION)}
    return render(request, PAGE + "registry.html", page)


@signed_in
@require_safe
def registry_country(request):
    """Show the country by kind and by region, newer counts and what keeps books here included."""
    return _area_page(request, regions.NATION)


@signed_in
@require_safe
def registry_area(request, area):
    """Show a region, province, district or tambon."""
    if not regions.is_area(area):
        raise Http404
    return _area_page(request, area)


def _area_page(request, area):
    made_up = Organisation.objects.filter(is_demo=True).exists()
    report = area_report(area_table(area, on=request.today), on=request.today, at=clock.now(), made_up=made_up)
    if file := _file_of(request, report):
        return file
    named = organisations_in(area) if area and area not in regions.REGIONS else []
    page = {
        **parts_of(report),
        "area": area,
        "uppers": [(upper, regions.area_name(upper)) for upper in regions.areas_up(area)[1:]],
        "organisations": OrganisationsTable(named) if named else None,
    }
    return render(request, PAGE + "registry_area.html", page)


def _file_of(request, report):
    """Answer with the report as the file that was asked for, or None."""
    kind = request.GET.get("file", "")
    if kind not in TYPES:
        return None
    content = bytes_of(report, format=kind, language=get_language())
    answer = HttpResponse(content, content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{report.name}.{kind}"'
    return answer

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.addresses import show_in_address
from federation.kit.dates import be_year, month_of
from federation.kit.pdf import PdfUnavailable
from federation.kit.refusals import Refused
from federation.network.issuing import issue_anew, versions
from federation.network.monthly import NAME
from federation.reports.files import TYPES, file_of
from federation.reports.views.answers import file_answer, no_pdf, sees_names


@gate(Permission.REPORT_SEE)
def network_report(request, organisation, month):
    """Show every version of the network's report of a month, and let whoever closes months issue it anew."""
    _must_have_month(request, organisation, month)
    may_issue = Permission.MONTH_CLOSE in permissions_held(request, organisation)
    if request.method == "POST" and may_issue:
        try:
            made = issue_anew(organisation, month, by=request.user, at=clock.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Version %(n)s is issued.") % {"n": made.version})
        return redirect("federation:network_report", code=organisation.code, month=show_in_address(month))
    page = {
        "organisation": organisation,
        "demo": organisation.is_demo,
        "month": month,
        "versions": list(versions(organisation, month).defer("data")),
        "may_issue": may_issue,
    }
    return render(request, "federation/network/network_report.html", page)


@gate(Permission.REPORT_SEE)
def network_report_file(request, organisation, month, version, format):
    """Hand out one version of the network's report as a file: the same bytes for ever."""
    stored = versions(organisation, month).filter(version=version).first()
    if stored is None or format not in TYPES or format == "csv":
        raise Http404
    given = {"format": format, "language": get_language(), "with_names": sees_names(request, organisation)}
    try:
        kept = file_of(stored, at=clock.now(), **given)
    except PdfUnavailable as refusal:
        return no_pdf(request, refusal)
    name = f"{NAME}-{organisation.code}-{be_year(month)}-{month.month:02d}-v{version}"
    return file_answer(bytes(kept.content), format=format, name=name)


def _must_have_month(request, organisation, month):
    book = organisation.book
    if organisation.is_group or book is None or not book.opened_on <= month <= month_of(request.today):
        raise Http404

"""What the pages of funeral aid share: finding a scheme and its people, drawing forms, lists as files."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from federation.kit.downloads import EXPORTS
from federation.kit.pdf import PdfUnavailable
from federation.kit.refusals import Refused
from welfare.funeral.models import Covered, Scheme
from welfare.funeral.queries.people import covered_by_number, scheme_of
from welfare.funeral.rules.wording import called, footing_words

PAGE = "welfare/funeral/"
PER_PAGE = 200
PRINTED = ("?file=pdf", _("To print (PDF)"))


def scheme_or_404(organisation, code: str) -> Scheme:
    """Return a scheme that an organisation sees, or answer that there is no such page."""
    found = scheme_of(organisation, code)
    if found is None:
        raise Http404
    return found


def own_scheme_or_404(organisation, code: str) -> Scheme:
    """Return a scheme of the organisation itself: the network's is decided on at the network."""
    found = scheme_or_404(organisation, code)
    if found.organisation_id != organisation.pk:
        raise Http404
    return found


def covered_or_404(organisation, scheme: Scheme, number: int) -> Covered:
    """Return who has a funeral number; a group sees only its own members in a network's scheme."""
    found = covered_by_number(scheme, number)
    if found is None or (organisation.is_group and found.membership.organisation_id != organisation.pk):
        raise Http404
    return found


def page(request, template: str, organisation, scheme=None, *, status: int = 200, **context):
    """Draw a page about a scheme, named as the group calls it."""
    context |= {"organisation": organisation, "scheme": scheme}
    if scheme is not None:
        context["called"] = called(scheme.wording)
        context["footing"] = footing_words(scheme.footing, registration_no=scheme.registration_no)
        context["is_own"] = scheme.organisation_id == organisation.pk
    return render(request, f"{PAGE}{template}.html", context, status=status)


def pdf_of(make, *, name: str) -> HttpResponse:
    """Answer with a paper that `make` draws, or with why none can be drawn here."""
    try:
        data = make()
    except PdfUnavailable as refusal:
        return HttpResponse(str(refusal), status=503, content_type="text/plain; charset=utf-8")
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


def done(form, act) -> bool:
    """Do what a valid form asks; a refusal is shown on it. Tells whether it was done."""
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        act()
    except Refused as refusal:
        refusal.show_on(form)
        return False
    return True


def status_of(form) -> int:
    return 422 if form.errors else 200


def exports(request, *, pdf: bool = False):
    """Return the addresses of the list as files, searched and cut as on the page. pdf: on paper, too."""
    asked = request.GET.copy()
    asked.pop("page", None)
    addresses = []
    for address, words in [*([PRINTED] if pdf else []), *EXPORTS]:
        asked["file"] = address.partition("=")[2]
        addresses.append((f"?{asked.urlencode()}", words))
    return addresses

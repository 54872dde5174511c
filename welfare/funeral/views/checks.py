"""Pages of the reverse check: a list of who paid, held against who was expected to. Nothing is booked by it."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit import clock
from welfare.funeral.actions import people as actions
from welfare.funeral.forms.lists import CheckForm
from welfare.funeral.queries.checks import checks_of, countable_deaths, expected_for, expected_of_all, names_by_number
from welfare.funeral.rules.check import FATES, ODD, Found, compare
from welfare.funeral.views.found import done, own_scheme_or_404, page, status_of

WORDS = {
    "paid": _("paid in this list"),
    "paid_before": _("had paid before"),
    "missing": _("not in this list"),
    "not_paid": _("in this list, nothing paid"),
    "other_sum": _("another sum than asked for"),
    "other_name": _("another name under this number"),
    "unknown": _("nobody expected has this number"),
    "twice": _("the number stands twice"),
    "like_name": _("no number, but a name like somebody's"),
}


@gate(Permission.WELFARE_FILE)
def list_check_new(request, organisation, scheme):
    """Take a list and hold it against the dues of a death."""
    found = own_scheme_or_404(organisation, scheme)
    deaths = countable_deaths(found)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CheckForm(*sent, deaths=deaths, of_network=not organisation.is_group)
    kept = []

    def act():
        death, numbers = form.cleaned_data["death"], form.goes_by()
        asked = expected_for(death, numbers=numbers) if death else expected_of_all(found, numbers=numbers)
        result = compare(asked, form.rows)
        facts = {"death": death, "file_name": form.cleaned_data["file"].name, "content": form.content}
        kept.append(actions.keep_check(found, **facts, numbers=numbers, found=result, by=request.user, at=clock.now()))

    if done(form, act):
        return redirect("welfare:list_check", code=organisation.code, scheme=found.code, pk=kept[0].pk)
    context = {"form": form, "has_deaths": deaths.exists(), "lists": checks_of(found)[:20]}
    return page(request, "list_check_new", organisation, found, status=status_of(form), **context)


@gate(Permission.WELFARE_SEE)
def list_check(request, organisation, scheme, pk):
    """Show what a list was found to say: everybody expected in one of a few fates, and the odd rows."""
    found = own_scheme_or_404(organisation, scheme)
    check = checks_of(found).filter(pk=pk).first()
    if check is None:
        raise Http404
    result = Found.from_data(check.found)
    names = names_by_number(found, numbers=check.found["numbers"])
    fates = [(fate, WORDS[fate], _people(result.fates[fate], names)) for fate in FATES]
    odd = [(kind, WORDS[kind], _rows(result.odd[kind], names)) for kind in ODD if result.odd[kind]]
    context = {"check": check, "fates": fates, "odd": odd, "expected": result.expected}
    return page(request, "list_check", organisation, found, **context)


def _people(pairs, names: dict) -> list:
    return [(number, names.get(number, ""), line) for number, line in pairs]


def _rows(pairs, names: dict) -> list:
    return [(line, number, names.get(number, "")) for line, number in pairs]

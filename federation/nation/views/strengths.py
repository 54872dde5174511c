"""What an organisation is good at and who leads there: entering, ending, and finding."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from federation.access.gate import gate, permissions_held, signed_in
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.refusals import Refused
from federation.nation import actions, forms
from federation.nation.checks import may_tell_of
from federation.nation.find import MOST, found_by
from federation.nation.models import Strength, StrengthSort
from federation.nation.queries import strengths_of
from federation.nation.views.editing import editors_only
from federation.nation.views.organisations import known_by

PAGE = "federation/nation/"


@gate(Permission.ORGANISATION_SEE)
def strengths(request, organisation):
    """Show what an organisation is good at; whoever may, adds to it."""
    may_add = Permission.REGISTRY_EDIT in permissions_held(request, organisation)
    if request.method == "POST" and not may_add:
        raise Http404
    return _page(
        request, organisation, back="federation:strengths", parts={"code": organisation.code}, editable=may_add
    )


@gate(Permission.REGISTRY_EDIT)
@require_POST
def strength_end(request, organisation, pk):
    """End a strength, or withdraw a person's consent."""
    _end(request, organisation, pk)
    return redirect("federation:strengths", code=organisation.code)


@editors_only
def registry_strengths(request, known):
    """The same for an organisation that is known by name only."""
    organisation = _without_books(known)
    back, parts = "federation:registry_strengths", {"known": organisation.code}
    editable = may_tell_of(organisation, by=request.user, on=request.today)
    return _page(request, organisation, back=back, parts=parts, editable=editable)


@editors_only
@require_POST
def registry_strength_end(request, known, pk):
    """The same for an organisation that is known by name only."""
    organisation = _without_books(known)
    _end(request, organisation, pk)
    return redirect("federation:registry_strengths", known=organisation.code)


@signed_in
@require_safe
def registry_find(request):
    """Find who does what, who leads, who can teach whom."""
    form = forms.FindForm(request.GET)
    asked = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    found = found_by(**asked, on=request.today) if asked else []
    page = {"form": form, "asked": asked, "found": found or [], "no_place": found is None, "most": MOST}
    page["teachers"] = [each for each in page["found"] if each.strength.can_teach]
    page["others"] = [each for each in page["found"] if not each.strength.can_teach]
    return render(request, PAGE + "registry_find.html", page)


def _page(request, organisation, *, back, parts, editable=True):
    form = forms.StrengthForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = {"by": request.user, "at": clock.now(), "today": request.today}
            actions.add_strength(organisation, **made, **form.facts())
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, _("It is entered and can be found."))
            return redirect(back, **parts)
    context = {
        "organisation": None if "known" in parts else organisation,
        "known": organisation,
        "strengths": strengths_of(organisation, on=request.today),
        "form": form if editable else None,
        "end": back.replace("strengths", "strength_end"),
        "LEADER": StrengthSort.LEADER,
    }
    return render(request, PAGE + "strengths.html", context, status=422 if form.errors else 200)


def _end(request, organisation, pk):
    strength = Strength.objects.filter(organisation=organisation, pk=pk).select_related("organisation__keeper").first()
    if strength is None:
        raise Http404
    gone = strength.consent_on
    try:
        actions.end_strength(strength, today=request.today, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return
    words = _("The consent is withdrawn; the name and telephone are gone.") if gone else _("It is ended.")
    messages.success(request, words)


def _without_books(code):
    """Return an organisation that keeps no books here; of others their own officers tell."""
    organisation = known_by(code)
    if organisation.book_id:
        raise Http404
    return organisation

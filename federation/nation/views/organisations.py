"""Organisations known by name: what the registry knows of one, and how it comes to know it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from federation.access.gate import permissions_held, signed_in
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.refusals import Refused
from federation.nation import actions, forms, regions, tables
from federation.nation.checks import may_tell_of
from federation.nation.queries import known_of
from federation.nation.views.editing import editors_only, may_edit
from federation.organisations.models import Organisation

PAGE = "federation/nation/"


@signed_in
@require_safe
def registry_organisation(request, known):
    """Show that an organisation is there: its kinds, its place, what it belongs to, what was published of it."""
    organisation = known_by(known)
    about = known_of(organisation, on=request.today)
    editor = may_edit(request)
    context = {
        "known": organisation,
        "about": about,
        "area": regions.area_name(organisation.place_code) if organisation.place_code else "",
        "counts": tables.CountsTable(about.counts, exclude=() if editor else ("entered_by",)),
        "uppers": tables.UppersTable(about.uppers),
        "members": tables.OrganisationsTable(about.members),
        "strengths": about.strengths,
        "editable": editor
        and not organisation.book_id
        and may_tell_of(organisation, by=request.user, on=request.today),
        "sees_figures": Permission.FIGURES_SEE in permissions_held(request, organisation),
    }
    return render(request, PAGE + "registry_organisation.html", context)


@editors_only
def registry_organisation_add(request):
    """Enter an organisation by name."""
    form = forms.KnownForm(request.POST or None)

    def act():
        made = actions.know_organisation(by=request.user, at=clock.now(), **form.facts())
        messages.success(request, _("%(name)s stands in the registry.") % {"name": made.name})
        return made

    return _form_page(request, form, act, template="registry_organisation_add.html")


@editors_only
def registry_organisation_count(request, known):
    """Enter how large an organisation is; what stood before stays."""
    organisation = known_by(known)
    form = forms.CountForm(request.POST or None)

    def act():
        actions.count_organisation(organisation, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("The figures are entered."))
        return organisation

    return _form_page(request, form, act, template="registry_organisation_count.html", known=organisation)


@editors_only
def registry_organisation_link(request, known):
    """Enter what an organisation belongs to, several at once."""
    organisation = known_by(known)
    form = forms.LinkForm(request.POST or None)

    def act():
        made = {"by": request.user, "at": clock.now(), "today": request.today}
        actions.link(organisation, links=form.links(), **made)
        messages.success(request, _("The links are kept."))
        return organisation

    return _form_page(request, form, act, template="registry_organisation_link.html", known=organisation)


def known_by(code):
    """Return the organisation of a code; whoever is signed in may know that it is there."""
    found = Organisation.objects.select_related("kind", "keeper").filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _form_page(request, form, act, *, template, **more):
    """Draw a form, or do what it asks and show the organisation; a refusal stands beside what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            organisation = act()
        except Refused as refusal:
            refusal.show_on(form)
        else:
            return redirect("federation:registry_organisation", known=organisation.code)
    return render(request, PAGE + template, {"form": form, **more}, status=422 if form.errors else 200)

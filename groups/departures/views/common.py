"""What the pages of departures share: finding one, and a page with one form."""

from django.http import Http404
from django.shortcuts import redirect, render

from federation.kit.refusals import Refused
from groups.departures.models import Departure
from groups.departures.queries import lists

PAGE = "groups/departures/"


def departure_or_404(organisation, pk) -> Departure:
    found = lists.departure(organisation, pk)
    if found is None:
        raise Http404
    return found


def own_or_404(organisation, pk) -> Departure:
    """Return a departure of the organisation itself, not one that moves a member to it."""
    found = departure_or_404(organisation, pk)
    if found.organisation_id != organisation.pk:
        raise Http404
    return found


def form_page(request, organisation, *, form, act, template="act.html", back=None, on_refused=None, **context):
    """Draw a form, or do what it asks and go on: to what `act` returns, a departure.

    on_refused: what else to do with a refusal before it is shown.
    """
    if request.method == "POST" and form.is_valid():
        try:
            done = act()
        except Refused as refusal:
            if on_refused:
                on_refused(refusal)
            refusal.show_on(form)
        else:
            return redirect("groups:departure", code=organisation.code, pk=done.pk)
    context = {"organisation": organisation, "form": form, "back": back, **context}
    return render(request, PAGE + template, context, status=422 if form.errors else 200)

"""What the pages share: who may read them, and a form that is acted on or shown again as it was typed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render

from federation.kit.refusals import Refused
from federation.support.queries.supports import is_near

PAGE = "federation/support/"


def only_near(request, organisation) -> None:
    """Raise PermissionDenied for a reader from further above: a plan and a grade are for the group and its network."""
    if not is_near(request.user, organisation, on=request.today):
        raise PermissionDenied


def page(request, name, organisation, *, status=200, **context):
    context |= {"organisation": organisation, "demo": organisation.is_demo, "today": request.today}
    return render(request, f"{PAGE}{name}.html", context, status=status)


def answer(request, name, organisation, *, form, act, said, then, **context):
    """Act on a form that was sent and go on, or show the page; what was typed stays, whatever is refused.

    act: called with the form. then: called with what came of it, gives the address to go on to.
    """
    if request.method == "POST" and form.is_valid():
        try:
            made = act(form)
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, said)
            return redirect(then(made))
    return page(request, name, organisation, form=form, status=422 if form.errors else 200, **context)

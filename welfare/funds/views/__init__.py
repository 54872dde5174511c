"""The pages of funds."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from federation.access.gate import permissions_held
from federation.access.permissions import Permission
from federation.kit.refusals import Refused
from welfare.funds.queries import fund_coded, network_of

PAGE = "welfare/funds/"


def page(request, name: str, organisation, *, status: int = 200, **context):
    """Draw a page of this feature."""
    held = permissions_held(request, organisation)
    context |= {"organisation": organisation, "whose": organisation.name, "demo": organisation.is_demo}
    context |= {
        "may_set": Permission.WELFARE_SET in held,
        "may_pay": Permission.WELFARE_PAY in held,
        "may_decide": Permission.WELFARE_APPROVE in held,
        "sees_entries": Permission.BOOKS_SEE in held,
    }
    return render(request, f"{PAGE}{name}.html", context, status=status)


def fund_or_404(request, organisation, code: str, *, above: bool = False):
    """Return a fund of an organisation, or, with `above`, of the network that keeps a group's account."""
    owner = network_of(organisation, on=request.today) if above else organisation
    found = fund_coded(owner, code) if owner else None
    if found is None:
        raise Http404
    return found


def form_page(request, organisation, form, *, act, done, to, **context):
    """Draw a form, or carry out what it asks for. act: called when it is valid; done: words; to: where then."""
    if request.method == "POST" and form.is_valid():
        try:
            made = act()
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, done)
            return redirect(to(made) if callable(to) else to)
    return page(request, "form", organisation, form=form, status=422 if form.errors else 200, **context)

"""Where members want their dividends, and paying them: one person puts a list together, another agrees."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.money import show
from federation.kit.refusals import Refused
from groups.registry.queries import members_on
from groups.surplus import actions
from groups.surplus.forms import ChoiceForm, PayForm
from groups.surplus.models import Into
from groups.surplus.queries.dues import choices_of, usual_into
from groups.surplus.queries.parts import (
    batch_of,
    chosen_since,
    parts_of,
    sums_of,
    unpaid_into,
    unpaid_parts,
    waiting_for_money,
)
from groups.surplus.queries.years import purses_of
from groups.surplus.views import ADOPTED, of_close, page, to_year, year_or_404

A_PAGE = 50


@gate(Permission.SURPLUS_EDIT)
def choices(request, organisation):
    """Write down where members want their dividends; who said nothing gets it as the bylaws say."""
    if organisation.book_id is None:
        raise Http404
    shown = Paginator(members_on(organisation, request.today), A_PAGE).get_page(request.GET.get("page"))
    said = choices_of(organisation)
    data = request.POST if request.method == "POST" else None
    rows = [(one, ChoiceForm(data, prefix=str(one.number), initial={"into": said.get(one.pk, "")})) for one in shown]
    if data is not None and all(form.is_valid() for _member, form in rows):
        changed = [
            (one, form)
            for one, form in rows
            if form.cleaned_data["into"] and form.cleaned_data["into"] != said.get(one.pk)
        ]
        written = [_write_down(request, member, form) for member, form in changed]
        messages.success(request, _("%(n)s choices are written down.") % {"n": sum(written)})
        if all(written):
            return redirect(request.get_full_path())
    usual = Into(usual_into(organisation, on=request.today)).label
    return page(request, "choices", organisation, rows=rows, shown=shown, usual=usual)


def _write_down(request, member, form) -> bool:
    """Write one choice down, or say beside it why it is not; return whether it is written."""
    try:
        actions.choose(member, into=form.cleaned_data["into"], on=request.today, by=request.user, at=clock.now())
    except Refused as refusal:
        form.add_error("into", str(refusal))
        return False
    return True


@gate(Permission.SURPLUS_EDIT)
@of_close(*ADOPTED)
def pay(request, organisation, close):
    """Choose who is paid: all that goes into accounts at once, or members in money on a day."""
    purses = purses_of(organisation.book)
    form = PayForm(request.POST or None, purses=[account for account, _baht in purses], today=request.today)
    if request.method == "POST" and form.is_valid():
        in_money = "money" in request.POST
        given = {"purse": form.account(), "membership_ids": _ticked(request)} if in_money else {}
        try:
            made = actions.propose_batch(close, on=form.cleaned_data["on"], by=request.user, at=clock.now(), **given)
        except Refused as refusal:
            refusal.show_on(form)
        else:
            words = _("The list comes to %(baht)s baht. Another person agrees to it before anything is booked.")
            messages.success(request, words % {"baht": show(made.total)})
            return redirect("groups:pay_batch", code=organisation.code, until=f"{close.until}", pk=made.pk)
    waiting = waiting_for_money(close)
    context = {"close": close, "form": form, "waiting": waiting, "purses": purses}
    context |= {"sums": sums_of(close), "by_way": _by_way(close), "ticked": set(request.POST.getlist("member"))}
    context["changed"] = chosen_since(unpaid_parts(close))
    return page(request, "pay", organisation, status=422 if form.errors else 200, **context)


def _ticked(request) -> list[str]:
    return request.POST.getlist("member")


def _by_way(close) -> list[tuple]:
    """Return (where it goes, how many, baht) of what goes into members' accounts."""
    found = unpaid_into(close)
    return [(Into(into).label, *found[into]) for into in found if into != Into.CASH]


@gate(Permission.SURPLUS_SEE)
@require_safe
def batch(request, organisation, until, pk):
    """Show a list of dividends; who may agree to it does so here."""
    found = _batch_or_404(request, organisation, until, pk)
    may_decide = Permission.SURPLUS_CHECK in permissions_held(request, organisation)
    parts = parts_of(found.year).filter(batch=found)
    context = {"batch": found, "close": found.year, "parts": parts, "changed": chosen_since(parts)}
    return page(request, "batch", organisation, may_decide=may_decide, **context)


@gate(Permission.SURPLUS_CHECK)
@require_POST
def pay_decide(request, organisation, until, pk):
    """Agree to a list of dividends, which books it, or send it back."""
    found, agreed = _batch_or_404(request, organisation, until, pk), "agree" in request.POST
    try:
        actions.decide_batch(found, agreed=agreed, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("groups:pay_batch", code=organisation.code, until=until, pk=pk)
    messages.success(request, _("It is paid and booked.") if agreed else _("The list is sent back."))
    return to_year(organisation, found.year)


def _batch_or_404(request, organisation, until, pk):
    year, found = year_or_404(request, organisation, until), batch_of(organisation, pk)
    if found is None or found.year.until != year.until:
        raise Http404
    return found

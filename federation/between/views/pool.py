from datetime import timedelta
from decimal import Decimal

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.between import actions, steps
from federation.between.forms import InterestForm, WithdrawalForm
from federation.between.models import PoolAct
from federation.between.queries import pool as queries
from federation.between.views import page
from federation.bylaws.queries import bylaws_of
from federation.kit import clock
from federation.kit.money import ZERO
from federation.kit.refusals import Refused


@gate(Permission.FIGURES_SEE)
def pool(request, organisation):
    """Show what each group has in the pool, the interest that has run, and what waits for a second person.

    A group is shown what it saved itself with those above it, and nothing of other groups.
    """
    if organisation.is_group:
        pools = queries.own_pools(organisation, on=request.today)
        opens = Permission.BOOKS_SEE in permissions_held(request, organisation)
        return page(request, "pool_own", organisation, pools=pools, opens=opens)
    shares = queries.pool_of(organisation, on=request.today)
    return page(
        request,
        "pool",
        organisation,
        shares=shares,
        total=sum((share.balance for share in shares), ZERO),
        run=sum((share.run for share in shares), ZERO),
        rate=bylaws_of(organisation, on=request.today)["pool_rate"],
        acts=queries.acts_of(organisation),
        may_propose=Permission.POOL_PROPOSE in permissions_held(request, organisation),
    )


@gate(Permission.POOL_PROPOSE)
def pool_interest(request, organisation):
    """Propose the interest of all groups up to a day."""
    form = InterestForm(request.POST or None, today=request.today)

    def act():
        until = form.cleaned_data["until"]
        return actions.propose_interest(organisation, until=until, by=request.user, at=clock.now())

    return _proposal(request, organisation, "pool_interest", form=form, act=act)


@gate(Permission.POOL_PROPOSE)
def pool_withdrawal(request, organisation):
    """Ask for savings of a group out of the pool."""
    notice = bylaws_of(organisation, on=request.today)["pool_notice_days"]
    earliest = request.today + timedelta(days=notice)
    shares = queries.pool_of(organisation, on=request.today)
    form = WithdrawalForm(request.POST or None, shares=shares, earliest=earliest)

    def act():
        return actions.propose_withdrawal(**form.facts(), by=request.user, at=clock.now())

    return _proposal(request, organisation, "pool_withdrawal", form=form, act=act, notice=notice, earliest=earliest)


def _proposal(request, organisation, name, *, form, act, **context):
    """Draw a form, or keep what it asks for another person to decide."""
    if request.method == "POST" and form.is_valid():
        try:
            proposed = act()
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, _("It is proposed. Another person decides."))
            return redirect("federation:pool_act", code=organisation.code, pk=proposed.pk)
    return page(request, name, organisation, form=form, status=422 if form.errors else 200, **context)


@gate(Permission.FIGURES_SEE)
def pool_act(request, organisation, pk):
    """Show an act on the pool whole; who may check it carries it out or declines."""
    found = queries.act(organisation, pk)
    if found is None:
        raise Http404
    may_check = Permission.POOL_CHECK in permissions_held(request, organisation)
    refusal = None
    if request.method == "POST" and may_check:
        try:
            done = actions.decide(found, agree="agree" in request.POST, by=request.user, at=clock.now())
        except Refused as refused:
            refusal = refused
        else:
            words = _("It is done and booked.") if done.state == PoolAct.State.DONE else _("It is declined.")
            messages.success(request, words)
            return redirect("federation:pool", code=organisation.code)
    context = {"act": found, "parts": _parts(found), "may_check": may_check, "refusal": refusal}
    context["otherwise"] = _otherwise(found)
    return page(request, "pool_act", organisation, status=422 if refusal else 200, **context)


def _parts(act):
    """Return (group, baht) of interest, and (group, why) of who was left out."""
    paid = {pk: Decimal(baht) for pk, baht in act.data.get("parts", [])}
    left_out = dict(act.data.get("left_out", []))
    members = act.organisation.memberships.filter(network_id=act.network_id, pk__in=[*paid, *left_out])
    named = {str(one.pk): one for one in members.select_related("member_organisation").order_by("number")}
    return {
        "paid": [(member, paid[pk]) for pk, member in named.items() if pk in paid],
        "left_out": [(member, left_out[pk]) for pk, member in named.items() if pk in left_out],
    }


def _otherwise(act):
    """Return what waiting interest comes to now, where that is not what was proposed; else None."""
    if act.kind != PoolAct.Kind.INTEREST or act.state != PoolAct.State.PROPOSED:
        return None
    parts = steps.interest_now(act)
    return {"amount": sum((baht for _member, baht in parts), ZERO)} if steps.changed(act, parts) else None

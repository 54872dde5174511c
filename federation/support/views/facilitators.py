"""Who looks after which groups."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.kit import clock
from federation.organisations.models import Organisation
from federation.support import actions
from federation.support.forms import AssignForm, UntilForm
from federation.support.models import Facilitation
from federation.support.queries import facilitators as found
from federation.support.views.answers import answer, only_near, page


@gate(Permission.FIGURES_SEE)
def facilitators(request, organisation):
    """Show each facilitator of a network with the groups of today, who has none, and who looked after them before."""
    network = _network(request, organisation)
    today = request.today
    return page(
        *(request, "facilitators", network),
        loads=found.workloads(network, on=today),
        without=found.groups_without(network, on=today),
        over=found.facilitations_over(network, on=today)[:50],
        may_assign=Permission.ACCESS_GRANT in permissions_held(request, network),
    )


@gate(Permission.ACCESS_GRANT)
def facilitator_assign(request, organisation):
    """Give a facilitator a group to look after."""
    network = _network(request, organisation)
    users = found.facilitators(network, on=request.today)
    groups = Organisation.objects.kept_by(network).order_by("code")
    initial = {"since": request.today, "group": groups.filter(code=request.GET.get("group", "")).first()}
    return answer(
        *(request, "facilitator_act", network),
        form=AssignForm(request.POST or None, users=users, groups=groups, initial=initial),
        act=lambda form: _assign(request, **form.cleaned_data),
        said=_("The group has its facilitator."),
        then=lambda _made: _address(network),
        heading=_("Who looks after a group"),
        nobody=not users.exists(),
    )


def _assign(request, *, user, group, since):
    return actions.assign(group, user=user, since=since, by=request.user, at=clock.now())


@gate(Permission.ACCESS_GRANT)
def facilitation_end(request, organisation, pk):
    """Say the last day on which a facilitator looked after a group."""
    network = _network(request, organisation)
    held = Facilitation.objects.select_related("user__person", "organisation")
    facilitation = get_object_or_404(held, network_id=network.pk, pk=pk)
    return answer(
        *(request, "facilitator_act", network),
        form=UntilForm(request.POST or None, initial={"until": request.today}),
        act=lambda form: actions.end_facilitation(
            facilitation, by=request.user, at=clock.now(), until=form.cleaned_data["until"]
        ),
        said=_("The last day is written down."),
        then=lambda _made: _address(network),
        heading=_("End of looking after"),
        lead=f"{facilitation.user} · {facilitation.organisation.name}",
    )


def _network(request, organisation):
    only_near(request, organisation)
    if organisation.is_group:
        raise Http404
    return organisation


def _address(network):
    return reverse("federation:facilitators", kwargs={"code": network.code})

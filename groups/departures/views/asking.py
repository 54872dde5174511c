"""Asking to leave, proposing to put out, reporting a death, returning what is still held; notice and withdrawing."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit import clock
from federation.organisations.models import Organisation
from groups.departures import actions
from groups.departures.forms import AnswerForm, AskForm, DeathForm, NoticeForm, RefundForm
from groups.departures.models import DepartureKind
from groups.departures.queries import lists, net_of
from groups.departures.views.common import form_page, own_or_404
from groups.registry.queries import beneficiaries_of
from groups.registry.views import person_or_404

TITLES = {
    DepartureKind.RESIGNATION: (gettext_lazy("A member resigns"), gettext_lazy("Enter that it was asked")),
    DepartureKind.EXPULSION: (gettext_lazy("Propose to put a member out"), gettext_lazy("Enter the proposal")),
    DepartureKind.TRANSFER: (gettext_lazy("A member moves to another group"), gettext_lazy("Enter that it was asked")),
}


@gate(Permission.LEAVING_EDIT)
def ask(request, organisation, number, kind):
    """Enter that a member asks to resign or move, or is proposed to be put out."""
    found = person_or_404(organisation, number)
    if kind not in TITLES:
        raise Http404
    proposal = lists.proposal_of(found, on=request.today) if kind == DepartureKind.EXPULSION else None
    others = None
    if kind == DepartureKind.TRANSFER:
        near = Organisation.objects.kept_by(organisation.keeper).exclude(pk=organisation.pk)
        others = near.exclude(book=None).order_by("code")
    proposes = kind == DepartureKind.EXPULSION
    form = AskForm(request.POST or None, others=others, proposes=proposes, initial={"on": request.today})

    def act():
        grounds = proposal.grounds if proposal else []
        facts = {"by": request.user, "at": clock.now(), "grounds": grounds, **form.facts()}
        return actions.ask(found, kind=kind, **facts)

    title, submit = TITLES[kind]
    told = {"title": title, "submit": submit, "proposal": proposal, "kind": kind, "membership": found}
    return form_page(request, organisation, form=form, act=act, template="ask.html", **told, **_net(request, found))


def _net(request, membership, *, of_death=False) -> dict:
    where = {"code": membership.organisation.code, "number": membership.number}
    return {
        "net": net_of(membership, on=request.today, of_death=of_death),
        "back": reverse("groups:member_leave", kwargs=where),
    }


@gate(Permission.LEAVING_EDIT)
def death(request, organisation, number):
    """Report that a member died."""
    found = person_or_404(organisation, number)
    form = DeathForm(request.POST or None)

    def act():
        return actions.report_death(found, by=request.user, at=clock.now(), **form.cleaned_data)

    context = {"membership": found, "heirs": beneficiaries_of(found)}
    context |= _net(request, found, of_death=True)
    return form_page(request, organisation, form=form, act=act, template="death.html", **context)


@gate(Permission.LEAVING_EDIT)
def refund(request, organisation, number):
    """Enter that what somebody who left before still holds is to be returned."""
    found = person_or_404(organisation, number)
    form = RefundForm(request.POST or None)

    def act():
        return actions.ask_refund(found, by=request.user, at=clock.now(), **form.cleaned_data)

    told = {"title": _("Return what is still held"), "submit": _("Ask another officer to decide")}
    told |= {"membership": found, "kind": "refund"}
    return form_page(request, organisation, form=form, act=act, template="ask.html", **told, **_net(request, found))


@gate(Permission.LEAVING_EDIT)
def notice(request, organisation, pk):
    """Enter the day of the written notice."""
    found = own_or_404(organisation, pk)
    form = NoticeForm(request.POST or None, initial={"on": request.today})

    def act():
        return actions.give_notice(found, by=request.user, at=clock.now(), **form.cleaned_data)

    told = {"title": _("The written notice was given"), "submit": _("Enter the notice"), "departure": found}
    told["lead"] = _("Print the letter first, and hand it over or post it. The days run from this day.")
    return form_page(request, organisation, form=form, act=act, **told)


@gate(Permission.LEAVING_EDIT)
def withdraw(request, organisation, pk):
    """Let what was asked rest."""
    found = own_or_404(organisation, pk)
    form = AnswerForm(request.POST or None)

    def act():
        return actions.withdraw(found, reason=form.cleaned_data["answer"], by=request.user, at=clock.now())

    told = {"title": _("The member stays"), "submit": _("Let it rest"), "departure": found}
    return form_page(request, organisation, form=form, act=act, **told)

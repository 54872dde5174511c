"""What another person does: decide, refuse, admit who moves here, take a death back."""

from django.utils.translation import gettext as _

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit import clock
from groups.departures import actions
from groups.departures.forms import AdmitForm, AnswerForm, BackForm, DecideForm, TakeBackForm
from groups.departures.models import DepartureKind
from groups.departures.queries import net_of
from groups.departures.steps.frame import FiguresChanged
from groups.departures.views.common import departure_or_404, form_page, own_or_404
from groups.promises.queries import promises_of
from groups.registry.queries import beneficiaries_of
from loans.lending.queries.repay import purses_of


@gate(Permission.LEAVING_DECIDE)
def decide(request, organisation, pk):
    """Enter the committee's resolution; the money is settled with it."""
    found = own_or_404(organisation, pk)
    net = net_of(found.membership, on=request.today)
    asks_heirs = found.is_death and net.to_pay > 0 and not beneficiaries_of(found.membership)
    given = {"on": request.today, "seen": net.net}
    form = DecideForm(request.POST or None, asks_heirs=asks_heirs, asks_paper=found.is_death, initial=given)

    def act():
        return actions.decide(found, by=request.user, at=clock.now(), **form.facts())

    def look_again(refusal):
        if isinstance(refusal, FiguresChanged):
            form.show_anew(net_of(found.membership, on=form.cleaned_data["on"]).net)

    told = {"title": _("The committee decides"), "submit": _("Agree: carry it out"), "departure": found, "net": net}
    if found.kind == DepartureKind.TRANSFER:
        told["lead"] = _("Nothing is booked yet: the money moves when the other group admits.")
    return form_page(request, organisation, form=form, act=act, template="decide.html", on_refused=look_again, **told)


@gate(Permission.LEAVING_DECIDE)
def refuse(request, organisation, pk):
    """Say no, with the reason."""
    found = departure_or_404(organisation, pk)
    form = AnswerForm(request.POST or None)

    def act():
        who = {"by": request.user, "at": clock.now(), "organisation": organisation}
        return actions.refuse(found, answer=form.cleaned_data["answer"], **who)

    told = {"title": _("The committee refuses"), "submit": _("Refuse: the member stays"), "departure": found}
    return form_page(request, organisation, form=form, act=act, **told)


@gate(Permission.LEAVING_DECIDE)
def admit(request, organisation, pk):
    """Admit who moves here from another group, with the money."""
    found = departure_or_404(organisation, pk)
    promised = promises_of(found.membership).first()
    given = {"on": request.today, "amount": promised.amount if promised else None}
    purses = {"purses_from": purses_of(found.organisation), "purses_to": purses_of(organisation)}
    form = AdmitForm(request.POST or None, initial=given, **purses)

    def act():
        return actions.admit_moved(found, by=request.user, at=clock.now(), **form.cleaned_data)

    told = {"title": _("Admit who moves here"), "submit": _("Admit, and book the money in both groups")}
    told |= {"departure": found, "net": net_of(found.membership, on=request.today)}
    return form_page(request, organisation, form=form, act=act, template="decide.html", **told)


@gate(Permission.LEAVING_EDIT)
def ask_back(request, organisation, pk):
    """Ask another person to take a reported death back."""
    found = own_or_404(organisation, pk)
    form = BackForm(request.POST or None)

    def act():
        return actions.ask_back(found, by=request.user, at=clock.now(), **form.cleaned_data)

    told = {"title": _("The death was reported wrongly"), "submit": _("Ask another officer to take it back")}
    return form_page(request, organisation, form=form, act=act, departure=found, **told)


@gate(Permission.LEAVING_DECIDE)
def take_back(request, organisation, pk):
    """Take a reported death back: everything stands as before."""
    found = own_or_404(organisation, pk)
    has_paid = found.payments.exclude(entry=None).exists()
    form = TakeBackForm(request.POST or None, has_paid=has_paid)

    def act():
        return actions.take_back(found, on=request.today, by=request.user, at=clock.now(), **form.cleaned_data)

    told = {"title": _("Take the reported death back"), "submit": _("Take it back: all stands as before")}
    lead = _("Entries are taken back by their mirrors; the membership, places and posts run on.")
    return form_page(request, organisation, form=form, act=act, departure=found, lead=lead, **told)

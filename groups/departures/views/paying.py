"""Paying out by two persons, and what a death left to do."""

from django.http import Http404
from django.utils.translation import gettext as _

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit import clock
from groups.departures import actions
from groups.departures.forms import PayForm, PrepareForm, TaskForm
from groups.departures.queries import lists
from groups.departures.rules import TASKS
from groups.departures.views.common import form_page, own_or_404
from loans.lending.queries.repay import purses_of


@gate(Permission.LEAVING_EDIT)
def prepare(request, organisation, pk, payment):
    """Say from which purse somebody is paid; another person confirms it."""
    found, one = _payment_or_404(organisation, pk, payment)
    purses = purses_of(organisation)
    form = PrepareForm(request.POST or None, purses=purses, initial={"purse": one.purse or purses[0][0].code})

    def act():
        return actions.prepare(one, by=request.user, at=clock.now(), **form.cleaned_data).departure

    told = {"title": _("Prepare a payment"), "submit": _("Let another officer pay it out"), "payment": one}
    return form_page(request, organisation, form=form, act=act, departure=found, **told)


@gate(Permission.LEAVING_DECIDE)
def pay(request, organisation, pk, payment):
    """Confirm that somebody was paid."""
    found, one = _payment_or_404(organisation, pk, payment)
    form = PayForm(request.POST or None, initial={"on": request.today})

    def act():
        return actions.pay(one, by=request.user, at=clock.now(), **form.cleaned_data).departure

    told = {"title": _("Hand over the money"), "submit": _("It is handed over: book it"), "payment": one}
    told["lead"] = _("Let the receiver sign the statement first; then confirm that the money was handed over.")
    return form_page(request, organisation, form=form, act=act, departure=found, **told)


def _payment_or_404(organisation, pk, payment):
    found = own_or_404(organisation, pk)
    one = lists.payment(found, payment)
    if one is None:
        raise Http404
    return found, one


@gate(Permission.LEAVING_EDIT)
def task(request, organisation, pk, task):
    """Enter what was done about something a death left to do."""
    found = own_or_404(organisation, pk)
    one = lists.tasks_of(found).filter(pk=task).first()
    if one is None:
        raise Http404
    form = TaskForm(request.POST or None, initial={"on": request.today})

    def act():
        typed = form.cleaned_data
        who = {"by": request.user, "at": clock.now()}
        return actions.do_task(one, on=typed["on"], words=typed["note"], **who).departure

    told = {"title": TASKS[one.what].words, "submit": _("It is done"), "task": one}
    return form_page(request, organisation, form=form, act=act, departure=found, **told)

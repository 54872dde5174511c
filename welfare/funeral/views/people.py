"""Pages of whom a scheme covers: the list, applying and admitting, one person with their book, every later step."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.digits import to_arabic_digits
from federation.kit.downloads import asked_for, file_of
from federation.people.queries import matching
from groups.registry.models import Beneficiary
from welfare.funeral.actions import people as actions
from welfare.funeral.forms.people import STEPS, AdmitForm, ApplyForm, ApplyFromGroupsForm, RelativeForm, StepForm
from welfare.funeral.models import CoveredState
from welfare.funeral.queries.lapse import lapse_proposal
from welfare.funeral.queries.passbook import passbook
from welfare.funeral.queries.people import events_of, family_of, people_on, state_on, terms_on
from welfare.funeral.queries.reports import within
from welfare.funeral.queries.standing import standing_of
from welfare.funeral.queries.units import free_units, goes_to, units_back_of, units_held
from welfare.funeral.rules import COLLECTING
from welfare.funeral.rules.people import ENDED, may_follow
from welfare.funeral.tables.people import STATES, CoveredTable, EventsTable, PassbookTable
from welfare.funeral.views.found import (
    PER_PAGE,
    covered_or_404,
    done,
    exports,
    own_scheme_or_404,
    page,
    scheme_or_404,
    status_of,
)

LEAVING = ("resign", "withdraw")


@gate(Permission.WELFARE_SEE)
def covered_list(request, organisation, scheme):
    """List whom a scheme covers, searched and cut by how they stand today; all of the list as a file."""
    found = scheme_or_404(organisation, scheme)
    search, show = request.GET.get("q", "").strip(), request.GET.get("show", "")
    people = within(people_on(found, on=request.today), organisation)
    people = people.filter(shown_state=show) if show in STATES else people.exclude(shown_state__in=ENDED)
    people = _sought(people, search).order_by("number")
    title = _("Covered by %(name)s") % {"name": found.name}
    table = CoveredTable(people, organisation=organisation, scheme=found, caption=title)
    if kind := asked_for(request):
        return file_of(table, kind=kind, name=f"funeral-{found.code}", title=title, on=request.today)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {"table": table, "count": len(table.rows), "search": search, "show": show, "exports": exports(request)}
    states = [(state, words) for state, (_kind, words) in STATES.items()]
    return page(request, "covered_list", organisation, found, states=states, **context)


def _sought(people, search: str):
    """Cut the list to a funeral or member number, or a part of a name."""
    if not search:
        return people
    found = matching(search, through="membership__person__") | Q(name__icontains=search)
    digits = to_arabic_digits(search)
    if digits.isascii() and digits.isdigit() and len(digits) <= 9:
        found |= Q(number=int(digits)) | Q(membership__number=int(digits))
    return people.filter(found)


@gate(Permission.WELFARE_FILE)
def cover_apply(request, organisation, scheme):
    """Take applications of members: ticked by a group, by number where a network's officer enters them."""
    found = scheme_or_404(organisation, scheme)
    initial = {"applied_on": request.today}
    if organisation.is_group:
        form = ApplyForm(
            request.POST or None, organisation=organisation, scheme=found, on=request.today, initial=initial
        )
    else:
        form = ApplyFromGroupsForm(request.POST or None, network=organisation, initial=initial)

    def act():
        typed = form.cleaned_data
        facts = {"applied_on": typed["applied_on"], "by": request.user, "at": clock.now()}
        made = actions.apply_many(found, typed["members"], **facts)
        messages.success(request, _("%(count)s applications are entered.") % {"count": len(made)})

    if done(form, act):
        return redirect("welfare:covered_list", code=organisation.code, scheme=found.code)
    return page(request, "cover_apply", organisation, found, form=form, status=status_of(form))


@gate(Permission.WELFARE_DECIDE)
def covered_admit(request, organisation, scheme):
    """Admit who applied, by one resolution."""
    found = own_scheme_or_404(organisation, scheme)
    form = AdmitForm(request.POST or None, scheme=found, initial={"on": request.today})

    def act():
        made = actions.admit_many(form.cleaned_data["people"], **form.facts(), by=request.user, at=clock.now())
        messages.success(request, _("%(count)s persons are admitted.") % {"count": len(made)})

    if done(form, act):
        return redirect("welfare:scheme", code=organisation.code, scheme=found.code)
    waits = terms_on(found, on=request.today).wait_days
    return page(request, "covered_admit", organisation, found, form=form, waits=waits, status=status_of(form))


@gate(Permission.WELFARE_SEE)
def covered(request, organisation, scheme, number):
    """Show one covered person: how they stand, the family, whom they named, their book, every step."""
    found = scheme_or_404(organisation, scheme)
    person = covered_or_404(organisation, found, number)
    state = state_on(person, on=request.today) or person.state
    context = {"person": person, "state": STATES[state], "family": _family(person)}
    if found.model not in COLLECTING and person.ended_on is None:
        context["standing"] = standing_of(person, on=request.today)
    context["units"] = _units(person)
    context["named"] = _named(person.membership)
    context["acts"] = [(name, words) for name, (to, words, _b) in STEPS.items() if _offered(name, to, person)]
    context["may_add_family"] = (
        person.relation == "member" and person.ended_on is None and _covers_family(request, found)
    )
    context["proposal"] = lapse_proposal(person, on=request.today) if person.ended_on is None else None
    context["book"] = PassbookTable(passbook(person), label=_("Book of dues"))
    context["events"] = EventsTable(events_of(person), label=_("Steps"))
    return page(request, "covered", organisation, found, **context)


def _units(person) -> dict:
    """Return what the page tells of prepaid units: what is held, to whom it goes once the place ended, what waits."""
    held, back = units_held(person), units_back_of(person)
    ended = person.state in ENDED
    free = free_units(person) if ended and held else 0
    return {"held": held, "back": back, "ended": ended, "free": free, "goes_to": goes_to(person) if free else ""}


def _family(person) -> list:
    """Return who else is covered through the same member, each with the words of their state."""
    return [(one, STATES[one.state][1]) for one in family_of(person).exclude(pk=person.pk)]


def _covers_family(request, scheme) -> bool:
    return len(terms_on(scheme, on=request.today).covers) > 1


def _named(membership):
    """Return the newest set of persons that a member named for the case of death."""
    named = Beneficiary.objects.filter(network_id=membership.network_id, membership=membership)
    newest = named.order_by("-named_at").first()
    return named.filter(named_at=newest.named_at).order_by("position") if newest else []


def _offered(name: str, to: str, person) -> bool:
    """Tell whether a step is offered on a person's page; who applied withdraws, others resign."""
    is_pending = person.state == CoveredState.PENDING
    if name == "resign" and is_pending or name == "withdraw" and not is_pending:
        return False
    if name == "take-back":
        return person.state == CoveredState.SUSPENDED
    return to in may_follow(person.state)


@gate(Permission.WELFARE_FILE)
def cover_relative(request, organisation, scheme, number):
    """Take the application of somebody of a member's family."""
    found = scheme_or_404(organisation, scheme)
    person = covered_or_404(organisation, found, number)
    terms = terms_on(found, on=request.today)
    form = RelativeForm(request.POST or None, terms=terms, initial={"applied_on": request.today})

    def act():
        actions.apply(found, person.membership, **form.cleaned_data, by=request.user, at=clock.now())
        messages.success(request, _("The application is entered."))

    if done(form, act):
        return redirect("welfare:covered", code=organisation.code, scheme=found.code, number=number)
    return page(request, "cover_relative", organisation, found, form=form, person=person, status=status_of(form))


@gate(Permission.WELFARE_FILE)
def covered_leave(request, organisation, scheme, number, step):
    """Enter a resignation, or that an application is withdrawn."""
    found = scheme_or_404(organisation, scheme)
    if step not in LEAVING:
        raise Http404
    return _step_page(request, organisation, found, number, step)


@gate(Permission.WELFARE_DECIDE)
def covered_decide(request, organisation, scheme, number, step):
    """Suspend somebody by a resolution, or take them back."""
    found = own_scheme_or_404(organisation, scheme)
    if step not in STEPS or step in LEAVING:
        raise Http404
    return _step_page(request, organisation, found, number, step)


def _step_page(request, organisation, scheme, number, step):
    person = covered_or_404(organisation, scheme, number)
    state, title, submit = STEPS[step]
    form = StepForm(request.POST or None, state=state, initial={"on": request.today})

    def act():
        actions.change(person, state=state, **form.facts(), by=request.user, at=clock.now())
        messages.success(request, _("It is entered."))

    if done(form, act):
        return redirect("welfare:covered", code=organisation.code, scheme=scheme.code, number=number)
    context = {"form": form, "person": person, "title": title, "submit": submit, "step": step}
    return page(request, "covered_step", organisation, scheme, status=status_of(form), **context)

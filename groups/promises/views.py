"""Pages about members and their promises: joining, a member's own page, another promise, steps, who missed months."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.bylaws.queries import bylaws_of
from federation.kit import clock
from federation.kit.dates import month_of, next_month, show_month
from federation.kit.downloads import asked_for, file_of
from federation.kit.money import show
from federation.kit.phones import show_phone
from federation.kit.refusals import Refused
from federation.ledger.months import open_month
from federation.organisations.places import address_of
from federation.people.rules import what_to_ask
from groups.promises import actions, tables
from groups.promises.forms import MemberForm, MemberGroupForm, PeerForm, PromiseForm, StateForm
from groups.promises.queries import kept_months, promises_of, standings
from groups.registry.queries import balances_of, beneficiaries_of, last_posted_on, members_on, offices_of
from groups.registry.rules import ENDED, may_follow
from groups.registry.steps import LookAgain
from groups.registry.tables import STATES, EventsTable
from groups.registry.views import exports, form_page, member_or_404

PAGE = "groups/promises/"
MONTHS_SHOWN = 24


@gate(Permission.MEMBERS_EDIT)
def member_add(request, organisation):
    """Admit somebody with what they promise; a likeness to somebody known is asked about."""
    bylaws = bylaws_of(organisation, on=request.today)
    form = _joining_form(request, organisation, initial={"joined_on": request.today})
    if request.method == "POST" and form.is_valid():
        try:
            admitted = actions.join(organisation, by=request.user, at=clock.now(), **form.facts())
        except Refused as refusal:
            refusal.show_on(form)
            if isinstance(refusal, LookAgain):
                form.ask_to_confirm()
        else:
            messages.success(request, _first_payment(admitted, form.cleaned_data["amount"], bylaws["entry_fee"]))
            return redirect("groups:member", code=organisation.code, number=admitted.number)
    context = {"organisation": organisation, "form": form, "bylaws": bylaws}
    return render(request, PAGE + "member_add.html", context, status=422 if form.errors else 200)


@gate(Permission.MEMBERS_EDIT)
def peer_add(request, organisation):
    """Let another group join a group as an associate member, so that this one can lend to it."""
    if not organisation.is_group:
        raise Http404
    form = PeerForm(request.POST or None, organisation=organisation, initial={"joined_on": request.today})
    if request.method == "POST" and form.is_valid():
        try:
            admitted = actions.join(organisation, by=request.user, at=clock.now(), **form.facts())
        except Refused as refusal:
            refusal.show_on(form)
        else:
            words = _("%(name)s is associate member %(number)s. Enter now what it asks for.")
            messages.success(request, words % {"name": admitted.name, "number": admitted.shown_number})
            return redirect("groups:member", code=organisation.code, number=admitted.number)
    context = {"organisation": organisation, "form": form}
    return render(request, PAGE + "peer_add.html", context, status=422 if form.errors else 200)


@gate(Permission.MEMBERS_SEE)
def member(request, organisation, number):
    """Show a member: what they hold, what they promised and kept, posts, and the steps of the membership."""
    found = member_or_404(organisation, number)
    today = request.today
    [standing] = standings([found], month=month_of(today), on=today)
    months = kept_months(found, since=next_month(month_of(today), by=1 - MONTHS_SHOWN))
    balances = balances_of(found)
    context = {
        "organisation": organisation,
        "membership": found,
        "state": STATES[found.state],
        "balances": balances,
        "refund": sum(baht for _account, baht in balances) if found.state in ENDED else None,
        "standing": standing,
        "months": months,
        "kept": sum(month.is_kept for month in months),
        "months_table": tables.KeptMonthsTable(months),
        "promises_table": tables.PromiseHistoryTable(promises_of(found)),
        "events_table": EventsTable(found.events.select_related("by__person").order_by("on", "at", "pk")),
        "may_step": bool(may_follow(found.state)),
        **_person_facts(found, today=today),
    }
    return render(request, PAGE + "member.html", context)


@gate(Permission.MEMBERS_EDIT)
def promise(request, organisation, number):
    """Enter another promise, from a month whose sheet is not posted."""
    found = member_or_404(organisation, number)
    posted = last_posted_on(found)
    first = max(found.counted_from, open_month(organisation.book), *([next_month(posted)] if posted else []))
    form = PromiseForm(request.POST or None, first=first, initial={"from_month": first.isoformat()})

    def act():
        actions.promise(found, by=request.user, at=clock.now(), **form.cleaned_data)
        shown = {"baht": show(form.cleaned_data["amount"]), "month": show_month(form.cleaned_data["from_month"])}
        messages.success(request, _("The promise is %(baht)s baht a month, from %(month)s on.") % shown)

    more = {"promises_table": tables.PromiseHistoryTable(promises_of(found)), "posted": posted}
    more["bylaws"] = bylaws_of(organisation, on=request.today)
    return form_page(request, found, form=form, act=act, template=PAGE + "promise.html", **more)


@gate(Permission.MEMBERS_EDIT)
def member_state(request, organisation, number):
    """Take a membership a step further: on hold, again a member, ended."""
    found = member_or_404(organisation, number)
    form = StateForm(request.POST or None, membership=found, initial={"on": request.today})

    def act():
        actions.change_state(found, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("The step is entered."))

    more = {"final": not may_follow(found.state), "state": STATES[found.state]}
    return form_page(request, found, form=form, act=act, template=PAGE + "member_state.html", **more)


@gate(Permission.MEMBERS_SEE)
def promises(request, organisation):
    """List what the members promise this month, and who has months to make up."""
    rows = standings(members_on(organisation, request.today), month=month_of(request.today), on=request.today)
    missed = [row for row in rows if row.months_missed or row.fine]
    only_missed = request.GET.get("show") == "missed"
    title = _("Promises of %(name)s") % {"name": organisation.name}
    table = tables.PromisesTable(missed if only_missed else rows, organisation=organisation, caption=title)
    if kind := asked_for(request):
        return file_of(table, kind=kind, name=f"promises-{organisation.code}", title=title, on=request.today)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    context = {"table": table, "only_missed": only_missed, "members": len(rows), "missed": len(missed)}
    context["exports"] = exports(request)
    return render(request, PAGE + "promises.html", {"organisation": organisation, **context})


def _joining_form(request, organisation, *, initial):
    if organisation.is_group:
        return MemberForm(request.POST or None, initial=initial)
    return MemberGroupForm(request.POST or None, initial=initial, organisation=organisation, today=request.today)


def _first_payment(membership, amount, fee):
    """Return what the newcomer brings to the first meeting, in words."""
    words = _(
        "%(name)s is member %(number)s. At the first meeting: entry fee %(fee)s and promise %(promise)s,"
        " together %(sum)s baht."
    )
    shown = {"fee": show(fee), "promise": show(amount), "sum": show(fee + amount)}
    return words % {"name": membership.name, "number": membership.shown_number, **shown}


def _person_facts(membership, *, today):
    """Return what the page says of the person behind a membership; nothing for an organisation."""
    person = membership.person
    if person is None:
        return {}
    return {
        "address": address_of(person),
        "phone": show_phone(person.phone) if person.phone else "",
        "heirs": beneficiaries_of(membership),
        "questions": what_to_ask(person.title, born_on=person.born_on, on=today),
        "offices": offices_of(membership.organisation).filter(person=person),
    }

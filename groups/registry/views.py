"""Pages of the register: members, a person's data, the passbook, the committee."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.dates import next_month
from federation.kit.downloads import EXPORTS, asked_for, file_of
from federation.kit.refusals import Refused
from federation.people.steps import CHANGEABLE
from groups.registry import actions, tables
from groups.registry.forms import EndForm, NationalIdForm, OfficeForm, PeriodForm, PersonForm
from groups.registry.models import Membership
from groups.registry.queries import SHOWN, membership, offices_of, register_with_balances, statements_of

PAGE = "groups/registry/"
STATEMENT_MONTHS = 12


@gate(Permission.MEMBERS_SEE)
def members(request, organisation):
    """List the members, searched and cut as asked; all of the list as a file."""
    search, show = request.GET.get("q", "").strip(), request.GET.get("show", "")
    show = show if show in SHOWN else "current"
    found = register_with_balances(organisation, search=search, show=show)
    title = _("Members of %(name)s") % {"name": organisation.name}
    table = tables.MembersTable(found, organisation=organisation, caption=title)
    if kind := asked_for(request):
        return file_of(table, kind=kind, name=f"members-{organisation.code}", title=title, on=request.today)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    context = {"table": table, "count": len(table.rows), "search": search, "show": show}
    context["exports"] = exports(request)
    return render(request, PAGE + "members.html", {"organisation": organisation, **context})


@gate(Permission.MEMBERS_EDIT)
def member_edit(request, organisation, number):
    """Change a person's names, birthday, telephone or address."""
    found = person_or_404(organisation, number)
    initial = {name: getattr(found.person, name) for name in CHANGEABLE}
    form = PersonForm(request.POST or None, initial=initial)

    def act():
        actions.change_person(found, by=request.user, at=clock.now(), **form.person_facts())
        messages.success(request, _("The data are saved."))

    return form_page(request, found, form=form, act=act, template=PAGE + "member_edit.html")


@gate(Permission.MEMBERS_EDIT)
def national_id(request, organisation, number):
    """Enter, replace or take away a national ID; what is kept is never shown."""
    found = person_or_404(organisation, number)
    form = NationalIdForm(request.POST or None, initial={"no_id_reason": found.person.no_id_reason})

    def act():
        actions.change_national_id(found, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("The national ID is saved; pages show only a part of it."))

    return form_page(request, found, form=form, act=act, template=PAGE + "national_id.html")


@gate(Permission.MEMBERS_SEE)
def member_statement(request, organisation, number):
    """Show a member's passbook between two days: every account, tied to the books."""
    found = member_or_404(organisation, number)
    form = PeriodForm(request.GET if {"since", "until"} & set(request.GET) else None)
    typed = form.cleaned_data if form.is_bound and form.is_valid() else {}
    until = typed.get("until") or request.today
    since = typed.get("since") or next_month(until.replace(day=1), by=1 - STATEMENT_MONTHS)
    statements = statements_of(found, since=since, until=until)
    shown = [(one, tables.PassbookTable(one.lines)) for one in statements]
    form = form if form.errors else PeriodForm(initial={"since": since, "until": until})
    context = {"organisation": organisation, "membership": found, "since": since, "until": until}
    return render(request, PAGE + "member_statement.html", {**context, "statements": shown, "form": form})


@gate(Permission.ORGANISATION_SEE)
def offices(request, organisation):
    """List the committee, and give somebody a post for a term."""
    may_edit = Permission.ORGANISATION_EDIT in permissions_held(request, organisation)
    title = _("Committee of %(name)s") % {"name": organisation.name}
    table = tables.OfficesTable(
        offices_of(organisation), organisation=organisation, today=request.today, may_edit=may_edit, caption=title
    )
    if kind := asked_for(request):
        return file_of(table, kind=kind, name=f"committee-{organisation.code}", title=title, on=request.today)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    context = {"organisation": organisation, "table": table, "count": len(table.rows), "exports": EXPORTS}
    return render(request, PAGE + "offices.html", context)


@gate(Permission.ORGANISATION_EDIT)
def office_give(request, organisation):
    """Give a member a post for a term."""
    form = OfficeForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_office(organisation, by=request.user, at=clock.now(), **form.facts())
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, _("The post is entered."))
            return redirect("groups:offices", code=organisation.code)
    context = {"organisation": organisation, "form": form}
    return render(request, PAGE + "office_give.html", context, status=422 if form.errors else 200)


@gate(Permission.ORGANISATION_EDIT)
def office_end(request, organisation, pk):
    """End a term before its last day."""
    office = offices_of(organisation).filter(pk=pk).first()
    if office is None:
        raise Http404
    form = EndForm(request.POST or None, initial={"on": request.today})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_office(office, on=form.cleaned_data["on"], by=request.user, at=clock.now())
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, _("The term is ended."))
            return redirect("groups:offices", code=organisation.code)
    context = {"organisation": organisation, "office": office, "form": form}
    return render(request, PAGE + "office_end.html", context, status=422 if form.errors else 200)


def member_or_404(organisation, number) -> Membership:
    """Return the membership of a number in this organisation, or answer that there is no such page."""
    found = membership(organisation, number)
    if found is None:
        raise Http404
    return found


def person_or_404(organisation, number) -> Membership:
    """Return the membership of a number that a person holds, not an organisation."""
    found = member_or_404(organisation, number)
    if found.person is None:
        raise Http404
    return found


def exports(request):
    """Return the addresses of the list as files, searched and cut as on the page."""
    asked = request.GET.copy()
    asked.pop("page", None)
    addresses = []
    for address, words in EXPORTS:
        asked["file"] = address.partition("=")[2]
        addresses.append((f"?{asked.urlencode()}", words))
    return addresses


def form_page(request, membership, *, form, act, template, **more):
    """Draw a form about a member, or do what it asks and go to the member's page."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Refused as refusal:
            refusal.show_on(form)
        else:
            return redirect("groups:member", code=membership.organisation.code, number=membership.number)
    context = {"organisation": membership.organisation, "membership": membership, "form": form, **more}
    return render(request, template, context, status=422 if form.errors else 200)

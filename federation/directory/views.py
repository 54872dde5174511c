"""Pages about an organisation: its profile, what it belongs to, and the groups of a network."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.bylaws.queries import bylaws_of
from federation.directory import actions, forms, tables
from federation.directory.queries import changes_of, groups_of
from federation.kit import clock
from federation.kit.dates import be_year, show_date
from federation.kit.downloads import EXPORTS, asked_for, file_of
from federation.kit.refusals import Refused
from federation.organisations.bank_accounts import bank_accounts_of
from federation.organisations.models import Affiliation
from federation.organisations.places import address_of
from federation.organisations.queries import affiliations_of
from federation.organisations.rules import may_follow

PAGE = "federation/directory/"


@gate(Permission.ORGANISATION_SEE)
def organisation(request, organisation):
    """Show who an organisation is and what became of it."""
    states = organisation.state_changes.filter(network_id=organisation.network_key).select_related("by__person")
    context = {
        "organisation": organisation,
        "state": tables.STATES[organisation.state],
        "facts": _facts(organisation) + _meeting_days(request, organisation),
        "bank_accounts": tables.BankAccountsTable(bank_accounts_of(organisation), label=_("Bank accounts")),
        "affiliations": tables.AffiliationsTable(affiliations_of(organisation), label=_("Belongs to")),
        "states": tables.StatesTable(states.order_by("-on", "-at", "-pk"), label=_("From its beginning until now")),
        "changes": tables.ChangesTable(changes_of(organisation), label=_("What was changed on this page")),
    }
    return render(request, PAGE + "organisation.html", context)


@gate(Permission.ORGANISATION_EDIT)
def organisation_edit(request, organisation):
    """Change the profile; what was stays in the log."""
    initial = forms.ProfileForm.initial_of(organisation)
    form = forms.ProfileForm(request.POST or None, level=organisation.level, initial=initial)

    def act(form):
        actions.change_profile(organisation, by=request.user, at=clock.now(), **form.profile())
        messages.success(request, _("The profile is saved."))

    return _form_page(request, organisation, form=form, act=act, template="organisation_edit.html")


@gate(Permission.ORGANISATION_EDIT)
def organisation_state(request, organisation):
    """Let an organisation begin, pause, or end."""
    form = forms.StateForm(request.POST or None, organisation=organisation, initial={"on": request.today})

    def act(form):
        actions.change_state(organisation, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("The new state is kept, with its reason."))

    template = "organisation_state.html"
    more = {"final": not may_follow(organisation.state)}
    return _form_page(request, organisation, form=form, act=act, template=template, **more)


@gate(Permission.ORGANISATION_EDIT)
def bank_account_add(request, organisation):
    """Add a bank account; its number is kept encrypted."""
    form = forms.BankAccountForm(request.POST or None)

    def act(form):
        actions.add_bank_account(organisation, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("The bank account is added, with an account of its own in the books."))

    return _form_page(request, organisation, form=form, act=act, template="bank_account_add.html")


@gate(Permission.ORGANISATION_EDIT)
def affiliations(request, organisation):
    """Show what an organisation belongs to, and let it belong to one more."""
    form = forms.AffiliationForm(request.POST or None)

    def act(form):
        actions.affiliate(organisation, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("The link is kept."))

    links = list(affiliations_of(organisation))
    more = {
        "table": tables.AffiliationsTable(links),
        "open_links": [link for link in links if link.until is None and link.upper_id != organisation.keeper_id],
    }
    return _form_page(
        request, organisation, form=form, act=act, template="affiliations.html", back="affiliations", **more
    )


@gate(Permission.ORGANISATION_EDIT)
def affiliation_end(request, organisation, pk):
    """End a link with its last day."""
    link = Affiliation.objects.select_related("upper", "member").filter(member=organisation, pk=pk, until=None).first()
    if link is None:
        raise Http404
    form = forms.EndForm(request.POST or None, initial={"until": request.today})

    def act(form):
        actions.end_affiliation(link, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("The link is ended."))

    return _form_page(
        request, organisation, form=form, act=act, template="affiliation_end.html", back="affiliations", link=link
    )


@gate(Permission.ORGANISATION_SEE)
def groups(request, organisation):
    """List the groups of a network, or hand the list over as a file."""
    if organisation.is_group:
        raise Http404
    search = request.GET.get("q", "").strip()
    found = groups_of(organisation, on=request.today, search=search)
    table = tables.GroupsTable(found, caption=_("Groups of %(name)s") % {"name": organisation.name})
    if kind := asked_for(request):
        return file_of(table, kind=kind, name=f"groups-{organisation.code}", title=table.caption, on=request.today)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    context = {
        "organisation": organisation,
        "table": table,
        "count": len(table.rows),
        "search": search,
        "exports": EXPORTS,
    }
    return render(request, PAGE + "groups.html", context)


@gate(Permission.ORGANISATION_EDIT)
def group_add(request, organisation):
    """Add a group whose account this network keeps."""
    if organisation.is_group:
        raise Http404
    form = forms.GroupForm(request.POST or None)

    def act(form):
        group = actions.found_group(keeper=organisation, by=request.user, at=clock.now(), **form.facts())
        messages.success(request, _("%(name)s is added, with books of its own.") % {"name": group.name})

    return _form_page(request, organisation, form=form, act=act, template="group_add.html", back="groups")


@gate(Permission.ORGANISATION_EDIT)
def group_add_paper(request, organisation):
    """Add a group that keeps its books on paper; the network enters its totals month by month."""
    if organisation.is_group:
        raise Http404
    form = forms.PaperGroupForm(request.POST or None)

    def act(form):
        group = actions.found_paper_group(keeper=organisation, by=request.user, at=clock.now(), **form.facts())
        messages.success(request, _("%(name)s is added. Its months are entered from paper.") % {"name": group.name})

    return _form_page(request, organisation, form=form, act=act, template="group_add_paper.html", back="groups")


def _form_page(request, organisation, *, form, act, template, back="organisation", **more):
    """Draw a form, or do what it asks and go back; a refusal stands beside what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form)
        except Refused as refusal:
            refusal.show_on(form)
        else:
            return redirect(f"federation:{back}", code=organisation.code)
    context = {"organisation": organisation, "form": form, **more}
    return render(request, PAGE + template, context, status=422 if form.errors else 200)


def _facts(organisation):
    """Return what is known of an organisation as (label, words)."""
    founded = organisation.founded_on
    if founded:
        founded = (
            _("in %(year)s") % {"year": be_year(founded)} if organisation.founded_year_only else show_date(founded)
        )
    facts = [
        (_("Code"), organisation.code),
        (_("Level"), organisation.get_level_display()),
        (_("Kind"), organisation.kind),
        (_("Account kept by"), organisation.keeper),
        (_("Place"), address_of(organisation)),
        (_("Founded"), founded),
        (_("How it arose"), organisation.get_origin_display()),
        (_("Legal form"), organisation.legal_form),
        (_("Name in English"), organisation.name_en),
    ]
    return [(label, words) for label, words in facts if words]


def _meeting_days(request, organisation):
    """Return the meeting days as a fact for those who may see the bylaws, where they stand."""
    if Permission.BYLAWS_SEE not in permissions_held(request, organisation):
        return []
    return [(_("Meeting days of the month"), bylaws_of(organisation, on=request.today).figure("meeting_days").in_words)]

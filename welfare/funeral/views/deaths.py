"""The pages of deaths: the list, entering a claim, a death whole, opening its round, late payers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.refusals import Refused
from welfare.funeral.actions import deaths as actions
from welfare.funeral.forms.deaths import DeathForm, NoticeForm
from welfare.funeral.queries import shown
from welfare.funeral.queries.accounts import is_of_network
from welfare.funeral.queries.money import death_for, deaths_of, late_dues, late_parts
from welfare.funeral.queries.people import schemes_of
from welfare.funeral.tables.deaths import DeathsTable, DuesTable, PartsTable
from welfare.funeral.views.found import covered_or_404, scheme_or_404


def page(request, name, organisation, *, status=200, **context):
    """Draw a page of deaths."""
    context |= {"organisation": organisation, "whose": organisation.name, "demo": organisation.is_demo}
    return render(request, f"welfare/funeral/{name}.html", context, status=status)


def death_or_404(organisation, pk, *, own=False):
    """Return a death that an organisation sees. own: only of its own schemes; for acts."""
    found = death_for(organisation, pk)
    if found is None:
        raise Http404
    if own and found.scheme.organisation_id != organisation.pk:
        raise PermissionDenied
    return found


@gate(Permission.WELFARE_SEE)
def deaths(request, organisation):
    """Show all deaths with where their money stands, who is late, and payouts that are late."""
    found = shown.rows(deaths_of(organisation), on=request.today)
    held = permissions_held(request, organisation)
    own = list(schemes_of(organisation))
    return page(
        request,
        "deaths",
        organisation,
        table=DeathsTable(found, organisation=organisation),
        any=bool(found),
        late=late_dues(organisation, on=request.today) if organisation.is_group else [],
        late_groups=[part for scheme in own for part in late_parts(scheme, on=request.today)],
        late_payouts=[row for row in found if row["late"]],
        units=[shown.units(scheme, on=request.today) for scheme in own if scheme.model == "prepaid"],
        may_file=Permission.WELFARE_FILE in held and bool(shown.schemes_to_file_on(organisation)),
    )


@gate(Permission.WELFARE_FILE)
def death_choose(request, organisation):
    """Look up who died among those whom the own schemes cover, and own members whom the network's cover."""
    typed = request.GET.get("q", "").strip()
    found = shown.look_up(organisation, typed) if typed else []
    for one in found:
        one.only_network = shown.only_network_files(one.scheme, organisation=organisation, on=request.today)
    return page(request, "death_choose", organisation, found=found, typed=typed)


@gate(Permission.WELFARE_FILE)
def death_new(request, organisation, scheme, number):
    """Enter the claim for one covered person; a group enters those of its own members on its network's scheme too."""
    covered = covered_or_404(organisation, scheme_or_404(organisation, scheme), number)
    if shown.only_network_files(covered.scheme, organisation=organisation, on=request.today):
        raise PermissionDenied
    form = DeathForm(
        request.POST or None, today=request.today, on_paper=shown.on_paper(covered.scheme, on=request.today)
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_death(covered, **form.facts(), by=request.user, at=clock.now())
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, _entered_words(made, organisation))
            return redirect("welfare:death", code=organisation.code, pk=made.pk)
    return page(request, "death_new", organisation, form=form, covered=covered, status=422 if form.errors else 200)


def _entered_words(death, organisation):
    if death.scheme.organisation_id == organisation.pk:
        return _("The claim is entered. Another person opens the round.")
    words = _("The claim is entered. An officer of %(network)s checks it and opens the round.")
    return words % {"network": death.scheme.organisation.name}


@gate(Permission.WELFARE_SEE)
def death(request, organisation, pk):
    """Show a death whole: what was counted, who has brought, payouts, what waits; a group sees its own part."""
    found = death_or_404(organisation, pk)
    own = found.scheme.organisation_id == organisation.pk
    held = permissions_held(request, organisation)
    of_network = is_of_network(found.scheme)
    dues = [] if of_network and own else shown.dues(found, organisation=organisation)
    whole = shown.whole(found, organisation=organisation, on=request.today)
    is_late = whole["dues_by"] < request.today  # only what is over its day is asked to be given up
    return page(
        request,
        "death",
        organisation,
        **whole,
        own=own,
        of_network=of_network,
        dues=DuesTable(
            [one for one in dues if not one.settled_on],
            organisation=organisation,
            may_ask=is_late and Permission.WELFARE_FILE in held,
        ),
        settled=DuesTable([one for one in dues if one.settled_on], organisation=organisation),
        parts=PartsTable(shown.parts(found)) if of_network and own else None,
        may_check=own and Permission.WELFARE_DECIDE in held,
        may_pay=own and Permission.WELFARE_PAY in held,
        may_file=own and Permission.WELFARE_FILE in held,
        may_decide=Permission.WELFARE_DECIDE in held,
    )


@gate(Permission.WELFARE_DECIDE)
def death_check(request, organisation, pk):
    """Show what opening the round enters, and open or decline it."""
    found = death_or_404(organisation, pk, own=True)
    refusal = None
    if request.method == "POST":
        try:
            done = actions.check_death(found, agree="agree" in request.POST, by=request.user, at=clock.now())
        except Refused as refused:
            refusal = refused
        else:
            words = _("The round is open. Everybody's due stands on the next sheet.") if done.entry_id else ""
            messages.success(request, words or _("It is declined. Nothing was entered."))
            return redirect("welfare:death", code=organisation.code, pk=pk)
    context = shown.whole(found, organisation=organisation, on=request.today)
    context |= {"refusal": refusal, "entry": shown.entry_of(found)}
    return page(request, "death_check", organisation, status=422 if refusal else 200, **context)


@gate(Permission.WELFARE_FILE)
def deaths_late(request, organisation):
    """List late payers, and note to whom a written notice was handed over."""
    late = late_dues(organisation, on=request.today)
    form = NoticeForm(request.POST or None, today=request.today, late=[one for one in late if not one.notice_on])
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen()
        on = form.cleaned_data["on"]
        actions.note_notice(organisation, chosen, on=on, by=request.user, at=clock.now())
        messages.success(request, _("The day of the notices is noted."))
        return redirect("welfare:deaths_late", code=organisation.code)
    return page(request, "deaths_late", organisation, late=late, form=form, status=422 if form.errors else 200)

from django.http import Http404
from django.utils.translation import gettext as _

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.dates import show_date
from federation.kit.downloads import EXPORTS, asked_for, file_of
from groups.registry.models import Membership
from groups.registry.queries import members_on, offices_on
from welfare.funds import actions
from welfare.funds.forms import AllForm, EndForm, PlaceForm
from welfare.funds.models import FundKind, Pays
from welfare.funds.queries import place, places, rule_on
from welfare.funds.queries.listed import place_rows, premium_rows
from welfare.funds.tables import PlacesTable, PremiumsTable
from welfare.funds.views import form_page, fund_or_404, page
from welfare.funds.views.funds import at


def _to_places(organisation, fund: str, *, above: bool) -> str:
    return at(organisation, "places_above" if above else "places", fund=fund)


@gate(Permission.WELFARE_SEE)
def fund_places(request, organisation, fund, above=False):
    """List who has a place and how far their dues are paid; a group sees its own in a fund of its network."""
    found = fund_or_404(request, organisation, fund, above=above)
    running = places(found, on=request.today)
    if above:
        running = running.filter(membership__organisation=organisation)
    table = PlacesTable(place_rows(running, on=request.today), caption=_("Places in %(fund)s") % {"fund": found.name})
    if found.organisation.is_group or above:
        table.exclude = ("group",)
    if kind := asked_for(request):
        name = f"places-{organisation.code}-{found.code}".lower()
        return file_of(table, kind=kind, name=name, title=str(table.caption), on=request.today)
    ways = {"to_new": "place_new_above", "to_all": "places_all_above"} if above else {}
    ways = ways or {"to_new": "place_new", "to_all": "places_all"}
    urls = {name: at(organisation, way, fund=fund) for name, way in ways.items()}
    enrols = found.closed_on is None and (above or organisation.is_group or found.kind == FundKind.LEADERS)
    may_all = found.kind != FundKind.LEADERS
    context = {"fund": found, "table": table, "above": above, "exports": EXPORTS, "enrols": enrols, "may_all": may_all}
    return page(request, "places", organisation, **context, **urls)


def _offered(found, *, on) -> list[str]:
    rule = rule_on(found, on=on)
    return [pays for pays in Pays.values if rule and getattr(rule, pays) is not None]


def _unplaced(organisation, found, *, on):
    """Return the members who have no place in a fund; of a network's leaders, those of its groups who hold a post."""
    held = places(found, on=on).values("membership")
    if organisation.is_group:
        return members_on(organisation, on).exclude(pk__in=held)
    leaders = offices_on(organisation, on).values("person")
    of_groups = Membership.objects.filter(network_id=organisation.network_key, person__in=leaders).live(on)
    return of_groups.exclude(pk__in=held).select_related("person").order_by("organisation__code", "number")


@gate(Permission.WELFARE_SET)
def place_new(request, organisation, fund, above=False):
    """Give a member a place."""
    found = fund_or_404(request, organisation, fund, above=above)
    offices = offices_on(organisation, request.today) if found.kind == FundKind.LEADERS else None
    form = PlaceForm(
        request.POST or None,
        fund=found,
        members=_unplaced(organisation, found, on=request.today),
        offices=offices,
        offered=_offered(found, on=request.today),
        initial={"since": show_date(request.today, style="numeric")},
    )

    def act():
        return actions.enrol(found, **form.cleaned_data, by=request.user, at=clock.now())

    return form_page(
        request,
        organisation,
        form,
        act=act,
        done=_("The member has a place."),
        to=_to_places(organisation, fund, above=above),
        heading=_("Enrol a member in %(fund)s") % {"fund": found.name},
        back=_to_places(organisation, fund, above=above),
        submit=_("Enrol"),
    )


@gate(Permission.WELFARE_SET)
def places_all(request, organisation, fund, above=False):
    """Give every member who has none a place."""
    found = fund_or_404(request, organisation, fund, above=above)
    if found.kind == FundKind.LEADERS:
        raise Http404
    members = list(_unplaced(organisation, found, on=request.today).select_related("organisation__book"))
    form = AllForm(request.POST or None, offered=_offered(found, on=request.today), today=request.today)

    def act():
        return actions.enrol_all(found, members, **form.facts(), by=request.user, at=clock.now())

    return form_page(
        request,
        organisation,
        form,
        act=act,
        done=_("Every member has a place."),
        to=_to_places(organisation, fund, above=above),
        heading=_("Enrol every member in %(fund)s") % {"fund": found.name},
        lead=_("%(count)s members have no place yet.") % {"count": len(members)},
        back=_to_places(organisation, fund, above=above),
        submit=_("Enrol all"),
    )


@gate(Permission.WELFARE_SET)
def place_end(request, organisation, fund, number, above=False):
    """End a place; nothing is paid back."""
    found = fund_or_404(request, organisation, fund, above=above)
    held = place(found, number)
    if held is None or above and held.membership.organisation_id != organisation.pk:
        raise Http404
    form = EndForm(request.POST or None, initial={"on": show_date(request.today, style="numeric")})

    def act():
        return actions.end_place(held, **form.cleaned_data, by=request.user, at=clock.now())

    return form_page(
        request,
        organisation,
        form,
        act=act,
        done=_("The place has ended."),
        to=_to_places(organisation, fund, above=above),
        heading=_("End place %(number)s of %(who)s") % {"number": held.number, "who": held.membership},
        lead=_("The number is not given out again, and dues that were paid stay in the fund."),
        back=_to_places(organisation, fund, above=above),
        submit=_("End the place"),
    )


@gate(Permission.WELFARE_SEE)
def fund_premiums(request, organisation, fund):
    """List who paid premiums this year, for the insurer."""
    found = fund_or_404(request, organisation, fund)
    rows = premium_rows(found, since=request.today.replace(month=1, day=1), until=request.today)
    caption = _("Premiums paid since 1 January, %(fund)s") % {"fund": found.name}
    table = PremiumsTable(rows, caption=caption)
    if kind := asked_for(request):
        name = f"premiums-{organisation.code}-{found.code}".lower()
        return file_of(table, kind=kind, name=name, title=caption, on=request.today)
    return page(request, "premiums", organisation, fund=found, table=table, exports=EXPORTS)

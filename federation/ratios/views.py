"""Ratios of an organisation or of its groups, the definition behind each number, and groups side by side."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.access.queries import organisations_for
from federation.kit.dates import last_day, show_date, show_month
from federation.kit.downloads import asked_for, file_of
from federation.ratios import drawing, tables
from federation.ratios.forms import DayForm
from federation.ratios.queries import accounts_of, gather, month_ends, organisations_of, ratio_of, together
from federation.ratios.queries import compared as comparing
from federation.ratios.queries.scopes import AREA, GROUPS, KIND, OWN, cuts, groups_of, scope_of
from federation.ratios.rules import RATIOS, SETS, WEEKS
from groups.registry.views import exports

PAGE = "federation/ratios/"
MONTHS = 12
DAY = timedelta(days=1)

# Who may open the page behind a figure, by the beginning of its name.
OPENED_BY = {
    "federation:books": Permission.BOOKS_SEE,
    "federation:account": Permission.BOOKS_SEE,
    "federation:bylaw": Permission.BYLAWS_SEE,
    "federation:ratio": Permission.FIGURES_SEE,
    "groups:members": Permission.MEMBERS_SEE,
    "groups:sheet": Permission.MEMBERS_SEE,
    "loans:portfolio": Permission.LOANS_SEE,
}


@gate(Permission.FIGURES_SEE)
def ratios(request, organisation):
    """Show a set of ratios of an organisation, of its groups together, or of the groups by kind or area."""
    form = _as_of(request, organisation)
    by = request.GET.get("by", "")
    if by in (KIND, AREA) and not organisation.is_group:
        return _by(request, organisation, form, by=by)
    scope, chosen = _scope(request, organisation, form.day), request.GET.get("set", "")
    chosen = chosen if chosen in SETS else "groups"
    shown = _with_history(scope, [one for _part, many in SETS[chosen][1] for one in many], on=form.day)
    if kind := asked_for(request):
        table = tables.RatiosTable(shown.values(), link=lambda _key, name: name)
        title = _("Ratios of %(name)s") % {"name": organisation.name}
        return file_of(table, kind=kind, name=f"ratios-{organisation.code}", title=title, on=form.day)
    parts = [(words, _known(shown, many)) for words, many in SETS[chosen][1]]
    link = _linker(organisation, scope, form.day)
    without = ("code",) if chosen == "groups" else ()
    context = {"parts": [(words, _table(known, words, link, without)) for words, known in parts if known]}
    context |= {"unknown": [(link(one.key, one.definition.name), one) for one in shown.values() if one.exact is None]}
    context |= {"set": chosen, "sets": [(key, name) for key, (name, _parts) in SETS.items()], "scope": scope}
    context |= {"exports": exports(request), "chosen": _choices(request, organisation, scope)}
    return _page(request, "ratios", organisation, form, **context)


def _table(known, words, link, without):
    return tables.RatiosTable(known, link=link, label=words, exclude=without)


def _as_of(request, organisation):
    """Return the form of the day, at first the end of the last month: by then sheets and allowances are entered."""
    today, book = request.today, organisation.book
    end = today if today == last_day(today) else today.replace(day=1) - DAY
    return DayForm(request.GET, today=today, first=today if book and book.opened_on > end else end)


def _scope(request, organisation, on):
    """Return whose figures are asked for; of a network, its groups' unless its own book is."""
    whose = request.GET.get("of", GROUPS if organisation.book_id is None else OWN)
    scope = scope_of(organisation, whose=whose, cut=request.GET.get("cut", ""), on=on)
    if not scope.organisations and scope.query.partition("cut=")[2]:
        raise Http404
    return scope


def _with_history(scope, definitions, *, on):
    """Return {key: ratio with its twelve months} for the organisations of a scope."""
    if not scope.organisations:
        return {}
    days = month_ends(on, count=MONTHS)
    gathered = gather(scope.organisations, days=days)
    by_day = [together(gathered, scope.organisations, on=day) for day in days]
    return {one.key: ratio_of(one, by_day[-1], before=by_day) for one in definitions}


def _known(shown, definitions):
    found = [shown[one.key] for one in definitions if one.key in shown]
    return [one for one in found if one.exact is not None]


def _linker(organisation, scope, on):
    query = urlencode({"on": on}) + (f"&{scope.query}" if scope.query else "")

    def link(key, name):
        url = reverse("federation:ratio", kwargs={"code": organisation.code, "key": key})
        return format_html('<a href="{}?{}">{}</a>', url, query, name)

    return link


def _choices(request, organisation, scope):
    """Return (query, words, is here) of the ways to look at a network's figures; nothing for a group."""
    if organisation.is_group:
        return []
    by = request.GET.get("by", "")
    return [
        (f"of={OWN}", _("The network's own book"), not by and not scope.query),
        (f"of={GROUPS}", _("All groups together"), not by and bool(scope.query) and "cut" not in scope.query),
        (f"by={KIND}", _("By kind"), by == KIND or f"cut={KIND}" in scope.query),
        (f"by={AREA}", _("By area"), by == AREA or f"cut={AREA}" in scope.query),
    ]


def _by(request, organisation, form, *, by):
    """Show the groups put together by kind or by area: in each row the figures are added up first."""
    on, groups = form.day, groups_of(organisation, on=form.day)
    gathered = gather(groups, days=[on])
    rows = []
    for code, name, those in cuts(organisation, groups, by=by):
        of = together(gathered, those, on=on)
        url = reverse("federation:ratios", kwargs={"code": organisation.code})
        query = urlencode({"of": GROUPS, "cut": f"{by}:{code}", "on": on})
        values = {key: of.value(RATIOS[key]) for key in tables.OF_CUTS}
        rows.append({"name": name or _("not stated"), "url": f"{url}?{query}", "groups": len(those), **values})
    words = _("Kind") if by == KIND else _("Area")
    table = tables.ValuesTable(rows, keys=tables.OF_CUTS, words=words, label=words)
    RequestConfig(request, paginate=False).configure(table)
    scope = scope_of(organisation, whose=OWN, cut="", on=on)
    context = {"table": table, "by": by, "chosen": _choices(request, organisation, scope)}
    return _page(request, "ratios_by", organisation, form, **context)


@gate(Permission.FIGURES_SEE)
def ratio(request, organisation, key):
    """Show what a number is: its formula, each figure in it with its day, and the way down to the entries."""
    if key not in RATIOS:
        raise Http404
    form = _as_of(request, organisation)
    scope = _scope(request, organisation, form.day)
    if not scope.organisations:
        raise Http404
    shown, inputs = _opened_up(request, organisation, scope, RATIOS[key], on=form.day)
    context = {"ratio": shown, "scope": scope, "formula": shown.definition.formula, "sums": _sums(inputs)}
    context |= {"upper": [_line(one, 0) for one in inputs if one.times[0]]}
    context |= {"lower": [_line(one, 1) for one in inputs if one.times[1]]}
    context |= {"weeks": next((one for one in inputs if one.key == WEEKS), None)}
    context |= {"value": drawing.show_value(shown.definition, shown.value)}
    context |= {"goal": drawing.goal_words(shown.definition), "chart": drawing.history_chart(shown)}
    return _page(request, "ratio", organisation, form, **context)


def _opened_up(request, organisation, scope, definition, *, on):
    """Return a ratio with its months, and its figures with the rows behind them as far as the reader may go."""
    days = month_ends(on, count=MONTHS)
    gathered = gather(scope.organisations, days=days)
    by_day = [together(gathered, scope.organisations, on=day) for day in days]
    shown = ratio_of(definition, by_day[-1], before=by_day)
    if scope.is_alone:
        parts = accounts_of(shown, gathered, organisation)
    else:
        parts = organisations_of(shown, by_day[-1])
    opens = _opener(request, organisation)
    inputs = [replace(one, link=opens(one.link), parts=_opened(parts.get(one.key, ()), opens)) for one in shown.inputs]
    return shown, inputs


def _line(one, side):
    """Return a figure as a row of the upper (0) or the lower (1) sum: the figure, how it counts, what it adds."""
    exact = None if one.amount is None else one.times[side] * Fraction(one.amount)
    counted = "" if exact is None else drawing.show_exact(exact, is_money=one.is_money)
    return {"input": one, "times": _times(one.times[side]), "counted": counted}


def _times(count):
    """Return how often a figure counts, as a sign and what stands before the figure."""
    sign = "−" if count < 0 else "+"
    return sign if abs(count) == 1 else f"{sign} {drawing.show_share(abs(count))} ×"


def _sums(inputs):
    """Return the upper and the lower sum, in the unit of their figures; None where one is not known."""
    if any(one.amount is None for one in inputs):
        return None
    return [drawing.show_sum([one for one in inputs if one.times[side]], side=side) for side in (0, 1)]


def _opener(request, organisation):
    """Return a function that keeps a link only for those who may open it. One query for all organisations below."""
    held = permissions_held(request, organisation)
    below = set(
        organisations_for(request.user, Permission.FIGURES_SEE, on=request.today).values_list("code", flat=True)
    )

    def opened(link):
        if link is None or link.view not in OPENED_BY:
            return None
        code = link.parts["code"]
        allowed = OPENED_BY[link.view] in held if code == organisation.code else code in below
        return link if allowed else None

    return opened


def _opened(parts, opens):
    return [replace(part, link=opens(part.link)) for part in parts]


@gate(Permission.FIGURES_SEE)
def compare(request, organisation):
    """Show the groups of a network side by side, those that need attention first, and say what stands apart."""
    if organisation.is_group:
        raise Http404
    form = _as_of(request, organisation)
    key = request.GET.get("figure", "")
    key = key if key in comparing.COMPARED else comparing.COMPARED[0]
    found = comparing.compare(organisation, key=key, on=form.day)
    table = _groups_table(found, form.day)
    if kind := asked_for(request):
        title = _("Groups of %(name)s side by side") % {"name": organisation.name}
        return file_of(table, kind=kind, name=f"groups-{organisation.code}", title=title, on=form.day)
    RequestConfig(request, paginate=False).configure(table)
    context = {"found": found, "sides": [_side(found, side) for side in found.sides], "table": table}
    context |= {"top": drawing.show_value(found.definition, found.top), "key": key, "exports": exports(request)}
    context |= {"figures": [(name, RATIOS[name].name) for name in comparing.COMPARED]}
    context |= {"first": show_month(found.days[0]), "last": show_month(found.days[-1])}
    context |= {"apart": [drawing.apart_words(found, side) for side in found.apart]}
    return _page(request, "compare", organisation, form, **context)


def _side(found, side):
    return {
        "organisation": side.organisation,
        "value": drawing.show_value(found.definition, side.value),
        "picture": drawing.side_picture(found, side),
        "words": drawing.apart_words(found, side, with_name=False) if side.apart else "",
    }


def _groups_table(found, on):
    rows = [
        {"name": side.organisation.name, "url": _to_ratios(side.organisation, on), **side.now} for side in found.sides
    ]
    words = _("Group")
    return tables.ValuesTable(rows, keys=tables.OF_GROUPS, words=words, label=words, exclude=("groups",))


def _to_ratios(group, on):
    return reverse("federation:ratios", kwargs={"code": group.code}) + f"?on={on}"


def _page(request, name, organisation, form, **context):
    context |= {"organisation": organisation, "whose": organisation.name, "demo": organisation.is_demo}
    context |= {"form": form, "on": form.day, "printed_on": show_date(request.today)}
    context["hidden"] = [(name, request.GET[name]) for name in ("set", "of", "cut", "by") if name in request.GET]
    return render(request, f"{PAGE}{name}.html", context, status=422 if form.errors else 200)

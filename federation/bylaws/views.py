"""Pages of the bylaws: what is in force, where each rule comes from, and setting rules by a resolution."""

from itertools import groupby

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.bylaws.actions import adopt_bylaws
from federation.bylaws.catalogue import RULES
from federation.bylaws.forms import BylawForm
from federation.bylaws.queries import bylaws_of, coming_after, history_of
from federation.bylaws.tables import BylawsTable, HistoryTable
from federation.kit import clock
from federation.kit.dates import show_date
from federation.kit.refusals import Refused

PAGE = "federation/bylaws/"


@gate(Permission.BYLAWS_SEE)
def bylaws(request, organisation):
    """Show every rule with its value, since when, by which resolution."""
    in_force = bylaws_of(organisation, on=request.today)
    figures = in_force.figures()
    context = {
        "organisation": organisation,
        "version": in_force.version,
        "on": show_date(request.today),
        "parts": [
            (part, BylawsTable(list(rows), code=organisation.code, label=part))
            for part, rows in groupby(figures, key=lambda figure: figure.rule.part)
        ],
        "unconfirmed": sum(figure.is_default for figure in figures),
        "coming": [_coming(value) for value in coming_after(organisation, on=request.today)],
    }
    return render(request, PAGE + "bylaws.html", context)


@gate(Permission.BYLAWS_SEE)
def bylaw(request, organisation, rule):
    """Show one rule and all that was ever resolved on it."""
    if rule not in RULES:
        raise Http404
    table = HistoryTable(history_of(organisation, rule=rule))
    figure = bylaws_of(organisation, on=request.today).figure(rule)
    return render(request, PAGE + "bylaw.html", {"organisation": organisation, "figure": figure, "table": table})


@gate(Permission.BYLAWS_SET)
def bylaw_set(request, organisation, rule):
    """Set one rule by a resolution."""
    if rule not in RULES:
        raise Http404
    template, more = PAGE + "bylaw_set.html", {"rule": RULES[rule]}
    return _form_page(request, organisation, rules=[rule], template=template, **more)


@gate(Permission.BYLAWS_SET)
def bylaws_confirm(request, organisation):
    """Show every starting value with its source; the committee confirms or changes them by one resolution."""
    return _form_page(request, organisation, rules=RULES, template=PAGE + "bylaws_confirm.html")


def _form_page(request, organisation, *, rules, template, **more):
    """Draw the values with the resolution below, or set them and go to what is then in force."""
    in_force = bylaws_of(organisation, on=request.today)
    form = BylawForm(request.POST or None, rules=rules, bylaws=in_force)
    if request.method == "POST" and form.is_valid():
        try:
            adopt_bylaws(organisation, values=form.values(), by=request.user, at=clock.now(), **form.resolution())
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, _("The rules are set by resolution %s.") % form.cleaned_data["resolution_no"])
            return redirect("federation:bylaws", code=organisation.code)
    context = {"organisation": organisation, "form": form, **more}
    return render(request, template, context, status=422 if form.errors else 200)


def _coming(value):
    """Return a value that holds later in words: from when, which rule, what."""
    rule = RULES[value.rule]
    words = _("From %(day)s: %(rule)s %(value)s, resolution %(number)s.")
    return words % {
        "day": show_date(value.holds_from),
        "rule": rule.label,
        "value": rule.in_words(rule.kind.restored(value.value)),
        "number": value.resolution_no,
    }

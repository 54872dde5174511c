"""Pages of the rules of benefits: what a fund pays for, in plain words, and setting it by a resolution."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.refusals import Refused
from welfare.claims.actions.rules import add_benefit, set_rule
from welfare.claims.forms.rule_end import EndForm
from welfare.claims.forms.rule_tryout import TryForm
from welfare.claims.forms.rules import NewBenefitForm, RuleForm
from welfare.claims.queries.rules import (
    benefit_of,
    benefits_of,
    cases_of,
    fund_of,
    rules_of,
    terms_of,
    version_on,
    versions_of,
)
from welfare.claims.rules import (
    PRESETS,
    SCHEDULE_WORDS,
    facts_in_words,
    main_points,
    quote,
    run_cases,
    sentences_of,
)
from welfare.claims.tables.rules import VersionsTable

PAGE = "welfare/claims/"


@gate(Permission.WELFARE_SEE)
def rules(request, organisation):
    """Show what each fund pays for, every benefit in plain sentences."""
    funds = [
        (fund, [(benefit, version, _short(version)) for benefit, version in benefits])
        for fund, benefits in rules_of(organisation, on=request.today)
    ]
    return render(request, PAGE + "rules.html", {"organisation": organisation, "funds": funds})


@gate(Permission.WELFARE_SEE)
def rule(request, organisation, fund, benefit):
    """Show one benefit: its rule today, a box to try it out, its test cases and every version there was."""
    benefit = _benefit(organisation, fund, benefit)
    versions = list(versions_of(benefit))
    version = version_on(benefit, on=request.today)
    terms = terms_of(version)
    context = {
        "organisation": organisation,
        "benefit": benefit,
        "version": version,
        "newest": versions[0],
        "coming": [later for later in versions if later.holds_from > request.today],
        "versions": VersionsTable(versions, label=_("Versions")),
        **(_meaning(terms) if terms else {}),
        **(_tried(request, terms) if terms else {}),
        "cases": [_case(one) for one in run_cases(terms, cases_of(version))] if terms else [],
    }
    return render(request, PAGE + "rule.html", context)


@gate(Permission.WELFARE_SET)
def rule_examples(request, organisation, fund):
    """Offer published rules to begin with; nothing of them counts before a resolution."""
    fund = _fund(organisation, fund)
    groups = [
        (words, [(one, main_points(one.terms)) for one in PRESETS.values() if one.schedule == schedule])
        for schedule, words in SCHEDULE_WORDS.items()
    ]
    return render(request, PAGE + "rule_examples.html", {"organisation": organisation, "fund": fund, "groups": groups})


@gate(Permission.WELFARE_SET)
def rule_add(request, organisation, fund, example):
    """Add a benefit, beginning with an example: typed, looked at, then set by its resolution."""
    fund = _fund(organisation, fund)
    if example not in PRESETS:
        raise Http404
    preset = PRESETS[example]
    names = {"name_th": preset.name_th, "name_en": preset.name_en, "type": preset.terms.event, "text": preset.text}
    begins = {"begins": preset.terms, "old": preset.cases, "siblings": benefits_of(fund), "initial": names}
    form = NewBenefitForm(request.POST or None, **begins)
    context = {"organisation": organisation, "fund": fund, "preset": preset}
    if not _confirmed(request, form):
        return _form_page(request, form, template="rule_add.html", **context)
    facts = form.rule()
    facts["cases"] = form.kept_cases()
    try:
        version = add_benefit(fund, by=request.user, at=clock.now(), **form.benefit(), **_first(facts))
    except Refused as refusal:
        refusal.show_on(form)
        return _form_page(request, form, template="rule_add.html", **context)
    messages.success(request, _("%s is a benefit of the fund now.") % version.benefit.name)
    return redirect("welfare:rule", code=organisation.code, fund=fund.code, benefit=version.benefit.code)


@gate(Permission.WELFARE_SET)
def rule_change(request, organisation, fund, benefit):
    """Set a new rule of a benefit: typed, looked at, its test cases answered, then set by its resolution."""
    benefit = _benefit(organisation, fund, benefit)
    versions = [one for one in versions_of(benefit) if one.terms]
    siblings = benefits_of(benefit.fund).exclude(pk=benefit.pk)
    text = {"text": versions[0].text}
    newest = versions_of(benefit)[0]
    form = RuleForm(
        request.POST or None, begins=terms_of(versions[0]), old=cases_of(newest), siblings=siblings, initial=text
    )
    context = {"organisation": organisation, "fund": benefit.fund, "benefit": benefit}
    if not _confirmed(request, form):
        return _form_page(request, form, template="rule_change.html", **context)
    try:
        set_rule(benefit, by=request.user, at=clock.now(), **form.rule())
    except Refused as refusal:
        refusal.show_on(form)
        return _form_page(request, form, template="rule_change.html", **context)
    messages.success(request, _("The rule is set by resolution %s.") % form.cleaned_data["resolution_no"])
    return redirect("welfare:rule", code=organisation.code, fund=benefit.fund.code, benefit=benefit.code)


@gate(Permission.WELFARE_SET)
def rule_end(request, organisation, fund, benefit):
    """End a benefit from a day on, by a resolution."""
    benefit = _benefit(organisation, fund, benefit)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_rule(benefit, terms=None, by=request.user, at=clock.now(), **form.cleaned_data)
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, _("%s has ended by resolution.") % benefit.name)
            return redirect("welfare:rule", code=organisation.code, fund=benefit.fund.code, benefit=benefit.code)
    context = {"organisation": organisation, "benefit": benefit, "form": form}
    return render(request, PAGE + "rule_end.html", context, status=422 if form.errors else 200)


def _first(facts: dict) -> dict:
    """A first rule answers nothing: what came with the example is among its own cases."""
    return {name: value for name, value in facts.items() if name != "answers"}


def _fund(organisation, code):
    found = fund_of(organisation, code)
    if found is None:
        raise Http404
    return found


def _benefit(organisation, fund, code):
    found = benefit_of(_fund(organisation, fund), code)
    if found is None:
        raise Http404
    return found


def _short(version) -> list:
    terms = terms_of(version)
    return main_points(terms) if terms else []


def _meaning(terms) -> dict:
    return {"parts": sentences_of(terms)}


def _tried(request, terms) -> dict:
    """Return the box to try the rule out, and its answer once something was asked."""
    asked = "event_on" in request.GET
    form = TryForm(request.GET if asked else None, terms=terms)
    answer = quote(terms, form.facts()) if asked and form.is_valid() else None
    return {"try_form": form, "answer": answer}


def _case(outcome):
    return " · ".join(str(words) for words in facts_in_words(outcome.case.facts)), outcome


def _confirmed(request, form) -> bool:
    """Return whether somebody has looked at what the rule means and sets it."""
    return request.method == "POST" and request.POST.get("step") == "set" and form.is_valid()


def _form_page(request, form, *, template, **context):
    """Draw the form; or, once what it says is valid and nobody wants to change it, what it means."""
    looks = request.method == "POST" and request.POST.get("step") != "change" and form.is_valid()
    context["form"] = form
    if looks:
        context |= _meaning(form.terms) | {"outcomes": form.outcomes()}
        return render(request, PAGE + "rule_confirm.html", context)
    return render(request, PAGE + template, context, status=422 if form.errors else 200)

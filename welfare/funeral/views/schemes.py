"""Pages of the schemes: what there is, starting one, what its terms mean, setting new ones by a resolution."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from federation.access.gate import gate
from federation.access.permissions import Permission
from federation.kit import clock
from federation.kit.refusals import Refused
from welfare.funeral.actions import people as actions
from welfare.funeral.forms.schemes import SchemeForm, TermsForm, free_funds
from welfare.funeral.models import CoveredState, SchemeModel
from welfare.funeral.queries.checks import checks_of
from welfare.funeral.queries.lapse import lapse_proposals
from welfare.funeral.queries.people import people_on, schemes_for, version_on, versions_of
from welfare.funeral.queries.reports import within
from welfare.funeral.rules import Terms
from welfare.funeral.rules.law import remarks
from welfare.funeral.rules.presets import PRESETS
from welfare.funeral.rules.wording import MODEL_WORDS, called, sentences_of
from welfare.funeral.tables.people import VersionsTable
from welfare.funeral.views.found import own_scheme_or_404, page, scheme_or_404, status_of


@gate(Permission.WELFARE_SEE)
def schemes(request, organisation):
    """Show the schemes of the organisation, and of the network it belongs to, in a few sentences."""
    rows = []
    for scheme in schemes_for(organisation):
        version = version_on(scheme, on=request.today)
        sentences = sentences_of(Terms.from_data(version.terms), model=scheme.model)[:3] if version else []
        rows.append((scheme, called(scheme.wording), sentences))
    return page(request, "schemes", organisation, rows=rows)


@gate(Permission.WELFARE_SET)
def scheme_examples(request, organisation):
    """Offer examples of schemes to begin with; nothing of them counts before a resolution."""
    offered = [one for one in PRESETS.values() if organisation.is_group or one.model != SchemeModel.PREPAID]
    examples = [(one, sentences_of(one.terms, model=one.model)[:3]) for one in offered]
    return page(request, "scheme_examples", organisation, examples=examples, has_fund=free_funds(organisation).exists())


@gate(Permission.WELFARE_SET)
def scheme_start(request, organisation, example):
    """Start a scheme from an example: typed, looked at, then set by its resolution."""
    if example not in PRESETS:
        raise Http404
    begins = PRESETS[example]
    initial = {"wording": "funeral_aid", "footing": "custom", "holds_from": request.today}
    form = SchemeForm(
        request.POST or None, organisation=organisation, model=begins.model, base=begins.terms, initial=initial
    )
    if _confirmed(request, form):
        try:
            facts = form.scheme()
            made = actions.start_scheme(organisation, model=begins.model, **facts, by=request.user, at=clock.now())
        except Refused as refusal:
            refusal.show_on(form)
        else:
            messages.success(request, _("%(name)s is started.") % {"name": made.name})
            return redirect("welfare:scheme", code=organisation.code, scheme=made.code)
    return _form_page(request, organisation, form, template="scheme_start", model=begins.model, example=begins)


@gate(Permission.WELFARE_SEE)
def scheme(request, organisation, scheme):
    """Show one scheme: how many it covers, what waits for a decision, its terms in sentences, every version."""
    found = scheme_or_404(organisation, scheme)
    version = version_on(found, on=request.today)
    people = within(people_on(found, on=request.today), organisation)
    counts = _counts(people)
    context = {"version": version, "counts": counts, "applied": counts.get(CoveredState.PENDING, 0)}
    if version:
        terms = Terms.from_data(version.terms)
        covered = sum(counts.get(state, 0) for state in (CoveredState.COVERED, CoveredState.ARREARS))
        context["sentences"] = sentences_of(terms, model=found.model)
        context["remarks"] = remarks(terms, footing=found.footing, members=covered)
        context["proposals"] = len(_own_proposals(lapse_proposals(found, on=request.today), organisation))
        context["collects"] = bool(terms.rate_member) and found.model in ("per_death", "prepaid")
    context["versions"] = VersionsTable(versions_of(found), label=_("Versions"))
    context["lists"] = checks_of(found)[:5]
    return page(request, "scheme", organisation, found, model_words=MODEL_WORDS[found.model], **context)


@gate(Permission.WELFARE_SET)
def scheme_terms(request, organisation, scheme):
    """Set new terms: typed, looked at beside the old ones, then set by their resolution."""
    found = own_scheme_or_404(organisation, scheme)
    newest = versions_of(found).first()
    base = Terms.from_data(newest.terms)
    form = TermsForm(
        request.POST or None,
        model=found.model,
        base=base,
        footing=found.footing,
        initial={"holds_from": request.today, "text": newest.text},
    )
    if _confirmed(request, form):
        try:
            actions.set_terms(found, terms=form.terms, **form.resolution(), by=request.user, at=clock.now())
        except Refused as refusal:
            refusal.show_on(form)
        else:
            number = form.cleaned_data["resolution_no"]
            messages.success(request, _("The terms are set by resolution %(no)s.") % {"no": number})
            return redirect("welfare:scheme", code=organisation.code, scheme=found.code)
    before = sentences_of(base, model=found.model)
    return _form_page(
        request, organisation, form, template="scheme_terms", scheme=found, model=found.model, before=before
    )


def _confirmed(request, form) -> bool:
    return request.method == "POST" and form.is_valid() and request.POST.get("step") == "set"


def _form_page(request, organisation, form, *, template, model, scheme=None, **context):
    """Draw the form, or what it means once it was looked at."""
    if request.method == "POST" and form.is_valid() and request.POST.get("step") == "look":
        meaning = sentences_of(form.terms, model=model)
        footing = form.cleaned_data.get("footing", form.footing)
        told = remarks(form.terms, footing=footing, members=0)
        more = {"form": form, "sentences": meaning, "remarks": told, "model_words": MODEL_WORDS[model], **context}
        return page(request, "terms_confirm", organisation, scheme, **more)
    more = {"form": form, "model_words": MODEL_WORDS[model], **context}
    return page(request, template, organisation, scheme, status=status_of(form), **more)


def _counts(people) -> dict:
    counts: dict = {}
    for state in people.values_list("shown_state", flat=True):
        counts[state] = counts.get(state, 0) + 1
    return counts


def _own_proposals(proposals, organisation) -> list:
    """Return the proposals about the organisation's own people; at the network all of them."""
    if not organisation.is_group:
        return proposals
    return [one for one in proposals if one.covered.membership.organisation_id == organisation.pk]

"""How strong groups were found: for the group and its network alone, never as a ranking."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from federation.access.gate import gate, permissions_held
from federation.access.permissions import Permission
from federation.kit import clock
from federation.support import actions
from federation.support.forms import CriteriaForm, GradeForm
from federation.support.queries import grading
from federation.support.rules import DEFAULT, Criteria, level_of
from federation.support.views.answers import answer, only_near, page

SIGNS = {3: "good", 2: "warn", 1: "bad"}
# Who may open the page behind a score, by its name.
OPENED_BY = {
    "federation:ratio": Permission.FIGURES_SEE,
    "federation:warnings": Permission.FIGURES_SEE,
    "federation:handover": Permission.FIGURES_SEE,
    "federation:meetings": Permission.REPORT_SEE,
    "groups:offices": Permission.ORGANISATION_SEE,
}


@gate(Permission.FIGURES_SEE)
def grades(request, organisation):
    """Show the grades of a group with what moved, or of a network which of its groups were graded, and when."""
    only_near(request, organisation)
    sets = Permission.GRADE_SET in permissions_held(request, organisation)
    if not organisation.is_group:
        found = [(group, grade, *_sign(grade)) for group, grade in grading.newest_grades(organisation)]
        held = grading.criteria_on(organisation, on=request.today)
        return page(request, "grades_network", organisation, groups=found, criteria=held, sets=sets)
    found = grading.grades_of(organisation)
    newest = found[0] if found else None
    context = {
        "newest": newest,
        "sign": SIGNS[newest.level] if newest else "",
        "parts": _openable(request, organisation, newest) if newest else [],
        "moved": _named(newest) if newest else [],
        "history": [(one, SIGNS[one.level]) for one in found],
        "may_grade": sets and grading.may_grade(request.user, organisation, on=request.today),
    }
    return page(request, "grades", organisation, **context)


@gate(Permission.FIGURES_SEE)
def grade_of(request, organisation, pk):
    """Show one grade with every score and its proof."""
    only_near(request, organisation)
    found = {one.grade.pk: one for one in grading.grades_of(organisation)}
    if pk not in found:
        raise Http404
    shown = found[pk]
    context = {"shown": shown, "sign": SIGNS[shown.level], "moved": _named(shown)}
    return page(request, "grade", organisation, parts=_openable(request, organisation, shown), **context)


@gate(Permission.GRADE_SET)
def grade_new(request, organisation):
    """Grade a group: what the data says stands there; the rest is chosen, with its evidence."""
    only_near(request, organisation)
    if not organisation.is_group:
        raise Http404
    if not grading.may_grade(request.user, organisation, on=request.today):
        raise PermissionDenied
    held = grading.criteria_on(organisation.keeper, on=request.today)
    if held is None:
        return page(request, "grade_new", organisation, network=organisation.keeper)
    criteria = Criteria.from_data(held.data)
    by_data = grading.proposed(criteria, organisation, on=request.today)
    form = GradeForm(request.POST or None, criteria=criteria, by_data=by_data)
    parts = [
        (name, [(one, *_proposal(one, by_data), form.boxes(one.key)) for one in some])
        for name, some in criteria.by_part()
    ]
    return answer(
        *(request, "grade_new", organisation),
        form=form,
        act=lambda form: actions.grade(organisation, typed=form.facts(), by=request.user, at=clock.now()),
        said=_("The grade is written down with its evidence."),
        then=lambda _made: reverse("federation:grades", kwargs={"code": organisation.code}),
        criteria=held,
        parts=parts,
    )


@gate(Permission.FIGURES_SEE)
def grade_criteria(request, organisation):
    """Show what a network grades by, and since which resolution."""
    only_near(request, organisation)
    network = organisation.keeper if organisation.is_group else organisation
    held = grading.criteria_on(network, on=request.today)
    shown = Criteria.from_data(held.data) if held else DEFAULT
    sets = Permission.GRADE_SET in permissions_held(request, network)
    context = {"held": held, "parts": shown.by_part(), "versions": grading.versions_of(network), "sets": sets}
    return page(request, "grade_criteria", network, **context)


@gate(Permission.GRADE_SET)
def grade_criteria_set(request, organisation):
    """Adopt criteria by a resolution; the points of the version before, or of the scorecard proposed, stand there."""
    only_near(request, organisation)
    if organisation.is_group:
        raise Http404
    newest = grading.versions_of(organisation).first()
    before = Criteria.from_data(newest.data) if newest else DEFAULT
    form = CriteriaForm(request.POST or None, criteria=before, initial={"holds_from": request.today})
    return answer(
        *(request, "grade_criteria_set", organisation),
        form=form,
        act=lambda form: actions.set_criteria(
            organisation, criteria=before.with_points(form.points()), by=request.user, at=clock.now(), **form.facts()
        ),
        said=_("The criteria are adopted."),
        then=lambda _made: reverse("federation:grade_criteria", kwargs={"code": organisation.code}),
    )


def _sign(grade):
    level = level_of(grade.band) if grade else None
    return level, SIGNS.get(level, "plain")


def _proposal(indicator, by_data):
    """Return what was measured and the points for it, twice nothing where a person scores."""
    if indicator.key not in by_data:
        return None, None
    measured, share = by_data[indicator.key]
    return measured, indicator.points(share)


def _openable(request, organisation, shown):
    """Return the parts of a grade with the address behind each score, as far as the reader may open it."""
    held = permissions_held(request, organisation)
    return [
        (name, [(one, one.link.url if one.link and OPENED_BY.get(one.link.view) in held else "") for one in scores])
        for name, scores in grading.by_part(shown.grade, shown.scores)
    ]


def _named(shown):
    """Return (indicator, points more or less) of what moved since the grade before."""
    names = {one.key: one.name for one in Criteria.from_data(shown.grade.criteria.data).indicators}
    return [(names.get(one.indicator, one.indicator), by) for one, by in shown.moved]

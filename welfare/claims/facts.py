"""What a claim is asked: by its kind and by its rule, and nothing more.

Source: domain, 1.8 Welfare schedules, E (what the claim form asks); 6.2 PDPA (health apart).
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from welfare.claims.models import WelfareType as T
from welfare.claims.rules.terms import MEMBER, Terms

# By kind of welfare, besides what its rule needs.
ASKED = {
    T.BIRTH: ("children", "mother_is_member"),
    T.ILLNESS: ("nights",),
    T.EPIDEMIC: ("nights",),
    T.EDUCATION: ("children", "school", "level"),
    T.DISASTER: ("disaster",),
    T.HOUSING: ("disaster", "what"),
    T.OCCUPATION: ("what",),
    T.CULTURE: ("what",),
    T.PUBLIC_BENEFIT: ("what",),
    T.NATURE: ("what",),
    T.INFORMATION: ("what",),
    T.SERVICE: ("what",),
}
# About somebody's health: sealed.
HEALTH = {
    T.BIRTH: ("hospital",),
    T.ILLNESS: ("cause", "hospital"),
    T.EPIDEMIC: ("cause", "hospital"),
    T.DISABILITY: ("cause",),
    T.DEATH: ("cause",),
    T.FUNERAL_COST: (),
}
LABELS = {
    "who": _("To whom it happened"),
    "whose": _("Name of that person"),
    "nights": _("Nights in hospital"),
    "children": _("Number of children"),
    "mother_is_member": _("the mother is a member"),
    "on_duty": _("it happened on duty"),
    "school": _("School"),
    "level": _("School class"),
    "disaster": _("What happened"),
    "what": _("What for"),
    "loan": _("Owed on the loan (baht)"),
    "cost": _("What it cost (baht)"),
    "cause": _("Illness or cause"),
    "hospital": _("Hospital"),
}
DISASTERS = {"fire": _("fire"), "storm": _("storm"), "flood": _("flood"), "slide": _("landslide"), "other": _("other")}
WHO = {"member": _("the member"), "spouse": _("husband or wife"), "child": _("child"), "parent": _("father or mother")}


def asked_of(kind: str, terms: Terms | None) -> tuple[str, ...]:
    """Return the facts that a claim is asked for, in the order of the form."""
    wanted = set(ASKED.get(T(kind), ()))
    if terms:
        wanted |= {"nights"} if terms.by_night else set()
        wanted |= {"children"} if terms.by_child else set()
        wanted |= {"on_duty"} if terms.on_duty else set()
        wanted |= {"who", "whose"} if set(terms.who) != {MEMBER} else set()
        wanted |= set(terms.bases)
    return tuple(name for name in LABELS if name in wanted)


def health_asked_of(kind: str) -> tuple[str, ...]:
    """Return what a claim is asked of somebody's health."""
    return HEALTH.get(T(kind), ())


def told(facts: Mapping) -> list[tuple]:
    """Return [(label, words)] of what a claim tells, for page and paper."""
    return [(LABELS[name], _in_words(name, facts[name])) for name in LABELS if facts.get(name) not in (None, "")]


def _in_words(name: str, value):
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return {"who": WHO, "disaster": DISASTERS}.get(name, {}).get(value, value)

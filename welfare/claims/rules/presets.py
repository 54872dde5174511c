"""Published rules to begin with. Nothing of them counts before a fund's own resolution; what is weakly known says so.

Source: domain: 1.8 Welfare schedules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _
from welfare.claims.rules.cases import Case
from welfare.claims.rules.lengths import BadTerms
from welfare.claims.rules.preset_others import COOP_RULES, LEADER_RULES, SIMPLE_RULES, TYPICAL_RULES
from welfare.claims.rules.preset_tables import KHRU_CHOP_RULES, SADAO_RULES, YASOTHON_RULES
from welfare.claims.rules.terms import Terms

SCHEDULES = {
    "sadao": SADAO_RULES,
    "yasothon": YASOTHON_RULES,
    "khru_chop": KHRU_CHOP_RULES,
    "coop": COOP_RULES,
    "leaders": LEADER_RULES,
    "typical": TYPICAL_RULES,
    "simple": SIMPLE_RULES,
}
SCHEDULE_WORDS = {
    "sadao": _("Sadao, Songkhla"),
    "yasothon": _("Yasothon"),
    "khru_chop": _("Khru Chop's model"),
    "coop": _("a savings co-operative"),
    "leaders": _("welfare of leaders"),
    "typical": _("usual sizes"),
    "simple": _("a fixed sum"),
}
ALIASES = {
    "illness": "hospital",
    "sickness": "hospital",
    "pension": "old_age",
    "elderly": "old_age",
    "debt": "debt_relief",
}


@dataclass(frozen=True)
class Origin:
    """Where a figure comes from. weak: it was only told of, or put by us; the fund has to look at it."""

    what: Sentence
    source: Sentence
    weak: bool


@dataclass(frozen=True)
class Preset:
    """A rule to begin with: its schedule and code, names, terms, where each figure comes from, test cases.

    text: what is to be kept of the original wording, in Thai.
    """

    schedule: str
    code: str
    name_th: str
    name_en: str
    terms: Terms
    origins: tuple[Origin, ...]
    text: str = ""
    cases: tuple[Case, ...] = field(default=())

    @property
    def name(self) -> str:
        return f"{self.schedule}-{self.code}"

    @property
    def weak(self) -> bool:
        """Whether some figure is weakly known."""
        return any(origin.weak for origin in self.origins)


def _presets():
    for schedule, rules in SCHEDULES.items():
        for rule in rules:
            origins = tuple(Origin(*origin) for origin in rule["origins"])
            cases = tuple(Case.from_data(case) for case in rule.get("cases", ()))
            names = {name: rule[name] for name in ("code", "name_th", "name_en")}
            terms = Terms.from_data(rule["terms"])
            yield Preset(schedule, terms=terms, origins=origins, text=rule.get("text", ""), cases=cases, **names)


PRESETS: Mapping[str, Preset] = {preset.name: preset for preset in _presets()}


def find_preset(name: str, *, event: str = "") -> Preset:
    """Return a preset by its name, "sadao-death", or by schedule and event, "sadao" and "death".

    Raises `BadTerms`, which names what there is.
    """
    name, event = name.strip().lower(), event.strip().lower().replace("-", "_")
    if name in PRESETS:
        return PRESETS[name]
    schedule = name.replace("-", "_")
    if schedule not in SCHEDULES:
        words = _("There is no preset “%(name)s”. There are: %(known)s.")
        raise BadTerms(words % {"name": name, "known": ", ".join(PRESETS)}, reason="preset")
    own = [preset for preset in PRESETS.values() if preset.schedule == schedule]
    for preset in own:
        if event in (preset.code, preset.terms.event) or ALIASES.get(event) == preset.code:
            return preset
    words = _("“%(name)s” says nothing of “%(event)s”. Choose one of: %(known)s.")
    known = ", ".join(preset.code for preset in own)
    raise BadTerms(words % {"name": schedule, "event": event, "known": known}, reason="preset")

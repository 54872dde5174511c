"""What is in force: the bylaws of an organisation on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from federation.bylaws.catalogue import RULES, Rule
from federation.bylaws.models import BylawValue
from federation.kit.dates import show_date


@dataclass(frozen=True, slots=True)
class Figure:
    """One rule's value in force, and what made it so: a resolution, or nothing yet (`is_default`)."""

    rule: Rule
    value: object
    holds_from: date | None = None
    resolution_no: str = ""
    resolution_on: date | None = None
    resolution_text: str = ""

    @property
    def unit(self):
        return self.rule.unit

    @property
    def source(self):
        return self.rule.source

    @property
    def is_default(self) -> bool:
        return self.holds_from is None

    @property
    def in_words(self) -> str:
        return self.rule.in_words(self.value)

    @property
    def version(self) -> str:
        """The resolution in a few words, "มติ 3/2569 (5 มกราคม 2569)", or "ค่าเริ่มต้น"."""
        if self.is_default:
            return _("starting value")
        return _("resolution %(number)s (%(day)s)") % {
            "number": self.resolution_no,
            "day": show_date(self.resolution_on),
        }


class Bylaws:
    """All rules in force on a day: `bylaws["entry_fee"]` is a value, `bylaws.figure("entry_fee")` tells its story."""

    def __init__(self, resolved: Mapping[str, BylawValue]):
        self._resolved = resolved
        self._figures = {key: _figure(rule, resolved.get(key)) for key, rule in RULES.items()}

    def __getitem__(self, key: str):
        return self._figures[key].value

    def figure(self, key: str) -> Figure:
        return self._figures[key]

    def figures(self) -> list[Figure]:
        """Return every rule with its value, in the order of the catalogue."""
        return list(self._figures.values())

    def values(self) -> dict[str, object]:
        return {key: figure.value for key, figure in self._figures.items()}

    @property
    def version(self) -> str:
        """Name the version of the whole: the resolution that last changed any rule in force."""
        if not self._resolved:
            return _("starting value")
        newest = max(self._resolved.values(), key=lambda value: (value.holds_from, value.set_at))
        return self._figures[newest.rule].version


def bylaws_of(organisation, *, on: date) -> Bylaws:
    """Return what is in force in an organisation on a day. One query."""
    return bylaws_of_all([organisation], on=on)[organisation.pk]


def bylaws_of_all(organisations: Iterable, *, on: date) -> dict[int, Bylaws]:
    """Return {organisation id: its bylaws on a day}. One query for all of them."""
    organisations = list(organisations)
    newest = (
        BylawValue.objects.filter(
            network_id__in={organisation.network_key for organisation in organisations},
            organisation__in=organisations,
            rule__in=RULES,
            holds_from__lte=on,
        )
        .order_by("organisation", "rule", "-holds_from", "-set_at", "-pk")
        .distinct("organisation", "rule")
    )
    found = {organisation.pk: {} for organisation in organisations}
    for value in newest:
        found[value.organisation_id][value.rule] = value
    return {pk: Bylaws(resolved) for pk, resolved in found.items()}


def coming_after(organisation, *, on: date):
    """Return the values resolved already that begin to hold after a day, the nearest first."""
    values = BylawValue.objects.filter(network_id=organisation.network_key, organisation=organisation, rule__in=RULES)
    return values.filter(holds_from__gt=on).order_by("holds_from", "set_at", "pk")


def history_of(organisation, *, rule: str):
    """Return every value an organisation resolved on a rule, the latest first."""
    values = BylawValue.objects.filter(network_id=organisation.network_key, organisation=organisation, rule=rule)
    return values.select_related("set_by__person").order_by("-holds_from", "-set_at", "-pk")


def _figure(rule: Rule, value: BylawValue | None) -> Figure:
    if value is None:
        return Figure(rule, rule.default)
    return Figure(
        rule,
        rule.kind.restored(value.value),
        value.holds_from,
        value.resolution_no,
        value.resolution_on,
        value.resolution_text,
    )

"""Plans of allotment: the one a year was adopted by, the last one used, what a meeting may start from."""

from collections.abc import Mapping
from decimal import Decimal

from groups.surplus.models import Head, HeadPart, YearClose, YearState
from groups.surplus.rules import PRESETS, Plan, Preset


def percents_of(close: YearClose) -> dict[str, Decimal]:
    """Return {head: per cent} of a year's heads, in their order."""
    heads = HeadPart.objects.filter(network_id=close.network_id, year=close).order_by("position")
    return dict(heads.values_list("head", "percent"))


def plan_of(close: YearClose) -> Plan:
    """Return the plan that was entered for a year."""
    return Plan.from_data(close.basis, percents=percents_of(close))


def presets_for(organisation) -> list[Preset]:
    """Return the allotments that a group, or a network, may start from."""
    return [one for one in PRESETS.values() if one.of_groups in (None, organisation.is_group)]


def usual_percents(organisation) -> Mapping[str, Decimal]:
    """Return the per cents of the last adopted year, or of the first preset where none was adopted yet."""
    adopted = YearClose.objects.filter(
        network_id=organisation.network_key,
        organisation=organisation,
        state__in=(YearState.ADOPTED, YearState.PAID),
    )
    for last in adopted.order_by("-until"):
        if found := percents_of(last):
            return found
    return presets_for(organisation)[0].percents


def heads_for(organisation) -> list[Head]:
    """Return the heads a surplus may go to here; what is only a network's is left out of a group."""
    return [head for head in Head if not (organisation.is_group and head == Head.HOST)]

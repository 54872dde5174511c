from federation.nation.views.below import below
from federation.nation.views.organisations import (
    registry_organisation,
    registry_organisation_add,
    registry_organisation_count,
    registry_organisation_link,
)
from federation.nation.views.strengths import (
    registry_find,
    registry_strength_end,
    registry_strengths,
    strength_end,
    strengths,
)
from federation.nation.views.tables import registry, registry_area, registry_country
from federation.nation.views.workbooks import registry_import, registry_import_enter, registry_import_template

__all__ = [
    "below",
    "registry",
    "registry_area",
    "registry_country",
    "registry_find",
    "registry_import",
    "registry_import_enter",
    "registry_import_template",
    "registry_organisation",
    "registry_organisation_add",
    "registry_organisation_count",
    "registry_organisation_link",
    "registry_strength_end",
    "registry_strengths",
    "strength_end",
    "strengths",
]

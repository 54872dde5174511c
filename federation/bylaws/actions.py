"""Setting bylaws, each as one act of its own, written down in the log."""

from collections.abc import Mapping

from django.db import transaction

from federation.audit.log import record
from federation.bylaws.catalogue import RULES
from federation.bylaws.models import BylawValue
from federation.bylaws.queries import bylaws_of
from federation.bylaws.steps import set_bylaws_step
from federation.organisations.models import Organisation


@transaction.atomic(durable=True)
def set_bylaw(organisation: Organisation, *, rule: str, value, **resolution) -> BylawValue:
    """Set one rule by a resolution; see `steps.set_bylaws_step` for its parts and for what is raised."""
    return _set(organisation, values={rule: value}, **resolution)[0]


@transaction.atomic(durable=True)
def adopt_bylaws(organisation: Organisation, *, values: Mapping[str, object], **resolution) -> list[BylawValue]:
    """Confirm or change many rules by one resolution; see `steps.set_bylaws_step`."""
    return _set(organisation, values=values, **resolution)


def _set(organisation: Organisation, *, values, by, at, **resolution) -> list[BylawValue]:
    before = bylaws_of(organisation, on=resolution["holds_from"])
    rows = set_bylaws_step(organisation, values=values, by=by, at=at, **resolution)
    record(
        "bylaws_set",
        by=by,
        at=at,
        organisation=organisation,
        about=f"organisation:{organisation.pk}",
        before={row.rule: RULES[row.rule].kind.stored(before[row.rule]) for row in rows},
        after={row.rule: row.value for row in rows} | {"resolution": rows[0].resolution_no},
    )
    return rows

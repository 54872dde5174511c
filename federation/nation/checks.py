"""Who may write about an organisation in the registry. Others read it."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from federation.access.permissions import Permission
from federation.access.queries import may
from federation.kit.refusals import Refused
from federation.nation.models import Strength
from federation.organisations.models import Organisation
from federation.people.models import User


class NotYours(Refused):
    """Raised when others than its own officers or those of its network write about an organisation."""


def may_tell_of(organisation: Organisation, *, by: User, on: date) -> bool:
    """Return whether an editor may write about an organisation: where a network keeps it, only they and it do."""
    return organisation.keeper_id is None or may(by, Permission.REGISTRY_EDIT, organisation, on=on)


def check_teller(organisation: Organisation, *, by: User, on: date) -> None:
    """Raise `NotYours` for whoever may not write about an organisation."""
    if not may_tell_of(organisation, by=by, on=on):
        words = _("%(name)s belongs to %(network)s. Only officers of either write about it here; ask one of them.")
        raise NotYours(words % {"name": organisation.name, "network": organisation.keeper.name})


def check_ender(strength: Strength, *, by: User, on: date) -> None:
    """Raise `NotYours` for whoever neither entered what is told nor is an officer there or in the network above."""
    if strength.entered_by_id == by.pk or may(by, Permission.REGISTRY_EDIT, strength.organisation, on=on):
        return
    words = _("Whoever entered this ends it, or an officer of %(name)s or of its network.")
    raise NotYours(words % {"name": strength.organisation.name})

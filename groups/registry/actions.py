"""Admitting a member, as one act of its own."""

from django.db import transaction

from federation.organisations.models import Organisation
from groups.registry.models import Membership
from groups.registry.steps import admit_step


@transaction.atomic(durable=True)
def admit(organisation: Organisation, **facts) -> Membership:
    """Admit a member; see `steps.admit_step`."""
    return admit_step(organisation, **facts)

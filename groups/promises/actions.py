"""Acts that touch a member's promise: joining with one, changing it, and the steps of a membership's life."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from federation.audit.log import record
from federation.kit.dates import month_of
from federation.organisations.models import Organisation
from federation.people.steps import PersonIn
from groups.promises.models import Promise
from groups.promises.steps import check_unbound, promise_step, recount_step
from groups.registry.models import Membership, MembershipState
from groups.registry.rules import leaves_elsewhere
from groups.registry.steps import NotThatState, admit_person_step, admit_step, change_state_step


@transaction.atomic(durable=True)
def join(
    organisation: Organisation,
    *,
    amount: Decimal | None,
    joined_on: date,
    by,
    at,
    person: PersonIn | None = None,
    member_organisation: Organisation | None = None,
    confirmed: bool = False,
    resolution_no: str = "",
    **facts,
) -> Membership:
    """Admit a person, or in a network an organisation, with what they promise a month from the month of joining.

    amount: baht, or None for a member who promises nothing. confirmed: likenesses to others were looked at.
    Raises what `admit_person_step`, `admit_step` and `promise_step` raise.
    """
    facts |= {"joined_on": joined_on, "resolution_no": resolution_no, "by": by, "at": at}
    if person:
        membership = admit_person_step(organisation, person=person, confirmed=confirmed, **facts)
    else:
        membership = admit_step(organisation, member_organisation=member_organisation, **facts)
    if amount is not None:
        month = membership.counted_from
        promise_step(membership, amount=amount, from_month=month, by=by, at=at, resolution_no=resolution_no)
    record(
        "member_admitted",
        by=by,
        at=at,
        organisation=organisation,
        about=f"membership:{membership.pk}",
        after={"number": membership.number, "joined_on": joined_on, "promise": amount},
    )
    return membership


@transaction.atomic(durable=True)
def promise(membership: Membership, *, amount: Decimal, from_month: date, by, at, **resolution) -> Promise:
    """Set what a member promises from a month on; see `steps.promise_step`."""
    promise, before = promise_step(membership, amount=amount, from_month=from_month, by=by, at=at, **resolution)
    record(
        "promise_set",
        by=by,
        at=at,
        organisation=membership.organisation,
        about=f"membership:{membership.pk}",
        before={"amount": before},
        after={"amount": amount, "from_month": month_of(from_month)},
    )
    return promise


@transaction.atomic(durable=True)
def change_state(membership: Membership, *, state: str, on: date, by, at, **why) -> Membership:
    """Take a membership to another state and count its months again: on hold, none is missed.

    why: reason, resolution_no, resolution_on. Raises what `registry.steps.change_state_step` raises; `NotThatState`
    for a person who leaves, which has pages of its own, and `StillBound` for an organisation that owes or guarantees.
    """
    before = membership.state
    if leaves_elsewhere(membership, state):
        raise NotThatState(_("Leaving has a page of its own: open “Leaves the group” on the member's page."))
    changed = change_state_step(membership, state=state, on=on, by=by, at=at, **why)
    if state == MembershipState.RESIGNED:
        check_unbound(changed, on=on)
    recount_step([changed])
    record(
        "member_state_changed",
        by=by,
        at=at,
        organisation=changed.organisation,
        about=f"membership:{changed.pk}",
        before={"state": before},
        after={"state": state, "on": on, "reason": why.get("reason", "")},
    )
    return changed

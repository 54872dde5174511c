"""What a network owes each of its groups, on an account of its own; the group's book here keeps the other side.

Source: architecture, settled 14.
"""

from collections.abc import Iterable

from federation.ledger import chart
from federation.ledger.books import account, holder_accounts
from federation.ledger.twins import is_tied, pair
from federation.organisations.twins import between_accounts
from groups.registry.models import Membership
from groups.surplus.queries.owed import members_of


def open_owed_accounts(organisation, membership_ids: Iterable, *, on) -> None:
    """Make those accounts of what is owed to member organisations that are not there yet; a group needs none."""
    control = account(organisation.book, chart.DIVIDENDS)
    if not control.is_control:
        return
    members = members_of(organisation, membership_ids)
    held = between_accounts([one.number for one in members], book=organisation.book, control=chart.DIVIDENDS)
    for member in members:
        if member.number not in held:
            _open(organisation, member, control=control, on=on)


def _open(organisation, member: Membership, *, control, on) -> None:
    upper, code = organisation.book, f"{member.number:05d}"
    names = (f"{control.name_th} {member.shown_number}", f"{control.name_en} {member.shown_number}")
    lower = member.member_organisation.book if member.member_organisation_id else None
    if lower is None or not is_tied(upper, lower):
        holder_accounts(upper, control=control, holders=[(code, *names)])
        return
    kept = account(lower, chart.DIVIDENDS_TO_COME)
    pair(
        upper=upper,
        lower=lower,
        controls=(chart.DIVIDENDS, chart.DIVIDENDS_TO_COME),
        codes=(code, f"{organisation.code}.{code}"),
        names=(names, (f"{kept.name_th} {organisation.code}", f"{kept.name_en} {organisation.code}")),
        since=on,
    )

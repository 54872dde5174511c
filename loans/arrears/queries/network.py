"""Late loans as a network sees them: of each group counts and ratios, never a name."""

from dataclasses import dataclass
from datetime import date

from federation.bylaws.queries import bylaws_of_all
from federation.organisations.models import Organisation
from loans.arrears.queries.meetings import meetings_of_all, waits_for_sheet
from loans.arrears.queries.portfolio import network_portfolio
from loans.arrears.queries.position import Position
from loans.arrears.queries.scale import scale_of


@dataclass(frozen=True)
class GroupLoans:
    """awaited: loans late only since a meeting whose sheet is not entered; they are among the late ones."""

    organisation: Organisation
    position: Position
    awaited: int = 0


def groups_lending(network, *, on: date) -> list[GroupLoans]:
    """Return each group with running loans whose account a network keeps, by code. A constant number of queries."""
    loans: dict = {}
    for loan in network_portfolio(network, on=on):
        loans.setdefault(loan.organisation_id, []).append(loan)
    groups = list(Organisation.objects.kept_by(network).filter(pk__in=loans).order_by("code"))
    bylaws = bylaws_of_all(groups, on=on) if groups else {}
    meetings = meetings_of_all(network, groups, on=on, bylaws=bylaws)
    return [
        GroupLoans(
            group,
            Position(on, scale_of(bylaws[group.pk]), loans[group.pk]),
            awaited=sum(waits_for_sheet(loan, meetings.get(group.pk, ())) for loan in loans[group.pk]),
        )
        for group in groups
    ]

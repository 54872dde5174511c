"""A network's round in the books of its groups: what each was counted for, and the accounts they keep of each other.

A group that keeps a book here collects from its members on its own sheets and owes the network; one on paper owes its
part without a mirror. Source: architecture, settled 14; domain: 2 Funeral aid.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from federation.kit.refusals import Refused
from federation.ledger import chart
from federation.ledger.books import account, holder_account
from federation.ledger.funds import code_in
from federation.ledger.twins import is_tied, pair
from welfare.funeral.models import Covered, Death, DeathPart, Scheme
from welfare.funeral.queries.accounts import FROM_GROUPS, GroupSide, is_of_network, sides_of


class NotAGroupHere(Refused):
    """Raised when payers are counted of a group that does not belong to the network on that day."""


def books_of(scheme: Scheme, *, on: date) -> list:
    """Return the books that a round of a scheme is entered in: its own first, then those of the groups tied to it."""
    own = scheme.organisation.book
    if not is_of_network(scheme):
        return [own]
    return [own, *(side.organisation.book for side in _mirrored(scheme, on=on))]


def mirrored_groups(scheme: Scheme, *, on: date) -> set:
    """Return the ids of the groups whose own book mirrors what they owe."""
    return {side.organisation.pk for side in _mirrored(scheme, on=on)}


def _mirrored(scheme: Scheme, *, on: date) -> list[GroupSide]:
    own = scheme.organisation.book
    sides = [side for side in sides_of(scheme, on=on) if side.organisation.book_id]
    sides = [side for side in sides if side.below or side.above is None]  # what began on paper stays so
    return [side for side in sides if is_tied(own, side.organisation.book) and side.organisation.book.opened_on <= on]


def parts_for(death: Death, payers: Iterable[Covered], *, on_paper: Mapping) -> list[DeathPart]:
    """Return what each group owes for a death: its payers on the claim date, at the rate. Raises `NotAGroupHere`."""
    counts = Counter(one.membership.organisation_id for one in payers)
    for group, count in on_paper.items():
        counts[group.pk] += count
    groups = {side.organisation.pk for side in sides_of(death.scheme, on=death.claimed_on)}
    if strange := counts.keys() - groups:
        raise NotAGroupHere(
            _("%(count)s groups with people in the scheme do not belong to the network on the claim date.")
            % {"count": len(strange)}
        )
    return [
        DeathPart(
            network_id=death.network_id,
            death=death,
            organisation_id=group,
            payers=count,
            amount=death.rate * count,
        )
        for group, count in sorted(counts.items())
        if count
    ]


def sides_with_accounts(death: Death) -> dict[object, GroupSide]:
    """Return {group's id: its accounts} of the groups with a part in a death; what is lacking is made, and tied."""
    scheme, wanted = death.scheme, set(death.parts.values_list("organisation_id", flat=True))
    mirrored = mirrored_groups(scheme, on=death.claimed_on)
    sides = [side for side in sides_of(scheme, on=death.claimed_on) if side.organisation.pk in wanted]
    for side in sides:
        if side.above is None:
            _make_accounts(scheme, side, since=death.claimed_on, mirrored=side.organisation.pk in mirrored)
    return {side.organisation.pk: side for side in sides_of(scheme, on=death.claimed_on)}


def _make_accounts(scheme: Scheme, side: GroupSide, *, since: date, mirrored: bool) -> None:
    upper, number = scheme.organisation, side.membership.number
    control, group = code_in(FROM_GROUPS, scheme.fund.code), side.organisation
    names = (f"{scheme.name_th} {group.code}", f"{scheme.name_en or scheme.code}, {group.code}")
    if not mirrored:
        holder = {"holder_code": f"{number:05d}", "name_th": names[0], "name_en": names[1]}
        holder_account(upper.book, control=account(upper.book, control), **holder)
        return
    lower_names = (f"{scheme.name_th} {upper.code}", f"{scheme.name_en or scheme.code}, {upper.code}")
    pair(
        upper=upper.book,
        lower=group.book,
        controls=(control, chart.FUNERAL_OWED),
        codes=(f"{number:05d}", f"{upper.code}.{scheme.fund.code}.{number:05d}"),
        names=(names, lower_names),
        since=since,
    )


def purses_below(sides: Iterable[GroupSide]) -> dict:
    """Return {book id: account} of what each group's members are to bring, as `post_between` takes it."""
    books = [side.organisation.book for side in sides if side.below]
    return {book.pk: account(book, chart.TO_COLLECT).pk for book in books}

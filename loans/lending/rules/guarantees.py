"""How much of somebody's savings a loan binds, and who stands for whom in a ring. Plain, without a database."""

from collections.abc import Hashable, Iterable, Mapping
from decimal import Decimal

from federation.kit.money import ZERO, round_satang, split


def bound(amount: Decimal, *, left: Decimal, agreed: Decimal, falls: bool) -> Decimal:
    """Return what is still bound of `amount` while `left` of the principal `agreed` is owed; all in baht.

    falls: the part falls with the principal; otherwise it stands whole until the loan is settled.

    Source: features: 64 Guarantee released as principal falls.
    """
    if not falls:
        return amount
    return round_satang(amount * min(left, agreed) / agreed)


def liens(principal: Decimal, *, guaranteed: list[Decimal], collateral: Decimal, own_free: Decimal):
    """Return (what the loan binds of the borrower's savings, [what it binds of each guarantor's]), in baht.

    Guarantors together bind no more than the principal, in proportion to what each guarantees. The borrower's own
    savings bind what they and the collateral leave uncovered, as far as they are free.

    Source: domain: 1.4 Loans, `uncovered(p)`.
    """
    whole = sum(guaranteed, ZERO)
    parts = split(min(whole, principal), guaranteed) if whole else []
    own = max(principal - sum(parts, ZERO) - collateral, ZERO)
    return min(own, max(own_free, ZERO)), parts


def uncovered(principal: Decimal, *, own_free: Decimal, collateral: Decimal = ZERO) -> Decimal:
    """Return what guarantors must stand for: the principal less own free savings and collateral, in baht.

    Source: domain: 1.4 Loans, `uncovered(p)`.
    """
    return max(principal - max(own_free, ZERO) - collateral, ZERO)


def ring_through(
    start: Hashable, *, guarantors: Iterable[Hashable], stands_for: Mapping[Hashable, Iterable[Hashable]]
) -> list[Hashable]:
    """Return the people of a ring that a loan of `start` under these guarantors would close, or nothing.

    stands_for: {who: those whose loans they guarantee now}. The ring is told as [start, guarantor, …]: each is
    guaranteed by the next, and the last by `start`. The shortest is returned: A and B for each other is a ring of two.

    Source: domain: 1.4 Loans, cross guarantee.
    """
    guarantors = list(guarantors)
    came_from: dict = {start: None}
    queue = [start]
    while queue:
        person = queue.pop(0)
        if person in guarantors and person != start:
            return _path(came_from, person)
        for other in stands_for.get(person, ()):
            if other not in came_from:
                came_from[other] = person
                queue.append(other)
    return []


def _path(came_from: Mapping, person: Hashable) -> list[Hashable]:
    """Return [start, person, …]: from the guarantor back along those who stand for one another."""
    back = []
    while person is not None:
        back.append(person)
        person = came_from[person]
    return [back[-1], *back[:-1]]

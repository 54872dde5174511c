"""Who claims and who is paid: never the dead, and nobody decides on money that comes to themselves.

Source: domain, 1.2 Membership rules, death; 1.8 Welfare schedules, E.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from federation.kit.refusals import Refused
from groups.registry.models import Membership, MembershipState
from groups.registry.rules import is_called
from welfare.claims.models import Benefit, WelfareType
from welfare.claims.rules.terms import MEMBER

OF_A_DEATH = (WelfareType.DEATH, WelfareType.FUNERAL_COST)


class DeadPayee(Refused):
    """Raised when who is dead would claim or be paid, or when nobody is named in their place."""


def is_own_death(benefit: Benefit, facts: Mapping) -> bool:
    """Tell whether a claim is about the member's own death, not that of a relative."""
    return benefit.type in OF_A_DEATH and (facts.get("who") or MEMBER) == MEMBER


def is_member(name: str, membership: Membership) -> bool:
    """Tell whether a typed name is the member's, with or without the title."""
    return membership.person_id is not None and is_called(name, membership.person)


def check_alive(benefit: Benefit, membership: Membership, *, facts: Mapping, claimant: str, payee: str) -> None:
    """Raise `DeadPayee` unless somebody who lives claims and is paid where the member is dead.

    claimant, payee: as typed; empty means the member, or whoever files.
    """
    if not is_own_death(benefit, facts) and membership.state != MembershipState.DIED:
        return
    payee = payee if payee.strip() else claimant
    wrong = {
        field: words
        for field, name, words in (
            ("claimant_name", claimant, _("The member is dead: write who of the family files it.")),
            ("payee_name", payee, _("The member is dead: write who is paid, such as the one named for this case.")),
        )
        if not name.strip() or is_member(name, membership)
    }
    if wrong:
        raise DeadPayee(" ".join(wrong.values()), fields=wrong)


def check_payee_alive(membership: Membership, payee: str) -> None:
    """Raise `DeadPayee` if the member died since the claim was filed for them."""
    if membership.state == MembershipState.DIED and is_member(payee, membership):
        raise DeadPayee(_("The payee is dead. Withdraw this claim, and file it again with a payee of the family."))

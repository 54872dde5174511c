"""Who can claim what: benefits with a rule, and the places they belong to, found by number or name."""

import re
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from federation.kit.digits import to_arabic_digits
from federation.people.queries import matching
from groups.registry.models import Membership, MembershipState
from groups.registry.queries import beneficiaries_of
from welfare.claims.models import Benefit, BenefitVersion
from welfare.claims.queries.quoting import holder_of_places
from welfare.funds.models import Enrolment, WelfareFund
from welfare.funds.queries import places

MOST_FOUND = 8


def benefits_offered(organisation, *, on: date) -> QuerySet[Benefit]:
    """Return the benefits of an organisation's funds that have a rule by now, by fund and name."""
    ruled = BenefitVersion.objects.filter(benefit=OuterRef("pk"), holds_from__lte=on).exclude(terms={})
    found = Benefit.objects.filter(network_id=organisation.network_key, fund__organisation=organisation)
    found = found.filter(Exists(ruled)).select_related("fund__organisation__book", "fund__part_of")
    return found.order_by("fund__code", "type", "name_th", "pk")


def benefit_in(organisation, *, fund: str, benefit: str) -> Benefit | None:
    """Return a benefit by the codes of its fund and its own, or None."""
    found = Benefit.objects.filter(network_id=organisation.network_key, fund__organisation=organisation)
    found = found.select_related("fund__organisation__book", "fund__part_of")
    return found.filter(fund__code=fund, code=benefit).first()


def find_places(fund: WelfareFund, typed: str) -> list[Enrolment]:
    """Return the places that "12", "012 มาลี" or "มาลี" can mean, ended ones too: an event may lie before the end.

    A number is the member's own; in a fund of several groups it may fit several. At most one more than `MOST_FOUND`.
    """
    typed = typed.strip()
    found = places(holder_of_places(fund))
    if leading := re.match(r"\s*(\d{1,6})(?!\d)\s*", to_arabic_digits(typed)):
        found, typed = found.filter(membership__number=int(leading[1])), typed[leading.end() :]
    if typed:
        found = found.filter(matching(typed, through="membership__person__"))
    by_member = {one.membership_id: one for one in found.order_by("since", "pk")[: 4 * MOST_FOUND]}
    return list(by_member.values())[: MOST_FOUND + 1]


def family_of(membership: Membership, held: Enrolment | None = None) -> dict:
    """Return {"heirs": whom a member named, "died_on": the day of a reported death or None}.

    held: a place, which a reported death ended on its very day; the membership may end a little later in the books.
    """
    died_on = None
    if membership.state == MembershipState.DIED:
        died_on = (held and held.until) or membership.ended_on
    return {"heirs": beneficiaries_of(membership), "died_on": died_on}

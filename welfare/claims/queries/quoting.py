"""A claim put to its rule: what is known of it, from register, dues and earlier claims, and what the rule gives."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Max

from federation.bylaws.queries import bylaws_of
from federation.kit.money import ZERO
from groups.registry.models import Membership
from welfare.claims.models import BenefitVersion, Claim, ClaimState
from welfare.claims.queries.papers import papers_of
from welfare.claims.queries.rules import terms_of, version_on
from welfare.claims.rules import Facts, Past, Quote, Terms, quote, usage
from welfare.claims.rules.terms import NIGHTS
from welfare.claims.wording import kept_in_both
from welfare.funds.models import DuesPaid, Enrolment, WelfareFund
from welfare.funds.queries import paid_through, place, places_of_member

COUNTED = (ClaimState.AGREED, ClaimState.APPROVED, ClaimState.PAID, ClaimState.RECEIVED)
NOTHING = Quote(ZERO, (), ())


@dataclass(frozen=True, slots=True)
class Worked:
    """A claim worked out. place, version, terms and facts are None where there is none; it gives nothing then."""

    place: Enrolment | None
    version: BenefitVersion | None
    terms: Terms | None
    facts: Facts | None
    quote: Quote

    @property
    def without_papers(self) -> Quote:
        """What the rule would give once all papers are there."""
        return quote(self.terms, replace(self.facts, documents=None)) if self.facts else NOTHING

    def kept(self, *, reason: str = "") -> dict:
        """Return how the amount came about, as it is kept with the claim: enough to ask the rule again."""
        return {
            "facts": self.facts.to_data(),
            "amount": str(self.quote.amount),
            "lines": kept_in_both(lambda: [line.to_data() for line in self.quote.lines]),
            "reason": reason.strip(),
        }


def holder_of_places(fund: WelfareFund) -> WelfareFund:
    """Return the fund in which members hold their places: of a part, the whole scheme."""
    return fund.part_of or fund


def place_on(fund: WelfareFund, membership: Membership, *, on: date) -> Enrolment | None:
    """Return the place that a member held in a fund on a day, its last day included; else the latest one, or None."""
    found = places_of_member(membership).filter(fund=holder_of_places(fund))
    held = list(found.order_by("since", "pk"))
    running = [one for one in held if one.since <= on and (one.until is None or on <= one.until)]
    return (running or held or [None])[-1]


def place_of_member(fund: WelfareFund, *, number: int) -> Enrolment | None:
    """Return a place that a claim on a fund can be filed for, by the number of the place, or None."""
    return place(holder_of_places(fund), number)


def worked_out(claim: Claim) -> Worked:
    """Put a claim to the rule that was in force on the day of its event."""
    held = place_on(claim.fund, claim.membership, on=claim.event_on)
    version = version_on(claim.benefit, on=claim.event_on)
    terms = terms_of(version)
    if held is None or terms is None:
        return Worked(held, version, terms, None, NOTHING)
    facts = _facts(claim, held)
    used = usage(
        terms,
        _past(claim),
        benefit=claim.benefit.code,
        on=claim.event_on,
        year_from=bylaws_of(claim.organisation, on=claim.event_on)["welfare_year_from"],
    )
    facts = replace(facts, used=used)
    return Worked(held, version, terms, facts, quote(terms, facts))


def _facts(claim: Claim, held: Enrolment) -> Facts:
    member, said = claim.membership, claim.facts
    return Facts(
        event_on=claim.event_on,
        joined_on=held.since,
        member_since=member.member_since,
        ended_on=min((day for day in (held.until, member.ended_on) if day), default=None),
        paid_through=paid_through([held], on=claim.event_on)[held.pk],
        last_paid_on=_last_paid_on(held, on=claim.event_on),
        claimed_on=claim.filed_on,
        born_on=member.person.born_on if member.person_id else None,
        who=said.get("who") or "member",
        post=held.office.post if held.office_id else "",
        on_duty=said.get("on_duty"),
        nights=said.get("nights"),
        children=said.get("children"),
        documents=tuple(dict.fromkeys(paper.kind for paper in papers_of(claim))),
        **{name: Decimal(said[name]) for name in ("loan", "cost") if said.get(name)},
    )


def _last_paid_on(held: Enrolment, *, on: date) -> date | None:
    paid = DuesPaid.objects.filter(network_id=held.network_id, enrolment=held, struck_by=None, on__lte=on)
    return paid.aggregate(last=Max("on"))["last"]


def _past(claim: Claim) -> list[Past]:
    """Return the member's earlier claims on this fund that were agreed and not ended since; unpaid ones count too."""
    found = Claim.objects.filter(network_id=claim.network_id, fund=claim.fund, membership=claim.membership)
    found = found.filter(state__in=COUNTED).exclude(pk=claim.pk).select_related("benefit")
    return [
        Past(
            benefit=one.benefit.code,
            event_on=one.event_on,
            amount=one.amount,
            nights=sum(line["nights"] for line in one.working["lines"]),
            for_nights=_for_nights(one.working, one.amount),
        )
        for one in found.order_by("event_on", "pk")
    ]


def _for_nights(working: Mapping, amount: Decimal) -> Decimal:
    """Return the part of an agreed amount that was given for nights."""
    of_nights = sum((Decimal(line["amount"]) for line in working["lines"] if line["kind"] == NIGHTS), ZERO)
    return min(of_nights, amount)


def versions_on(claims: Iterable[Claim]) -> dict:
    """Return {claim id: the rule in force on the day of its event, or None}. One query."""
    claims = list(claims)
    found: dict = {}
    versions = BenefitVersion.objects.filter(benefit__one_of=[one.benefit_id for one in claims])
    for version in versions.order_by("holds_from"):
        found.setdefault(version.benefit_id, []).append(version)
    return {
        claim.pk: next(
            (one for one in reversed(found.get(claim.benefit_id, [])) if one.holds_from <= claim.event_on), None
        )
        for claim in claims
    }

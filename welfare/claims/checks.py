"""A claim looked at from member to president: every check with its figure, none left out because one before it failed.

Source: domain, 1.8 Welfare schedules, evaluation order of a claim.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from federation.kit.dates import show_date
from federation.kit.money import show
from federation.kit.wording import gettext_lazy as _
from groups.registry.models import Membership, MembershipState
from groups.registry.queries import beneficiaries_of
from groups.registry.rules import is_called
from welfare.claims.models import Claim, ClaimState
from welfare.claims.queries.claims import promised
from welfare.claims.queries.papers import PROXY_LETTER, papers_needed, papers_of
from welfare.claims.queries.quoting import Worked
from welfare.claims.rules import document_of
from welfare.claims.wording import kept_in_both, words_of
from welfare.funds.queries import purses

MEMBER, PLACE, WAIT, ARREARS, PAPERS = "member", "place", "wait", "arrears", "papers"
CAP_EVENT, CAP_YEAR, FUND, COMMITTEE, CHAIR = "cap_event", "cap_year", "fund", "committee", "chair"
PAYEE = "payee"
STAGES = {
    MEMBER: _("Member on the day"),
    PLACE: _("Place in the fund"),
    WAIT: _("Waiting time"),
    ARREARS: _("Dues on the day"),
    PAPERS: _("Papers"),
    CAP_EVENT: _("What the rule gives for the event"),
    CAP_YEAR: _("Limits of a time"),
    PAYEE: _("Who is paid"),
    FUND: _("Money of the fund"),
    COMMITTEE: _("Committee"),
    CHAIR: _("President"),
}
# Which stage a check of the rule belongs to; limits by their span, all else to what the event gives.
STAGE_OF = {
    **dict.fromkeys(("place", "who", "post", "duty", "age"), PLACE),
    **dict.fromkeys(("wait", "tier"), WAIT),
    **dict.fromkeys(("dropped_out", "behind"), ARREARS),
    **dict.fromkeys(("papers", "deadline"), PAPERS),
}


@dataclass(frozen=True, slots=True)
class Looked:
    """One check: its stage, what was found, and whether it stands (None: it waits). stops: nothing can be agreed."""

    stage: str
    words: object
    ok: bool | None
    stops: bool = False

    @property
    def title(self):
        return STAGES[self.stage]

    def to_data(self) -> dict:
        return {"stage": self.stage, "words": str(self.words), "ok": self.ok}


def checks_of(claim: Claim, worked: Worked) -> list[Looked]:
    """Return all checks of a claim in their order, up to the money of the fund."""
    found = [*_member(claim.membership, event_on=claim.event_on), *_of_the_rule(claim, worked), *_proxy(claim, worked)]
    found += _payee(claim)
    order = list(STAGES)
    return [*sorted(found, key=lambda one: order.index(one.stage)), _money(claim, worked)]


def kept_checks(claim: Claim, worked: Worked) -> list[dict]:
    """Return the checks as they are kept with the claim, in both languages."""
    return kept_in_both(lambda: [one.to_data() for one in checks_of(claim, worked)])


def shown_checks(claim: Claim, worked: Worked) -> list[Looked]:
    """Return the checks as they were kept, or as they stand while nobody decided, with committee and president."""
    if claim.checks:
        looked = [Looked(one["stage"], words_of(one), one["ok"]) for one in claim.checks]
    else:
        looked = checks_of(claim, worked)
    return [*looked, *_people(claim)]


def _member(member: Membership, *, event_on: date) -> Iterator[Looked]:
    said = {"number": member.shown_number, "since": show_date(member.joined_on)}
    if member.ended_on:
        said |= {"end": show_date(member.ended_on), "state": member.get_state_display()}
    if member.state == MembershipState.APPLIED or event_on < member.joined_on:
        yield _no(MEMBER, _("Not yet a member on that day (number %(number)s).") % said)
    elif member.ended_on and event_on > member.ended_on:
        yield _no(MEMBER, _("Member number %(number)s left on %(end)s (%(state)s), before the event.") % said)
    else:
        yield Looked(MEMBER, _("Member number %(number)s since %(since)s.") % said, True)


def _of_the_rule(claim: Claim, worked: Worked) -> Iterator[Looked]:
    if worked.place is None:
        yield _no(PLACE, _("This member has no place in the fund."))
    if worked.terms is None:
        words = _("No rule of this benefit was in force on %(day)s.") % {"day": show_date(claim.event_on)}
        yield _no(CAP_EVENT, words)
    for check in worked.quote.checks:
        stage = STAGE_OF.get(check.name) or _stage_of_cap(check.name)
        yield Looked(stage, check.words, check.ok, stops=check.ok is False)
    if worked.facts:
        gives = worked.without_papers.amount
        words = _("The rule gives %(baht)s baht.") if worked.quote.amount else _("With all papers: %(baht)s baht.")
        yield Looked(CAP_EVENT, words % {"baht": show(gives)}, gives > 0, stops=not worked.quote.amount)


def _stage_of_cap(name: str) -> str:
    is_span = name.startswith("cap_") and not name.endswith(("_event", "_event_nights"))
    return CAP_YEAR if is_span else CAP_EVENT


def _proxy(claim: Claim, worked: Worked) -> Iterator[Looked]:
    """Yield the papers of a proxy, which the rule itself does not look at."""
    if not claim.by_proxy:
        return
    there = {paper.kind for paper in papers_of(claim)}
    for code in papers_needed(claim, worked.terms):
        if document_of(code).by_proxy and code not in there:
            yield _no(PAPERS, _("A paper is missing: %(paper)s.") % {"paper": document_of(code).words})
    if PROXY_LETTER in there:
        yield Looked(PAPERS, _("The letter of proxy is there."), True)


def _payee(claim: Claim) -> Iterator[Looked]:
    """Yield who is paid where it is not the member: red unless the claimant or somebody whom the member named.

    An officer who files for another and would be paid is red too. It stops nobody who writes a reason.
    """
    payee = claim.payee_name
    if _same(payee, claim.membership.name):
        return
    said, filer = {"payee": payee}, claim.filed_by.person
    if any(_same(payee, one.name) for one in beneficiaries_of(claim.membership)):
        yield Looked(PAYEE, _("%(payee)s, whom the member named for the case of death.") % said, True)
    elif filer and filer.pk != claim.membership.person_id and is_called(payee, filer):
        yield Looked(PAYEE, _("%(payee)s, the officer who files it. Agree only with a reason.") % said, False)
    elif _same(payee, claim.claimant_name):
        yield Looked(PAYEE, _("%(payee)s, who files it.") % said, True)
    else:
        words = _(
            "%(payee)s is neither the member, nor who files it, nor named by the member. Agree only with a reason."
        )
        yield Looked(PAYEE, words % said, False)


def _same(name: str, other: str) -> bool:
    return "".join(name.split()) == "".join(other.split())


def _money(claim: Claim, worked: Worked) -> Looked:
    """Say whether the fund can pay. It stops nobody from agreeing: dues may come in before the claim is paid."""
    amount = claim.amount or worked.without_papers.amount
    there = sum(purses(claim.fund).values())
    waiting = promised(claim.fund, but=[claim])
    said = {"baht": show(there), "waiting": show(waiting), "amount": show(amount)}
    words = _("The fund has %(baht)s baht; %(waiting)s baht are agreed to others and not paid; this claim: %(amount)s.")
    return Looked(FUND, words % said, there - waiting >= amount or None)


def _people(claim: Claim) -> Iterator[Looked]:
    agreed, approved = claim.agreed_by_id is not None, claim.approved_by_id is not None
    refused = False if claim.state == ClaimState.REFUSED else None
    yield Looked(COMMITTEE, _said(agreed, refused, _("agreed")), agreed or refused)
    if agreed or refused is None:
        yield Looked(CHAIR, _said(approved, refused, _("approved")), approved or refused)


def _said(done: bool, refused: bool | None, words):
    return words if done else _("refused") if refused is False else _("waits")


def _no(stage: str, words) -> Looked:
    return Looked(stage, words, False, stops=True)

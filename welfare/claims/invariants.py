"""What must hold of claims: paid once per event, within the rule in force, and as the ledger says."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path

from federation.kit.invariants import BREAKS_NAMED, Check, Found, Scope, by_sql, pieces
from federation.kit.money import show
from federation.kit.refusals import NotReadable
from federation.kit.wording import gettext_lazy as _
from welfare.claims.models import Claim
from welfare.claims.rules import Facts, Terms, quote

asked = partial(by_sql, pieces(Path(__file__).with_suffix(".sql")))


def requoted(scope: Scope) -> Found:
    """Ask the rule of every agreed claim again, with the facts it was asked with: it gives what was kept, or more."""
    agreed = Claim.objects.exclude(version=None).select_related("version", "fund", "organisation__book")
    if scope.network_id is not None:
        agreed = agreed.filter(organisation__book__network_id=scope.network_id)
    if scope.book_id:
        agreed = agreed.filter(organisation__book=scope.book_id)
    claims = list(agreed.order_by("organisation__code", "fund__code", "be_year", "number"))
    return Found(len(claims), tuple(_differing(claims))[:BREAKS_NAMED])


def _differing(claims: list[Claim]) -> Iterator[str]:
    for claim in claims:
        given = _given_again(claim)
        if given != claim.working.get("amount") or claim.amount > Decimal(given):
            name = f"{claim.organisation.book.code} {claim.fund.code} {claim}"
            yield f"{name}: {show(claim.amount)}, {claim.working.get('amount')} / {given}"


def _given_again(claim: Claim) -> str:
    """Return what the rule gives for the facts that were kept; "0.00" where they cannot be read."""
    try:
        facts = Facts.from_data(claim.working["facts"])
        if facts.event_on != claim.event_on:
            return "0.00"
        return str(quote(Terms.from_data(claim.version.terms), facts).amount)
    except (KeyError, TypeError, NotReadable):
        return "0.00"


CHECKS = [
    asked("I-33", _("a claim equals its entry in the ledger"), of="claims"),
    asked("I-33b", _("every entry of a claim has its claim"), of="claims"),
    asked("I-33c", _("a fund pays a member at most once for an event"), of="claims"),
    asked("I-33d", _("a claim is agreed by a resolution, within the rule in force on its day"), of="claims"),
    Check("I-33e", _("the rule gives again what was agreed"), requoted),
]

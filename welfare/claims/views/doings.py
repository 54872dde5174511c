"""What a reader may do with a claim now: the buttons of its page."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from federation.access.permissions import Permission as P
from welfare.claims.models import Claim, ClaimState
from welfare.claims.queries.quoting import Worked
from welfare.claims.views.answers import address

# Who refuses a claim at which step.
REFUSES = {ClaimState.FILED: P.WELFARE_DECIDE, ClaimState.AGREED: P.WELFARE_APPROVE, ClaimState.APPROVED: P.WELFARE_PAY}


@dataclass(frozen=True, slots=True)
class Doing:
    """A button: where it leads, its words, and whether it is the next thing to do."""

    url: str
    words: str
    is_next: bool = False


def doings(claim: Claim, *, held, user, asked_back, worked: Worked) -> list[Doing]:
    """Return what this reader may do now, the next thing first; nothing that another person has to do."""
    found = [*_forward(claim, held=held, user=user, worked=worked), *_besides(claim, held=held)]
    if claim.state in (ClaimState.PAID, ClaimState.RECEIVED):
        found += _back(claim, held=held, user=user, asked=asked_back)
    return found


def _forward(claim: Claim, *, held, user, worked: Worked):
    if claim.state == ClaimState.FILED and P.WELFARE_DECIDE in held and worked.quote.amount:
        yield Doing(address("claim_agree", claim), _("The committee agreed"), True)
    fresh = user.pk not in (claim.agreed_by_id, claim.approved_by_id)
    may_approve = P.WELFARE_APPROVE in held and fresh and user.pk != claim.filed_by_id
    if claim.state == ClaimState.AGREED and may_approve:
        yield Doing(address("claim_approve", claim), _("Approve"), True)
    if claim.state == ClaimState.APPROVED and P.WELFARE_PAY in held and fresh:
        yield Doing(address("claim_pay", claim), _("Pay"), True)
    if claim.state == ClaimState.PAID and P.WELFARE_PAY in held:
        yield Doing(address("claim_receive", claim), _("The payee signed"), True)
    if claim.entry_id:
        yield Doing(address("claim_voucher", claim), _("Payment voucher (PDF)"))


def _besides(claim: Claim, *, held):
    if claim.state == ClaimState.FILED and P.WELFARE_FILE in held:
        yield Doing(address("claim_change", claim), _("Change"))
    yield Doing(address("claim_form", claim), _("Claim form (PDF)"))
    if claim.state == ClaimState.REFUSED:
        yield Doing(address("claim_refusal", claim), _("Letter of refusal (PDF)"))
    if claim.state in REFUSES and REFUSES[claim.state] in held:
        yield Doing(address("claim_refuse", claim), _("Refuse"))
    if claim.state in REFUSES and P.WELFARE_FILE in held:
        yield Doing(address("claim_withdraw", claim), _("Withdraw"))


def _back(claim: Claim, *, held, user, asked):
    if asked is None and P.WELFARE_PAY in held:
        yield Doing(address("claim_ask_back", claim), _("Take the payment back"))
    if asked and P.WELFARE_APPROVE in held and asked.by_id != user.pk:
        yield Doing(address("claim_take_back", claim), _("Decide on taking it back"), True)

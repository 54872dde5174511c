"""What people do with claims, each as one transaction."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from groups.registry.models import Membership
from welfare.claims.models import Benefit, Claim, ClaimPaper
from welfare.claims.steps import claims, health, papers
from welfare.claims.steps.claims import Filing


@transaction.atomic(durable=True)
def file_claim(benefit: Benefit, membership: Membership, filing: Filing, *, on: date, by, at) -> Claim:
    """Take in a claim; see `claims.file_step`."""
    return claims.file_step(benefit, membership, filing, on=on, by=by, at=at)


@transaction.atomic(durable=True)
def change_claim(claim: Claim, filing: Filing, *, on: date, by, at) -> Claim:
    """Change what a claim says; see `claims.change_step`."""
    return claims.change_step(claim, filing, on=on, by=by, at=at)


@transaction.atomic(durable=True)
def agree(
    claim: Claim, *, amount: Decimal, reason: str, resolution_no: str, resolution_on: date, on: date, by, at
) -> Claim:
    """Record that the committee agreed; see `claims.agree_step`."""
    resolved = {"resolution_no": resolution_no, "resolution_on": resolution_on}
    return claims.agree_step(claim, amount=amount, reason=reason, **resolved, on=on, by=by, at=at)


@transaction.atomic(durable=True)
def approve(claim: Claim, *, on: date, by, at) -> Claim:
    """Approve as the chair; see `claims.approve_step`."""
    return claims.approve_step(claim, on=on, by=by, at=at)


@transaction.atomic(durable=True)
def refuse(
    claim: Claim, *, reason: str, resolution_no: str = "", resolution_on: date | None = None, on: date, by, at
) -> Claim:
    """Refuse with a reason; see `claims.refuse_step`."""
    resolved = {"resolution_no": resolution_no, "resolution_on": resolution_on}
    return claims.refuse_step(claim, reason=reason, **resolved, on=on, by=by, at=at)


@transaction.atomic(durable=True)
def withdraw(claim: Claim, *, reason: str, on: date, by, at) -> Claim:
    """Withdraw; see `claims.withdraw_step`."""
    return claims.withdraw_step(claim, reason=reason, on=on, by=by, at=at)


@transaction.atomic(durable=True)
def pay(claim: Claim, *, source: str, on: date, by, at) -> Claim:
    """Pay out of the fund; see `claims.pay_step`."""
    return claims.pay_step(claim, source=source, on=on, by=by, at=at)


@transaction.atomic(durable=True)
def receive(claim: Claim, *, on: date, by, at) -> Claim:
    """Write down the payee's signature; see `claims.receive_step`."""
    return claims.receive_step(claim, on=on, by=by, at=at)


@transaction.atomic(durable=True)
def ask_back(claim: Claim, *, reason: str, on: date, by, at) -> Claim:
    """Ask to take a payment back; see `claims.ask_back_step`."""
    return claims.ask_back_step(claim, reason=reason, on=on, by=by, at=at)


@transaction.atomic(durable=True)
def take_back(claim: Claim, *, agree: bool, reason: str = "", on: date, by, at) -> Claim:
    """Take a payment back or keep it; see `claims.take_back_step`."""
    return claims.take_back_step(claim, agree=agree, reason=reason, on=on, by=by, at=at)


@transaction.atomic(durable=True)
def add_paper(claim: Claim, *, kind: str, seen: bool, picture: bytes | None, on: date, by, at) -> ClaimPaper:
    """Write a paper down; see `papers.add_paper_step`."""
    return papers.add_paper_step(claim, kind=kind, seen=seen, picture=picture, on=on, by=by, at=at)


@transaction.atomic(durable=True)
def remove_picture(paper: ClaimPaper, *, reason: str, on: date, by, at) -> ClaimPaper:
    """Take a picture away; see `papers.remove_picture_step`."""
    return papers.remove_picture_step(paper, reason=reason, on=on, by=by, at=at)


@transaction.atomic(durable=True)
def read_health(claim: Claim, *, by, at) -> dict[str, str]:
    """Open what is sealed, and write down who read it; see `health.read_health_step`."""
    return health.read_health_step(claim, by=by, at=at)


@transaction.atomic(durable=True)
def read_paper(paper: ClaimPaper, *, by, at) -> bytes:
    """Return the picture of a paper; see `health.read_paper_step`."""
    return health.read_paper_step(paper, by=by, at=at)

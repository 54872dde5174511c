"""Papers of a claim: the officer held the original, or a picture of it is kept."""

from django.utils.translation import gettext as _

from welfare.claims.models import Claim, ClaimPaper, ClaimState, ClaimStep
from welfare.claims.pictures import NotAPaper, kept
from welfare.claims.rules.documents import document_of
from welfare.claims.steps.claims import locked, stepped
from welfare.claims.steps.health import sealed_picture

MOST_PAPERS = 30


def add_paper_step(claim: Claim, *, kind: str, seen: bool, picture: bytes | None = None, on, by, at) -> ClaimPaper:
    """Write a paper down, with its picture if there is one; the picture of a paper about health is sealed.

    kind: the code of the paper, or a rule's own words for it. seen: the officer held the original.
    Raises `NotAPaper`, `NotAtThisStep`.
    """
    claim = locked(claim, ClaimState.FILED, ClaimState.AGREED, ClaimState.APPROVED, ClaimState.PAID)
    if not seen and not picture:
        words = _("Tick that you saw the original, or add its picture.")
        raise NotAPaper(words, fields={"seen": words})
    if ClaimPaper.objects.filter(network_id=claim.network_id, claim=claim).count() >= MOST_PAPERS:
        raise NotAPaper(_("This claim has very many papers already."))
    content, media_type = kept(picture) if picture else (None, "")
    is_health = document_of(kind).is_health
    said = {"kind": kind, "is_health": is_health, "seen": seen, "media_type": media_type}
    paper = ClaimPaper(network_id=claim.network_id, claim=claim, by=by, at=at, **said)
    paper.picture = sealed_picture(paper, content) if content else None
    paper.save(force_insert=True)
    stepped(claim, ClaimStep.Kind.PAPER, "claim_paper", on=on, by=by, at=at)
    return paper


def remove_picture_step(paper: ClaimPaper, *, reason: str, on, by, at) -> ClaimPaper:
    """Take away the picture of a paper, when a wrong one was taken; that the paper came in stays written.

    Only before the claim is paid: the picture stands behind the money then. Raises `NotAPaper`, `NotAtThisStep`.
    """
    locked(paper.claim, ClaimState.FILED, ClaimState.AGREED, ClaimState.APPROVED)
    if not reason.strip():
        words = _("Write the reason.")
        raise NotAPaper(words, fields={"reason": words})
    paper.picture, paper.media_type = None, ""
    paper.save(update_fields=["picture", "media_type"])
    stepped(paper.claim, ClaimStep.Kind.CHANGED, "claim_picture_removed", on=on, by=by, at=at, reason=reason.strip())
    return paper

"""What a claim says of somebody's health: sealed when it comes in, opened only for a reader who is written down.

Source: domain, 6.2 PDPA B.E. 2562.
"""

import base64
import json
from collections.abc import Mapping

from federation.audit.log import record
from federation.kit.crypto import seal, unseal
from welfare.claims.models import Claim, ClaimHealth, ClaimPaper


def keep_health(claim: Claim, health: Mapping[str, str] | None) -> None:
    """Seal what is said of health; words that are not said again stay as they were. None: nothing is said."""
    said = {name: words.strip() for name, words in (health or {}).items() if words and words.strip()}
    if not said:
        return
    kept = ClaimHealth.objects.filter(network_id=claim.network_id, claim=claim).first()
    before = _opened(kept) if kept else {}
    text = json.dumps({**before, **said}, ensure_ascii=False, sort_keys=True)
    kept = kept or ClaimHealth(network_id=claim.network_id, claim=claim)
    kept.sealed = seal(text, about=str(claim.pk)).encode()
    kept.save(update_fields=["sealed"]) if before else kept.save(force_insert=True)


def read_health_step(claim: Claim, *, by, at) -> dict[str, str]:
    """Open what a claim says of health, and write down who read it; neither happens without the other."""
    _read(claim, by=by, at=at, what="health")
    kept = ClaimHealth.objects.filter(network_id=claim.network_id, claim=claim).first()
    return _opened(kept) if kept else {}


def read_paper_step(paper: ClaimPaper, *, by, at) -> bytes:
    """Return the picture of a paper; who reads one about health is written down."""
    if not paper.is_health:
        return bytes(paper.picture)
    _read(paper.claim, by=by, at=at, what=paper.kind)
    return base64.b64decode(unseal(bytes(paper.picture).decode(), about=str(paper.pk)))


def sealed_picture(paper: ClaimPaper, content: bytes) -> bytes:
    """Return a picture as it is stored: sealed where it is about health."""
    if not paper.is_health:
        return content
    return seal(base64.b64encode(content).decode(), about=str(paper.pk)).encode()


def _opened(kept: ClaimHealth) -> dict[str, str]:
    return json.loads(unseal(bytes(kept.sealed).decode(), about=str(kept.claim_id)))


def _read(claim: Claim, *, by, at, what: str) -> None:
    after = {"number": str(claim), "what": what}
    record("claim_health_read", by=by, at=at, organisation=claim.organisation, about=f"claim:{claim.pk}", after=after)

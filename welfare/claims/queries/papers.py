"""Papers of a claim: which the rule asks for, which were seen, which are missing."""

from collections.abc import Iterable
from dataclasses import dataclass

from welfare.claims.models import BenefitVersion, Claim, ClaimPaper
from welfare.claims.queries.rules import terms_of
from welfare.claims.rules import Terms, document_of

PROXY_LETTER = "proxy_letter"


def papers_needed(claim: Claim, terms: Terms | None) -> tuple[str, ...]:
    """Return the codes of the papers that a claim needs; those of a proxy only where one files it."""
    named = [code for code in (terms.documents if terms else ()) if claim.by_proxy or not document_of(code).by_proxy]
    return (*named, PROXY_LETTER) if claim.by_proxy and PROXY_LETTER not in named else tuple(named)


def papers_missing(claim: Claim, version: BenefitVersion | None, papers: Iterable[ClaimPaper]) -> tuple[str, ...]:
    """Return the codes of the papers that nobody has seen yet. version: the rule in force, None where none is."""
    terms = terms_of(version)
    there = {paper.kind for paper in papers}
    return tuple(code for code in papers_needed(claim, terms) if code not in there)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper on the list of a claim: needed or brought besides, and what was taken in of it."""

    code: str
    needed: bool
    papers: tuple[ClaimPaper, ...] = ()

    @property
    def words(self):
        return document_of(self.code).words

    @property
    def is_health(self) -> bool:
        return document_of(self.code).is_health

    @property
    def seen(self) -> bool:
        return any(paper.seen for paper in self.papers)


def papers_of(claim: Claim) -> list[ClaimPaper]:
    """Return the papers that came in, in their order, without their pictures."""
    found = ClaimPaper.objects.filter(network_id=claim.network_id, claim=claim).defer("picture")
    return list(found.order_by("at", "pk"))


def paper_lines(claim: Claim, terms: Terms | None) -> list[PaperLine]:
    """Return the list of papers: those needed first, then what was brought besides."""
    papers, needed = papers_of(claim), papers_needed(claim, terms)
    besides = dict.fromkeys(paper.kind for paper in papers if paper.kind not in needed)
    return [
        PaperLine(code, code in needed, tuple(paper for paper in papers if paper.kind == code))
        for code in (*needed, *besides)
    ]


def paper_in(claim: Claim, pk) -> ClaimPaper | None:
    """Return one paper of a claim with its picture, or None."""
    found = ClaimPaper.objects.filter(network_id=claim.network_id, claim=claim, pk=pk)
    return found.select_related("claim__organisation").first()

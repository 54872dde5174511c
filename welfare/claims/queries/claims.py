"""Reading claims: one, a list with its days, and what was paid by kind."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Max, Min, Prefetch, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from federation.bylaws.queries import bylaws_of
from federation.kit.dates import be_year
from federation.kit.digits import to_arabic_digits
from federation.kit.money import ZERO
from federation.people.queries import matching
from welfare.claims.models import Claim, ClaimPaper, ClaimState, ClaimStep, WelfareType
from welfare.claims.queries.papers import papers_missing
from welfare.claims.queries.quoting import versions_on
from welfare.funds.queries import purse

OPEN = (ClaimState.FILED, ClaimState.AGREED, ClaimState.APPROVED)
HELD = (ClaimState.PAID, ClaimState.RECEIVED)
EVER_PAID = (*HELD, ClaimState.TAKEN_BACK)
PAPERS, ANSWER, PAY = "papers", "answer", "pay"
WAITS_FOR = {PAPERS: _("papers"), ANSWER: _("an answer"), PAY: _("payment")}
OF_A_CLAIM = (
    "organisation__book",
    "fund__part_of",
    "benefit",
    "version",
    "membership__person",
    "membership__organisation",
    "filed_by__person",
    "entry",
)


def claims_of(organisation) -> QuerySet[Claim]:
    """Return the claims on an organisation's funds, those filed last first."""
    found = Claim.objects.filter(network_id=organisation.network_key, organisation=organisation)
    return found.select_related(*OF_A_CLAIM).order_by("-be_year", "-filed_on", "-number", "pk")


def claim_numbered(organisation, *, fund: str, number: int, be_year: int) -> Claim | None:
    """Return a claim by the code of its fund and its number in a Buddhist year, or None."""
    return claims_of(organisation).filter(fund__code=fund, number=number, be_year=be_year).first()


def steps_of(claim: Claim) -> list[ClaimStep]:
    """Return what was done with a claim, from the beginning."""
    found = ClaimStep.objects.filter(network_id=claim.network_id, claim=claim).select_related("by__person")
    return list(found.order_by("at", "pk"))


def last_step(claim: Claim, kind: str) -> ClaimStep | None:
    """Return the latest step of a kind, or None."""
    return next((step for step in reversed(steps_of(claim)) if step.kind == kind), None)


def paid_in_cash(claim: Claim) -> bool:
    """Tell whether a paid claim went out of its fund's cash, not its bank account."""
    return claim.entry.lines.filter(account=purse(claim.fund, "cash")).exists()


def asked_back(claim: Claim) -> ClaimStep | None:
    """Return the step that asks to take the payment back, while nobody has decided it."""
    kinds = (ClaimStep.Kind.ASKED_BACK, ClaimStep.Kind.KEPT, ClaimStep.Kind.TAKEN_BACK)
    latest = next((step for step in reversed(steps_of(claim)) if step.kind in kinds), None)
    return latest if latest and latest.kind == ClaimStep.Kind.ASKED_BACK else None


@dataclass(frozen=True, slots=True)
class OpenClaim:
    """A claim that waits: for what, until when, and whether that day has passed. missing: papers not seen yet."""

    claim: Claim
    waits_for: str
    until: date
    late: bool
    missing: tuple[str, ...] = ()

    @property
    def what(self):
        return WAITS_FOR[self.waits_for]

    @property
    def state(self) -> str:
        """The state of the claim, or `PAPERS` where nothing can go on before papers came in."""
        return PAPERS if self.missing else self.claim.state


def open_claims(organisation, *, on: date) -> list[OpenClaim]:
    """Return the claims that wait for papers, an answer or their money, those most pressing first."""
    papers = Prefetch("papers", ClaimPaper.objects.defer("picture"), to_attr="papers_taken")
    found = claims_of(organisation).filter(state__in=OPEN)
    claims = list(found.prefetch_related(papers, Prefetch("steps", to_attr="steps_taken")))
    days = bylaws_of(organisation, on=on)
    versions = versions_on(claims)
    waiting = [_waiting(claim, versions[claim.pk], days=days, on=on) for claim in claims]
    return sorted(waiting, key=lambda one: (not one.late, one.until, one.claim.be_year, one.claim.number))


def _waiting(claim: Claim, version, *, days, on: date) -> OpenClaim:
    if claim.state == ClaimState.APPROVED:
        approved = max(step.on for step in claim.steps_taken if step.kind == ClaimStep.Kind.APPROVED)
        until = approved + timedelta(days["claim_pay_days"])
        return OpenClaim(claim, PAY, until, late=until < on)
    answer_by = claim.filed_on + timedelta(days["claim_answer_days"])
    missing = papers_missing(claim, version, claim.papers_taken) if claim.state == ClaimState.FILED else ()
    if missing:
        until = min(answer_by, claim.filed_on + timedelta(days["claim_documents_days"]))
        return OpenClaim(claim, PAPERS, until, late=until < on, missing=missing)
    return OpenClaim(claim, ANSWER, answer_by, late=answer_by < on)


SHOWN = {
    "open": OPEN,
    "paid": HELD,
    "refused": (ClaimState.REFUSED, ClaimState.WITHDRAWN, ClaimState.TAKEN_BACK),
    "all": tuple(ClaimState),
}


def listed(
    organisation, *, show: str = "all", kind: str = "", be_year: int | None = None, search: str = ""
) -> QuerySet[Claim]:
    """Return claims cut to a sort of state (a key of `SHOWN`), a kind of welfare, a year and a search."""
    found = claims_of(organisation).filter(state__in=SHOWN[show])
    if kind:
        found = found.filter(benefit__type=kind)
    if be_year:
        found = found.filter(be_year=be_year)
    if search.strip():
        digits = to_arabic_digits(search).strip()
        sought = matching(search, through="membership__person__")
        if digits.isascii() and digits.isdigit() and len(digits) <= 6:
            sought |= Q(number=int(digits)) | Q(membership__number=int(digits))
        found = found.filter(sought)
    return found


@dataclass(frozen=True, slots=True)
class PaidKind:
    """What was paid of one kind of welfare: claims, and baht; in a Buddhist year, where one is meant."""

    type: str
    count: int
    baht: Decimal
    year: int = 0

    @property
    def kind(self):
        return WelfareType(self.type).label


def paid_by_kind(organisation, *, since: date, until: date) -> list[PaidKind]:
    """Return what was paid from a day to a day by kind of welfare, as the books have it.

    A payment counts on the day it was paid; taken back, it is taken off on the day of that.
    """
    ever = Claim.objects.filter(network_id=organisation.network_key, organisation=organisation, state__in=EVER_PAID)
    steps = ClaimStep.objects.filter(network_id=organisation.network_key, kind=ClaimStep.Kind.TAKEN_BACK)
    back = steps.filter(on__gte=since, on__lte=until).order_by().values("claim")
    paid = _summed(ever.filter(paid_on__gte=since, paid_on__lte=until))
    off = _summed(ever.filter(state=ClaimState.TAKEN_BACK, pk__in=back))
    found = []
    for kind in WelfareType.values:
        (count, baht), (count_off, baht_off) = paid.get(kind, (0, ZERO)), off.get(kind, (0, ZERO))
        found.append(PaidKind(kind, count - count_off, baht - baht_off))
    return [one for one in found if one.count or one.baht]


def _summed(claims: QuerySet[Claim]) -> dict[str, tuple]:
    """Return {kind of welfare: (claims, baht)}."""
    rows = claims.order_by().values_list("benefit__type").annotate(count=Count("pk"), baht=Sum("amount"))
    return {kind: (count, baht) for kind, count, baht in rows}


def paid_in_years(organisation) -> list[PaidKind]:
    """Return what was paid by Buddhist year, the newest first, and kind of welfare."""
    days = Claim.objects.filter(network_id=organisation.network_key, organisation=organisation, state__in=EVER_PAID)
    span = days.aggregate(first=Min("paid_on"), last=Max("paid_on"), back=Max("steps__on"))
    if span["first"] is None:
        return []
    years = range(max(span["last"], span["back"]).year, span["first"].year - 1, -1)
    return [
        replace(one, year=be_year(date(year, 12, 31)))
        for year in years
        for one in paid_by_kind(organisation, since=date(year, 1, 1), until=date(year, 12, 31))
    ]


def years_of(organisation) -> list[int]:
    """Return the Buddhist years in which claims were filed, the newest first."""
    years = Claim.objects.filter(network_id=organisation.network_key, organisation=organisation)
    return list(years.order_by("-be_year").values_list("be_year", flat=True).distinct())


def promised(fund, *, but: Iterable[Claim] = ()) -> Decimal:
    """Return how many baht of a fund are agreed or approved and not yet paid, some claims left out."""
    found = Claim.objects.filter(network_id=fund.network_id, fund=fund)
    found = found.filter(state__in=(ClaimState.AGREED, ClaimState.APPROVED)).exclude(pk__in=[one.pk for one in but])
    return found.aggregate(baht=Sum("amount"))["baht"] or ZERO


ENDS = (ClaimStep.Kind.PAID, ClaimStep.Kind.REFUSED, ClaimStep.Kind.WITHDRAWN)


def waited_on(organisation, *, on: date) -> tuple[int, int]:
    """Return how many claims waited at the end of a day, and how many of them longer than the bylaws allow."""
    steps = ClaimStep.objects.filter(network_id=organisation.network_key, claim__organisation=organisation, on__lte=on)
    ended = steps.filter(kind__in=ENDS).order_by().values("claim")
    waiting = claims_of(organisation).filter(filed_on__lte=on).exclude(pk__in=ended)
    approved = dict(steps.filter(kind=ClaimStep.Kind.APPROVED).order_by().values_list("claim", "on"))
    days = bylaws_of(organisation, on=on)
    answer, pay = timedelta(days["claim_answer_days"]), timedelta(days["claim_pay_days"])
    until = [
        approved[pk] + pay if pk in approved else filed_on + answer
        for pk, filed_on in waiting.order_by().values_list("pk", "filed_on")
    ]
    return len(until), sum(day < on for day in until)

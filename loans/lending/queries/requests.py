"""Requests: one with all its parts, those that wait, and who sits on the committee that decides."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from federation.organisations.models import Organisation
from federation.people.models import Person
from groups.registry.models import Membership, Office, OfficePost
from groups.registry.queries import offices_on
from loans.lending.models import (
    Collateral,
    DecisionSeat,
    Guarantee,
    JointBorrower,
    Loan,
    LoanRequest,
    LoanState,
    RequestState,
)
from loans.lending.queries.posts import persons_with_posts

# Inspectors look at what was decided, advisers advise: neither decides.
DECIDING_POSTS = (
    OfficePost.CHAIR,
    OfficePost.VICE_CHAIR,
    OfficePost.SECRETARY,
    OfficePost.TREASURER,
    OfficePost.REGISTRAR,
    OfficePost.COMMITTEE,
)
WAITING = (RequestState.ASKED, RequestState.APPROVED)
HOLDERS = ("person", "member_organisation")


def requests_of(organisation: Organisation) -> QuerySet[LoanRequest]:
    """Return all requests of an organisation with borrower and product, the newest first."""
    found = LoanRequest.objects.filter(network_id=organisation.network_key, organisation=organisation)
    members = [f"membership__{holder}" for holder in HOLDERS]
    return found.select_related("product_version__product", *members).order_by("-number")


def with_parts(requests: QuerySet[LoanRequest]) -> QuerySet[LoanRequest]:
    """Bring along guarantors, joint borrowers, collateral and the loan to be refinanced."""
    members = [f"membership__{holder}" for holder in HOLDERS]
    return requests.select_related("organisation__book", "refinances", "fund__lender").prefetch_related(
        Prefetch("guarantees", Guarantee.objects.select_related(*members).order_by("pk")),
        Prefetch("joint_borrowers", JointBorrower.objects.select_related(*members).order_by("pk")),
        Prefetch("collaterals", Collateral.objects.order_by("pk")),
    )


def request_numbered(organisation: Organisation, number: int) -> LoanRequest | None:
    """Return a request with all its parts, or None."""
    found = with_parts(requests_of(organisation)).select_related("asked_by__person", "decided_by__person")
    return found.filter(number=number).first()


def undecided(organisation: Organisation) -> QuerySet[LoanRequest]:
    """Return the requests that wait for a decision, with all their parts."""
    return with_parts(requests_of(organisation)).filter(state=RequestState.ASKED)


def loan_of(request: LoanRequest) -> Loan | None:
    """Return the contract that a request became, or None."""
    return Loan.objects.filter(network_id=request.network_id, request=request).first()


def seats_taken(request: LoanRequest) -> QuerySet[DecisionSeat]:
    """Return what each member of the committee did in the decision."""
    found = DecisionSeat.objects.filter(network_id=request.network_id, request=request)
    return found.select_related("person").order_by("person__sort_key", "pk")


def committee_on(organisation: Organisation, on: date) -> dict[Person, list[Office]]:
    """Return {person: posts} of those who decide on loans on a day, the posts in their order, each person once."""
    order = list(DECIDING_POSTS)
    held = offices_on(organisation, on).filter(post__in=order)
    found: dict = {}
    for office in sorted(held, key=lambda one: (order.index(one.post), one.person.sort_key)):
        found.setdefault(office.person, []).append(office)
    return found


def persons_behind(memberships, *, on: date) -> set:
    """Return the ids of the persons whose own matter it is: the holders, and of a group all who hold a post in it."""
    memberships = list(memberships)
    persons = {one.person_id for one in memberships if one.person_id}
    groups = [one.member_organisation_id for one in memberships if one.member_organisation_id]
    return persons | (persons_with_posts(groups, on=on) if groups else set())


def concerned(request: LoanRequest, *, on: date) -> tuple[set, set]:
    """Return (ids of the persons who borrow, of those who guarantee); who guaranteed and was released is none."""
    joint = [one.membership for one in request.joint_borrowers.all()]
    guarantors = [one.membership for one in request.guarantees.all() if one.released_on is None]
    return persons_behind([request.membership, *joint], on=on), persons_behind(guarantors, on=on)


def refinanceable(membership: Membership) -> QuerySet[Loan]:
    """Return the running loans of a member that another loan could pay off."""
    found = Loan.objects.filter(network_id=membership.network_id, membership=membership)
    return found.filter(state=LoanState.RUNNING).select_related("product").order_by("number")

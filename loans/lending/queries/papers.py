"""What the papers of a loan tell: who, what, on which terms, as it stands in the register and the contract."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from federation.bylaws.queries import bylaws_of
from federation.kit.money import ZERO
from federation.organisations.models import Organisation
from federation.organisations.places import address_of
from federation.people.rules import age, is_minor
from groups.registry.models import Membership, OfficePost
from groups.registry.queries import offices_on
from loans.lending.models import Guarantee, Lien, Loan, LoanRequest, Paper, ScheduleVersion
from loans.lending.papers.deal import Deal, Instalment, Lender, Party
from loans.lending.papers.request import Asked
from loans.products.rules import ProductTerms

HOLDERS = ("membership__person", "membership__member_organisation")


def papers_of(loan: Loan) -> list[Paper]:
    """Return the papers issued for a loan and its request, the newest first."""
    of_loan = Paper.objects.filter(network_id=loan.network_id, loan=loan)
    if loan.request_id:
        of_loan |= Paper.objects.filter(network_id=loan.network_id, request=loan.request_id)
    return list(of_loan.select_related("made_by__person").order_by("-made_at", "-pk"))


def paper_in(organisation: Organisation, pk) -> Paper | None:
    found = Paper.objects.filter(network_id=organisation.network_key, organisation=organisation, pk=pk)
    return found.select_related("loan", "request").first()


def signed_together(paper: Paper) -> list[Paper]:
    """Return contract, guarantees and schedule of the same loan, where the paper is one of them; in that order."""
    order = [Paper.Kind.CONTRACT, Paper.Kind.GUARANTEE, Paper.Kind.SCHEDULE]
    if paper.loan_id is None or paper.kind not in order:
        return []
    found = Paper.objects.filter(network_id=paper.network_id, loan=paper.loan_id, kind__in=order)
    return sorted(found, key=lambda one: (order.index(one.kind), one.made_at, one.number))


def schedules_of(loan: Loan) -> QuerySet[ScheduleVersion]:
    """Return the schedules of a loan with their rows, the one that holds now first."""
    found = ScheduleVersion.objects.filter(network_id=loan.network_id, loan=loan)
    return found.prefetch_related("rows").order_by("-number")


def deal_of(loan: Loan, *, version: int | None = None) -> Deal:
    """Return a loan as its papers tell it. version: of the schedule, by default the one that holds now."""
    schedules = list(schedules_of(loan))
    schedule = next((one for one in schedules if one.number == version), schedules[0])
    bound = _bound(loan)
    joint = _joint(loan.request, on=loan.signed_on)
    own = loan.principal - sum((party.amount for party in joint), ZERO) if joint else ZERO
    request = loan.request
    return Deal(
        contract_no=loan.contract_no,
        signed_on=loan.signed_on,
        product=loan.product.name,
        principal=loan.principal,
        terms=ProductTerms.from_data(loan.terms),
        effective_yearly_rate=loan.effective_yearly_rate,
        lender=lender_of(loan.organisation, on=loan.signed_on),
        borrower=_resolved(
            party_of(
                loan.membership,
                on=loan.signed_on,
                amount=own,
                bound=bound.get((loan.membership_id, Lien.Why.OWN_LOAN), ZERO),
            ),
            request,
        ),
        rows=_rows(schedule),
        purpose=request.purpose if request else "",
        resolution_no=request.resolution_no if request else "",
        resolution_on=request.resolution_on if request else None,
        joint=joint,
        guarantors=[_guarantor(one, bound, on=loan.signed_on) for one in guarantees_of(loan)],
        collaterals=list(request.collaterals.order_by("pk")) if request else [],
        goods=request.goods if request else [],
        falls=bylaws_of(loan.organisation, on=loan.signed_on)["guarantee_release"] == "with_principal",
    )


def guarantees_of(loan: Loan) -> list[Guarantee]:
    """Return all guarantees there were for a loan, in the order they were entered."""
    found = Guarantee.objects.filter(network_id=loan.network_id, loan=loan)
    return list(found.select_related(*HOLDERS).order_by("pk"))


def guarantor_of(guarantee: Guarantee, *, loan: Loan) -> Party:
    return _guarantor(guarantee, _bound(loan), on=guarantee.stands_from or loan.signed_on)


def lender_of(organisation: Organisation, *, on: date) -> Lender:
    """Return the group as lender, with who held its posts on a day."""
    held = {office.post: office.person.name for office in offices_on(organisation, on)}
    return Lender(
        name=organisation.name,
        address=address_of(organisation),
        chair=held.get(OfficePost.CHAIR, ""),
        treasurer=held.get(OfficePost.TREASURER, ""),
        is_registered=bool(organisation.legal_form),
        is_group=organisation.is_group,
        made_up=organisation.is_demo,
    )


def party_of(membership: Membership, *, on: date, amount: Decimal = ZERO, bound: Decimal = ZERO) -> Party:
    """Return a member as a paper names one, on a day; a national ID only by its mask."""
    person = membership.person
    common = {"name": membership.name, "member_no": membership.shown_number, "amount": amount, "bound": bound}
    if person is None:
        return Party(address=address_of(membership.member_organisation), is_organisation=True, **common)
    return Party(
        address=address_of(person),
        identity=person.masked_id if person.identity_id else "",
        age=age(person.born_on, on=on) if person.born_on else None,
        guardian=person.guardian if is_minor(person.born_on, on=on) else "",
        **common,
    )


def _resolved(party: Party, request: LoanRequest | None) -> Party:
    """Return an organisation that borrows with who came for it and its own resolution, as its request says."""
    if request is None or not party.is_organisation:
        return party
    number, day = request.borrower_resolution_no, request.borrower_resolution_on
    return replace(party, officers=request.borrower_officers, resolution_no=number, resolution_on=day)


def asked_of(request: LoanRequest) -> Asked:
    """Return a request as its paper tells it."""
    on = request.asked_on
    guarantees = request.guarantees.filter(released_on=None).select_related(*HOLDERS).order_by("pk")
    decided = bool(request.resolution_no)
    return Asked(
        number=str(request.number),
        asked_on=on,
        lender=lender_of(request.organisation, on=on),
        borrower=_resolved(party_of(request.membership, on=on), request),
        product=request.product_version.product.name,
        amount=request.amount,
        instalments=request.instalments,
        first_due_on=request.first_due_on,
        purpose=request.purpose,
        repaid_from=request.repaid_from,
        is_urgent=request.is_urgent,
        joint=_joint(request, on=on),
        guarantors=[party_of(one.membership, on=on, amount=one.amount) for one in guarantees],
        collaterals=list(request.collaterals.order_by("pk")),
        goods=request.goods,
        decision=request.resolution_text or str(request.get_state_display()) if decided else "",
        approved=request.amount_approved,
        resolution_no=request.resolution_no,
        resolution_on=request.resolution_on,
    )


def _joint(request: LoanRequest | None, *, on: date) -> list[Party]:
    if request is None:
        return []
    found = request.joint_borrowers.select_related(*HOLDERS).order_by("pk")
    return [party_of(one.membership, on=on, amount=one.part) for one in found]


def _guarantor(guarantee: Guarantee, bound: dict, *, on: date) -> Party:
    part = bound.get((guarantee.membership_id, Lien.Why.GUARANTEE), ZERO)
    return party_of(guarantee.membership, on=on, amount=guarantee.amount, bound=part)


def _bound(loan: Loan) -> dict:
    """Return {(membership id, why): baht bound when it was signed}; the latest lien of each counts."""
    liens = Lien.objects.filter(network_id=loan.network_id, loan=loan).order_by("since", "pk")
    return {(lien.membership_id, lien.why): lien.amount for lien in liens}


def _rows(schedule: ScheduleVersion) -> list[Instalment]:
    rows = sorted(schedule.rows.all(), key=lambda row: row.n)
    return [Instalment(row.n, row.due_on, row.principal, row.interest) for row in rows]

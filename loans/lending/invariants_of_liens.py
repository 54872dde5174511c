"""What must hold of bound savings: they follow from what a loan binds when it is signed, and end with it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from federation.kit.invariants import BREAKS_NAMED, Found, Scope
from federation.kit.money import ZERO
from federation.organisations.models import Organisation
from loans.lending.models import OPEN_STATES, EventKind, Guarantee, Lien, Loan, LoanEvent
from loans.lending.rules.guarantees import liens


def liens_follow(scope: Scope) -> Found:
    """Work out what the guarantors of every loan bind, and hold the liens against it."""
    loans = Loan.objects.filter(organisation__book__isnull=False).select_related("organisation__book")
    if scope.network_id is not None:
        loans = loans.filter(network_id=scope.network_id)
    if scope.book_id:
        loans = loans.filter(organisation__book=scope.book_id)
    count, breaks = 0, []
    for organisation in Organisation.objects.filter(pk__in=loans.values("organisation")).order_by("pk"):
        own = list(loans.filter(organisation=organisation).order_by("number"))
        count += len(own)
        breaks += _of_organisation(own)
    return Found(count, tuple(breaks[:BREAKS_NAMED]))


def _of_organisation(loans: list[Loan]) -> Iterator[str]:
    """Yield "K01 12/2569: what is wrong" for each loan of an organisation."""
    guarantees, bound = _by_loan(Guarantee, loans), _by_loan(Lien, loans)
    taken_over = {one.loan_id: one for one in LoanEvent.objects.filter(loan__in=loans, kind=EventKind.OPENING)}
    for loan in loans:
        opening = taken_over.get(loan.pk)
        wrong = _wrong(
            loan,
            since=opening.on if opening else loan.signed_on,
            principal=opening.amount if opening else loan.principal,
            guarantees=guarantees.get(loan.pk, []),
            bound=bound.get(loan.pk, []),
        )
        if wrong:
            yield f"{loan.organisation.book.code} {loan.contract_no}: {', '.join(wrong)}"


def _by_loan(model, loans: list[Loan]) -> dict:
    found: dict = {}
    for one in model.objects.filter(loan__in=loans).order_by("pk"):
        found.setdefault(one.loan_id, []).append(one)
    return found


def _wrong(loan: Loan, *, since: date, principal: Decimal, guarantees: list[Guarantee], bound: list[Lien]) -> list[str]:
    """Return what does not fit, each as "stored / expected"."""
    first = sorted((one for one in guarantees if one.stands_from == loan.signed_on), key=lambda one: str(one.pk))
    amounts = [one.amount for one in first]
    most_own, parts = liens(principal, guaranteed=amounts, collateral=ZERO, own_free=principal)
    expected = {(one.membership_id, since): (part, one) for one, part in zip(first, parts, strict=True)}
    expected |= {(one.membership_id, one.stands_from): (one.amount, one) for one in guarantees if one not in first}
    stored = {(one.membership_id, one.since): one for one in bound if one.why == Lien.Why.GUARANTEE}
    wrong = [f"{stored[key].amount} / -" for key in stored.keys() - expected.keys()]
    for key, (part, guarantee) in expected.items():
        wrong += _differs(stored.get(key), part=part, guarantee=guarantee)
    is_open = loan.state in OPEN_STATES
    for one in bound:
        if one.why == Lien.Why.OWN_LOAN and (
            one.membership_id != loan.membership_id or one.amount > most_own or (one.released_on is None) != is_open
        ):
            wrong.append(f"{one.amount} / {most_own}")
    return wrong


def _differs(lien: Lien | None, *, part: Decimal, guarantee: Guarantee) -> list[str]:
    if lien is None:
        return [f"- / {part}"] if part else []
    if lien.amount not in (part, guarantee.amount):
        return [f"{lien.amount} / {part}"]
    if lien.released_on != guarantee.released_on:
        return [f"{lien.released_on} / {guarantee.released_on}"]
    return []

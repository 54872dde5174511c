"""Taking over loans that ran before these books: many at once, tied to the control total of loans to be detailed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.kit.money import ZERO, show
from federation.kit.refusals import Refused
from federation.ledger import books
from federation.ledger.books import account
from federation.ledger.chart import LOANS_TO_DETAIL, OPENING_SURPLUS
from federation.ledger.posting import EntryKind, credit, debit, post
from federation.ledger.queries import balance
from federation.ledger.twins import OtherBookRefused
from groups.registry.models import Membership
from loans.acts.models import Act, ActKind
from loans.acts.rules import opening_problems
from loans.acts.steps.kind import Case, Done, Kind, NotPossible
from loans.lending.models import Borrowing, EventKind, Guarantee, Lien, Loan, LoanState, ScheduleRow, ScheduleVersion
from loans.lending.queries.borrowers import book_of_borrower, borrower_of
from loans.lending.queries.guarantees import free_savings, holder_key, who_stands_for_whom
from loans.lending.queries.requests import persons_behind
from loans.lending.rules.guarantees import liens, ring_through
from loans.lending.rules.numbers import is_contract_no
from loans.lending.steps.between import keep_borrowing, open_loan_account
from loans.lending.steps.contracts import NOT_A_NUMBER, next_number
from loans.lending.steps.events import enter_step
from loans.products.models import Product
from loans.products.queries import newest_versions
from loans.products.rules import ProductTerms
from loans.schedules.rules import NoEffectiveRate, Schedule, above_ceiling, make_schedule

ABOVE_CEILING, RING = "above_ceiling", "guarantee_ring"


class NotTied(Refused):
    """Raised when the loans to be taken over do not add up to what the books say is lent."""


@dataclass(slots=True)
class Taken:
    """A row of the register as it becomes a loan: who, under which product's terms, with which schedule."""

    row: Mapping
    loan: Loan
    schedule: Schedule
    guarantors: list[tuple[Membership, Decimal]]

    @property
    def left(self) -> Decimal:
        return Decimal(self.row["principal_left"])


class Opening(Kind):
    """data: rows, and partial: whether the rest stays on the account of loans to be detailed.

    Each row: number (of the member), contract_no, product (code), signed_on, principal (agreed), principal_left,
    next_due, instalments_left, paid (of the principal so far), interest_owed, unpaid_since or None,
    guarantors: [{number, amount}]; yearly_rate where it differs from the product's. Amounts and rates as text.
    Instalments left count from the oldest unpaid one.
    """

    code = ActKind.OPENING
    states = ()

    def check(self, case):
        rows = case.data["rows"]
        if problems := [*opening_problems(rows, on=case.on), *_taken_numbers(case), *_of_other_funds(case)]:
            raise NotPossible(_("These loans cannot be taken over as they stand."), problems=problems)
        total = sum((Decimal(row["principal_left"]) for row in rows), ZERO)
        control = balance(account(case.book, LOANS_TO_DETAIL), on=case.on)
        shown = {"total": show(total), "control": show(control), "rest": show(abs(control - total))}
        if total > control:
            words = _("These loans come to %(total)s baht, %(rest)s more than the books say is lent (%(control)s).")
            raise NotTied(words % shown)
        if total < control and not case.data.get("partial"):
            words = _(
                "These loans come to %(total)s baht; the books say %(control)s are lent, so %(rest)s are missing."
                " Say so if they are to be taken over later."
            )
            raise NotTied(words % shown, fields={"partial": words % shown})

    def may_not_check(self, act, *, by):
        rows = [row for row in act.data["rows"] if by.person_id in _people_of(act, row)]
        if not rows:
            return ""
        words = _(
            "You owe or guarantee contract %(contracts)s of this takeover. Another officer has to check it, or these"
            " loans are taken over apart."
        )
        return words % {"contracts": ", ".join(row["contract_no"] for row in rows)}

    def carry_out(self, case):
        taken = [_read(case, row) for row in _numbered(case)]
        _make_accounts(case, taken)
        _save(case, taken)
        moves = [debit(one.loan.account_id, one.left) for one in taken]
        moves.append(credit(account(case.book, LOANS_TO_DETAIL).pk, sum((one.left for one in taken), ZERO)))
        entry = post(
            book=case.book,
            on=case.on,
            kind=EntryKind.OPENING,
            key=entry_key(case.act),
            moves=moves,
            by=case.by,
            checked_by=case.checked_by,
            memo=case.memo,
        ).entry
        _open_below(case, taken, event=entry.event)
        for one in taken:
            _enter(case, one, entry=entry)
        return Done(facts={"flags": {one.loan.contract_no: one.loan.flags for one in taken if one.loan.flags}})


def _open_below(case: Case, taken: list[Taken], *, event) -> None:
    """Bring forward what borrowing organisations owe in their own books, out of the surplus so far.

    One that had the debt among other borrowings moves it to the surplus first, by an entry of its own. Raises
    `OtherBookRefused`.
    """
    by_book: dict = {}
    for one in taken:
        if book := book_of_borrower(one.loan):
            by_book.setdefault(book, []).append(one)
    for book, rows in by_book.items():
        owed = Borrowing.objects.filter(loan_id__in=[one.loan.pk for one in rows])
        accounts = dict(owed.values_list("loan_id", "account_id"))
        moves = [credit(accounts[one.loan.pk], one.left) for one in rows]
        moves.append(debit(account(book, OPENING_SURPLUS).pk, sum((one.left for one in rows), ZERO)))
        given = {"by": case.by, "checked_by": case.checked_by, "memo": case.memo, "event": event}
        try:
            post(book=book, on=case.on, kind=EntryKind.OPENING, key=entry_key(case.act), moves=moves, **given)
        except Refused as refusal:
            raise OtherBookRefused(book, refusal) from refusal


def _people_of(act: Act, row: Mapping) -> set:
    """Return the ids of the persons who owe the loan of a row or guarantee it."""
    numbers = [row["number"], *(one["number"] for one in row.get("guarantors", ()))]
    return persons_behind(Membership.objects.of(act.organisation).filter(number__in=numbers), on=act.on)


def _of_other_funds(case: Case):
    """Yield a sentence for each product of a small fund: what is to be detailed was lent by the main fund."""
    codes = {row["product"] for row in case.data["rows"]}
    found = Product.objects.filter(network_id=case.act.network_id, organisation=case.organisation, code__in=codes)
    for product in found.exclude(fund="").order_by("code"):
        yield _("“%(product)s” is lent out of a fund of its own; only loans of the main fund are taken over.") % {
            "product": product.name
        }


def _taken_numbers(case: Case):
    """Yield a sentence for each contract number that is none, or that a loan of the organisation has already."""
    wanted = [row["contract_no"] for row in case.data["rows"]]
    if not all(is_contract_no(number) for number in wanted):
        yield NOT_A_NUMBER
    taken = Loan.objects.of(case.organisation).filter(contract_no__in=wanted)
    for number in taken.values_list("contract_no", flat=True):
        yield _("There is already a contract %(number)s. Choose another number.") % {"number": number}


def _numbered(case: Case) -> list[dict]:
    """Return the rows, each with the membership, the guarantors' memberships and the product version it names."""
    rows = case.data["rows"]
    wanted = {row["number"] for row in rows} | {one["number"] for row in rows for one in row.get("guarantors", ())}
    found = Membership.objects.of(case.organisation).filter(number__in=wanted)
    found = found.select_related("person", "member_organisation__book")
    members = {member.number: member for member in found}
    versions = newest_versions(case.organisation)
    problems = [_("There is no member number %(number)s.") % {"number": n} for n in sorted(wanted - set(members))]
    codes = {row["product"] for row in rows} - set(versions)
    problems += [_("There is no loan product “%(code)s”.") % {"code": code} for code in sorted(codes)]
    if problems:
        raise NotPossible(_("These loans cannot be taken over as they stand."), problems=problems)
    return [
        {**row, "member": members[row["number"]], "members": members, "version": versions[row["product"]]}
        for row in rows
    ]


def _read(case: Case, row: dict) -> Taken:
    """Return one row as a loan, not saved, with the schedule of what is left."""
    version = row["version"]
    terms = ProductTerms.from_data(terms_of_row(row))
    schedule = schedule_of_rest(terms, row)
    loan = Loan(
        network_id=case.act.network_id,
        organisation=case.organisation,
        contract_no=row["contract_no"],
        membership=row["member"],
        product=version.product,
        product_version=version if terms.to_data() == version.terms else None,
        terms=terms.to_data(),
        principal=Decimal(row["principal"]),
        effective_yearly_rate=_rate(schedule, terms),
        signed_on=date.fromisoformat(row["signed_on"]),
        last_due_on=schedule.rows[-1].due,
        is_imported=True,
        signed_by=case.by,
        signed_at=case.at,
    )
    guarantors = [(row["members"][one["number"]], Decimal(one["amount"])) for one in row.get("guarantors", ())]
    return Taken(row, loan, schedule, guarantors)


def terms_of_row(row: Mapping) -> dict:
    """Return the terms of the row's product `version` as data, with the rate that the row names instead of its own."""
    terms = row["version"].terms
    if not row.get("yearly_rate"):
        return terms
    return {**terms, "schedule": {**terms["schedule"], "yearly_rate": row["yearly_rate"]}}


def schedule_of_rest(terms: ProductTerms, row: Mapping) -> Schedule:
    """Return what is left to pay, from the oldest unpaid instalment on. Raises `NoSchedule`."""
    first_due = date.fromisoformat(row["unpaid_since"] or row["next_due"])
    start = terms.schedule.every.after(first_due, times=-1)
    return make_schedule(
        [(start, Decimal(row["principal_left"]))],
        terms=terms.schedule,
        instalments=row["instalments_left"],
        first_due=first_due,
        due_dates=terms.due_dates(start, instalments=row["instalments_left"], day=first_due.day),
    )


def _rate(schedule: Schedule, terms: ProductTerms) -> Decimal:
    """Return the effective yearly rate of what is left; where it has none, the rate that was agreed."""
    try:
        return schedule.effective_yearly_rate
    except NoEffectiveRate:
        return Decimal(terms.schedule.yearly_rate).quantize(Decimal("0.0001"))


def _make_accounts(case: Case, taken: list[Taken]) -> None:
    """Give every loan its number and its account, in a few queries; the account's name says the contract only."""
    first = next_number(Loan, case.organisation)
    by_control: dict[str, list[Taken]] = {}
    for number, one in enumerate(taken, start=first):
        one.loan.number = number
        terms_control = ProductTerms.from_data(one.loan.terms).control
        if borrower_of(one.loan):
            one.loan.account = open_loan_account(one.loan, terms_control=terms_control, since=case.on)
        else:
            by_control.setdefault(terms_control, []).append(one)
    for code, rows in by_control.items():
        holders = [
            (f"{one.loan.number:05d}", f"ลูกหนี้เงินกู้ สัญญา {no}", f"loan, contract {no}")
            for one in rows
            for no in [one.loan.contract_no]
        ]
        made = books.holder_accounts(case.book, control=account(case.book, code), holders=holders)
        for one, held in zip(rows, made, strict=True):
            one.loan.account = held


def _save(case: Case, taken: list[Taken]) -> None:
    """Save loans, schedules, guarantees and liens, with the flags of what a new contract could not have."""
    edges = _all_guarantees(case, taken)
    for one in taken:
        flags = [ABOVE_CEILING] if above_ceiling(one.loan.effective_yearly_rate) else []
        borrower, guarantors = holder_key(one.loan.membership), [holder_key(member) for member, _a in one.guarantors]
        if ring_through(borrower, guarantors=guarantors, stands_for=edges):
            flags.append(RING)
        one.loan.flags = flags
    Loan.objects.bulk_create(one.loan for one in taken)
    for one in taken:
        if borrower_of(one.loan):
            keep_borrowing(one.loan)
    versions = ScheduleVersion.objects.bulk_create(
        ScheduleVersion(
            network_id=case.act.network_id,
            loan=one.loan,
            number=1,
            holds_from=case.on,
            made_by=case.by,
            made_at=case.at,
        )
        for one in taken
    )
    ScheduleRow.objects.bulk_create(
        ScheduleRow(
            network_id=case.act.network_id,
            schedule=version,
            n=r.n,
            due_on=r.due,
            principal=r.principal,
            interest=r.interest,
        )
        for version, one in zip(versions, taken, strict=True)
        for r in one.schedule.rows
    )
    Guarantee.objects.bulk_create(
        Guarantee(
            network_id=case.act.network_id,
            loan=one.loan,
            membership=member,
            amount=amount,
            stands_from=one.loan.signed_on,
        )
        for one in taken
        for member, amount in one.guarantors
    )
    _bind(case, taken)


def _all_guarantees(case: Case, taken: list[Taken]) -> dict:
    """Return {holder: {those whose loans they guarantee}}, with the loans about to be taken over."""
    edges: dict = {}
    for one in who_stands_for_whom(case.act.network_id):
        edges.setdefault(one.guarantor, set()).add(one.borrower)
    for one in taken:
        for member, _amount in one.guarantors:
            edges.setdefault(holder_key(member), set()).add(holder_key(one.loan.membership))
    return edges


def _bind(case: Case, taken: list[Taken]) -> None:
    """Bind the savings that secure what is left, as a new contract does; a member's free savings only once."""
    free = free_savings([one.loan.membership for one in taken], on=case.on)
    left = {pk: savings.free for pk, savings in free.items()}
    made = []
    for one in taken:
        borrower = one.loan.membership_id
        amounts = [amount for _member, amount in one.guarantors]
        own, parts = liens(one.left, guaranteed=amounts, collateral=ZERO, own_free=left[borrower])
        left[borrower] -= own
        made.append((one, Lien.Why.OWN_LOAN, borrower, own))
        pairs = zip(one.guarantors, parts, strict=True)
        made += [(one, Lien.Why.GUARANTEE, member.pk, part) for (member, _amount), part in pairs]
    Lien.objects.bulk_create(
        Lien(network_id=case.act.network_id, membership_id=pk, loan=one.loan, why=why, amount=amount, since=case.on)
        for one, why, pk, amount in made
        if amount > ZERO
    )


def _enter(case: Case, one: Taken, *, entry) -> None:
    data = {
        "paid_instalments": 0,
        "paid": one.row.get("paid", "0.00"),
        "interest_owed": one.row["interest_owed"],
        "unpaid_since": one.row["unpaid_since"],
    }
    one.loan.state = LoanState.SIGNED
    enter_step(one.loan, kind=EventKind.OPENING, amount=one.left, data=data, entry=entry, **case.who)


def entry_key(act: Act) -> str:
    return f"loans:opening:{act.pk}"

"""What somebody who leaves gets back: savings less own loans settled to the day, and what stands in the way.

Source: domain, 1.2 Membership rules, resignation and death; features 19, 20.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import show_date
from federation.kit.money import ZERO, show
from federation.ledger.funds import MAIN_FUND
from groups.registry.models import Membership
from groups.registry.queries import balances_of
from groups.sheets.models import SheetRow, SheetState
from loans.lending.models import Guarantee, Loan, LoanRequest, LoanState, RequestState
from loans.lending.queries.members import loans_of_member
from loans.lending.queries.standing import Standing, standings
from welfare.funds.queries.funds import places_of_member
from welfare.funeral.queries.units import prepaid_left

SATJA, SHARES, SPECIAL, LOAN, WORDS = "satja", "shares", "special", "loan", "words"
ACCOUNTS = (SATJA, SHARES, SPECIAL)


@dataclass(frozen=True, slots=True)
class NetLine:
    """A line of the settlement in baht, below zero for what is owed; none where it only says something."""

    what: str
    label: object
    amount: Decimal | None = None
    link: str = ""
    note: object = ""


@dataclass(frozen=True, slots=True)
class OwnLoan:
    """A loan that runs or is claimed, how it stands on the day, and what settles it, in baht."""

    loan: Loan
    stands: Standing
    owed: Decimal

    @property
    def of_main_fund(self) -> bool:
        return self.loan.account.fund == MAIN_FUND


@dataclass(frozen=True, slots=True)
class Net:
    """A settlement on a day. problems: why somebody who is alive cannot leave yet, each a sentence.

    open_sheets: days of drafts with the member's money; no settlement before they are posted. held: {what: baht}.
    """

    membership: Membership
    on: date
    lines: list[NetLine]
    problems: list
    held: dict
    loans: list[OwnLoan] = field(default_factory=list)
    guarantees: list[Guarantee] = field(default_factory=list)
    open_sheets: list[date] = field(default_factory=list)

    @property
    def savings(self) -> Decimal:
        return sum(self.held.values(), ZERO)

    @property
    def owed(self) -> Decimal:
        return sum((one.owed for one in self.loans), ZERO)

    @property
    def net(self) -> Decimal:
        """Savings less debts; below zero where more is owed than held."""
        return self.savings - self.owed

    @property
    def debt_left(self) -> Decimal:
        return max(-self.net, ZERO)

    @property
    def set_off(self) -> dict:
        """Return {loan id: baht taken from savings}: the oldest debt first; a fund's loan is paid at the desk."""
        left, taken = self.savings, {}
        for one in self.loans:
            part = min(left, one.owed) if one.of_main_fund else ZERO
            taken[one.loan.pk] = part
            left -= part
        return taken

    @property
    def to_pay(self) -> Decimal:
        """Return what is paid out: what is left of the savings after own loans."""
        return self.savings - sum(self.set_off.values(), ZERO)

    @property
    def in_the_way(self) -> list[Loan]:
        """Return the loans to look at before somebody alive can leave: those guaranteed, and a fund's own."""
        guaranteed = [one.loan for one in self.guarantees if one.loan_id]
        own = [one.loan for one in self.loans if one.owed and not one.of_main_fund]
        return list(dict.fromkeys([*guaranteed, *own]))

    @property
    def sheet_words(self) -> list:
        words = _("The sheet of %(day)s holds money of this member and is not posted. Post or discard it first.")
        return [words % {"day": show_date(day)} for day in self.open_sheets]


def net_of(membership: Membership, *, on: date, of_death: bool = False) -> Net:
    """Return what somebody who leaves on a day gets, line by line. A constant number of queries.

    Welfare money and funeral aid are not in it: they go in full to the person named there. of_death: say so.
    """
    held = {what: baht for what, (_account, baht) in zip(ACCOUNTS, balances_of(membership), strict=True)}
    lent = loans_of_member(membership, on=on)
    loans = _own_loans([loan for loan, _left in lent.loans if loan.state != LoanState.SIGNED], on=on)
    net = Net(membership, on, [], [], held, loans, lent.guarantees, _open_sheets(membership))
    net.lines.extend(_lines(net, of_death=of_death))
    net.problems.extend(_problems(net, waiting=[loan for loan, _left in lent.loans if loan.state == LoanState.SIGNED]))
    return net


def _own_loans(loans: list[Loan], *, on: date) -> list[OwnLoan]:
    """Return the loans with what settles each, the oldest unpaid first."""
    stands = standings(loans, on=on)
    found = [OwnLoan(loan, stands[loan.pk], _to_settle(loan, stands[loan.pk])) for loan in loans]
    return sorted(found, key=lambda one: (one.stands.unpaid_since or date.max, one.loan.number))


def _to_settle(loan: Loan, stands: Standing) -> Decimal:
    return stands.claim.total if loan.state == LoanState.CHARGED_OFF else stands.to_settle


def _lines(net: Net, *, of_death: bool) -> list[NetLine]:
    membership = net.membership
    where = {"code": membership.organisation.code, "number": membership.number}
    book = reverse("groups:member_statement", kwargs=where)
    labels = {SATJA: _("Satja savings"), SHARES: _("Shares"), SPECIAL: _("Special savings")}
    lines = [NetLine(what, labels[what], net.held[what], book) for what in ACCOUNTS]
    lines += [_loan_line(one) for one in net.loans]
    return lines + list(_told(membership, on=net.on, of_death=of_death))


def _loan_line(one: OwnLoan) -> NetLine:
    loan, stands = one.loan, one.stands
    words = _("Loan, contract %(contract)s, settled on the day") % {"contract": loan.contract_no}
    fine = stands.claim.fine if loan.state == LoanState.CHARGED_OFF else stands.fine
    parts = {
        "principal": show(stands.principal),
        "interest": show(one.owed - stands.principal - fine),
        "fine": show(fine),
    }
    note = _("principal %(principal)s, interest %(interest)s, fines %(fine)s") % parts
    link = reverse("loans:loan", kwargs={"code": loan.organisation.code, "number": loan.number})
    return NetLine(LOAN, words, -one.owed, link, note)


def _told(membership: Membership, *, on: date, of_death: bool):
    """Yield what is not money here and has to be known."""
    places = places_of_member(membership, on=on)
    for place in places:
        words = _("Place in the fund %(fund)s: it ends; dues that were paid are not returned")
        if of_death:
            words = _("Place in the fund %(fund)s: it ends; its help at death is claimed apart and paid in full")
        yield NetLine(WORDS, words % {"fund": place.fund.name})
    for covered in membership.funeral_places.filter(ended_on=None, relation="member").select_related("scheme"):
        words = _("Place in %(scheme)s: it ends; what was paid is not returned")
        if of_death:
            words = _("Place in %(scheme)s: funeral aid is claimed apart and paid in full to the person named there")
        yield NetLine(WORDS, words % {"scheme": covered.scheme.name_th})
    if left := prepaid_left(membership):
        words = _("Prepaid funeral units of %(baht)s baht: given back on the page of the funeral scheme, not here")
        yield NetLine(WORDS, words % {"baht": show(left)})
    yield NetLine(WORDS, _("Dividend of the running year: decided when the year is closed, by the bylaws"))


def _problems(net: Net, *, waiting: list[Loan]) -> list:
    """Return why somebody alive cannot leave yet. Source: domain, 1.2, resignation."""
    guaranteed = _("Stands guarantor for %(member)s: another guarantor has to be found first.")
    found = [guaranteed % {"member": (one.loan or one.request).membership} for one in net.guarantees]
    signed = _("Contract %(contract)s is signed and not paid out. Cancel it first.")
    found += [signed % {"contract": loan.contract_no} for loan in waiting]
    if _requests(net.membership):
        found.append(_("A request for a loan waits. Let it be withdrawn first."))
    of_fund = _(
        "Contract %(contract)s is a fund's loan: savings are of another fund. Let it be paid at the desk first."
    )
    found += [of_fund % {"contract": one.loan.contract_no} for one in net.loans if one.owed and not one.of_main_fund]
    if net.net < 0:
        words = _("%(owed)s baht are owed and %(held)s are held. Let the rest be settled first.")
        found.append(words % {"owed": show(net.owed), "held": show(net.savings)})
    return found


def _requests(membership: Membership) -> bool:
    waiting = LoanRequest.objects.filter(network_id=membership.network_id, membership=membership)
    return waiting.filter(state__in=(RequestState.ASKED, RequestState.APPROVED)).exists()


def _open_sheets(membership: Membership) -> list[date]:
    rows = SheetRow.objects.filter(network_id=membership.network_id, membership=membership)
    drafts = rows.filter(sheet__state=SheetState.DRAFT).exclude(amounts={})
    return sorted(drafts.values_list("sheet__meeting_on", flat=True))

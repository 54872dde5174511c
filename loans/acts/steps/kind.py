"""What every kind of act has: what it asks of its data, what it does, and how it is undone."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from federation.kit.dates import show_date
from federation.kit.refusals import Refused
from federation.ledger.books import account
from federation.ledger.months import is_open, open_month
from loans.acts.models import BY_RESOLUTION, Act
from loans.lending.models import Loan, LoanEvent, LoanState
from loans.lending.queries.borrowers import book_of_borrower, books_of
from loans.lending.queries.standing import Owed, Standing, standing


class NotPossible(Refused):
    """Raised when an act does not fit how the loan stands now."""


@dataclass(slots=True)
class Case:
    """An act about to be carried out: the loan as it stands under the lock, who checks, and when."""

    act: Act
    loan: Loan | None
    checked_by: object
    at: datetime

    @property
    def on(self) -> date:
        return self.act.on

    @property
    def data(self) -> dict:
        return self.act.data

    @property
    def by(self):
        return self.act.asked_by

    @property
    def organisation(self):
        return self.act.organisation

    @property
    def book(self):
        return self.act.organisation.book

    @property
    def who(self) -> dict:
        """The arguments that every step about money takes."""
        return {"on": self.on, "by": self.by, "checked_by": self.checked_by, "at": self.at}

    @property
    def memo(self) -> str:
        """What the journal says of the act, in Thai: its kind and the contract. The reason may name people, and stays
        with the act, for the journal is read by more people than the act.
        """
        with override("th"):
            kind = self.act.get_kind_display()
            if self.loan is None:
                return kind
            return _("%(what)s, contract %(contract)s") % {"what": kind, "contract": self.loan.contract_no}

    @property
    def purse_below(self):
        """The account of the borrowing organisation's own book that money comes from or goes to, where one is named."""
        book, code = book_of_borrower(self.loan), self.data.get("purse_below")
        return account(book, code) if book and code else None

    def baht(self, name: str) -> Decimal:
        return Decimal(self.data[name])

    def standing(self) -> Standing:
        return standing(self.loan, on=self.on)

    def owed(self) -> Owed:
        """Return what is owed on the day of the act; of a loan that was charged off, what is still claimed."""
        now = self.standing()
        if self.loan.state == LoanState.CHARGED_OFF:
            return now.claim
        return Owed(now.principal, now.to_settle - now.principal - now.fine, now.fine)


@dataclass(slots=True)
class Done:
    """What an act did. facts: what it changed besides the books, as JSON can hold it; both people agreed to it."""

    event: LoanEvent | None = None
    facts: dict = field(default_factory=dict)


class Kind:
    """One kind of act. A new one gives its code, the states of a loan it is for, and `carry_out`."""

    code: str
    states: tuple = (LoanState.RUNNING,)
    own_loan = False  # whether the borrower may propose it, as the treasurer who pays out does

    @property
    def needs_resolution(self) -> bool:
        return self.code in BY_RESOLUTION

    def needs_general_meeting(self, case: Case) -> bool:
        """Tell whether only a resolution of the general meeting is enough."""
        return False

    def check(self, case: Case) -> None:
        """Raise `Refused` when the act does not fit the loan as it stands."""
        if case.loan.state not in self.states:
            shown = {"contract": case.loan.contract_no, "state": case.loan.get_state_display()}
            raise NotPossible(_("Contract %(contract)s: %(state)s. This cannot be done with it now.") % shown)

    def check_open(self, case: Case) -> None:
        """Raise `NotPossible` for an act that moves money in a closed month: its entry would go elsewhere.

        Where an organisation borrows, its own book has to be open too; the words name it.
        """
        for book in books_of([case.loan]):
            if is_open(book, case.on):
                continue
            words = _("That month is closed. Date this on a day of the open month, from %(day)s on.")
            if book != case.book:
                words = _("%(who)s has closed that month in its own book. Date this on %(day)s or later.")
            words %= {"who": book.name, "day": show_date(open_month(book))}
            raise NotPossible(words, fields={"on": words})

    def may_not_check(self, act: Act, *, by) -> str:
        """Return in words why somebody may not carry it out, besides what holds of all acts; or nothing."""
        return ""

    def carry_out(self, case: Case) -> Done:
        """Do it, inside the caller's transaction and lock. Raises `Refused`."""
        raise NotImplementedError

    def undo(self, act: Act, case: Case) -> None:
        """Take back what the act changed besides its event. case: of the act that strikes it."""

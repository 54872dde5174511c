"""Who and what a contract is about, as its papers tell it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from federation.kit.money import ZERO
from loans.products.rules import ProductTerms


@dataclass(frozen=True, slots=True)
class Party:
    """A borrower or guarantor. identity: the masked national ID, or why there is none. amount: baht, where it is
    this person's part or guarantee; bound: of his or her savings. guardian: who signs beside a minor.

    is_organisation: not a person; officers: who came for it, by its own resolution of a number and a day.
    """

    name: str
    member_no: str
    address: str = ""
    identity: str = ""
    age: int | None = None
    guardian: str = ""
    amount: Decimal = ZERO
    bound: Decimal = ZERO
    is_organisation: bool = False
    officers: str = ""
    resolution_no: str = ""
    resolution_on: date | None = None


@dataclass(frozen=True, slots=True)
class Lender:
    """The group or network: who signs for it, and whether it is a legal person or only its members together."""

    name: str
    address: str
    chair: str = ""
    treasurer: str = ""
    is_registered: bool = False
    is_group: bool = True
    made_up: bool = False


@dataclass(frozen=True, slots=True)
class Instalment:
    n: int
    due_on: date
    principal: Decimal
    interest: Decimal


@dataclass(frozen=True, slots=True)
class Deal:
    """A loan as agreed; amounts in baht, the effective rate a yearly fraction.

    falls: guarantees fall with the principal, by the bylaws. bound: of the borrower's own savings.
    """

    contract_no: str
    signed_on: date
    product: str
    principal: Decimal
    terms: ProductTerms
    effective_yearly_rate: Decimal
    lender: Lender
    borrower: Party
    rows: Sequence[Instalment]
    purpose: str = ""
    resolution_no: str = ""
    resolution_on: date | None = None
    joint: Sequence[Party] = ()
    guarantors: Sequence[Party] = ()
    collaterals: Sequence = ()
    goods: Sequence = ()
    falls: bool = False

    @property
    def last_due_on(self) -> date:
        return self.rows[-1].due_on

    @property
    def principal_scheduled(self) -> Decimal:
        """What the instalments repay together, in baht: after a restructure less than what was first lent."""
        return sum((row.principal for row in self.rows), ZERO)

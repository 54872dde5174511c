"""Who of a demo group might borrow, guarantee, or has a loan that goes wrong; and what each will do at a meeting."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from federation.demo.fates import Fate
from federation.demo.habits import MISSED
from federation.people.rules import age
from groups.registry.models import Membership
from loans.lending.models import Loan

PAY, PART, SKIP = "pay", "part", "skip"
BORROWS_FROM, BORROWS_TO = 22, 72
MONTHS_OF_A_BORROWER, MONTHS_OF_A_GUARANTOR = 8, 14
MOST_GUARANTEES = 2


@dataclass
class Marked:
    """A loan with a fate. solved: since when the borrower pays again, or the loan is out of the way."""

    fate: Fate
    loan: Loan
    begins: date
    solved: date | None = None

    def misses(self, on: date) -> bool:
        """Tell whether the borrower pays nothing at a meeting."""
        return on >= self.begins and (self.solved is None or on < self.solved)


@dataclass
class Borrowers:
    """What is known of a group's borrowers.

    rank: the lot by which members guarantee each other: only for those before them, so that no ring closes.
    stands_for: {membership id: how many loans it guarantees}. marked: {membership id: loan with a fate}.
    late: members who missed an instalment at the last meeting. shared: ids of persons who are members of another
    group too; they neither borrow nor guarantee here. leaders: memberships of officers.
    """

    rng: Random
    rank: dict = field(default_factory=dict)
    stands_for: dict = field(default_factory=dict)
    marked: dict = field(default_factory=dict)
    late: set = field(default_factory=set)
    shared: set = field(default_factory=set)
    leaders: set = field(default_factory=set)

    def place(self, member: Membership) -> float:
        """Return a member's place in the lot."""
        if member.pk not in self.rank:
            self.rank[member.pk] = self.rng.random()
        return self.rank[member.pk]

    def may_borrow(self, member: Membership, *, on: date, busy: set) -> bool:
        if member.pk in busy or member.pk in self.leaders or member.person_id in self.shared:
            return False
        return _fits(member, on=on, months=MONTHS_OF_A_BORROWER)

    def guarantors_for(self, member: Membership, among: Iterable[Membership], *, on: date, homes) -> list:
        """Return who might stand for a member, in the order of the lot: of another house, and not for too many."""
        able = [
            one
            for one in among
            if self.place(one) > self.place(member)
            and homes[one.pk] != homes[member.pk]
            and one.pk not in self.leaders
            and one.pk not in self.late
            and one.pk not in self.marked
            and one.person_id not in self.shared
            and self.stands_for.get(one.pk, 0) < MOST_GUARANTEES
            and _fits(one, on=on, months=MONTHS_OF_A_GUARANTOR)
        ]
        return sorted(able, key=self.place)

    def will(self, member_id, *, slack: float, on: date) -> str:
        """Return what a borrower does about the loan at a meeting: pays, pays a part, or not."""
        if marked := self.marked.get(member_id):
            return SKIP if marked.misses(on) else PAY
        chance = MISSED[on.month] * slack * (0.12 if member_id in self.late else 0.3)
        if self.rng.random() >= chance:
            return PAY
        return PART if self.rng.random() < 0.35 else SKIP

    def noted(self, member_id, *, paid: bool) -> None:
        """Note whether a borrower paid at this meeting."""
        (self.late.discard if paid else self.late.add)(member_id)


class Homes:
    """The household of each member, newcomers too. villagers: {membership id: Villager}."""

    def __init__(self, villagers: dict):
        self.villagers = villagers

    def __getitem__(self, member_id) -> int:
        return self.villagers[member_id].home


def _fits(member: Membership, *, on: date, months: int) -> bool:
    years = age(member.person.born_on, on=on)
    full = (on.year - member.joined_on.year) * 12 + on.month - member.joined_on.month
    return BORROWS_FROM <= years <= BORROWS_TO and full >= months


def loan_part(dues: dict[str, Decimal], will: str) -> dict[str, Decimal]:
    """Return what is put on the table for loans, by column."""
    if will == PAY:
        return dict(dues)
    if will == SKIP:
        return {}
    return {column: part for column, due in dues.items() if (part := due / 2 // 10 * 10)}

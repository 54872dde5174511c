"""Money laid on members' loans at a meeting, loan by loan as it comes in. Nothing is written here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.kit.dates import show_date
from federation.kit.money import ZERO, show
from federation.kit.refusals import Refused
from groups.registry.models import Membership
from loans.lending.queries.open_loans import Open, open_loans
from loans.lending.queries.standing import due_by, order_of
from loans.lending.rules.facts import Fact
from loans.lending.rules.replay import Outcome, apply


class MoreThanOwed(Refused):
    """Raised when a member pays more into a loan column than all of these loans come to."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A payment on one loan as the meeting's entry credits it."""

    open: Open
    outcome: Outcome


@dataclass
class Till:
    """The running loans of an organisation on a meeting day, read when the first is asked for: four queries.

    until: instalments due up to that day are asked for. taken: payments, in the order they came in.
    """

    organisation: object
    on: date
    until: date
    taken: list[Taken] = field(default_factory=list)
    _loans: dict | None = None

    @property
    def loans(self) -> dict:
        """Return {membership id: [Open]}, whose turn comes first standing first."""
        if self._loans is None:
            self._loans = self._read()
        return self._loans

    def of(self, membership_id, *, control: str | None = None) -> list[Open]:
        """Return a member's running loans: of one kind, or those that may be paid early."""
        found = self.loans.get(membership_id, [])
        if control is None:
            return [one for one in found if one.state.contract.terms.prepayment]
        return [one for one in found if one.state.contract.terms.control == control]

    def due(self, one: Open) -> Decimal:
        """Return what a loan asks for at this meeting, in baht."""
        return sum(due_by(one.state, until=self.until), ZERO)

    def take(self, membership, amount: Decimal, *, control: str | None = None) -> list[Taken]:
        """Lay money on a member's loans: what is due on each in turn, then the rest in the same turn.

        control: the kind of loans; none for principal paid early. Raises `MoreThanOwed`.
        """
        loans = self.of(membership.pk, control=control)
        owed = sum((one.state.to_settle() for one in loans), ZERO)
        if amount > owed:
            raise MoreThanOwed(self._words(membership, over=amount - owed, owed=owed))
        kind = "repayment" if control else "prepayment"
        parts = self._spread(loans, amount) if control else _in_turn(loans, amount)
        made = [self._pay(one, part, kind=kind) for one, part in parts if part]
        self.taken += made
        return made

    def _spread(self, loans: list[Open], amount: Decimal) -> list[tuple[Open, Decimal]]:
        if len(loans) == 1:
            return [(loans[0], amount)]
        dues = [(one, min(self.due(one), one.state.to_settle())) for one in loans]
        parts = []
        for one, due in dues:
            part = min(amount, due)
            amount -= part
            parts.append([one, part])
        for pair in parts:
            more = min(amount, pair[0].state.to_settle() - pair[1])
            amount -= more
            pair[1] += more
        return [tuple(pair) for pair in parts]

    def _pay(self, one: Open, amount: Decimal, *, kind: str) -> Taken:
        one.last_seq += 1
        return Taken(one, apply(one.state, Fact(kind, self.on, one.last_seq, amount)))

    def _read(self) -> dict:
        found: dict = {}
        for one in sorted(open_loans(self.organisation, on=self.on), key=lambda one: order_of(one.state, one.loan)):
            one.state.advance(self.on)
            found.setdefault(one.loan.membership_id, []).append(one)
        return found

    def _words(self, membership, *, over: Decimal, owed: Decimal):
        who = Membership.objects.of(self.organisation).select_related("person", "member_organisation")
        shown = {"who": who.get(pk=membership.pk), "day": show_date(self.on), "owed": show(owed), "over": show(over)}
        owes_nothing = _("%(who)s owes nothing on such a loan on %(day)s. Put %(over)s baht into special savings.")
        too_much = _(
            "%(who)s owes %(owed)s baht on these loans on %(day)s, all in all."
            " Put the %(over)s baht above that into special savings."
        )
        return (too_much if owed else owes_nothing) % shown


def _in_turn(loans: Iterable[Open], amount: Decimal) -> list[tuple[Open, Decimal]]:
    parts = []
    for one in loans:
        part = min(amount, one.state.to_settle())
        amount -= part
        parts.append((one, part))
    return parts

"""Money laid on members' loans at a meeting, loan by loan as it comes in. Nothing is written here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.kit.dates import show_date
from federation.kit.money import ZERO, show
from federation.kit.refusals import Refused
from groups.registry.models import Membership
from loans.lending.queries.open_loans import Open, open_loans
from loans.lending.queries.standing import order_of
from loans.lending.rules.asking import Asked, asked
from loans.lending.rules.facts import Fact
from loans.lending.rules.replay import Outcome, apply

TRIES = 5  # each comes closer by the interest of the last difference


class MoreThanOwed(Refused):
    """Raised when members pay more into loan columns than their loans come to; `problems` names them all."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A payment on one loan as the meeting's entry credits it."""

    open: Open
    outcome: Outcome


@dataclass
class Till:
    """The running loans of an organisation on a meeting day, read when the first is asked for: four queries.

    until: instalments due up to that day are asked for. step: asked in multiples of so many baht; nothing for to the
    satang. taken: payments, in the order they came in.
    """

    organisation: object
    on: date
    until: date
    step: Decimal = ZERO
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
        return [one for one in found if one.loan.control == control]

    def asked(self, one: Open) -> Asked:
        """Return what a loan asks for at this meeting."""
        return asked(one.state, one.latest, until=self.until, step=self.step)

    def most(self, one: Open) -> Decimal:
        """Return the most that a loan can take at this meeting, in baht, so that what came later still fits."""
        most = one.state.to_settle()
        if not one.later:
            return most
        fits = ZERO
        for _try in range(TRIES):
            over, after = one.with_payment(most, on=self.on)
            left = ZERO if over else after.to_settle()
            fits = fits if over else max(fits, most)
            if not over and not left:
                break
            most = min(max(most - over + left, ZERO), one.state.to_settle())
        return fits

    def too_much(self, membership, amounts: Mapping[str, Decimal], *, control: str | None = None):
        """Return why a member's money cannot go where it stands, or nothing.

        amounts: {control: baht}, None for principal paid early. control: the amount that is looked at.
        """
        loans = self.of(membership.pk, control=control)
        most, elsewhere = sum((self.most(one) for one in loans), ZERO), ZERO
        if control is None:
            elsewhere = sum((self._taken_by(membership, c, baht) for c, baht in amounts.items() if c), ZERO)
        most = max(most - elsewhere, ZERO)
        over = amounts[control] - most
        return self._words(owed=most, over=over) if over > ZERO else ""

    def _taken_by(self, membership, control: str, amount: Decimal) -> Decimal:
        """Return how much of a column falls on loans that may be paid early, if the others take what they can."""
        others = [o for o in self.of(membership.pk, control=control) if not o.state.contract.terms.prepayment]
        return max(amount - sum((self.most(one) for one in others), ZERO), ZERO)

    def take(self, membership, amount: Decimal, *, control: str | None = None) -> list[Taken]:
        """Lay money on a member's loans: what is due on each in turn, then the rest in the same turn.

        control: the kind of loans; none for principal paid early. Raises `MoreThanOwed`.
        """
        loans = self.of(membership.pk, control=control)
        owed = sum((one.state.to_settle() for one in loans), ZERO)
        if amount > owed:
            raise MoreThanOwed(self._named(membership, self._words(over=amount - owed, owed=owed)))
        kind = "repayment" if control else "prepayment"
        parts = self._spread(loans, amount) if control else _in_turn(loans, amount)
        made = [self._pay(one, part, kind=kind) for one, part in parts if part]
        self.taken += made
        return made

    def _spread(self, loans: list[Open], amount: Decimal) -> list[tuple[Open, Decimal]]:
        if len(loans) == 1:
            return [(loans[0], amount)]
        dues = [(one, min(self.asked(one).total, one.state.to_settle())) for one in loans]
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

    def _words(self, *, over: Decimal, owed: Decimal):
        shown = {"day": show_date(self.on), "owed": show(owed), "over": show(over)}
        owes_nothing = _("No such loan is owed on %(day)s. Put the %(over)s baht into special savings.")
        too_much = _(
            "All that is owed on %(day)s is %(owed)s baht. Write %(owed)s here and the %(over)s baht above that into"
            " special savings."
        )
        return (too_much if owed else owes_nothing) % shown

    def _named(self, membership, words):
        who = Membership.objects.of(self.organisation).select_related("person", "member_organisation")
        return f"{who.get(pk=membership.pk)}: {words}"


def _in_turn(loans: Iterable[Open], amount: Decimal) -> list[tuple[Open, Decimal]]:
    parts = []
    for one in loans:
        part = min(amount, one.state.to_settle())
        amount -= part
        parts.append((one, part))
    return parts

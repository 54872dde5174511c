"""What is agreed anew about a running loan: another rate, a pause, interest or fines given up."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.bylaws.queries import bylaws_of
from federation.kit.money import ZERO, show
from loans.acts import rules
from loans.acts.models import ActKind
from loans.acts.queries import waived_near
from loans.acts.steps.kind import Case, Done, Kind, NotPossible
from loans.lending.models import EventKind
from loans.lending.steps.events import enter_step
from loans.products.queries import product_rate
from loans.schedules.rules import above_ceiling


class Rate(Kind):
    """data: yearly_rate, a fraction as text. Never above the lawful rate, for old loans neither.

    Below what the product asks of everybody it is a gift to one: only the general meeting may resolve that.
    """

    code = ActKind.RATE

    def check(self, case):
        super().check(case)
        rate = Decimal(case.data["yearly_rate"])
        if above_ceiling(rate) or rate < 0:
            words = _("The law allows 15 % a year (Civil Code, section 654); no resolution makes more lawful.")
            raise NotPossible(words, fields={"yearly_rate": words})
        if case.loan.terms["accrual"] == "scheduled":
            raise NotPossible(_("The interest of this loan is fixed by its schedule. Make a new schedule instead."))

    def needs_general_meeting(self, case):
        return Decimal(case.data["yearly_rate"]) < product_rate(case.loan)

    def carry_out(self, case):
        data = {"yearly_rate": case.data["yearly_rate"]}
        return Done(enter_step(case.loan, kind=EventKind.RATE, data=data, **case.who))


class Pause(Kind):
    """data: until (the last day of it), interest_runs. Its days count as no days late."""

    code = ActKind.PAUSE

    def check(self, case):
        super().check(case)
        until = date.fromisoformat(case.data["until"])
        if not case.on <= until <= case.on + rules.LONGEST_PAUSE:
            words = _("A pause ends after it begins, and within a year.")
            raise NotPossible(words, fields={"until": words})

    def carry_out(self, case):
        data = {"until": case.data["until"], "interest_runs": case.data["interest_runs"]}
        return Done(enter_step(case.loan, kind=EventKind.PAUSE, data=data, **case.who))


class Waiver(Kind):
    """data: interest, fine: baht of each that is given up."""

    code = ActKind.WAIVER

    def check(self, case):
        super().check(case)
        now = case.standing()
        owed = {"interest": now.interest, "fine": now.fine}
        for name, most in owed.items():
            if not ZERO <= case.baht(name) <= most:
                words = _("Only %(baht)s baht are owed on that day.") % {"baht": show(most)}
                raise NotPossible(words, fields={name: words})
        if case.baht("interest") + case.baht("fine") <= ZERO:
            words = _("Write how much interest or fines are waived.")
            raise NotPossible(words, fields={"interest": words})

    def needs_general_meeting(self, case):
        most = bylaws_of(case.organisation, on=case.on)["waiver_most"]
        before = waived_near(case.act, days=rules.year_around(case.on))
        amount = case.baht("interest") + case.baht("fine")
        return rules.needs_general_meeting(amount, waived_before=before, most=most)

    def carry_out(self, case: Case):
        data = {"interest": case.data["interest"], "fine": case.data["fine"]}
        amount = case.baht("interest") + case.baht("fine")
        return Done(enter_step(case.loan, kind=EventKind.WAIVER, amount=amount, data=data, **case.who))

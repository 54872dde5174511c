"""A new schedule for a loan that cannot be paid as agreed. The old one is kept; the loan stays a class of its own."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from federation.kit.money import ZERO
from loans.acts.models import Act, ActKind
from loans.acts.queries import guarantees_of
from loans.acts.steps.kind import Case, Done, Kind, NotPossible
from loans.lending.models import EventKind, Guarantee, Lien
from loans.lending.steps.contracts import lawful_rate
from loans.lending.steps.events import new_schedule_step
from loans.products.queries import product_rate
from loans.products.rules import ProductTerms
from loans.schedules.rules import Schedule, make_schedule

NO_CONSENT = "s.700"


class Restructure(Kind):
    """data: first_due, instalments, consents: [ids of the guarantees whose guarantor agreed in writing]; yearly_rate, a
    fraction as text, where the interest goes by the schedule and changes with it.

    Interest and fines unpaid until then stay owed, without interest on them, and are never added to the principal
    (Civil Code, section 655). Guarantors who did not consent are free (section 700).
    """

    code = ActKind.RESTRUCTURE

    def check(self, case):
        super().check(case)
        if not case.standing().principal:
            raise NotPossible(_("Nothing is owed on this loan."))
        if case.data.get("yearly_rate") and case.loan.terms["accrual"] != "scheduled":
            raise NotPossible(_("Change the rate by an act of its own, before the new schedule."))

    def needs_general_meeting(self, case):
        rate = case.data.get("yearly_rate")
        return bool(rate) and Decimal(rate) < product_rate(case.loan)

    def carry_out(self, case):
        now, schedule = case.standing(), new_schedule(case)
        lawful_rate(ProductTerms.from_data(case.loan.terms), schedule)
        facts = {
            "rows": [[row.due.isoformat(), str(row.principal), str(row.interest)] for row in schedule.rows],
            "deferred": str(now.interest + now.fine),
            "released": [str(one.pk) for one in not_consenting(case)],
        }
        event = new_schedule_step(
            case.loan,
            schedule.rows,
            holds_from=case.on,
            reason=case.act.reason,
            resolution_no=case.act.resolution_no,
            by=case.by,
            at=case.at,
        )
        self._release(case)
        case.loan.restructured_on = case.on
        case.loan.save(update_fields=["restructured_on"])
        return Done(event, facts)

    def _release(self, case: Case) -> None:
        for guarantee in not_consenting(case):
            release(guarantee, on=case.on, reason=NO_CONSENT)

    def undo(self, act: Act, case: Case) -> None:
        standing = case.loan.events.filter(kind=EventKind.SCHEDULE, struck_at=None)
        case.loan.restructured_on = standing.aggregate(last=Max("on"))["last"]
        case.loan.save(update_fields=["restructured_on"])
        for guarantee in Guarantee.objects.filter(network_id=act.network_id, pk__in=act.would["facts"]["released"]):
            bind_again(guarantee, released_on=act.on)


def new_schedule(case: Case) -> Schedule:
    """Return the new schedule: what is left of the principal, at the rate of the day. Raises `NoSchedule`."""
    return make_schedule(
        [(case.on, case.standing().principal)],
        terms=replace(ProductTerms.from_data(case.loan.terms).schedule, yearly_rate=_rate(case)),
        instalments=case.data["instalments"],
        first_due=date.fromisoformat(case.data["first_due"]),
    )


def _rate(case: Case) -> Decimal:
    """Return the yearly rate from the day of the act on, as a fraction."""
    if case.data.get("yearly_rate"):
        return Decimal(case.data["yearly_rate"])
    return [rate for since, rate in case.standing().now.rates if since <= case.on][-1]


def not_consenting(case: Case) -> list[Guarantee]:
    """Return the guarantees that end because more time was given without the guarantor's consent."""
    return [one for one in guarantees_of(case.loan) if str(one.pk) not in case.data["consents"]]


def release(guarantee: Guarantee, *, on: date, reason: str) -> None:
    """End one guarantee and free the savings it binds."""
    guarantee.released_on, guarantee.release_reason = on, reason
    guarantee.save(update_fields=["released_on", "release_reason"])
    _liens(guarantee).filter(released_on=None).update(released_on=on)


def bind_again(guarantee: Guarantee, *, released_on: date) -> None:
    """Undo `release`. Raises `NotPossible` where the same member guarantees the loan anew since then."""
    again = Guarantee.objects.filter(network_id=guarantee.network_id, loan=guarantee.loan_id, released_on=None)
    if again.filter(membership=guarantee.membership_id).exclude(pk=guarantee.pk).exists():
        words = _("%(who)s guarantees this loan anew since then. Release that guarantee first.")
        raise NotPossible(words % {"who": guarantee.membership})
    guarantee.released_on, guarantee.release_reason = None, ""
    guarantee.save(update_fields=["released_on", "release_reason"])
    _liens(guarantee).filter(released_on=released_on).update(released_on=None)


def bind(guarantee: Guarantee, *, amount: Decimal, since: date) -> None:
    """Bind so much of a guarantor's savings for a guarantee."""
    if amount > ZERO:
        Lien.objects.create(
            network_id=guarantee.network_id,
            membership_id=guarantee.membership_id,
            loan_id=guarantee.loan_id,
            why=Lien.Why.GUARANTEE,
            amount=amount,
            since=since,
        )


def _liens(guarantee: Guarantee):
    return Lien.objects.filter(
        network_id=guarantee.network_id,
        loan_id=guarantee.loan_id,
        membership_id=guarantee.membership_id,
        why=Lien.Why.GUARANTEE,
    )

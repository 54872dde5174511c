"""Whether a covered person has what a scheme's model asks for on a day: a fee paid, savings, months of saving."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from federation.kit.dates import month_of, month_range, next_month, show_date
from federation.kit.money import ZERO, show
from federation.kit.report import Shown
from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _
from federation.ledger.queries import balances
from groups.registry.models import Membership
from welfare.funds.queries import paid_through, places
from welfare.funeral.models import Covered, Scheme, SchemeModel
from welfare.funeral.queries.people import terms_on
from welfare.funeral.rules import Terms
from welfare.funeral.rules.lapse import fee_day_passed


@dataclass(frozen=True)
class Standing:
    """Whether a member has what the model asks for, and what was found."""

    holds: bool
    words: Sentence


def standing_of(covered: Covered, *, on: date) -> Standing:
    """Return whether a covered person's member has on a day what the scheme's model asks for.

    Models A and B ask for nothing but the dues, which have pages of their own. Raises `NoTerms`.
    Source: domain: 2 Funeral aid, models C, D, E.
    """
    return standings(covered.scheme, [covered], on=on)[covered.pk]


def standings(scheme: Scheme, people: Iterable[Covered], *, on: date) -> dict:
    """Return {covered id: `Standing`} of many, in a fixed number of queries for models C and D."""
    people, terms = list(people), terms_on(scheme, on=on)
    if scheme.model == SchemeModel.YEARLY:
        return _by_fee(scheme, people, terms=terms, on=on)
    if scheme.model == SchemeModel.BALANCE:
        return _by_balance(people, terms=terms, on=on)
    if scheme.model == SchemeModel.SAVING:
        return {one.pk: _by_saving(one, terms=terms, on=on) for one in people}
    return {one.pk: Standing(True, _("Each death is brought for as it comes.")) for one in people}


def _by_fee(scheme: Scheme, people: list[Covered], *, terms: Terms, on: date) -> dict:
    """Model C: the fee of each year is paid by its day; who came in after that day owes none of it yet."""
    enrolled = {place.membership_id: place for place in places(scheme.fund, on=on)}
    through = paid_through(enrolled.values(), on=on)
    day, found = fee_day_passed(terms, on=on), {}
    for one in people:
        place = enrolled.get(one.membership_id)
        reached = through.get(place.pk) if place else None
        new = one.approved_on is not None and one.approved_on > day
        found[one.pk] = _fee_standing(reached, day=day, new=new)
    return found


def _fee_standing(reached: date | None, *, day: date, new: bool) -> Standing:
    if new or (reached and reached >= day):
        until = reached or day
        return Standing(
            True, _("The fee is paid as far as %(day)s.") % {"day": Shown(show_date, until)} if reached else _NEW
        )
    words = _("The fee due on %(day)s is not paid; by the terms who has not paid it is out.")
    return Standing(False, words % {"day": Shown(show_date, day)})


_NEW = _("Came in after the day of the last fee; the next is due at its day.")


def _by_balance(people: list[Covered], *, terms: Terms, on: date) -> dict:
    """Model D: savings above a floor, and a member for so many days."""
    kept = savings_of([one.membership for one in people], on=on)
    found = {}
    for one in people:
        days, baht = (on - one.membership.member_since).days, kept[one.membership_id]
        holds = baht > terms.min_balance and days >= terms.min_days
        words = _(
            "Savings of %(baht)s baht (more than %(floor)s are asked for), a member for %(days)s days (of %(least)s)."
        )
        shown = {"baht": show(baht), "floor": show(terms.min_balance), "days": days, "least": terms.min_days}
        found[one.pk] = Standing(holds, words % shown)
    return found


def savings_of(memberships: Iterable[Membership], *, on: date) -> dict:
    """Return {membership id: baht} of satja and special savings together at the end of a day. Two queries."""
    memberships = list(memberships)
    fields = ("satja_account", "special_account")
    chosen = Membership.objects.filter(pk__in=[one.pk for one in memberships]).select_related(*fields)
    rows = {one.pk: [getattr(one, field) for field in fields] for one in chosen}
    baht = balances([account for accounts in rows.values() for account in accounts], on=on)
    return {pk: sum((baht[account.pk] for account in accounts), ZERO) for pk, accounts in rows.items()}


def _by_saving(covered: Covered, *, terms: Terms, on: date) -> Standing:
    """Model E: satja brought in each of so many full months before a day; months before these books are believed."""
    member = covered.membership
    first = next_month(month_of(on), by=-terms.saving_months)
    asked = list(month_range(first, next_month(month_of(on), by=-1)))
    brought = _months_saved(member, since=first, until=month_of(on) - timedelta(days=1))
    missed = [month for month in asked if month >= member.counted_from and not brought.get(month)]
    if month_of(member.member_since) > first:
        words = _("A member since %(day)s; %(months)s full months of saving are asked for.")
        return Standing(False, words % {"day": Shown(show_date, member.member_since), "months": terms.saving_months})
    words = _("Satja brought in %(kept)s of the last %(months)s months.")
    return Standing(not missed, words % {"kept": len(asked) - len(missed), "months": len(asked)})


def _months_saved(member: Membership, *, since: date, until: date) -> dict[date, Decimal]:
    """Return {month: baht} that came into a member's satja, balances brought forward left out."""
    lines = member.satja_account.lines.filter(network_id=member.network_id, on__gte=since, on__lte=until)
    months = lines.exclude(entry__kind="opening").annotate(month=TruncMonth("on")).order_by().values("month")
    summed = months.annotate(baht=Sum("credit") - Sum("debit"))
    return {row["month"]: row["baht"] for row in summed if row["baht"] > 0}

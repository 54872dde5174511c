"""What the rules say to a request, all at once: each with its figures and what mends it. Judges; reads no table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from federation.kit.money import ZERO
from federation.kit.refusals import Refused
from federation.people.rules import AGE_OF_MAJORITY, age
from groups.registry.models import Membership, MembershipState
from loans.lending.queries.exposure import Exposure
from loans.lending.queries.figures import Figures, GuarantorFigures
from loans.lending.rules.contracts import goods_total, schedule_of
from loans.lending.rules.guarantees import uncovered
from loans.products.rules import ProductTerms, effective_yearly_rate_with, late_yearly_rate, percent_words, short_baht
from loans.schedules.rules import NoEffectiveRate, above_ceiling

HOLDS, WARNS, REFUSES = "holds", "warns", "refuses"


@dataclass(frozen=True, slots=True)
class Check:
    """What one rule says. code: its name for ever. verdict: one of HOLDS, WARNS, REFUSES. mend: what would mend it."""

    code: str
    verdict: str
    words: str
    mend: str = ""

    def to_data(self) -> dict:
        return {"code": self.code, "verdict": self.verdict, "words": self.words, "mend": self.mend}


def checks_of(figures: Figures) -> list[Check]:
    """Return what every rule says to a request on a day, those about the member first.

    Source: domain: 1.4 Loans, 1.5 Interest arithmetic and the 15 % cap; features: 61 to 63, 68 to 70.
    """
    return [
        *_about_the_member(figures),
        *_about_the_loan(figures),
        *_about_security(figures),
        *_about_special_loans(figures),
    ]


def refusing(checks: list[Check]) -> list[Check]:
    return [check for check in checks if check.verdict == REFUSES]


def holding(checks: list[Check]) -> list[Check]:
    return [check for check in checks if check.verdict == HOLDS]


def warning(checks: list[Check]) -> list[Check]:
    return [check for check in checks if check.verdict == WARNS]


def _verdict(good: bool, otherwise: str = REFUSES) -> str:
    return HOLDS if good else otherwise


def full_months(since: date, on: date) -> int:
    """Return the whole months that have passed from one day to another."""
    return (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day)


# About the member


def _about_the_member(f: Figures) -> Iterator[Check]:
    yield _state(f.membership)
    needed = max(f.bylaws["membership_before_loan"], f.terms.members_for_months)
    months = full_months(f.membership.joined_on, f.on)
    yield Check(
        "member_for",
        _verdict(months >= needed),
        _("Member for %(months)s months; a loan takes %(needed)s.") % {"months": months, "needed": needed},
        "" if months >= needed else _("Wait until the months are full, or choose a loan that takes fewer."),
    )
    if f.membership.person_id:
        yield _age(f)
    yield _arrears("arrears", f.membership, days=f.days_late, within=f.days_still_normal)


def _state(membership: Membership) -> Check:
    good = membership.state == MembershipState.ADMITTED
    words = _("%(member)s: %(state)s.") % {"member": membership, "state": membership.get_state_display()}
    return Check("state", _verdict(good), words, "" if good else _("Only an active member borrows."))


def _age(f: Figures) -> Check:
    person, least = f.membership.person, f.bylaws["loan_min_age"]
    if person.born_on is None:
        words = _("The birthday is not known; a borrower is at least %(least)s years old.") % {"least": least}
        return Check("age", WARNS, words, _("Look at the identity card and enter the birthday."))
    years = age(person.born_on, on=f.on)
    shown = {"years": years, "least": least}
    if years < least:
        words = _("%(years)s years old; a borrower is at least %(least)s.") % shown
        return Check("age", REFUSES, words, _("A parent who is a member may ask for the loan."))
    if years >= AGE_OF_MAJORITY:
        return Check("age", HOLDS, _("%(years)s years old; a borrower is at least %(least)s.") % shown)
    if person.guardian:
        words = _("%(years)s years old: the guardian %(guardian)s signs too.") % {**shown, "guardian": person.guardian}
        return Check("age", WARNS, words)
    words = _("%(years)s years old, and no guardian is entered who would sign too.") % shown
    return Check("age", REFUSES, words, _("Enter the guardian with the member's personal data."))


def _arrears(code: str, membership: Membership, *, days: int, within: int) -> Check:
    if not days:
        return Check(code, HOLDS, _("%(member)s is late with nothing.") % {"member": membership})
    words = _("%(member)s is %(days)s days late with a loan.") % {"member": membership, "days": days}
    return Check(code, WARNS if days <= within else REFUSES, words, _("Pay what is late first."))


# About the loan


def _about_the_loan(f: Figures) -> Iterator[Check]:
    yield _product(f)
    yield _amount(f)
    worked = f.terms.ceiling.of(f.ceiling_figures)
    fits = f.amount <= worked.amount
    shown = {"sum": worked.words, "amount": short_baht(f.amount)}
    yield Check(
        "ceiling",
        _verdict(fits),
        _("May borrow up to: %(sum)s. Asked: %(amount)s.") % shown,
        "" if fits else _("Ask for %(most)s baht or less.") % {"most": short_baht(worked.amount)},
    )
    if f.exposure:
        yield _limit(f, f.exposure)
    yield _instalments(f)
    yield _live_loans(f)
    yield _rate(f)
    yield _money(f)


def _limit(f: Figures, of: Exposure) -> Check:
    fits = f.amount <= of.left
    shown = {name: short_baht(getattr(of, name)) for name in ("limit", "owed", "left")}
    words = _("A group's limit: %(limit)s, owed %(owed)s, left %(left)s. Asked: %(amount)s. %(why)s")
    words %= {**shown, "amount": short_baht(f.amount), "why": " ".join(of.reasons)}
    mend = _("Ask for %(most)s baht or less.") % {"most": short_baht(of.left)}
    if of.is_stopped:
        mend = _("Its own late loans come first; the network may give it an adviser.")
    return Check("group_limit", _verdict(fits), words, "" if fits else mend)


def _product(f: Figures) -> Check:
    name = f.request.product_version.product.name
    if not f.is_offered:
        return Check("product", REFUSES, _("%(name)s is not offered.") % {"name": name}, _("Choose another loan."))
    if not f.is_newest_version:
        words = _("The terms of %(name)s have changed since this was asked.") % {"name": name}
        return Check("product", REFUSES, words, _("Open the request, look at the terms and save it again."))
    shown = {"name": name, "n": f.request.product_version.number}
    return Check("product", HOLDS, _("%(name)s, version %(n)s of its terms.") % shown)


def _amount(f: Figures) -> Check:
    least, most = f.terms.least_amount, f.terms.most_amount
    good = least <= f.amount <= most
    shown = {"amount": short_baht(f.amount), "least": short_baht(least), "most": short_baht(most)}
    words = _("%(amount)s baht; this loan goes from %(least)s to %(most)s.") % shown
    return Check("amount", _verdict(good), words, "" if good else _("Change the amount."))


def _instalments(f: Figures) -> Check:
    least, most = f.terms.least_instalments, f.terms.most_instalments
    good = least <= f.instalments <= most
    shown = {"n": f.instalments, "least": least, "most": most}
    words = _("%(n)s instalments; this loan has %(least)s to %(most)s.") % shown
    return Check("instalments", _verdict(good), words, "" if good else _("Change the number of instalments."))


def _live_loans(f: Figures) -> Check:
    good = f.live_of_product < f.terms.max_live
    shown = {"n": f.live_of_product, "most": f.terms.max_live}
    words = _("Has %(n)s loans of this kind already; at most %(most)s at a time.") % shown
    return Check(
        "live_loans", _verdict(good), words, "" if good else _("Settle the running loan first, or with this one.")
    )


def _rate(f: Figures) -> Check:
    try:
        schedule = schedule_of(
            f.terms,
            principal=f.amount,
            instalments=f.instalments,
            start=f.on,
            first_due=f.request.first_due_on,
            due_dates=[date.fromisoformat(day) for day in f.request.due_dates],
        )
        on_time, worst = schedule.effective_yearly_rate, effective_yearly_rate_with(f.terms, schedule)
    except (Refused, NoEffectiveRate) as error:
        words = str(error) if isinstance(error, Refused) else _("No schedule can be made of these figures.")
        return Check("schedule", REFUSES, words, _("Change the first due date or the number of instalments."))
    good = not above_ceiling(worst)
    late = late_yearly_rate(f.terms, on_time=on_time, worst=worst)
    shown = {"rate": percent_words(on_time), "late": percent_words(late)}
    words = _("Paid on time %(rate)s a year, its fee included; the law allows 15.00 %%.")
    if f.terms.fine:
        words = _("Paid on time %(rate)s a year; late at most %(late)s, fines included; the law allows 15.00 %%.")
    mend = "" if good else _("No resolution makes it lawful: the terms of the loan must be changed.")
    return Check("rate", _verdict(good), words % shown, mend)


def _money(f: Figures) -> Check:
    good = f.amount <= f.lendable.left
    shown = {"left": short_baht(f.lendable.left), "amount": short_baht(f.amount)}
    words = _("There are %(left)s baht to lend; asked: %(amount)s.") % shown
    return Check("money", _verdict(good, WARNS), words, "" if good else _("Pay it out later, or in parts."))


# About what secures it


@dataclass(frozen=True, slots=True)
class _Security:
    """What secures a loan, in baht. amount: what is lent, or left of it."""

    terms: ProductTerms
    amount: Decimal
    own: Decimal
    pledged: Decimal
    guaranteed: list[Decimal]

    @property
    def open_part(self) -> Decimal:
        return uncovered(self.amount, own_free=self.own, collateral=self.pledged)


def security_checks(
    terms: ProductTerms, amount: Decimal, *, own: Decimal, pledged: Decimal, guaranteed: list[Decimal]
) -> list[Check]:
    """Return what the rules say to all that secures `amount` baht: how many guarantors, and whether they cover it.

    own: the borrower's free savings. guaranteed: what each guarantor stands for.
    """
    security = _Security(terms, amount, own, pledged, guaranteed)
    return [_count_of_guarantors(security), _cover(security)]


def _about_security(f: Figures) -> Iterator[Check]:
    guaranteed = [one.guarantee.amount for one in f.guarantors]
    yield from security_checks(f.terms, f.amount, own=f.own.free, pledged=f.pledged, guaranteed=guaranteed)
    for one in f.guarantors:
        yield from _guarantor(f, one)
    if f.guarantors:
        yield _ring(f)


def _count_of_guarantors(f: _Security) -> Check:
    if f.terms.own_savings_without_guarantor and not f.open_part:
        return Check("guarantors", HOLDS, _("Covered without a guarantor, as this loan allows."))
    if not f.terms.guarantors:
        return Check("guarantors", HOLDS, _("This loan asks for no guarantor."))
    good = len(f.guaranteed) >= f.terms.guarantors
    return Check(
        "guarantors",
        _verdict(good),
        _("%(n)s guarantors; this loan takes %(needed)s.") % {"n": len(f.guaranteed), "needed": f.terms.guarantors},
        "" if good else _("Enter another guarantor, or ask for less than one's own free savings."),
    )


def _cover(f: _Security) -> Check:
    open_part, guaranteed = f.open_part, sum(f.guaranteed, ZERO)
    shown = {name: short_baht(baht) for name, baht in (("amount", f.amount), ("own", f.own), ("open", open_part))}
    shown |= {"pledged": short_baht(f.pledged), "guaranteed": short_baht(guaranteed)}
    if not open_part:
        words = _("Own free savings %(own)s cover %(amount)s baht.")
        with_collateral = _("Own free savings %(own)s and collateral %(pledged)s cover %(amount)s baht.")
        return Check("cover", HOLDS, (with_collateral if f.pledged else words) % shown)
    if f.pledged:
        words = _(
            "%(amount)s − own free savings %(own)s − collateral %(pledged)s: %(open)s to be guaranteed;"
            " guaranteed: %(guaranteed)s."
        )
    else:
        words = _("%(amount)s − own free savings %(own)s: %(open)s to be guaranteed; guaranteed: %(guaranteed)s.")
    if guaranteed >= open_part:
        return Check("cover", HOLDS, words % shown)
    if not f.terms.guarantors:
        return Check("cover", WARNS, words % shown, _("This loan asks for no guarantor; say why it is safe."))
    missing = _("Guarantors stand for %(more)s baht more, or the loan is smaller.")
    return Check("cover", REFUSES, words % shown, missing % {"more": short_baht(open_part - guaranteed)})


def guarantor_checks(f, one: GuarantorFigures) -> list[Check]:
    """Return what the rules say to a guarantor of a running loan; of `f` the day, bylaws and normal days are asked."""
    return list(_guarantor(f, one))


def _guarantor(f: Figures, one: GuarantorFigures) -> Iterator[Check]:
    """Yield what speaks against a guarantor, or one line that all is well."""
    against = [check for check in _against(f, one) if check.verdict != HOLDS]
    if against:
        yield from against
        return
    words = _("%(member)s: free savings %(free)s baht, guarantees %(amount)s; %(n)s other contracts guaranteed.")
    shown = {"free": short_baht(one.free.free), "amount": short_baht(one.guarantee.amount), "n": one.others}
    yield Check("guarantor", HOLDS, words % {"member": one.membership, **shown})


def _against(f: Figures, one: GuarantorFigures) -> Iterator[Check]:
    member, bylaws = one.membership, f.bylaws
    another = _("Choose another guarantor.")

    def check(code, good, words, mend=another, **shown):
        return Check(f"guarantor_{code}", _verdict(good), words % {"member": member, **shown}, mend)

    state = {"state": member.get_state_display()}
    yield check("state", member.state == MembershipState.ADMITTED, _("%(member)s: %(state)s."), **state)
    months = {"months": full_months(member.joined_on, f.on), "needed": bylaws["guarantor_months"]}
    words = _("%(member)s is a member for %(months)s months; a guarantor for %(needed)s.")
    yield check("months", months["months"] >= months["needed"], words, **months)
    if member.person_id:
        yield _guarantor_age(f, member)
    yield _arrears("guarantor_arrears", member, days=one.days_late, within=f.days_still_normal)
    spouse_ok = not one.guarantee.is_spouse or bylaws["guarantor_spouse"] == "yes"
    yield check("spouse", spouse_ok, _("%(member)s is husband or wife of the borrower; the bylaws do not allow it."))
    free = {"free": short_baht(one.free.free), "amount": short_baht(one.guarantee.amount)}
    words = _("%(member)s guarantees %(amount)s baht and has %(free)s of free savings.")
    mend = _("A smaller guarantee, and another guarantor for the rest.")
    yield check("savings", one.guarantee.amount <= one.free.free, words, mend, **free)
    count = {"n": one.others, "most": bylaws["guarantees_per_member"]}
    words = _("%(member)s guarantees %(n)s contracts already, over all groups; at most %(most)s.")
    yield check("count", one.others < count["most"], words, **count)


def _guarantor_age(f: Figures, member: Membership) -> Check:
    least = max(f.bylaws["loan_min_age"], AGE_OF_MAJORITY)
    shown = {"member": member, "least": least}
    if member.person.born_on is None:
        words = _("The birthday of %(member)s is not known; a guarantor is at least %(least)s years old.") % shown
        return Check("guarantor_age", WARNS, words, _("Look at the identity card and enter the birthday."))
    years = age(member.person.born_on, on=f.on)
    words = _("%(member)s is %(years)s years old; a guarantor is at least %(least)s.") % {**shown, "years": years}
    return Check("guarantor_age", _verdict(years >= least), words, _("Choose another guarantor."))


def _ring(f: Figures) -> Check:
    if not f.ring:
        return Check("ring", HOLDS, _("Nobody guarantees in a ring."))
    names = " → ".join(map(str, [*f.ring, f.ring[0]]))
    words = _("They would guarantee one another in a ring: %(names)s.") % {"names": names}
    forbidden = f.bylaws["cross_guarantee"] == "forbidden"
    mend = _("Choose a guarantor whom the borrower does not guarantee.")
    return Check("ring", REFUSES if forbidden else WARNS, words, mend)


# About loans of a special kind


def _about_special_loans(f: Figures) -> Iterator[Check]:
    if f.request.goods:
        yield _goods(f)
    if f.request.refinances_id:
        yield _refinance(f)
    if f.joint:
        yield _joint(f)


def _goods(f: Figures) -> Check:
    total = goods_total(f.request.goods)
    words = _("The goods come to %(total)s baht.") % {"total": short_baht(total)}
    mend = _("The loan is the price of the goods: change the lines of the request.")
    return Check("goods", _verdict(total == f.amount), words, "" if total == f.amount else mend)


def _refinance(f: Figures) -> Check:
    handed_over = f.amount - f.terms.fee.of(f.amount)
    good = handed_over >= f.to_settle
    shown = {"contract": f.request.refinances.contract_no, "settle": short_baht(f.to_settle)}
    words = _("To settle contract %(contract)s takes %(settle)s baht today.") % shown
    return Check("refinance", _verdict(good), words, "" if good else _("Ask for at least as much."))


def _joint(f: Figures) -> Check:
    parts = sum((one.part for one in f.joint), ZERO)
    shown = {"parts": short_baht(parts), "own": short_baht(f.amount - parts)}
    words = _("The others use %(parts)s baht of it, the first borrower %(own)s.") % shown
    active = all(one.membership.state == MembershipState.ADMITTED for one in f.joint)
    if not active:
        return Check(
            "joint", REFUSES, _("A joint borrower is not an active member any more."), _("Change the request.")
        )
    return Check("joint", _verdict(parts < f.amount), words, "" if parts < f.amount else _("Change the parts."))

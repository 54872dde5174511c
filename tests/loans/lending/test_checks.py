"""Each rule on a request, by table: what holds, what warns, what refuses."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from federation.bylaws.queries import Bylaws
from federation.people.models import Person
from groups.registry.models import Membership
from loans.lending import checks
from loans.lending.models import Guarantee, JointBorrower, Loan, LoanRequest
from loans.lending.queries.figures import Figures, GuarantorFigures, Lendable
from loans.lending.queries.guarantees import Free
from loans.lending.rules.decisions import quorum_of, rank_by, seats_of
from loans.products.models import Product, ProductVersion
from loans.products.rules import Ceiling, Fee, FineRule
from tests.loans.lending import worlds

ON = date(2026, 3, 5)
HOLDS, WARNS, REFUSES = checks.HOLDS, checks.WARNS, checks.REFUSES


def baht(amount):
    return Decimal(amount).quantize(Decimal("0.01"))


def member(number=1, *, joined_on=date(2020, 1, 5), state="admitted", born_on=date(1980, 1, 1), guardian=""):
    person = Person(given="อานนท์", family="ใจดี", born_on=born_on, guardian=guardian)
    return Membership(number=number, person=person, joined_on=joined_on, state=state)


def free(amount, *, shares=0):
    return Free(baht(amount), baht(amount) - baht(shares), baht(shares), baht(0))


def guarantor(number=2, *, guarantees=4000, savings=9000, others=0, days_late=0, is_spouse=False, **facts):
    guarantee = Guarantee(membership=member(number, **facts), amount=baht(guarantees), is_spouse=is_spouse)
    return GuarantorFigures(guarantee, free(savings), others, days_late)


class Rules(Bylaws):
    """The starting values, except those named."""

    def __init__(self, **changed):
        super().__init__({})
        self.changed = changed

    def __getitem__(self, key):
        return self.changed.get(key, super().__getitem__(key))


def figures(*, bylaws=None, request=None, terms=None, **changes):
    """A request for 6,000 baht, well covered by own savings."""
    who = changes.pop("membership", member())
    version = ProductVersion(number=1, product=Product(name_th="เงินกู้สามัญ"))
    facts = {"membership": who, "product_version": version, "first_due_on": date(2026, 4, 5), **(request or {})}
    made = {
        "request": LoanRequest(number=1, amount=baht(6000), instalments=12, **facts),
        "on": ON,
        "bylaws": Rules(**(bylaws or {})),
        "terms": worlds.terms(**(terms or {})),
        "amount": baht(6000),
        "instalments": 12,
        "is_offered": True,
        "is_newest_version": True,
        "own": free(8000),
        "owed": baht(0),
        "live_of_product": 0,
        "days_late": 0,
        "guarantors": (),
        "joint": (),
        "pledged": baht(0),
        "ring": (),
        "to_settle": baht(0),
        "lendable": Lendable(baht(20000), baht(0), baht(0), baht(0)),
    }
    return Figures(**{**made, **changes})


def said(code, **changes):
    """Return what the rule of a code says: its verdict, or None where it says nothing."""
    found = [check for check in checks.checks_of(figures(**changes)) if check.code == code]
    return found[0].verdict if found else None


def test_a_plain_request_passes_every_rule():
    assert {check.verdict for check in checks.checks_of(figures())} == {HOLDS}


@pytest.mark.parametrize(
    ("code", "changes", "verdict"),
    [
        ("state", {"membership": member(state="on_hold")}, REFUSES),
        ("member_for", {"membership": member(joined_on=date(2025, 9, 5))}, HOLDS),
        ("member_for", {"membership": member(joined_on=date(2025, 9, 6))}, REFUSES),
        ("member_for", {"bylaws": {"membership_before_loan": 75}}, REFUSES),
        ("member_for", {"terms": {"members_for_months": 60}, "bylaws": {"membership_before_loan": 3}}, HOLDS),
        ("age", {"membership": member(born_on=date(2006, 3, 5))}, HOLDS),
        ("age", {"membership": member(born_on=date(2006, 3, 6))}, REFUSES),
        ("age", {"membership": member(born_on=None)}, WARNS),
        ("age", {"membership": member(born_on=date(2008, 1, 1)), "bylaws": {"loan_min_age": 15}}, REFUSES),
        (
            "age",
            {"membership": member(born_on=date(2008, 1, 1), guardian="แม่"), "bylaws": {"loan_min_age": 15}},
            WARNS,
        ),
        ("arrears", {"days_late": 0}, HOLDS),
        ("arrears", {"days_late": 30}, WARNS),
        ("arrears", {"days_late": 31}, REFUSES),
        ("product", {"is_offered": False}, REFUSES),
        ("product", {"is_newest_version": False}, REFUSES),
        ("amount", {"amount": baht("499.99")}, REFUSES),
        ("amount", {"amount": baht(500)}, HOLDS),
        ("amount", {"amount": baht("50000.01"), "own": free(90000)}, REFUSES),
        ("instalments", {"instalments": 24}, HOLDS),
        ("instalments", {"instalments": 25}, REFUSES),
        ("live_loans", {"live_of_product": 1}, REFUSES),
        ("live_loans", {"live_of_product": 1, "terms": {"max_live": 2}}, HOLDS),
        ("rate", {"terms": {"fee": Fee(baht=baht(90))}}, HOLDS),
        ("rate", {"terms": {"fee": Fee(baht=baht(120))}}, REFUSES),
        ("schedule", {"request": {"first_due_on": ON}}, REFUSES),
        ("money", {"amount": baht(20000), "own": free(30000)}, HOLDS),
        ("money", {"amount": baht("20000.01"), "own": free(30000)}, WARNS),
    ],
)
def test_rules_about_member_and_loan(code, changes, verdict):
    assert said(code, **changes) == verdict


def test_the_rate_on_time_and_the_most_when_late_are_said_apart():
    fine = FineRule(kind="yearly", yearly_rate=Decimal("0.02"), cap_percent=Decimal(10))

    plain, fined = (
        next(check.words for check in checks.checks_of(figures(**changes)) if check.code == "rate")
        for changes in ({}, {"terms": {"fine": fine}})
    )

    assert "12.00\u00a0%" in plain and "14.00" not in plain
    assert "12.00\u00a0%" in fined and "14.00\u00a0%" in fined


def test_the_ceiling_shows_its_numbers():
    ceiling = Ceiling(most=baht(50000), parts=((Decimal(3), "savings"), (Decimal(-1), "own_debt")))
    asked = figures(terms={"ceiling": ceiling}, own=free(12400), owed=baht(5000), amount=baht("32200.00"))

    [check] = [one for one in checks.checks_of(asked) if one.code == "ceiling"]
    [above] = [one for one in checks.checks_of(replace(asked, amount=baht("32200.01"))) if one.code == "ceiling"]

    assert "3 × 12,400 − 5,000 = 32,200" in check.words
    assert (check.verdict, above.verdict) == (HOLDS, REFUSES)


UNCOVERED = {"own": free(2000)}  # 4,000 of 6,000 to be guaranteed


@pytest.mark.parametrize(
    ("code", "changes", "verdict"),
    [
        ("guarantors", {}, HOLDS),
        ("guarantors", UNCOVERED, REFUSES),
        ("guarantors", {**UNCOVERED, "guarantors": (guarantor(2),)}, REFUSES),
        ("guarantors", {**UNCOVERED, "guarantors": (guarantor(2), guarantor(3))}, HOLDS),
        ("guarantors", {"terms": {"own_savings_without_guarantor": False}}, REFUSES),
        ("cover", {**UNCOVERED, "guarantors": (guarantor(2, guarantees=3999), guarantor(3, guarantees=1))}, HOLDS),
        ("cover", {**UNCOVERED, "guarantors": (guarantor(2, guarantees=3999),)}, REFUSES),
        ("cover", {**UNCOVERED, "pledged": baht(4000)}, HOLDS),
        ("cover", {**UNCOVERED, "terms": {"guarantors": 0}}, WARNS),
        ("guarantor", {"guarantors": (guarantor(),)}, HOLDS),
        ("guarantor", {"guarantors": (guarantor(state="on_hold"),)}, None),
        ("guarantor_state", {"guarantors": (guarantor(state="on_hold"),)}, REFUSES),
        ("guarantor_months", {"guarantors": (guarantor(joined_on=date(2025, 3, 6)),)}, REFUSES),
        ("guarantor_months", {"guarantors": (guarantor(joined_on=date(2025, 3, 5)),)}, None),
        ("guarantor_age", {"guarantors": (guarantor(born_on=date(2006, 3, 6)),)}, REFUSES),
        ("guarantor_age", {"guarantors": (guarantor(born_on=None),)}, WARNS),
        ("guarantor_arrears", {"guarantors": (guarantor(days_late=1),)}, WARNS),
        ("guarantor_arrears", {"guarantors": (guarantor(days_late=31),)}, REFUSES),
        ("guarantor_spouse", {"guarantors": (guarantor(is_spouse=True),)}, REFUSES),
        ("guarantor_spouse", {"guarantors": (guarantor(is_spouse=True),), "bylaws": {"guarantor_spouse": "yes"}}, None),
        ("guarantor_savings", {"guarantors": (guarantor(savings=3999),)}, REFUSES),
        ("guarantor_savings", {"guarantors": (guarantor(savings=4000),)}, None),
        ("guarantor_count", {"guarantors": (guarantor(others=2),)}, REFUSES),
        ("guarantor_count", {"guarantors": (guarantor(others=1),)}, None),
        ("ring", {"guarantors": (guarantor(),)}, HOLDS),
        ("ring", {"guarantors": (guarantor(),), "ring": (member(1), member(2))}, REFUSES),
        (
            "ring",
            {"guarantors": (guarantor(),), "ring": (member(1), member(2)), "bylaws": {"cross_guarantee": "allowed"}},
            WARNS,
        ),
    ],
)
def test_rules_about_security(code, changes, verdict):
    assert said(code, **changes) == verdict


GOODS = [{"name": "ปุ๋ย", "unit": "กระสอบ", "count": "3", "price": "2000"}]


@pytest.mark.parametrize(
    ("code", "changes", "verdict"),
    [
        ("goods", {}, None),
        ("goods", {"request": {"goods": GOODS}}, HOLDS),
        ("goods", {"request": {"goods": GOODS}, "amount": baht(5000)}, REFUSES),
        ("refinance", {"request": {"refinances": Loan(contract_no="1/2568")}, "to_settle": baht(6000)}, HOLDS),
        ("refinance", {"request": {"refinances": Loan(contract_no="1/2568")}, "to_settle": baht("6000.01")}, REFUSES),
        ("joint", {"joint": (JointBorrower(membership=member(2), part=baht(2000)),)}, HOLDS),
        ("joint", {"joint": (JointBorrower(membership=member(2), part=baht(6000)),)}, REFUSES),
        ("joint", {"joint": (JointBorrower(membership=member(2, state="died"), part=baht(2000)),)}, REFUSES),
    ],
)
def test_rules_about_special_loans(code, changes, verdict):
    assert said(code, **changes) == verdict


def test_what_is_wrong_says_what_mends_it():
    against = checks.refusing(checks.checks_of(figures(**UNCOVERED, amount=baht(60000), instalments=99)))

    assert against and all(check.mend for check in against)


# Who decides, and who comes first


@pytest.mark.parametrize(
    ("seats", "percent", "expected"),
    [
        (["decided"] * 3, "50", (3, 3, 2)),
        (["decided", "decided", "own", "absent", "absent"], "50", (4, 2, 2)),
        (["decided", "decided", "absent", "absent", "absent"], "50", (5, 2, 3)),
        (["decided", "kin", "kin"], "50", (1, 1, 2)),
        (["decided"] * 4 + ["guarantor"], "66.67", (4, 4, 3)),
        ([], "50", (0, 0, 2)),
    ],
)
def test_the_quorum_counts_those_who_may_decide(seats, percent, expected):
    quorum = quorum_of(seats, percent=Decimal(percent))

    assert (quorum.may, quorum.decided, quorum.needed) == expected


def test_who_asks_or_guarantees_stands_back_whatever_the_bylaws():
    seats = seats_of("abcd", borrowers={"a"}, guarantors={"b"}, kin={"a", "b", "c"}, absent={"d"}, kin_decide=True)

    assert seats == {"a": "own", "b": "guarantor", "c": "decided", "d": "absent"}


@pytest.mark.parametrize(
    ("rule", "order"),
    [("urgent,smallest,earliest", "cbda"), ("urgent,earliest", "cabd"), ("earliest", "abcd"), ("urgent,draw", "cabd")],
)
def test_the_line_stands_as_the_bylaws_rank_it(rule, order):
    asked = {
        "a": (False, 9000, date(2026, 3, 1), 1),
        "b": (False, 2000, date(2026, 3, 2), 2),
        "c": (True, 5000, date(2026, 3, 3), 3),
        "d": (False, 2000, date(2026, 3, 4), 4),
    }
    names = ("is_urgent", "amount", "asked_on", "number")
    requests = [SimpleNamespace(name=name, **dict(zip(names, facts, strict=True))) for name, facts in asked.items()]

    assert "".join(one.name for one in sorted(requests, key=rank_by(rule))) == order

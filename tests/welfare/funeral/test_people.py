"""Schemes of funeral aid and whom they cover: terms by resolution, states by dates and dues, who pays."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from tests import builders
from tests.welfare.funeral.people_worlds import RESOLUTION, STARTED, baht, cover, scheme
from welfare.funeral.models import Covered, CoveredEvent, CoveredState, Scheme, SchemeTerms
from welfare.funeral.queries.people import (
    NoTerms,
    covered_on,
    payers_on,
    people_on,
    scheme_of,
    schemes_for,
    state_on,
    terms_on,
)
from welfare.funeral.rules import BadTerms, Terms
from welfare.funeral.rules.law import AboveCeiling
from welfare.funeral.steps.people import (
    AlreadyCovered,
    NotCoverable,
    NotThatStep,
    PaperMissing,
    admit_step,
    apply_step,
    back_to_life_step,
    change_step,
    claim_paid_step,
    died_step,
)
from welfare.funeral.steps.schemes import SchemeNotStarted, TermsOutOfOrder, terms_step

pytestmark = pytest.mark.django_db

LATER = date(2026, 8, 1)
BY = {"resolution": ("5/2569", date(2026, 5, 1))}


@pytest.fixture
def group():
    return builders.group()


def acting(on=LATER):
    return {"by": builders.user("decides"), "at": builders.at_noon(on)}


def test_terms_hold_from_their_day(group):
    made = scheme(group, terms={"rate_member": baht("20.00")})
    with transaction.atomic():
        newer = Terms(rate_member=baht("30.00"))
        terms_step(made, terms=newer, holds_from=date(2026, 3, 1), **RESOLUTION, **acting())

    assert terms_on(made, on=date(2026, 2, 28)).rate_member == baht("20.00")
    assert terms_on(made, on=date(2026, 3, 1)).rate_member == baht("30.00")
    with pytest.raises(NoTerms):
        terms_on(made, on=date(2025, 12, 31))


def test_terms_never_slip_in_before_newer_ones(group):
    made = scheme(group)

    with transaction.atomic(), pytest.raises(TermsOutOfOrder):
        terms_step(made, terms=Terms(), holds_from=STARTED, **RESOLUTION, **acting())
    assert SchemeTerms.objects.count() == 1


def test_terms_that_lack_what_the_model_needs_start_nothing(group):
    with pytest.raises(BadTerms):
        scheme(group, model="saving", terms={"saving_months": 0})
    assert not Scheme.objects.exists()


def test_a_scheme_has_a_fund_of_its_own(group):
    first = scheme(group)

    with pytest.raises(SchemeNotStarted):
        scheme(group, code="second", fund=first.fund)
    with pytest.raises(SchemeNotStarted):
        scheme(group, code="second", fund=builders.fund(group, "WELF"))


def test_a_code_means_one_scheme_on_a_groups_pages(group):
    scheme(group.keeper, code="aid")

    with pytest.raises(SchemeNotStarted):
        scheme(group, code="aid")


def test_a_registered_association_is_held_to_the_law_and_a_custom_is_not(group):
    terms = {"fee_percent": baht("10.00")}
    registered = {"footing": "association", "registration_no": "12/2546"}

    with pytest.raises(AboveCeiling):
        scheme(group, terms=terms, **registered)
    assert scheme(group, terms=terms).footing == "custom"


def test_an_association_needs_its_number(group):
    with pytest.raises(SchemeNotStarted):
        scheme(group, footing="association")


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE welfare_scheme SET model = 'prepaid'",
        "UPDATE welfare_scheme SET fund_id = gen_random_uuid()",
        "DELETE FROM welfare_scheme",
        "TRUNCATE welfare_scheme CASCADE",
        "UPDATE welfare_schemeterms SET terms = '{}'",
        "DELETE FROM welfare_schemeterms",
        "UPDATE welfare_covered SET number = number + 1000",
        "UPDATE welfare_covered SET relation = 'child', name = 'x'",
        "DELETE FROM welfare_covered",
        "UPDATE welfare_coveredevent SET state = 'covered'",
        "DELETE FROM welfare_coveredevent",
        "TRUNCATE welfare_coveredevent CASCADE",
    ],
)
def test_the_database_keeps_model_terms_places_and_steps(group, attack):
    cover(scheme(group), [builders.member(group)])

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(attack)


def test_what_may_change_of_a_scheme_changes(group):
    made = scheme(group)
    made.name_th = "กองทุนเงินช่วยเหลือจัดการศพ"
    made.save(update_fields=["name_th"])

    assert Scheme.objects.get().name_th == "กองทุนเงินช่วยเหลือจัดการศพ"


def test_applying_then_admitted_then_waiting_then_covered(group):
    made = scheme(group, terms={"wait_days": 180})
    with transaction.atomic():
        one = apply_step(made, builders.member(group), applied_on=date(2026, 2, 1), **acting())
        assert (one.number, one.state) == (1, CoveredState.PENDING)
        on = date(2026, 2, 5)
        one = admit_step(one, on=on, resolution_no="3/2569", resolution_on=on, **acting())

    assert one.covered_from == date(2026, 8, 4)
    days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 5), date(2026, 8, 3), date(2026, 8, 4)]
    assert [state_on(one, on=day) for day in days] == [None, "pending", "waiting", "waiting", "covered"]
    assert list(covered_on(made, on=date(2026, 8, 3))) == []
    assert list(covered_on(made, on=date(2026, 8, 4))) == [one]


def test_a_member_has_one_running_place_and_never_an_old_number(group):
    made, member = scheme(group), builders.member(group)
    [one] = cover(made, [member])

    with transaction.atomic(), pytest.raises(AlreadyCovered):
        apply_step(made, member, applied_on=LATER, **acting())
    with transaction.atomic():
        change_step(one, state="resigned", on=LATER, reason="ย้ายบ้าน", **acting())
        again = apply_step(made, member, applied_on=LATER, **acting())
    assert again.number == 2


def test_age_of_entry_is_asked_of_who_applies(group):
    made = scheme(group, terms={"max_entry_age": 55})
    old = builders.member(group, born_on=date(1970, 7, 31))
    young = builders.member(group, "มานี", born_on=date(1971, 8, 2))
    unknown = builders.member(group, "ชูใจ")

    for refused in (old, unknown):
        with transaction.atomic(), pytest.raises(NotCoverable) as why:
            apply_step(made, refused, applied_on=date(2026, 8, 1), **acting())
        assert "born_on" in why.value.fields
    with transaction.atomic():
        assert apply_step(made, young, applied_on=date(2026, 8, 1), **acting()).number == 1


def test_the_family_is_covered_through_a_member(group):
    made = scheme(group, terms={"covers": ("member", "parent"), "rate_relative": baht("10.00")})
    member = builders.member(group)
    parent = {"relation": "parent", "name": "ยายเมี้ยน ใจดี", "born_on": date(1950, 1, 1)}
    with transaction.atomic(), pytest.raises(NotCoverable):
        apply_step(made, member, applied_on=LATER, **parent, **acting())

    [own] = cover(made, [member])
    with transaction.atomic():
        one = apply_step(made, member, applied_on=LATER, **parent, **acting())
        with pytest.raises(NotCoverable):
            apply_step(made, member, applied_on=LATER, **{**parent, "relation": "child"}, **acting())

    assert (one.number, one.shown_name) == (2, "ยายเมี้ยน ใจดี")
    with transaction.atomic():
        change_step(own, state="resigned", on=LATER, reason="ย้ายบ้าน", **acting())
    assert set(Covered.objects.values_list("state", flat=True)) == {"resigned"}


def test_what_stands_on_paper_is_asked_for(group):
    [one] = cover(scheme(group), [builders.member(group)])

    with transaction.atomic(), pytest.raises(PaperMissing):
        change_step(one, state="suspended", on=LATER, reason="", **BY, **acting())
    with transaction.atomic(), pytest.raises(PaperMissing):
        change_step(one, state="suspended", on=LATER, reason="ทะเลาะกัน", **acting())
    with transaction.atomic(), pytest.raises(NotThatStep):
        change_step(one, state="claim_paid", on=LATER, **acting())
    with transaction.atomic(), pytest.raises(NotThatStep):
        change_step(one, state="resigned", on=LATER + timedelta(days=1), reason="ย้าย", **acting())
    assert CoveredEvent.objects.filter(covered=one).count() == 2


def test_nobody_decides_about_their_own_place(group):
    made, member = scheme(group), builders.member(group)
    officer = builders.user("herself")
    officer.person = member.person
    officer.save(update_fields=["person"])
    with transaction.atomic():
        one = apply_step(made, member, applied_on=LATER, **acting())
        with pytest.raises(NotThatStep):
            admit_step(one, on=LATER, resolution_no="1", resolution_on=LATER, by=officer, at=acting()["at"])


def test_a_back_dated_death_counts_from_its_day(group):
    [one] = cover(scheme(group), [builders.member(group)])
    with transaction.atomic():
        change_step(one, state="suspended", on=date(2026, 6, 10), reason="ค้างนาน", **BY, **acting(date(2026, 6, 10)))
        died_step(one, on=date(2026, 6, 3), **acting(date(2026, 6, 20)))

    assert [state_on(one, on=date(2026, 6, day)) for day in (2, 3, 15)] == ["covered", "deceased", "deceased"]
    one.refresh_from_db()
    assert one.ended_on == date(2026, 6, 3)
    with transaction.atomic():
        claim_paid_step(one, on=date(2026, 7, 1), **acting(date(2026, 7, 1)))
    one.refresh_from_db()
    assert (one.state, one.ended_on) == ("claim_paid", date(2026, 6, 3))


def test_a_death_entered_by_mistake_is_undone(group):
    [one] = cover(scheme(group), [builders.member(group)])
    with transaction.atomic():
        died_step(one, on=date(2026, 6, 3), **acting())
        back = back_to_life_step(one, reason="คนละคน", **acting())

    assert (back.state, back.ended_on) == ("covered", None)
    assert state_on(one, on=date(2026, 6, 10)) == "covered"


def test_payers_are_the_covered_members_of_the_day_without_the_dead(group):
    made = scheme(group, terms={"covers": ("member", "spouse"), "rate_relative": baht("10.00")})
    first, second, third = builders.members(group, 3)
    one, two, _wife = cover(made, [first, second, {"membership": first, "relation": "spouse", "name": "นางบัว"}])
    cover(made, [third], on=date(2026, 7, 1))

    assert payers_on(made, on=date(2026, 6, 30)) == [one, two]
    assert payers_on(made, on=date(2026, 6, 30), but=one) == [two]
    assert len(payers_on(made, on=LATER)) == 3


def test_whether_who_waits_pays_is_the_terms_to_say(group):
    first, second = builders.members(group, 2)
    made = scheme(group, terms={"wait_days": 60, "waiting_pay": True})
    cover(made, [first])
    cover(made, [second], on=date(2026, 4, 1))

    assert len(payers_on(made, on=date(2026, 4, 2))) == 2
    with transaction.atomic():
        never = Terms(wait_days=60, waiting_pay=False)
        terms_step(made, terms=never, holds_from=date(2026, 4, 2), **RESOLUTION, **acting())
    assert len(payers_on(made, on=date(2026, 4, 2))) == 1


def test_a_group_sees_its_own_schemes_and_its_networks(group):
    other = builders.group(group.keeper)
    own, networks = scheme(group, code="own"), scheme(group.keeper, code="netaid")
    scheme(other, code="theirs")

    assert schemes_for(group) == [own, networks]
    assert scheme_of(group, "netaid") == networks
    assert scheme_of(group, "theirs") is None


def test_a_networks_scheme_covers_members_of_its_groups_and_nobody_elses(group):
    made = scheme(group.keeper, code="netaid")
    member, stranger = builders.member(group), builders.member(builders.group())
    cover(made, [member])

    with pytest.raises(NotCoverable):
        cover(made, [stranger])
    with pytest.raises(NotCoverable):
        cover(scheme(group), [builders.member(builders.group(group.keeper))])
    assert [one.membership for one in people_on(made, on=LATER)] == [member]


def test_counting_payers_costs_the_same_for_few_and_many(group, django_assert_num_queries):
    made = scheme(group)
    cover(made, builders.members(group, 3))
    with django_assert_num_queries(3):
        payers_on(made, on=LATER)
    cover(made, builders.members(group, 12))
    with django_assert_num_queries(3):
        assert len(payers_on(made, on=LATER)) == 15


def test_half_of_a_satang_is_never_lost_in_terms():
    assert Terms.from_data(Terms(rate_member=Decimal("0.01")).to_data()).rate_member == Decimal("0.01")

"""Setting rules: by a resolution, with test cases, never for what was claimed before."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from federation.audit.models import Act
from federation.bylaws.steps import DateOutOfOrder
from federation.closing.actions import close_month
from federation.kit.refusals import Refused
from tests import builders
from welfare.claims.actions.rules import add_benefit, set_rule
from welfare.claims.models import BenefitVersion
from welfare.claims.queries.rules import cases_of, rules_of, terms_of, version_on
from welfare.claims.rules import KEEP, PRESETS, Answer, Cap, Case, Facts, Fixed, Terms
from welfare.claims.steps.rules import BenefitKnown, CasesFail, CasesNotAnswered, LimitShared, RuleOutOfOrder

pytestmark = pytest.mark.django_db

START = date(2026, 1, 5)
LATER = date(2026, 2, 1)
GIFT = Terms(event="birth", parts=(Fixed(Decimal("500.00")),))
MORE = Terms(event="birth", parts=(Fixed(Decimal("600.00")),))


@pytest.fixture
def fund():
    return builders.fund(builders.group())


def paper(holds_from=START, **changes):
    told = {"resolution_no": "2/2569", "resolution_on": START, "holds_from": holds_from}
    return {**told, "by": builders.user("chair"), "at": builders.AT, **changes}


def case(baht, *, on=date(2026, 1, 20)):
    return Case(Facts(event_on=on, joined_on=date(2020, 1, 1)), Decimal(baht))


def gift(fund, *, cases=(), **changes):
    return add_benefit(fund, terms=GIFT, name_th="รับขวัญเด็ก", cases=cases, **paper(**changes)).benefit


def test_a_benefit_begins_with_its_first_rule_and_stands_in_the_log(fund):
    version = add_benefit(fund, terms=GIFT, name_th=" รับขวัญเด็ก ", cases=[case("500.00")], **paper())

    assert (version.benefit.code, version.benefit.name_th, version.benefit.type) == ("birth", "รับขวัญเด็ก", "birth")
    assert terms_of(version) == GIFT
    assert cases_of(version) == [case("500.00")]
    assert Act.objects.order_by("-pk").values_list("what", flat=True).first() == "benefit_added"


def test_a_second_benefit_of_the_same_kind_gets_a_code_and_needs_a_name_of_its_own(fund):
    gift(fund)

    with pytest.raises(BenefitKnown) as refused:
        gift(fund)
    second = add_benefit(fund, terms=GIFT, name_th="ลูกแฝด", **paper())

    assert "name_th" in refused.value.fields
    assert second.benefit.code == "birth-2"


def test_a_change_holds_from_its_day_and_never_touches_what_happened_before(fund):
    benefit = gift(fund)
    set_rule(benefit, terms=MORE, **paper(LATER))

    assert terms_of(version_on(benefit, on=date(2026, 1, 31))) == GIFT
    assert terms_of(version_on(benefit, on=LATER)) == MORE
    assert version_on(benefit, on=date(2026, 1, 4)) is None


def test_a_new_rule_whose_test_cases_fail_is_refused_with_which(fund):
    benefit = gift(fund, cases=[case("500.00")])

    with pytest.raises(CasesFail) as refused:
        set_rule(benefit, terms=MORE, answers=[KEEP], **paper(LATER))

    assert len(refused.value.problems) == 1
    assert all(figure in str(refused.value.problems[0]) for figure in ("600.00", "500.00"))
    assert BenefitVersion.objects.count() == 1


def test_old_test_cases_are_answered_on_purpose(fund):
    benefit = gift(fund, cases=[case("500.00"), case("500.00", on=date(2026, 1, 25))])

    with pytest.raises(CasesNotAnswered) as refused:
        set_rule(benefit, terms=MORE, answers=[Answer("change", Decimal("600.00"))], **paper(LATER))
    version = set_rule(
        benefit,
        terms=MORE,
        answers=[Answer("change", Decimal("600.00")), Answer("drop", reason="พิมพ์วันผิด")],
        **paper(LATER),
    )

    assert len(refused.value.problems) == 1
    assert cases_of(version) == [replace(case("600.00"), was=Decimal("500.00"))]
    assert [one.get("dropped") for one in version.cases] == [None, "พิมพ์วันผิด"]


@pytest.mark.parametrize("answer", [Answer("change"), Answer("drop", reason=" "), Answer("later")])
def test_an_answer_without_its_figure_or_reason_is_refused(fund, answer):
    benefit = gift(fund, cases=[case("500.00")])

    with pytest.raises(Refused):
        set_rule(benefit, terms=MORE, answers=[answer], **paper(LATER))
    assert BenefitVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"resolution_no": " "}, RuleOutOfOrder),
        ({"holds_from": START}, RuleOutOfOrder),
        ({"holds_from": LATER, "resolution_on": date(2026, 2, 2)}, DateOutOfOrder),
        ({"holds_from": date(2027, 2, 1), "resolution_on": date(2027, 1, 5)}, DateOutOfOrder),
    ],
)
def test_a_rule_without_resolution_or_out_of_order_is_refused(fund, changes, error):
    benefit = gift(fund)

    with pytest.raises(error):
        set_rule(benefit, terms=MORE, **paper(**{"holds_from": LATER} | changes))
    assert BenefitVersion.objects.count() == 1


def test_a_rule_never_holds_in_a_closed_month(fund):
    benefit = gift(fund)
    later = datetime(2026, 2, 20, 3, 0, tzinfo=UTC)
    why = {"no_meeting_reason": "น้ำท่วมทั้งหมู่บ้าน", "by": builders.user(), "at": later}
    close_month(fund.organisation, month=date(2026, 1, 1), **why)

    with pytest.raises(DateOutOfOrder) as refused:
        set_rule(benefit, terms=MORE, **paper(date(2026, 1, 20), at=later))
    assert "holds_from" in refused.value.fields


def test_a_limit_is_shared_only_with_a_benefit_of_the_fund(fund):
    benefit = gift(fund)
    shared = replace(GIFT, caps=(Cap("baht", "year", Decimal("2000.00"), shared_with=("illness",)),))

    with pytest.raises(LimitShared):
        set_rule(benefit, terms=shared, **paper(LATER))
    add_benefit(fund, terms=PRESETS["simple-illness"].terms, name_th="เจ็บป่วย", **paper())

    assert terms_of(set_rule(benefit, terms=shared, **paper(LATER))) == shared


def test_a_benefit_stays_of_its_kind(fund):
    with pytest.raises(LimitShared):
        set_rule(gift(fund), terms=PRESETS["sadao-death"].terms, **paper(LATER))


def test_a_benefit_ends_and_can_begin_again(fund):
    benefit = gift(fund, cases=[case("500.00")])

    ended = set_rule(benefit, terms=None, **paper(LATER))
    assert (ended.terms, ended.cases, terms_of(ended)) == ({}, [], None)
    assert terms_of(version_on(benefit, on=date(2026, 1, 31))) == GIFT
    set_rule(benefit, terms=MORE, **paper(date(2026, 3, 1)))
    assert terms_of(version_on(benefit, on=date(2026, 3, 1))) == MORE


def test_the_rules_of_an_organisation_cost_three_queries(fund, django_assert_num_queries):
    gift(fund)
    add_benefit(fund, terms=PRESETS["sadao-death"].terms, name_th="เสียชีวิต", **paper())
    builders.fund(fund.organisation, code="LEAD", kind="leaders", name="สวัสดิการผู้นำ")

    with django_assert_num_queries(3):
        found = rules_of(fund.organisation, on=START)

    assert [(one.code, [benefit.code for benefit, _v in rules]) for one, rules in found] == [
        ("WELF", ["birth", "death"]),
        ("LEAD", []),
    ]

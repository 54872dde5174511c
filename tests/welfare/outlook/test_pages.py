"""The pages of how long funds last, and what they take from the fund itself."""

from decimal import Decimal

import pytest
from django.urls import reverse

from federation.access.permissions import Role
from tests import builders
from tests.welfare.outlook.worlds import TODAY, fund_with
from welfare.outlook.queries import known_of

pytestmark = pytest.mark.django_db


def page(client, fund, **asked):
    client.force_login(builders.officer(fund.organisation, Role.TREASURER))
    address = reverse("welfare:outlook_fund", kwargs={"code": fund.organisation.code, "fund": fund.code})
    return client.get(address, asked)


def test_a_fund_knows_its_members_ages_dues_and_rules():
    known = known_of(fund_with([30, 40, 65, None]), on=TODAY)
    assert (known.members, known.unknown, known.dues) == (4, 1, Decimal("360.00"))
    assert sorted(int(age) for age in known.ages) == [30, 40, 65]
    assert [benefit.type for benefit, _terms in known.terms] == ["death"]
    assert known.coverage_years is None
    plan = known.plan(years=5)
    assert len(plan.ages) == 4
    assert plan.at_death[5] == 10_000


def test_the_page_shows_the_years_of_the_fund_as_it_is(client):
    shown = page(client, fund_with([50] * 12), years="5").content.decode()
    assert shown.count("<tr>") >= 6
    assert "2574" in shown


def test_a_rule_that_is_tried_stands_beside_the_one_in_force(client):
    fund = fund_with([62] * 15)
    now = page(client, fund, years="20").context
    tried = page(client, fund, years="20", death="khru_chop-death", death_part="200").context
    assert now["tried"] is None
    assert (tried["now"].paths.balances == now["now"].paths.balances).all()
    assert tried["tried"].paths.at(0.5)[-1] < tried["now"].paths.at(0.5)[-1]
    assert tried["tried"].paths.members[0].tolist() == tried["now"].paths.members[0].tolist()


def test_higher_dues_put_off_the_year_the_money_runs_out(client):
    context = page(client, fund_with([62] * 15), years="20", dues="3,650").context
    assert context["tried"].paths.at(0.5)[-1] > context["now"].paths.at(0.5)[-1]


def test_what_cannot_be_read_is_told_and_kept(client):
    answer = page(client, fund_with([50]), dues="สามร้อย")
    assert answer.status_code == 422
    assert "สามร้อย" in answer.content.decode()


def test_a_fund_without_members_says_what_to_do(client):
    fund = builders.fund(builders.group())
    assert "now" not in page(client, fund).context


def test_the_paper_is_a_pdf(client):
    answer = page(client, fund_with([50] * 5), file="pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_the_list_names_every_fund_and_leaves_out_its_parts(client):
    fund = fund_with([50])
    client.force_login(builders.officer(fund.organisation, Role.TREASURER))
    shown = client.get(reverse("welfare:outlook", kwargs={"code": fund.organisation.code})).context["known"]
    assert [one.fund.pk for one in shown] == [fund.pk]

"""What stands below a province: its districts' totals and its groups' figures, for whom they are, never a name."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from federation.handover.models import PaperMonth
from federation.handover.rules.heads import Heads
from federation.nation.below import below
from federation.organisations.models import Affiliation
from tests import builders
from tests.federation.nation.worlds import known

pytestmark = pytest.mark.django_db

ON = date(2026, 3, 31)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(builders.at_noon(ON), tick=False):
        yield


@pytest.fixture
def province():
    return builders.network("SRT", name="เครือข่ายจังหวัด", level="province")


def district(province, code, *, groups=1):
    """A district of a province, each group with a member and a loan of 12,000 of which nothing is paid."""
    made = builders.network(code, name=f"เครือข่ายอำเภอ {code}")
    Affiliation.objects.create(member=made, upper=province)
    for n in range(groups):
        group = builders.group(made, code=f"{code}-{n}", name=f"กลุ่ม {code}-{n}")
        builders.loan(builders.member(group, "ใบระกา", family="ลับเฉพาะ", promise=None))
    return made


def test_a_district_holds_the_sums_of_its_groups_and_the_province_all(province):
    district(province, "D1", groups=2)
    district(province, "D2")
    found = below(province, on=ON)

    rows = {row.organisation.code: row for row in found.rows}
    assert [row.organisation.code for row in found.rows] == ["D1", "D1-0", "D1-1", "D2", "D2-0"]
    assert rows["D1-0"].figures.lent == Decimal("12000.00")
    assert (rows["D1-0"].figures.late, rows["D1-0"].figures.late_principal) == (1, Decimal("12000.00"))
    assert (rows["D1"].groups, rows["D1"].figures.members, rows["D1"].figures.lent) == (2, 2, Decimal("24000.00"))
    assert (found.groups, found.total.members, found.total.lent) == (3, 3, Decimal("36000.00"))


def test_a_group_of_two_districts_is_counted_once_in_the_province(province):
    one, two = district(province, "D1"), district(province, "D2", groups=0)
    Affiliation.objects.create(member=one.kept.get(), upper=two)
    found = below(province, on=ON)

    assert [row.organisation.code for row in found.rows] == ["D1", "D1-0", "D2", "D1-0"]
    assert (found.groups, found.total.lent) == (1, Decimal("12000.00"))


def test_a_group_on_paper_stands_with_its_newest_month_and_one_of_which_nothing_is_known_stays_unknown(province):
    paper, silent = known("กลุ่มบนกระดาษ"), known("กลุ่มเงียบ")
    for group in (paper, silent):
        Affiliation.objects.create(member=group, upper=province)
    heads = Heads(members_closing=40, satja_closing=Decimal("9000.00"), loans_closing=Decimal("5000.00"))
    PaperMonth.objects.create(
        network=province,
        organisation=paper,
        month=date(2026, 2, 1),
        figures=heads.to_data(),
        source="สมุดกลุ่ม",
        entered_by=builders.user(),
        entered_at=builders.AT,
    )
    rows = {row.organisation: row.figures for row in below(province, on=ON).rows}

    assert (rows[paper].members, rows[paper].savings, rows[paper].on_paper) == (40, Decimal("9000.00"), True)
    assert (rows[silent].members, rows[silent].savings) == (None, None)


def test_a_restructured_loan_is_at_risk_however_well_it_is_paid(province):
    group = builders.group(builders.network("D1"))
    Affiliation.objects.create(member=group, upper=province)
    loan = builders.loan(builders.member(group, promise=None), on=date(2026, 3, 20))
    assert below(province, on=ON).total.late == 0
    loan.restructured_on = date(2026, 3, 25)
    loan.save(update_fields=["restructured_on"])

    assert (below(province, on=ON).total.late, below(province, on=ON).total.late_principal) == (1, Decimal("12000.00"))


@pytest.mark.parametrize("districts", [1, 3])
def test_it_costs_the_same_queries_however_many_districts(province, districts, django_assert_num_queries):
    for n in range(districts):
        district(province, f"D{n}")

    with django_assert_num_queries(6):
        below(province, on=ON)


def page(organisation):
    return reverse("federation:below", kwargs={"code": organisation.code})


def test_the_province_reads_figures_of_all_below_and_no_members_name(client, province):
    district(province, "D1")
    client.force_login(builders.officer(province, "network_committee"))
    for query in ("", "?file=csv", "?file=xlsx"):
        answer = client.get(page(province) + query)
        assert answer.status_code == 200
        assert "ใบระกา" not in answer.content.decode(errors="replace")
    assert "12,000.00" in client.get(page(province)).content.decode()


def test_who_sees_only_the_province_itself_reads_no_figures_of_those_below(client, province):
    district(province, "D1")
    client.force_login(builders.officer(province, "auditor"))
    html = client.get(page(province)).content.decode()

    assert "กลุ่ม D1-0" in html
    assert "12,000.00" not in html


def test_strangers_districts_and_groups_find_nothing_of_the_province(client, province):
    mine = district(province, "D1")
    other = builders.network("D9")
    for user, status in (
        (builders.user("nobody"), 404),
        (builders.officer(other, "network_committee"), 404),
        (builders.officer(mine, "network_committee"), 404),
        (builders.officer(mine.kept.get(), "chair"), 404),
    ):
        client.force_login(user)
        assert client.get(page(province)).status_code == status
    client.force_login(builders.officer(mine, "network_committee", name="d1"))
    assert client.get(page(mine)).status_code == 200
    client.force_login(builders.officer(mine.kept.get(), "chair", name="chair"))
    assert client.get(page(mine.kept.get())).status_code == 404

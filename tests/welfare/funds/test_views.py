"""The pages of funds, as officers use them."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from groups.registry.models import Office
from tests import builders
from tests.welfare.funds.test_sheet import pay
from tests.welfare.funds.worlds import TODAY, enrol, gift, owe
from welfare.funds.models import DuesRule, Enrolment, FundAct, Gift, SubsidyRound, WelfareFund
from welfare.funds.queries import fund_balance
from welfare.funds.rules.templates import TEMPLATES

pytestmark = pytest.mark.django_db
AT = builders.at_noon(TODAY)
PAPER = {"resolution_no": "3/2569", "resolution_on": "15/1/2569"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(AT, tick=False) as clock:
        yield clock


@pytest.fixture
def group():
    return builders.group(code="K05", name="กลุ่มสัจจะบ้านท่า")


def signed_in(client, organisation, role):
    client.force_login(builders.officer(organisation, role))
    return client


def page(name, organisation, **more):
    return reverse(f"welfare:{name}", kwargs={"code": organisation.code, **more})


def words(answer):
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("kind", list(TEMPLATES))
def test_a_fund_of_every_kind_is_started_from_what_is_proposed(client, group, kind):
    chair = signed_in(client, group, "chair")
    form = chair.get(page("fund_new", group) + f"?kind={kind}").context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}

    answer = chair.post(page("fund_new", group), sent | PAPER)

    fund = WelfareFund.objects.get()
    assert answer.status_code == 302
    assert fund.kind == kind
    assert DuesRule.objects.filter(fund=fund).exists() == bool(TEMPLATES[kind].dues)
    assert chair.get(answer.url).status_code == 200


def test_one_baht_a_day_is_divided_in_three_by_choice(client, group):
    chair = signed_in(client, group, "chair")
    sent = {
        "kind": "one_baht",
        "name_th": "วันละบาท",
        "code": "welf",
        "on": "1/1/2569",
        "monthly": "30",
        "yearly": "365",
    }

    chair.post(page("fund_new", group), sent | PAPER | {"payer": "member", "split": "on"})

    assert [one.code for one in WelfareFund.objects.order_by("code")] == ["WELF", "WELFA", "WELFB", "WELFC"]
    assert DuesRule.objects.get().split == [["WELFA", "50"], ["WELFB", "30"], ["WELFC", "20"]]
    home = words(chair.get(page("welfare", group)))
    assert "หมุนเวียน" in home


def test_parts_that_are_not_a_hundred_are_sent_back_as_typed(client, group):
    fund = builders.fund(group, monthly=None)
    for code in ("CARE", "KEEP"):
        builders.fund(group, code=code, part_of=fund, monthly=None)
    chair = signed_in(client, group, "chair")
    sent = {"holds_from": "20/1/2569", "monthly": "30", "payer": "member", "part_CARE": "50", "part_KEEP": "40"}

    answer = chair.post(page("fund_dues", group, fund="welf"), sent | PAPER)

    assert answer.status_code == 422
    assert 'value="40"' in words(answer)
    assert not DuesRule.objects.exists()
    assert chair.post(page("fund_dues", group, fund="welf"), sent | PAPER | {"part_KEEP": "50"}).status_code == 302


def test_members_are_enrolled_one_by_one_and_all_at_once(client, group):
    fund, (first, *others) = builders.fund(group), builders.members(group, 3)
    chair = signed_in(client, group, "chair")

    one = {"membership": first.pk, "since": "1/1/2569", "pays": "yearly"}
    assert chair.post(page("place_new", group, fund="welf"), one).status_code == 302
    every = {"dues_from": "1/1/2569", "pays": "monthly", "since_joining": "on"}
    assert chair.post(page("places_all", group, fund="welf"), every).status_code == 302

    assert list(Enrolment.objects.order_by("number").values_list("number", "pays")) == [
        (1, "yearly"),
        (2, "monthly"),
        (3, "monthly"),
    ]
    listed = words(chair.get(page("places", group, fund="welf")))
    assert all(str(member.person.name) in listed for member in (first, *others))
    assert chair.get(page("places", group, fund="welf") + "?file=xlsx").status_code == 200
    assert (
        chair.post(page("place_end", group, fund="welf", number=2), {"on": "20/1/2569", "why": "ลาออก"}).status_code
        == 302
    )
    assert Enrolment.objects.get(number=2).until == TODAY
    assert fund.code == "WELF"


def test_places_ask_the_same_few_questions_at_any_size(client, group, django_assert_max_num_queries):
    fund = builders.fund(group)
    for member in builders.members(group, 2):
        enrol(fund, member)
    chair = signed_in(client, group, "chair")
    chair.get(page("places", group, fund="welf"))
    with django_assert_max_num_queries(14):
        chair.get(page("places", group, fund="welf"))
    for member in builders.members(group, 8):
        enrol(fund, member)
    with django_assert_max_num_queries(14):
        chair.get(page("places", group, fund="welf"))


def test_a_gift_is_booked_and_seen_by_donor(client, group):
    fund, member = builders.fund(group), builders.member(group)
    enrol(fund, member)
    pay(group, member, "30.00", on=TODAY)
    treasurer = signed_in(client, group, "treasurer")
    sent = {"donor": "local", "donor_name": "อบต.ท่าทอง", "on": "20/1/2569", "amount": "30", "into": "bank"}

    assert treasurer.post(page("gift_new", group, fund="welf"), sent).status_code == 302

    shown = words(treasurer.get(page("donors", group)))
    assert "อบต.ท่าทอง" in shown
    assert shown.count("30.00") >= 3
    assert treasurer.get(page("donors", group) + "?file=xlsx").status_code == 200
    assert fund_balance(fund) == Decimal("60.00")


def test_the_report_on_donors_is_a_paper_too(client, group):
    gift(builders.fund(group), "500.00", donor="state")

    answer = signed_in(client, group, "treasurer").get(page("donors", group) + "?file=pdf")

    assert answer.content.startswith(b"%PDF")


def test_one_asks_and_another_decides(client, group):
    fund = builders.fund(group)
    gift(fund, "500.00")
    treasurer = signed_in(client, group, "treasurer")
    sent = {"for_": "running", "from_": "bank", "on": "20/1/2569", "amount": "80", "reason": "ค่าเอกสาร"}
    sent |= {"payee": "ร้านเครื่องเขียน", "resolution_no": "1/2569", "resolution_on": "10/1/2569"}

    answer = treasurer.post(page("act_new", group, fund="welf", kind="spend"), sent)
    act = FundAct.objects.get()
    assert answer.url == page("fund_act", group, pk=act.pk)
    treasurer.post(answer.url, {"agree": "yes"})
    assert fund_balance(fund) == Decimal("500.00")

    chair = signed_in(client, group, "chair")
    assert "ร้านเครื่องเขียน" in words(chair.get(answer.url))
    assert chair.post(answer.url, {"agree": "yes"}).status_code == 302
    assert fund_balance(fund) == Decimal("420.00")
    assert chair.get(answer.url).status_code == 200
    assert "ร้านเครื่องเขียน" in words(chair.get(page("fund", group, fund="welf")))
    too_much = treasurer_tries(client, group, sent | {"amount": "9000"})
    assert too_much.status_code == 422
    assert "420.00" in words(too_much)


def treasurer_tries(client, group, sent):
    return signed_in(client, group, "treasurer").post(page("act_new", group, fund="welf", kind="spend"), sent)


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("move", {"way": "out", "other": "COW", "from_": "bank", "into": "cash"}),
        ("bank", {"from_": "bank"}),
        ("premium", {"insurer": "บริษัทประกันภัย", "from_": "bank"}),
    ],
)
def test_every_kind_of_act_is_asked_for_and_taken_back(client, group, kind, sent):
    fund = builders.fund(group, kind="insurance")
    builders.fund(group, code="COW", name="กองทุนวัว")
    gift(fund, "500.00")
    treasurer = signed_in(client, group, "treasurer")
    plain = {"on": "20/1/2569", "amount": "100", "reason": "ตามมติ"}
    plain |= {"resolution_no": "1/2569", "resolution_on": "10/1/2569"}
    asked = treasurer.post(page("act_new", group, fund="welf", kind=kind), plain | sent)
    signed_in(client, group, "chair").post(asked.url, {"agree": "yes"})
    done = FundAct.objects.get(state="done")

    back = signed_in(client, group, "treasurer").post(
        page("act_strike", group, pk=done.pk), {"on": "20/1/2569", "reason": "ผิดกองทุน"}
    )
    signed_in(client, group, "chair").post(back.url, {"agree": "yes"})

    assert fund_balance(fund) == Decimal("500.00")
    assert FundAct.objects.filter(state="done").count() == 2


def test_what_the_main_fund_owes_is_seen_and_collected(client, group):
    fund = builders.fund(group)
    builders.cash(group, "500.00", on=TODAY)
    treasurer = signed_in(client, group, "treasurer")
    address = page("act_new", group, fund="welf", kind="collect")
    assert address not in words(treasurer.get(page("fund", group, fund="welf")))

    owe(fund, "123.45")
    shown = words(treasurer.get(page("fund", group, fund="welf")))
    assert address in shown and "123.45" in shown
    assert treasurer.get(address).context["form"]["amount"].value() == "123.45"
    sent = {"from_": "cash", "on": "20/1/2569", "reason": "ส่วนจากกำไร"}
    refused = treasurer.post(address, sent | {"amount": "123.46"})
    assert refused.status_code == 422 and "123.45" in words(refused)
    asked = treasurer.post(address, sent | {"amount": "123.45"})
    chair = signed_in(client, group, "chair")
    chair.post(asked.url, {"agree": "yes"})

    after = words(chair.get(page("fund", group, fund="welf")))
    assert page("fund_act", group, pk=FundAct.objects.get().pk) in after
    assert address not in after


def test_a_gift_is_asked_to_be_taken_back(client, group):
    fund = builders.fund(group)
    given = gift(fund, "500.00")
    treasurer = signed_in(client, group, "treasurer")

    answer = treasurer.post(
        page("gift_strike", group, fund="welf", pk=given.pk), {"on": "20/1/2569", "reason": "ลงผิดกองทุน"}
    )
    signed_in(client, group, "chair").post(answer.url, {"agree": "yes"})

    assert Gift.objects.get().struck_by is not None
    assert client.get(page("fund", group, fund="welf")).status_code == 200


def test_leaders_are_paid_for_by_the_organisation(client, group):
    fund = builders.fund(group, code="LEAD", kind="leaders", payer="organisation")
    member = builders.member(group)
    builders.cash(group, "1000.00", on=TODAY)
    term = {"since": date(2026, 1, 1), "until": date(2027, 12, 31)}
    office = Office.objects.create(
        network_id=group.network_key, organisation=group, person=member.person, post="chair", **term
    )
    chair = signed_in(client, group, "chair")
    place = {"membership": member.pk, "office": office.pk, "since": "1/1/2569", "pays": "monthly"}
    assert chair.post(page("place_new", group, fund="lead"), place).status_code == 302

    sent = {"on": "20/1/2569", "reason": "ประจำเดือน", "from_": "cash", "into": "bank"}
    asked = signed_in(client, group, "treasurer").post(page("act_new", group, fund="lead", kind="leaders"), sent)
    signed_in(client, group, "chair").post(asked.url, {"agree": "yes"})

    assert fund_balance(fund) == Decimal("30.00")


def test_the_rules_on_matching_money_are_shown_and_the_list_is_kept(client, group):
    fund = builders.fund(group)
    old, new = builders.members(group, 2)
    enrol(fund, old, since=date(2024, 1, 5))
    enrol(fund, new)
    chair = signed_in(client, group, "chair")
    sent = {"counted_on": "20/1/2569", "read_on": "10/1/2569", "villages": "8", "kinds": "4"}

    looked = words(chair.post(page("subsidy", group, fund="welf"), sent | {"look": "yes"}))
    assert "badge-warn" in looked
    kept = chair.post(page("subsidy", group, fund="welf"), sent | {"keep": "yes"})

    assert SubsidyRound.objects.get().members == [[str(old.pk), 0]]
    assert chair.get(kept.url).status_code == 200
    assert chair.get(kept.url + "?file=xlsx").status_code == 200


def test_the_list_for_the_insurer_has_who_paid(client, group):
    fund = builders.fund(group, code="INS", kind="insurance", name="กองทุนประกัน")
    paid, unpaid = builders.members(group, 2)
    enrol(fund, paid), enrol(fund, unpaid)
    pay(group, paid, "30.00", column="fund_ins", on=TODAY)
    chair = signed_in(client, group, "chair")

    shown = words(chair.get(page("fund_premiums", group, fund="ins")))

    assert str(paid.person.name) in shown
    assert str(unpaid.person.name) not in shown
    assert chair.get(page("fund_premiums", group, fund="ins") + "?file=xlsx").status_code == 200


def test_a_fund_is_let_lend_by_a_resolution_and_closed_when_empty(client, group):
    builders.fund(group, code="COW", kind="livestock")
    chair = signed_in(client, group, "chair")

    assert chair.post(page("fund_lend", group, fund="cow"), {"resolution_no": "5/2569"}).status_code == 302
    assert WelfareFund.objects.get().lending_resolution_no == "5/2569"
    assert chair.post(page("fund_close", group, fund="cow")).status_code == 302
    assert WelfareFund.objects.get().closed_on == TODAY


def test_a_group_enrols_its_members_in_a_fund_of_its_network_and_sees_only_its_own(client):
    network = builders.network(name="เครือข่าย")
    group, other = builders.group(network), builders.group(network)
    for one in (group, other):
        builders.member_group(network, one)
    fund = builders.fund(network)
    ours, theirs = builders.member(group, "ของเรา"), builders.member(other, "ของเขา")
    enrol(fund, theirs)
    chair = signed_in(client, group, "chair")
    sent = {"membership": ours.pk, "since": "1/1/2569", "pays": "monthly"}

    assert chair.post(page("place_new_above", group, fund="welf"), sent).status_code == 302

    shown = words(chair.get(page("places_above", group, fund="welf")))
    assert "ของเรา" in shown
    assert "ของเขา" not in shown
    assert chair.get(page("place_end_above", group, fund="welf", number=1)).status_code == 404
    assert "กองทุนวันละบาท" in words(chair.get(page("welfare", group)))


def test_who_may_only_look_changes_nothing(client, group):
    builders.fund(group)
    auditor = signed_in(client, group, "auditor")

    assert auditor.get(page("fund", group, fund="welf")).status_code == 200
    assert auditor.get(page("fund_dues", group, fund="welf")).status_code == 403
    assert auditor.get(page("gift_new", group, fund="welf")).status_code == 403
    assert auditor.get(page("fund", group, fund="none")).status_code == 404

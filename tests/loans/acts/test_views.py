"""Proposing an act and deciding it on the pages."""

import uuid
from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.db import transaction
from django.urls import reverse

from federation.access.permissions import Role
from federation.kit import clock
from federation.kit.dates import show_date
from federation.kit.money import show
from federation.ledger.books import account
from federation.ledger.chart import CASH
from federation.ledger.queries import balance
from loans.acts.models import Act
from loans.acts.tables import figures_shown
from loans.lending.models import Guarantee, LoanEvent
from tests import builders
from tests.loans.acts.test_kinds import JULY, pays
from tests.loans.acts.worlds import SIGNED_ON, carry_out, decide, propose, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(db):
    with transaction.atomic():
        made = world()
        builders.officer(made.group, Role.TREASURER, name="treasurer")
        builders.officer(made.group, Role.CHAIR, name="checker")
    return made


@pytest.fixture
def running(made):
    with transaction.atomic():
        builders.cash(made.group, "12000.00", on=SIGNED_ON)
        carry_out(made, "payout", on=SIGNED_ON, data={"from": "cash", "amount": "12000.00"})
    return made


def address(made, name, **where):
    return reverse(f"loans:{name}", kwargs={"code": made.group.code, **where})


def new(made, kind):
    return address(made, "act_new", number=made.loan.number, kind=kind)


def payout(**more):
    return {"on": "5/3/2569", "from": "cash", "amount": "12,000", "reason": "ถึงวันจ่ายตามสัญญา", **more}


def signed_in(client, name):
    client.force_login(builders.user(name))
    return client


def test_a_payment_dated_back_leads_from_the_desk_to_two_people(client, running):
    with transaction.atomic():
        pays(running, "1000.00", on=JULY)
    number = running.loan.number
    typed = {"key": uuid.uuid4(), "amount": "500", "on": "5/5/2569", "purse": "11010", "slip": ""}
    typed |= {"payer": running.borrower.pk, "kind": "repayment"}

    answer = signed_in(client, "treasurer").post(address(running, "repay", number=number), typed)

    assert answer.url.startswith(new(running, "late_payment"))
    page = client.get(answer.url).content.decode()
    assert 'value="5/5/2569"' in page and 'value="500"' in page
    late = {"on": "5/5/2569", "amount": "500", "purse": "11010", "payer": running.borrower.number, "pays": "repayment"}
    client.post(new(running, "late_payment"), {**late, "reason": "ใบเสร็จตกค้างไม่ได้บันทึก", "confirmed": "yes"})
    act = Act.objects.get(kind="late_payment")
    assert "500.00" in client.get(address(running, "act", pk=act.pk)).content.decode()
    signed_in(client, "checker").post(address(running, "act", pk=act.pk), {"decision": "agree"})
    act.refresh_from_db()
    assert act.event.amount == D("500.00")


def test_a_payout_is_looked_at_proposed_and_decided(client, made):
    signed_in(client, "treasurer")
    look = client.post(new(made, "payout"), payout())
    assert (look.status_code, Act.objects.count()) == (200, 0)
    assert "ลูกหนี้เงินกู้ สัญญา" in look.content.decode()

    asked = client.post(new(made, "payout"), payout(confirmed="yes"))
    act = Act.objects.get()
    assert asked.url == address(made, "act", pk=act.pk)

    signed_in(client, "checker").post(asked.url, {"decision": "agree"})
    client.post(asked.url, {"decision": "agree"})

    made.loan.refresh_from_db()
    assert (made.loan.state, LoanEvent.objects.count()) == ("running", 1)
    assert "12,000.00" in client.get(asked.url).content.decode()


def test_what_was_declined_is_told_and_nothing_changed(client, made):
    signed_in(client, "treasurer").post(new(made, "payout"), payout(confirmed="yes"))
    act = Act.objects.get()

    signed_in(client, "checker").post(address(made, "act", pk=act.pk), {"decision": "decline"})

    page = client.get(address(made, "act", pk=act.pk)).content.decode()
    assert "ไม่เห็นชอบ" in page
    assert 'value="agree"' not in page
    assert not LoanEvent.objects.exists()


def test_who_proposed_sees_no_button_and_is_refused(client, made):
    signed_in(client, "treasurer").post(new(made, "payout"), payout(confirmed="yes"))
    where = address(made, "act", pk=Act.objects.get().pk)

    assert 'value="agree"' not in client.get(where).content.decode()
    assert client.post(where, {"decision": "agree"}).status_code == 403
    assert not LoanEvent.objects.exists()


def test_the_chair_proposes_no_payout(client, made):
    signed_in(client, "checker")

    assert client.get(new(made, "payout")).status_code == 403
    assert client.post(new(made, "payout"), payout(confirmed="yes")).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "kept"),
    [
        ({"amount": "1e3"}, "1e3"),
        ({"amount": "12000.01"}, "12000.01"),
        ({"amount": "-5"}, "-5"),
        ({"reason": "สั้น"}, "สั้น"),
        ({"on": "31/2/2569"}, "31/2/2569"),
    ],
)
def test_what_cannot_be_taken_stays_in_its_box(client, made, wrong, kept):
    answer = signed_in(client, "treasurer").post(new(made, "payout"), payout(**wrong, confirmed="yes"))

    assert answer.status_code == 422
    assert kept in answer.content.decode()
    assert not Act.objects.exists()


def test_a_day_ahead_is_refused_beside_its_box(client, made):
    ahead = show_date(clock.today() + timedelta(days=3), style="numeric")

    answer = signed_in(client, "treasurer").post(new(made, "payout"), payout(on=ahead))

    assert answer.status_code == 422
    assert answer.context["form"].errors["on"]


def test_the_same_proposal_again_leads_to_the_one_that_waits(client, made):
    signed_in(client, "treasurer").post(new(made, "payout"), payout(confirmed="yes"))

    again = client.post(new(made, "payout"), payout(confirmed="yes"))

    assert again.url == address(made, "act", pk=Act.objects.get().pk)


KINDS = (
    "payout restructure rate pause waiver set_off guarantor_call guarantor_change charge_off write_off in_court strike"
)


@pytest.mark.parametrize("kind", KINDS.split())
def test_every_form_opens(client, made, kind):
    assert signed_in(client, "treasurer").get(new(made, kind)).status_code == 200


@pytest.mark.parametrize(
    ("kind", "typed", "seen"),
    [
        ("restructure", {"instalments": "๒๔", "first_due": "{later}"}, "มาตรา 700"),
        ("rate", {"yearly_rate": "6", "resolution_of": "general_meeting"}, "6.00 %"),
        ("pause", {"until": "{later}", "interest_runs": "no"}, "หยุดคิด"),
        ("waiver", {"interest": "1", "resolution_of": "committee"}, "1.00"),
        ("set_off", {"special": "500", "consent": "written"}, "เงินสะสมพิเศษ"),
        ("guarantor_call", {"call-{guarantee}": "100"}, "มาตรา 686"),
        ("guarantor_change", {"release": "{guarantee}", "resolution_of": "general_meeting"}, "พ้นจากการค้ำประกัน"),
        ("charge_off", {}, "ตัดหนี้สูญ"),
        ("write_off", {"resolution_of": "general_meeting"}, "ผู้ค้ำประกันพ้นภาระ"),
        ("in_court", {"court": "ศาลแขวง"}, "ศาลแขวง"),
        ("strike", {"what": "event:{event}"}, "กลับด้าน"),
    ],
)
def test_what_is_typed_is_shown_with_what_follows_from_it(client, running, kind, typed, seen):
    made = running
    known = {
        "later": show_date(clock.today() + timedelta(days=30), style="numeric"),
        "guarantee": str(Guarantee.objects.get(loan=made.loan).pk),
        "event": str(LoanEvent.objects.get(loan=made.loan).pk),
    }
    today = show_date(clock.today(), style="numeric")
    common = {"on": today, "reason": "กรรมการเห็นควรแล้ว", "resolution_no": "3/2569", "resolution_on": today}
    boxes = {name.format(**known): value.format(**known) for name, value in typed.items()}

    look = signed_in(client, "treasurer").post(new(made, kind), {**common, **boxes})

    assert look.status_code == 200, look.context["form"].errors
    assert seen in look.content.decode()
    asked = client.post(new(made, kind), {**common, **boxes, "confirmed": "yes"})
    assert asked.status_code == 302
    assert seen in client.get(asked.url).content.decode()
    signed_in(client, "checker").post(asked.url, {"decision": "agree"})
    assert Act.objects.get(kind=kind).agreed


def test_only_what_fits_is_offered(client, made):
    page = signed_in(client, "treasurer").get(address(made, "act_choose", number=made.loan.number)).content.decode()

    assert new(made, "payout") in page
    assert new(made, "charge_off") not in page
    assert new(made, "goods_return") not in page


def test_what_guarantors_paid_is_shown_by_name(client, running):
    with transaction.atomic():
        pays(running, "700.00", on=JULY, payer=running.guarantor)

    page = signed_in(client, "treasurer").get(address(running, "act_choose", number=running.loan.number))

    assert page.context["recourse"] == [(running.guarantor, D("700.00"))]
    assert running.guarantor.name in page.content.decode()


@pytest.mark.parametrize("kind", ["opening", "nonsense"])
def test_a_kind_without_a_form_is_not_there(client, made, kind):
    assert signed_in(client, "treasurer").get(new(made, kind)).status_code == 404


def test_the_list_shows_what_waits_and_what_is_done(client, made):
    signed_in(client, "treasurer").post(new(made, "payout"), payout(confirmed="yes"))
    waits = client.get(address(made, "acts"))
    assert [len(waits.context[name].rows) for name in ("waiting", "done")] == [1, 0]

    signed_in(client, "checker").post(address(made, "act", pk=Act.objects.get().pk), {"decision": "agree"})
    done = client.get(address(made, "acts"))
    assert [len(done.context[name].rows) for name in ("waiting", "done")] == [0, 1]


def test_a_payout_begins_with_its_reason_and_says_what_lies_where(client, made):
    with transaction.atomic():
        builders.cash(made.group, "15000.00", on=SIGNED_ON)
    held = balance(account(made.group.book, CASH))

    html = signed_in(client, "treasurer").get(new(made, "payout")).content.decode()

    assert f"ตามสัญญา {made.loan.contract_no}" in html
    assert held >= 15000 and f"เงินสด {show(held)}" in html


def test_a_pause_names_the_instalments_in_it_and_stands_on_the_loan_page(client, running):
    signed_in(client, "treasurer")
    today = clock.today()
    data = {"until": (today + timedelta(days=40)).isoformat(), "interest_runs": False}
    with transaction.atomic():
        act = propose(running, "pause", on=today, data=data, at=clock.now())

    shown = client.get(address(running, "act", pk=act.pk)).content.decode()
    with transaction.atomic():
        decide(act, at=clock.now())
    page = client.get(address(running, "loan", number=running.loan.number)).content.decode()

    until = today + timedelta(days=40)
    assert f"ครบกำหนดพร้อมกันวันที่ {show_date(until, style='short')}" in shown
    assert f"พักถึง {show_date(until)}" in page and "หยุดคิดดอกเบี้ย" in page


def test_figures_that_changed_stand_beside_those_proposed(client, running):
    with transaction.atomic():
        act = propose(running, "charge_off", on=JULY)
        pays(running, "1480.00", on=JULY)

    page = signed_in(client, "checker").post(address(running, "act", pk=act.pk), {"decision": "agree"}).content.decode()

    assert "กดไม่เห็นชอบ แล้วเสนอใหม่" in page
    assert "12,000.00 → 12,000.00" in page and "11,000.00 → 11,000.00 ◆" in page
    assert 'value="agree"' not in page


def test_what_is_due_next_is_not_called_unpaid():
    figures = {"principal": "1.00", "interest": "0.00", "fine": "0.00", "to_settle": "1.00", "days_late": 0}
    would = {"before": {**figures, "unpaid_since": "2026-06-05"}, "after": {**figures, "unpaid_since": "2026-08-05"}}

    shown = {str(label): (before, after) for label, before, after, _changes in figures_shown(would, on=JULY)}

    assert shown["ค้างตั้งแต่งวดวันที่"] == (show_date(date(2026, 6, 5), style="short"), "–")
    assert shown["งวดถัดไป"] == ("–", show_date(date(2026, 8, 5), style="short"))


def test_ten_decided_acts_stand_on_a_page(client, running):
    with transaction.atomic():
        for _n in range(11):
            decide(propose(running, "charge_off", on=JULY), agree=False)

    signed_in(client, "checker")

    first, second = (client.get(address(running, "acts"), {"page": at}).context["done"] for at in (1, 2))
    assert (len(first.paginated_rows), len(second.paginated_rows)) == (10, 2)

"""A claim from filing to receipt, what stops it, and what the books say of it."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from federation.audit.models import Act
from federation.kit.refusals import Refused
from federation.ledger.queries import as_text
from federation.meetings.queries.proposals import items_proposed
from tests import builders
from tests.federation.meetings.worlds import meeting
from tests.welfare.claims import claim_worlds as worlds
from tests.welfare.claims.claim_worlds import EVENT, TODAY, agreed, approved, at, filed, paid, world
from welfare.claims.checks import checks_of, shown_checks
from welfare.claims.models import Claim, ClaimHealth, ClaimPaper, ClaimState, ClaimStep
from welfare.claims.queries.claims import open_claims, paid_by_kind, waited_on
from welfare.claims.queries.quoting import worked_out
from welfare.claims.reports import welfare_section
from welfare.claims.steps import claims
from welfare.claims.steps.claims import ClaimedAlready, FundLacks, MoreThanTheRule, NeedsAnother, NotAtThisStep
from welfare.claims.steps.health import read_health_step
from welfare.funds.queries import fund_balance

pytestmark = pytest.mark.django_db


def do(step, *args, **said):
    with transaction.atomic():
        return step(*args, **said)


def test_a_claim_goes_from_filing_to_receipt_and_its_entry_is_the_funds():
    made = world()

    claim = do(claims.receive_step, paid(made), by=made.pays, **at())

    assert (claim.state, claim.amount, str(claim)) == (ClaimState.RECEIVED, Decimal("300.00"), "1/2569")
    assert [" ".join(line.split()) for line in as_text(claim.entry).splitlines()] == [
        "Dr welfare, illness, กองทุนวันละบาท 300.00",
        "Cr cash on hand, กองทุนวันละบาท 300.00",
    ]
    assert (claim.entry.key, claim.entry.by, claim.entry.checked_by) == (f"claim:{claim.pk}", made.pays, made.approves)
    assert fund_balance(made.fund) == Decimal("4700.00")
    kinds = list(ClaimStep.objects.filter(claim=claim).order_by("at", "pk").values_list("kind", flat=True))
    assert kinds == ["filed", "paper", "paper", "agreed", "approved", "paid", "received"]


def test_all_checks_are_shown_though_the_first_fails():
    made = world()
    late = builders.member(made.organisation, "สมคิด")
    worlds.placed(made.fund, late, since=date(2026, 1, 5), paid=None)
    claim = filed(made, member=late, papers=False)

    looked = checks_of(claim, worked_out(claim))

    assert [one.stage for one in looked if one.stops] == ["wait", "papers", "papers", "cap_event"]
    assert [one.stage for one in looked][-1] == "fund"
    with pytest.raises(Refused) as refused:
        agreed(made, claim)
    assert len(refused.value.problems) == 4
    assert Claim.objects.get().state == ClaimState.FILED


def test_the_committee_agrees_to_what_the_rule_gives_or_to_less_with_a_reason_never_to_more():
    made = world()
    claim = filed(made)

    with pytest.raises(MoreThanTheRule):
        agreed(made, claim, amount=Decimal("300.01"))
    with pytest.raises(MoreThanTheRule):
        agreed(made, claim, amount=Decimal("200.00"))

    claim = agreed(made, claim, amount=Decimal("200.00"), reason="เงินกองทุนมีน้อย")
    assert (claim.amount, claim.working["amount"], claim.working["reason"]) == (
        Decimal("200.00"),
        "300.00",
        "เงินกองทุนมีน้อย",
    )


def test_what_is_agreed_and_not_paid_counts_in_the_limit_of_the_year():
    made = world()
    agreed(made, filed(made, facts={"nights": 8}))

    second = filed(made, event_on=date(2026, 2, 15), facts={"nights": 5})

    assert worked_out(second).quote.amount == Decimal("200.00")
    assert any("10" in str(one.words) for one in checks_of(second, worked_out(second)) if one.stage == "cap_year")


def test_the_rule_in_force_on_the_day_of_the_event_counts():
    made = world()
    worlds.version(made.birth, None, holds_from=date(2026, 2, 12))

    before = filed(made, benefit=made.birth, event_on=date(2026, 2, 11))
    after = filed(made, benefit=made.birth, event_on=date(2026, 2, 12))

    assert worked_out(before).quote.amount == Decimal("500.00")
    assert worked_out(after).quote.amount == Decimal("0.00")


def test_an_event_is_claimed_once_unless_it_is_said_to_be_a_second_one():
    made = world()
    first = filed(made, benefit=made.birth)

    with pytest.raises(ClaimedAlready) as refused:
        filed(made, benefit=made.birth)
    assert refused.value.claim == first

    twin = filed(made, benefit=made.birth, another=True)
    assert (twin.event_no, twin.number) == (2, 2)


def test_a_refused_event_can_be_claimed_anew():
    made = world()
    do(claims.refuse_step, filed(made), reason="ไม่มีใบรับรอง", by=made.agrees, **at())

    assert filed(made).event_no == 1


def test_who_filed_or_agreed_does_not_approve_and_who_approved_does_not_pay():
    made = world()
    claim = agreed(made)

    for person in (made.files, made.agrees):
        with pytest.raises(NeedsAnother):
            do(claims.approve_step, claim, by=person, **at())
    claim = do(claims.approve_step, claim, by=made.approves, **at())
    for person in (made.agrees, made.approves):
        with pytest.raises(NeedsAnother):
            do(claims.pay_step, claim, by=person, **at())


def test_nobody_decides_on_a_claim_of_their_own():
    made = world()
    made.agrees.person = made.member.person
    made.agrees.save(update_fields=["person"])

    with pytest.raises(NeedsAnother):
        agreed(made)


def test_a_claim_is_paid_only_out_of_money_that_is_there():
    made = world(money="299.99")
    claim = approved(made)

    with pytest.raises(FundLacks):
        do(claims.pay_step, claim, by=made.pays, **at())
    worlds.in_fund(made.fund, "300.00", purse="12400")

    claim = do(claims.pay_step, claim, source="bank", by=made.pays, **at())
    assert claim.state == ClaimState.PAID


def test_a_claim_is_paid_once():
    made = world()
    claim = paid(made)

    with pytest.raises(NotAtThisStep):
        do(claims.pay_step, claim, by=made.pays, **at())
    assert fund_balance(made.fund) == Decimal("4700.00")


def test_a_payment_is_taken_back_by_two_and_the_event_may_be_claimed_anew():
    made = world()
    claim = paid(made)
    claim = do(claims.ask_back_step, claim, reason="จ่ายผิดคน", by=made.pays, **at())

    with pytest.raises(NeedsAnother):
        do(claims.take_back_step, claim, agree=True, by=made.pays, **at())
    claim = do(claims.take_back_step, claim, agree=True, by=made.approves, **at())

    assert claim.state == ClaimState.TAKEN_BACK
    assert fund_balance(made.fund) == Decimal("5000.00")
    assert paid(made, filed(made)).state == ClaimState.PAID


def test_a_payment_asked_back_may_stay():
    made = world()
    claim = do(claims.ask_back_step, paid(made), reason="จ่ายผิดคน", by=made.pays, **at())

    claim = do(claims.take_back_step, claim, agree=False, reason="จ่ายถูกแล้ว", by=made.approves, **at())

    assert claim.state == ClaimState.PAID
    with pytest.raises(NotAtThisStep):
        do(claims.take_back_step, claim, agree=True, by=made.approves, **at())


def test_each_stage_refuses_with_a_reason():
    made = world()
    for claim, person in (
        (filed(made), made.agrees),
        (agreed(made, filed(made, event_on=date(2026, 2, 11))), made.approves),
        (approved(made, filed(made, event_on=date(2026, 2, 12))), made.pays),
    ):
        with pytest.raises(Refused):
            do(claims.refuse_step, claim, reason=" ", by=person, **at())
        claim = do(claims.refuse_step, claim, reason="เอกสารไม่ตรง", by=person, **at())
        assert claim.state == ClaimState.REFUSED
        assert shown_checks(claim, worked_out(claim))[-1].ok is not None


def test_a_claim_by_proxy_needs_the_letter():
    made = world()
    claim = filed(made, by_proxy=True, claimant_name="สมศรี", claimant_relation="ลูก")

    with pytest.raises(Refused, match="rule gives nothing|กฎ|ยัง"):
        agreed(made, claim)
    with transaction.atomic():
        worlds.add_paper_step(claim, kind="proxy_letter", seen=True, by=made.files, **at())
    assert agreed(made, claim).payee_name == "สมศรี"


def test_what_is_of_health_is_sealed_and_each_reading_is_written_down():
    made = world()
    claim = filed(made, health={"cause": "ไข้เลือดออก", "hospital": "รพ.กาญจนดิษฐ์"})

    kept = bytes(ClaimHealth.objects.get().sealed)
    assert "ไข้เลือดออก".encode() not in kept
    assert read(made, claim) == {"cause": "ไข้เลือดออก", "hospital": "รพ.กาญจนดิษฐ์"}

    act = Act.objects.get(what="claim_health_read")
    assert (act.by, act.after) == (made.agrees, {"number": "1/2569", "what": "health"})
    assert not Act.objects.filter(after__icontains="ไข้").exists()


@transaction.atomic
def read(made, claim):
    return read_health_step(claim, by=made.agrees, at=builders.AT)


def test_health_not_typed_again_stays_when_a_claim_is_changed():
    made = world()
    claim = filed(made, health={"cause": "ไข้เลือดออก"})

    filing = claims.Filing(event_on=EVENT, facts={"nights": 4}, health={"cause": ""})
    claim = do(claims.change_step, claim, filing, by=made.files, **at())

    assert claim.facts == {"nights": 4}
    assert read(made, claim) == {"cause": "ไข้เลือดออก"}


def test_open_claims_name_what_they_wait_for_and_which_are_late():
    made = world()
    filed(made, papers=False)
    approved(made, filed(made, event_on=date(2026, 2, 11)))

    now = {one.claim.number: (one.waits_for, one.until, one.late) for one in open_claims(made.organisation, on=TODAY)}
    later = {one.claim.number: one.late for one in open_claims(made.organisation, on=date(2026, 3, 1))}

    assert now == {1: ("papers", date(2026, 3, 22), False), 2: ("pay", date(2026, 2, 27), False)}
    assert later == {1: False, 2: True}


def test_a_payment_taken_back_is_taken_off_on_the_day_of_that():
    made = world()
    claim = paid(made)
    later = at(date(2026, 3, 2))
    do(claims.ask_back_step, claim, reason="ผิดคน", by=made.pays, **later)
    do(claims.take_back_step, claim, agree=True, by=made.approves, **later)

    months = [(date(2026, n, 1), date(2026, n, 28)) for n in (2, 3)]
    found = [paid_by_kind(made.organisation, since=first, until=last) for first, last in months]

    assert [(one.count, one.baht) for [one] in found] == [(1, Decimal("300.00")), (-1, Decimal("-300.00"))]


def test_the_report_has_month_and_year_by_kind_and_names_nobody():
    made = world()
    paid(made)
    filed(made, event_on=date(2026, 2, 12), on=date(2026, 2, 21))

    section = welfare_section(made.organisation, date(2026, 2, 1))
    later = welfare_section(made.organisation, date(2026, 3, 1))

    assert [row.cells[1:] for row in section.grid.rows] == [[1, Decimal("300.00"), 1, Decimal("300.00")]]
    assert [row.cells[1:] for row in later.grid.rows] == [[0, Decimal("0.00"), 1, Decimal("300.00")]]
    assert waited_on(made.organisation, on=date(2026, 2, 28)) == (1, 0)
    assert waited_on(made.organisation, on=date(2026, 3, 31)) == (1, 1)
    assert welfare_section(made.organisation, date(2026, 1, 1)) is None


def test_what_was_paid_is_counted_by_kind_without_what_was_taken_back():
    made = world()
    paid(made)
    paid(made, filed(made, benefit=made.birth))
    claim = paid(made, filed(made, event_on=date(2026, 2, 12)))
    do(claims.ask_back_step, claim, reason="ผิดคน", by=made.pays, **at())
    do(claims.take_back_step, claim, agree=True, by=made.approves, **at())

    found = paid_by_kind(made.organisation, since=date(2026, 2, 1), until=date(2026, 2, 28))

    assert [(one.type, one.count, one.baht) for one in found] == [
        ("birth", 1, Decimal("500.00")),
        ("illness", 1, Decimal("300.00")),
    ]


def test_a_networks_fund_pays_a_member_of_its_group():
    network = builders.network(code="KNET")
    group = builders.group(network, code="KC09")
    with transaction.atomic():
        builders.member_group(network, group)
    member = builders.member(group, "ปราณี", joined_on=worlds.SINCE)
    made = world(group=network, member=member)

    claim = paid(made)

    assert (claim.organisation, claim.entry.book) == (network, network.book)
    assert ClaimPaper.objects.filter(claim=claim).count() == 2


def test_claims_that_wait_stand_on_the_agenda_of_the_next_meeting_without_names():
    made = world()
    filed(made)

    subjects = [str(one.subject) for one in items_proposed(meeting(made.organisation, held_on=date(2026, 3, 30)))]

    found = [
        subject for subject in subjects if "1" in subject and ("welfare" in subject.lower() or "สวัสดิการ" in subject)
    ]
    assert len(found) == 1
    assert "มาลี" not in found[0]

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from federation.audit.models import Act
from federation.ledger.refusals import NeedsSecondPerson
from federation.meetings import actions
from federation.meetings.forms import ChangedMeanwhile, must_be_as_seen, seen_of
from federation.meetings.models import Meeting, MeetingItem
from federation.meetings.queries.meetings import groups_of, host_in_turn, items_of, next_number, not_carried_out
from federation.meetings.queries.proposals import head_proposed
from federation.meetings.reports import meeting_report
from federation.meetings.steps import (
    MeetingIssued,
    MeetingNumberTaken,
    NumberFixed,
    ResolutionFollowed,
    found_meeting_step,
    save_agenda_step,
    save_head_step,
)
from federation.reports.models import IssuedReport
from federation.reports.queries import report_of
from federation.reports.rules import digest_of
from tests import builders
from tests.federation.meetings.worlds import AT, HEAD, HELD, meeting, network_of_groups, resolved, rows_of
from tests.federation.reports.worlds import committee, saving_group

pytestmark = pytest.mark.django_db

MARCH = date(2026, 3, 16)


def issue(made, at=AT, by="facilitates"):
    draw = lambda now: meeting_report(now, at=at, draft=False)  # noqa: E731
    return actions.issue_meeting.__wrapped__(made, draw=draw, by=builders.user(by), at=at)


def test_a_new_meeting_has_the_next_number_of_the_buddhist_year_and_the_next_host():
    network = network_of_groups()
    first = meeting(network, host=network.a1)

    proposed = head_proposed(network, on=MARCH, by=builders.user("facilitates"))

    assert (first.be_year, str(first)) == (2569, "1/2569")
    assert (proposed["number"], proposed["host"], proposed["next_host"]) == (2, network.a2, network.a3)
    assert (proposed["held_on"], proposed["month"]) == (MARCH, date(2026, 2, 1))
    assert next_number(network, kind="monthly", be_year=2570) == 1
    assert host_in_turn(network, groups_of(network, on=MARCH), after=network.a3) == network.a1


def test_the_next_host_is_whom_the_last_meeting_agreed_on_and_no_group_that_is_not_active():
    network = network_of_groups()
    meeting(network, host=network.a1, next_host=network.a3)
    assert host_in_turn(network, groups_of(network, on=MARCH)) == network.a3

    network.a3.state = "forming"
    network.a3.save(update_fields=["state"])
    assert host_in_turn(network, groups_of(network, on=MARCH)) == network.a2
    assert host_in_turn(network, groups_of(network, on=MARCH), after=network.a2) == network.a1


def test_a_group_proposes_its_own_chair():
    group = saving_group(2, months=1)
    committee(group, chair="สมชาย")

    assert head_proposed(group, on=HELD, by=builders.user("facilitates"))["chair"] == "สมชาย ใจดี"


def test_a_number_is_taken_once_and_the_free_one_is_told():
    network = network_of_groups()
    meeting(network)

    with pytest.raises(MeetingNumberTaken, match="2") as refusal:
        meeting(network)

    assert list(refusal.value.fields) == ["number"]
    assert meeting(network, kind="committee").number == 1


def test_the_agenda_begins_with_the_last_minutes_the_money_and_the_groups():
    network = network_of_groups()
    meeting(network)

    items = items_of(meeting(network, number=2, held_on=MARCH))

    assert [(item.part, item.shows) for item in items] == [(1, ""), (2, ""), (4, "money"), (4, "groups"), (5, "")]
    assert "1/2569" in items[1].subject


def test_what_somebody_was_to_do_is_taken_up_until_it_is_done():
    network = network_of_groups()
    resolved(meeting(network), "ซ่อมศาลา", responsible="กลุ่มบ้านหนึ่ง")
    resolved(second := meeting(network, number=2, held_on=MARCH), "ลองน้ำ")

    (follow_up,) = [item for item in items_of(second) if item.part == 3]
    assert "1/2569" in follow_up.subject and "ซ่อมศาลา" in follow_up.subject
    third = meeting(network, number=3, held_on=date(2026, 4, 16))
    assert [item.subject for item in not_carried_out(third)] == ["ซ่อมศาลา"]

    rows = rows_of(second)
    next(row for row in rows if row["item"] == follow_up.pk)["done"] = True
    save_agenda_step(second, items=rows)
    assert not_carried_out(third) == []


def test_resolutions_are_numbered_anew_until_the_report_is_issued_and_stay_then():
    made = resolved(meeting(network_of_groups()), "หนึ่ง", "สอง")
    resolved(made, "ก่อน", part=1)
    assert {item.subject: item.resolution_no for item in items_of(made) if item.resolution_no} == {
        "ก่อน": 1,
        "หนึ่ง": 2,
        "สอง": 3,
    }

    issue(made)
    actions.open_for_correction.__wrapped__(made, reason="ลืมมติหนึ่งข้อ", by=builders.user("facilitates"), at=AT)
    made.refresh_from_db()
    resolved(made, "มาทีหลัง", part=1)

    assert {item.subject: item.resolution_no for item in items_of(made) if item.resolution_no} == {
        "ก่อน": 1,
        "มาทีหลัง": 4,
        "หนึ่ง": 2,
        "สอง": 3,
    }


def test_an_item_goes_only_when_its_subject_is_taken_away():
    made = resolved(meeting(network_of_groups()), "หนึ่ง", "สอง")
    rows = rows_of(made)
    gone = next(row for row in rows if row["subject"] == "สอง")

    save_agenda_step(made, items=[gone | {"subject": ""}])

    assert [item.subject for item in items_of(made) if item.resolution_no] == ["หนึ่ง"]
    assert len(items_of(made)) == len(rows) - 1


def test_a_resolution_that_a_later_meeting_takes_up_stays():
    network = network_of_groups()
    made = resolved(meeting(network), "ซ่อมศาลา", responsible="กลุ่มบ้านหนึ่ง")
    meeting(network, number=2, held_on=MARCH)
    followed = next(row for row in rows_of(made) if row["subject"] == "ซ่อมศาลา")

    with pytest.raises(ResolutionFollowed):
        save_agenda_step(made, items=[followed | {"subject": ""}])


def test_an_issued_report_is_frozen_and_the_next_version_says_what_was_corrected():
    network = network_of_groups()
    by = builders.user("facilitates")
    made = resolved(meeting(network), "หนึ่ง")
    first = issue(made)
    made.refresh_from_db()

    with pytest.raises(MeetingIssued):
        actions.save_agenda.__wrapped__(made, unchanged=lambda now: None, items=[], by=by, at=AT)
    actions.open_for_correction.__wrapped__(made, reason="ชื่อประธานสะกดผิด", by=by, at=AT)
    made.refresh_from_db()
    with pytest.raises(NumberFixed):
        save_head_step(made, **{**HEAD, "number": 5})
    made.refresh_from_db()
    save_head_step(made, **{**HEAD, "chair": "นายใหม่ ใจดี"})
    second = issue(made, by="reads-again")

    assert [first.version, second.version] == [1, 2]
    assert first.name == second.name == "meeting-monthly-1-2569"
    stored = IssuedReport.objects.get(pk=first.pk)
    assert digest_of(stored.data) == bytes(stored.digest)
    assert "ชื่อประธานสะกดผิด" in str(second.data) and "ชื่อประธานสะกดผิด" not in str(stored.data)
    assert not Meeting.objects.get().is_open
    assert set(Act.objects.filter(about=f"meeting:{made.pk}").values_list("what", flat=True)) == {
        "meeting_issued",
        "meeting_correction",
    }


def test_a_changed_resolution_is_printed_old_and_new_and_another_person_issues_it():
    made = resolved(meeting(network_of_groups()), "กู้ได้ 10,000 บาท", "ซ่อมศาลา")
    issue(made)
    actions.open_for_correction.__wrapped__(made, reason="จดยอดเงินผิด", by=builders.user("facilitates"), at=AT)
    made.refresh_from_db()
    rows = rows_of(made)
    next(row for row in rows if row["resolution"] == "กู้ได้ 10,000 บาท")["resolution"] = "กู้ได้ 90,000 บาท"
    save_agenda_step(made, items=rows)

    with pytest.raises(NeedsSecondPerson):
        issue(made)
    assert IssuedReport.objects.filter(name=made.report_name).count() == 1
    changed = report_of(issue(made, by="reads-again")).section("changed").items
    assert [("10,000" in str(said), "90,000" in str(said)) for said in changed] == [(True, False), (False, True)]
    assert not any("ซ่อมศาลา" in str(said) for said in changed)


def test_nobody_writes_over_what_another_saved_meanwhile():
    made = meeting(network_of_groups())
    seen = seen_of("agenda", made)
    seen_head = seen_of("head", made)
    resolved(made, "มติของอีกคน")

    with pytest.raises(ChangedMeanwhile):
        must_be_as_seen("agenda", seen=seen)(made)
    must_be_as_seen("head", seen=seen_head)(made)


def test_a_meeting_stands_in_the_log():
    network = network_of_groups()
    actions.found_meeting.__wrapped__(network, by=builders.user("facilitates"), at=AT, **HEAD)

    assert Act.objects.get(what="meeting_entered").after == {"number": "1/2569"}


@pytest.mark.parametrize("wrong", [{"part": 6}, {"resolution_no": 1}])
def test_the_database_refuses_a_sixth_part_and_a_number_given_twice(wrong):
    made = resolved(meeting(network_of_groups()), "หนึ่ง")
    first = MeetingItem.objects.filter(resolution_no=None).first()

    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingItem.objects.filter(pk=first.pk).update(**wrong)
    assert made


def test_groups_that_keep_no_books_can_meet_too():
    network = builders.network()
    paper = builders.group(network)
    type(paper).objects.filter(pk=paper.pk).update(book=None)
    paper.refresh_from_db()

    made = found_meeting_step(paper, by=builders.user("facilitates"), at=AT, **HEAD)

    assert issue(made).head_number == 0

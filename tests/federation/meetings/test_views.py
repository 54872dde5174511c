import re
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from federation.access.permissions import Role
from federation.meetings.models import Attendance, Meeting
from federation.meetings.queries.meetings import items_of
from federation.reports.models import IssuedFile
from tests import builders
from tests.federation.meetings.worlds import meeting, network_of_groups, resolved
from tests.federation.reports.worlds import saving_group

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_february():
    with time_machine.travel("2026-02-20T03:00:00Z", tick=False):
        yield


def url(name, organisation, **kwargs):
    return reverse(f"federation:{name}", kwargs={"code": organisation.code, **kwargs})


def facilitator(client, network):
    user = builders.officer(network, Role.FACILITATOR)
    client.force_login(user)
    return user


def boxes(response):
    """Return what a form on a page would send: the values of its boxes."""
    page = response.content.decode()
    fields = {}
    for tag in re.findall(r"<input[^>]*>", page):
        at = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if at.get("name") and at.get("type") not in ("checkbox", "search") and at["name"] != "csrfmiddlewaretoken":
            fields[at["name"]] = at.get("value", "")
    for name, inner in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)"\s+selected', inner)
        fields[name] = chosen[1] if chosen else ""
    for name, inner in re.findall(r'<textarea name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL):
        fields[name] = inner.strip()
    return fields


def test_an_empty_list_says_what_to_do_first(client):
    network = network_of_groups()
    facilitator(client, network)

    page = client.get(url("meetings", network)).content.decode()

    assert url("meeting_new", network) in page


def test_a_facilitator_writes_a_meeting_from_the_list_to_the_issued_paper(client):
    network = network_of_groups()
    facilitator(client, network)
    typed = boxes(client.get(url("meeting_new", network)))
    assert (typed["number"], typed["host"], typed["held_on"]) == ("1", str(network.a1.pk), "16/2/2569")

    answer = client.post(url("meeting_new", network), typed | {"chair": "นางกตัญญู", "began_at": "๙.๓๐"})
    made = Meeting.objects.get()
    assert answer.url == url("meeting_attendance", network, pk=made.pk)
    assert (str(made), made.chair, f"{made.began_at:%H.%M}") == ("1/2569", "นางกตัญญู", "09.30")

    typed = boxes(client.get(answer.url)) | {f"count-{network.a1.pk}-member": "12", "count-0-agency": "๒"}
    assert [one.pk for one in client.get(url("meeting_new", network)).context["drafts"]] == [made.pk]
    answer = client.post(answer.url, typed | {"names-agency": "เกษตรตำบล"})
    assert {(row.group_id, row.kind, row.count) for row in Attendance.objects.all()} == {
        (network.a1.pk, "member", 12),
        (None, "agency", 2),
    }

    typed = boxes(client.get(answer.url))
    money = next(n for n in range(9) if typed.get(f"i{n}-shows") == "money")
    answer = client.post(answer.url, typed | {f"i{money}-decision": "noted", f"i{money}-resolution": "รับทราบ"})
    assert answer.url == url("meeting", network, pk=made.pk)
    assert [item.resolution_no for item in items_of(made) if item.resolution_no] == [1]

    assert "กลุ่มบ้านสอง" in client.get(url("meeting_issue", network, pk=made.pk)).content.decode()
    client.post(url("meeting_issue", network, pk=made.pk))
    first = client.get(url("meeting_paper", network, pk=made.pk))
    again = client.get(url("meeting_paper_issued", network, pk=made.pk, version=1))
    assert first["Content-Type"] == "application/pdf" and first.content == again.content
    assert IssuedFile.objects.count() == 1
    assert "1/2569" in client.get(url("meetings", network)).content.decode()


def test_a_bad_hour_keeps_what_was_typed_and_enters_nothing(client):
    network = network_of_groups()
    facilitator(client, network)
    typed = boxes(client.get(url("meeting_new", network))) | {"chair": "นางกตัญญู", "began_at": "เก้าโมง"}

    answer = client.post(url("meeting_new", network), typed)

    assert answer.status_code == 422 and not Meeting.objects.exists()
    assert boxes(answer)["began_at"] == "เก้าโมง" and boxes(answer)["chair"] == "นางกตัญญู"


def test_a_number_that_is_taken_is_told_beside_its_box(client):
    network = network_of_groups()
    facilitator(client, network)
    typed = boxes(client.get(url("meeting_new", network))) | {"chair": "นางกตัญญู"}
    client.post(url("meeting_new", network), typed)

    answer = client.post(url("meeting_new", network), typed)

    assert answer.status_code == 422 and Meeting.objects.count() == 1
    assert "number" in answer.context["form"].errors


def test_what_two_people_wrote_is_shown_before_one_replaces_the_other(client):
    network = network_of_groups()
    facilitator(client, network)
    made = meeting(network)
    page = url("meeting_edit", network, pk=made.pk)
    typed = boxes(client.get(page)) | {"place": "ศาลาหมู่ 2"}
    client.post(page, boxes(client.get(page)) | {"place": "โรงเรียน"})

    clash = client.post(page, typed)

    assert clash.status_code == 409
    assert [stored for _label, stored in clash.context["clash"]["differences"]] == ["โรงเรียน"]
    assert boxes(clash)["place"] == "ศาลาหมู่ 2"
    client.post(page, boxes(clash))
    assert Meeting.objects.get().place == "ศาลาหมู่ 2"


def test_an_agenda_changed_meanwhile_loses_nothing_of_either(client):
    network = network_of_groups()
    facilitator(client, network)
    made = meeting(network)
    page = url("meeting_agenda", network, pk=made.pk)
    typed = boxes(client.get(page)) | {"i0-discussion": "ฝนตกหนัก"}
    resolved(made, "มติของอีกคน")

    clash = client.post(page, typed)

    assert clash.status_code == 409 and "ฝนตกหนัก" in clash.content.decode()
    assert "มติของอีกคน" in [stored for _label, stored in clash.context["clash"]["differences"]]
    client.post(page, boxes(clash))
    subjects = {item.subject: item.discussion for item in items_of(made)}
    assert "ฝนตกหนัก" in subjects.values() and "มติของอีกคน" in subjects


def test_what_was_resolved_needs_a_decision(client):
    network = network_of_groups()
    facilitator(client, network)
    made = meeting(network)
    page = url("meeting_agenda", network, pk=made.pk)

    answer = client.post(page, boxes(client.get(page)) | {"i0-resolution": "ให้ซ่อมศาลา"})

    assert answer.status_code == 422 and "ให้ซ่อมศาลา" in answer.content.decode()
    assert not any(item.resolution_no for item in items_of(made))


def test_a_group_starts_from_who_was_not_absent_on_its_sheet(client):
    group = saving_group(4, months=1)
    client.force_login(builders.officer(group, Role.SECRETARY))
    made = meeting(group, held_on=date(2026, 1, 5))

    assert boxes(client.get(url("meeting_attendance", group, pk=made.pk)))["count-0-member"] == "4"


def test_an_issued_report_opens_again_only_with_a_reason(client):
    network = network_of_groups()
    facilitator(client, network)
    made = meeting(network)
    client.post(url("meeting_issue", network, pk=made.pk))

    page = client.post(
        url("meeting_edit", network, pk=made.pk), boxes(client.get(url("meeting_edit", network, pk=made.pk)))
    )
    assert page.status_code == 422
    assert client.post(url("meeting_correct", network, pk=made.pk), {"reason": "ผิด"}).status_code == 422
    client.post(url("meeting_correct", network, pk=made.pk), {"reason": "สถานที่ประชุมผิด"})
    client.post(url("meeting_issue", network, pk=made.pk))
    assert client.get(url("meeting_paper_issued", network, pk=made.pk, version=2)).status_code == 404
    client.force_login(builders.officer(network, Role.FACILITATOR, name="reads.again"))
    client.post(url("meeting_issue", network, pk=made.pk))

    assert "สถานที่ประชุมผิด" in client.get(url("meeting", network, pk=made.pk)).content.decode()
    assert client.get(url("meeting_paper_issued", network, pk=made.pk, version=2)).status_code == 200
    assert client.get(url("meeting_paper_issued", network, pk=made.pk, version=3)).status_code == 404


def test_who_only_reads_does_not_write(client):
    network = network_of_groups()
    made = meeting(network)
    client.force_login(builders.officer(network, Role.AUDITOR))

    assert client.get(url("meeting", network, pk=made.pk)).status_code == 200
    assert client.get(url("meeting_agenda", network, pk=made.pk)).status_code == 403
    assert client.get(url("meeting", network.a1, pk=made.pk)).status_code == 404


def test_the_list_costs_the_same_however_many_meetings(client):
    network = network_of_groups()
    facilitator(client, network)
    for n in (1, 2):
        meeting(network, number=n, host=network.a1)
    client.get(url("meetings", network))

    with CaptureQueriesContext(connection) as few:
        client.get(url("meetings", network))
    for n in range(3, 9):
        meeting(network, number=n, host=network.a2)
    with CaptureQueriesContext(connection) as many:
        client.get(url("meetings", network))
    assert len(many) == len(few)


@pytest.mark.parametrize(("search", "found"), [("1/2569", 1), ("๒", 1), ("ซ่อมศาลา", 1), ("คลองน้ำใส", 2), ("ไม่มี", 0)])
def test_meetings_are_found_by_number_place_and_resolution(client, search, found):
    network = network_of_groups()
    facilitator(client, network)
    resolved(meeting(network), "ซ่อมศาลา")
    meeting(network, number=2)

    assert client.get(url("meetings", network), {"q": search}).context["count"] == found


def test_a_host_group_of_whom_nobody_came_is_told(client):
    network = network_of_groups()
    facilitator(client, network)
    made = meeting(network, host=network.a1)
    address = url("meeting_attendance", network, pk=made.pk)
    answer = client.post(address, boxes(client.get(address)) | {f"count-{network.a2.pk}-member": "5"}, follow=True)
    assert "ยังไม่มีผู้มาประชุมจากกลุ่มเจ้าภาพ" in answer.content.decode()
    assert len(client.get(url("meeting_issue", network, pk=made.pk)).context["gaps"]) == 3

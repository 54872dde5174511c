import uuid
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.urls import reverse

from federation.access.permissions import Role
from federation.network.models import ReportBatch
from federation.network.steps import finish_batch_step, make_item_step, waiting_items
from tests import builders
from tests.federation.network.worlds import closed_groups, empty_queue
from tests.federation.reports.worlds import AT, saving_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(client):
    empty_queue()
    network = closed_groups(2)
    client.force_login(builders.officer(network, Role.NETWORK_TREASURER))
    yield network
    empty_queue()


def address(network, *, pk=None, file=False):
    name = "federation:report_batch" + ("es" if pk is None else "_file" if file else "")
    return reverse(name, kwargs={"code": network.code} | ({"pk": pk} if pk else {}))


def press(client, network, **sent):
    return client.post(address(network), {"key": str(uuid.uuid4()), "month": "2026-01"} | sent)


def finish(batch):
    for item in waiting_items(batch.network_id, batch.pk):
        make_item_step(batch.network_id, item, at=AT)
        finish_batch_step(batch.network_id, item, at=AT)


def test_the_press_leads_to_the_progress_which_says_how_many_are_made(client, network):
    answer = press(client, network)
    batch = ReportBatch.objects.get()
    [first, _second] = waiting_items(batch.network_id, batch.pk)
    make_item_step(batch.network_id, first, at=AT)

    page = client.get(answer.url).content.decode()

    assert answer.url == address(network, pk=batch.pk)
    assert "ทำแล้ว 1 จาก 2" in page
    assert 'hx-trigger="every 2s"' in page


def test_a_finished_batch_ends_the_polling_and_hands_out_its_file(client, network):
    press(client, network)
    batch = ReportBatch.objects.get()
    finish(batch)

    part = client.get(address(network, pk=batch.pk), headers={"HX-Request": "true"})
    file = client.get(address(network, pk=batch.pk, file=True))

    assert part.status_code == 286
    assert "hx-trigger" not in part.content.decode()
    assert "<html" not in part.content.decode()
    assert file["Content-Type"] == "application/pdf"
    assert file.content.startswith(b"%PDF-")


def test_an_unfinished_batch_has_no_file(client, network):
    press(client, network)

    assert client.get(address(network, pk=ReportBatch.objects.get().pk, file=True)).status_code == 404


def test_groups_left_out_are_named(client, network):
    saving_group(1, code="LATE", network=network, months=1)

    page = client.get(press(client, network).url).content.decode()

    assert "กลุ่มสัจจะบ้านคลองน้ำใส: ยังไม่ปิดเดือน" in page


def test_without_a_worker_the_page_says_so_and_offers_each_report(client, network):
    page = client.get(press(client, network).url).content.decode()

    assert "ตอนนี้ยังไม่มีใครทำรายงาน" in page
    assert f"/o/C0-{network.code}/reports/monthly/2026-01.pdf" in page


def test_with_a_worker_it_does_not(client, network):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [datetime.now(UTC)])

    assert "ตอนนี้ยังไม่มีใครทำรายงาน" not in client.get(press(client, network).url).content.decode()


@pytest.mark.parametrize("month", ["2025-12", "", "x"])
def test_a_month_that_is_not_offered_is_refused(client, network, month):
    answer = press(client, network, month=month)

    assert answer.status_code == 422
    assert not ReportBatch.objects.exists()


def test_a_form_without_its_key_is_no_form_of_ours(client, network):
    assert press(client, network, key="").status_code == 400


def test_another_networks_batch_is_not_found(client, network):
    press(client, network)
    other = closed_groups(1)
    client.force_login(builders.officer(other, Role.NETWORK_TREASURER))

    assert client.get(address(other, pk=ReportBatch.objects.get().pk)).status_code == 404


def test_a_group_has_no_such_page(client, network):
    group = network.kept.first()
    client.force_login(builders.officer(group, Role.FACILITATOR))

    assert client.get(address(group)).status_code == 404

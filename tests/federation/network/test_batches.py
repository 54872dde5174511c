import io
import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from pypdf import PdfReader

from federation.audit.models import Act
from federation.kit.pdf import PdfUnavailable
from federation.network import jobs as queue
from federation.network import steps
from federation.network.actions import ask_batch
from federation.network.models import BatchItem, ReportBatch
from federation.network.queries import groups_of_month, months_offered, progress_of
from federation.network.steps import fail_item_step, finish_batch_step, make_item_step, waiting_items
from federation.organisations.affiliations import affiliate_step
from federation.organisations.models import Level, Organisation
from federation.reports.models import IssuedFile
from tests import builders
from tests.federation.network.worlds import closed_groups, empty_queue, jobs, kill, made, wait_for, workers, workers_of
from tests.federation.reports.worlds import AT, JANUARY, saving_group

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def queue_of_its_own():
    empty_queue()
    yield
    empty_queue()


def ask(network, *, key=None, language="th"):
    asked = {"month": JANUARY, "language": language, "key": key or uuid.uuid4(), "by": builders.user(), "at": AT}
    with transaction.atomic():
        return ask_batch.__wrapped__(network, **asked)


def make_all(batch):
    for item in waiting_items(batch.network_id, batch.pk):
        make_item_step(batch.network_id, item, at=AT)
        finish_batch_step(batch.network_id, item, at=AT)
    batch.refresh_from_db()


def bookmarks(pdf):
    """The bookmarks of the first level."""
    return [mark.title for mark in pdf.outline if not isinstance(mark, list)]


def texts(pdf):
    return [page.extract_text() for page in pdf.pages]


def test_a_batch_holds_every_group_once_and_a_job_for_each():
    network = closed_groups(2)

    batch = ask(network)

    assert batch.items.count() == len(jobs()) == 2
    assert {job.args["item"] for job in jobs()} == {str(item.pk) for item in batch.items.all()}
    assert Act.objects.filter(what="reports_batched", organisation=network).count() == 1


def test_pressed_twice_it_is_one_batch():
    network, key = closed_groups(1), uuid.uuid4()

    first, again = ask(network, key=key), ask(network, key=key)

    assert first.pk == again.pk
    assert ReportBatch.objects.count() == BatchItem.objects.count() == len(jobs()) == 1


def test_what_is_refused_queues_nothing():
    network = closed_groups(1)

    with pytest.raises(RuntimeError), transaction.atomic():
        ask(network)
        raise RuntimeError

    assert jobs() == []


def test_the_one_file_holds_the_issued_copies_without_names_by_code():
    network = closed_groups(2)
    batch = ask(network)

    make_all(batch)

    kept = IssuedFile.objects.filter(format="pdf", with_names=False).order_by("report__organisation__code")
    whole = PdfReader(io.BytesIO(bytes(batch.content)))
    assert batch.state == "done"
    assert texts(whole) == [text for file in kept for text in texts(PdfReader(io.BytesIO(bytes(file.content))))]
    assert len(bookmarks(whole)) == 2
    assert "อานนท์" not in "".join(texts(whole))


def test_a_group_that_has_not_closed_is_left_out_by_name_and_never_waited_for():
    network = closed_groups(1)
    late = saving_group(1, code="LATE", network=network, months=1)
    batch = ask(network)

    make_all(batch)

    left_out = progress_of(batch).left_out
    assert [(item.organisation.pk, item.words) for item in left_out] == [(late.pk, "ยังไม่ปิดเดือน")]
    assert batch.state == "done"


def test_a_group_on_paper_is_named_too():
    network = builders.network()
    paper = Organisation.objects.create(code="PAPER", name_th="กลุ่มสมุด", level=Level.GROUP, kind_id="satja")
    affiliate_step(paper, upper=network)

    batch = ask(network)

    assert [item.organisation_id for item in progress_of(batch).left_out] == [paper.pk]
    assert (batch.state, jobs()) == ("failed", [])


def test_groups_of_other_networks_are_not_of_it():
    network = closed_groups(1)
    closed_groups(1)

    assert [group.network_key for group in groups_of_month(network, JANUARY)] == [network.pk]


def test_months_are_offered_since_the_first_book():
    network = closed_groups(1)

    assert months_offered(network, on=JANUARY.replace(month=3, day=9)) == [
        JANUARY.replace(month=3),
        JANUARY.replace(month=2),
        JANUARY,
    ]
    assert months_offered(builders.network(), on=AT.date()) == []


def test_what_is_made_stays_when_its_job_comes_again():
    batch = ask(closed_groups(1))
    make_all(batch)
    item = batch.items.get()
    first = batch.digest

    make_item_step(batch.network_id, item.pk, at=AT + timedelta(days=1))
    fail_item_step(batch.network_id, item.pk, words="too late")
    finish_batch_step(batch.network_id, item.pk, at=AT + timedelta(days=1))

    batch.refresh_from_db()
    assert (batch.items.get().made_at, bytes(batch.digest), batch.finished_at) == (AT, bytes(first), AT)


def test_a_report_that_cannot_be_drawn_is_left_out_and_the_rest_is_made(monkeypatch):
    batch = ask(closed_groups(2))
    first, second = waiting_items(batch.network_id, batch.pk)

    def refuse(*args, **kwargs):
        raise PdfUnavailable("no Pango")

    with monkeypatch.context() as without_pango:
        without_pango.setattr(steps, "file_of", refuse)
        queue._make(batch.network_id, first)
    queue._make(batch.network_id, second)
    finish_batch_step(batch.network_id, second, at=AT)

    batch.refresh_from_db()
    assert (batch.state, [item.words for item in progress_of(batch).left_out]) == ("done", ["no Pango"])


def test_nobody_works_while_no_worker_has_been_heard_of():
    assert not queue.is_worked(at=AT)


def test_what_waits_without_a_job_is_queued_again():
    batch = ask(closed_groups(2))
    empty_queue()

    assert queue.queue_forgotten() == 2
    assert queue.queue_forgotten() == 0
    assert {job.args["item"] for job in jobs()} == {str(item.pk) for item in batch.items.all()}


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_nothing_lost_and_nothing_double():
    with transaction.atomic():
        network = closed_groups(6, members=12)
    batch = ask(network)

    with workers() as overseer:
        wait_for(made)
        [worker] = workers_of(overseer)
        kill(worker)
        at_the_kill = made()
        wait_for(lambda: ReportBatch.objects.get().state == "done")

    batch.refresh_from_db()
    assert 0 < at_the_kill < 6
    assert made() == len(bookmarks(PdfReader(io.BytesIO(bytes(batch.content))))) == 6
    assert IssuedFile.objects.filter(with_names=False).count() == 6
    assert jobs() == []


@pytest.mark.django_db(transaction=True)
def test_a_job_that_ends_its_worker_each_time_is_given_up_by_name():
    with transaction.atomic():
        network = closed_groups(1)
    batch = ask(network)
    [job] = jobs()
    context = type("Context", (), {"job": type("Job", (), {"attempts": queue.MOST_TRIES})})

    queue.report_of_batch(context, network=network.pk, item=job.args["item"])

    batch.refresh_from_db()
    assert batch.state == "failed"
    assert progress_of(batch).left_out[0].words

"""Making a batch of reports, a group at a time. Each piece of work may be begun again: what is made stays as it is."""

import hashlib
import io
import uuid
from datetime import date, datetime

from django.utils import translation
from pypdf import PdfReader, PdfWriter

from federation.audit.log import record
from federation.kit.wording import gettext_lazy as _
from federation.network.models import BatchItem, ReportBatch
from federation.network.queries import groups_of_month
from federation.reports.files import file_of
from federation.reports.monthly import NAME
from federation.reports.queries import issued

Batch, Item = ReportBatch.State, BatchItem.State

ON_PAPER = _("keeps its books on paper")
NOT_CLOSED = _("the month is not closed yet")


def ask_batch_step(network, *, month: date, language: str, key: uuid.UUID, by, at: datetime) -> ReportBatch | None:
    """Write down what is asked for: an item for each group, with a reason where there is no report yet.

    key: of the form; None when its batch is there already.
    """
    batch = ReportBatch(network=network, month=month, language=language, key=key, asked_by=by, asked_at=at)
    ReportBatch.objects.bulk_create([batch], ignore_conflicts=True)
    if not ReportBatch.objects.filter(network=network, pk=batch.pk).exists():
        return None
    groups = groups_of_month(network, month)
    with translation.override(language):
        items = [_item(batch, group) for group in groups]
    BatchItem.objects.bulk_create(items)
    if all(item.state == Item.FAILED for item in items):
        batch.state, batch.finished_at = Batch.FAILED, at
        batch.save(update_fields=["state", "finished_at"])
    after = {"month": f"{month:%Y-%m}", "rows": len(items)}
    record("reports_batched", by=by, at=at, organisation=network, about=f"batch:{batch.pk}", after=after)
    return batch


def _item(batch: ReportBatch, group) -> BatchItem:
    item = BatchItem(network_id=batch.network_id, batch=batch, organisation=group)
    if group.book is None:
        item.state, item.words = Item.FAILED, str(ON_PAPER)
    elif issued(group, name=NAME, month=batch.month) is None:
        item.state, item.words = Item.FAILED, str(NOT_CLOSED)
    return item


def waiting_items(network_id: int, batch_id) -> list[uuid.UUID]:
    waiting = BatchItem.objects.filter(network_id=network_id, batch_id=batch_id, state=Item.WAITING)
    return list(waiting.order_by("organisation__code").values_list("pk", flat=True))


def make_item_step(network_id: int, item_id, *, at: datetime) -> None:
    """Make one group's report, the copy without names that was issued for that month; once made, it stays.

    The item keeps its pages, ready to be joined: reading the tags costs an eighth of drawing, and is done here, where
    two work side by side, rather than at the end by one.
    Drawn outside any lock: two who draw it at once write one. Raises `PdfUnavailable`.
    """
    item = _waiting(network_id, item_id)
    if item is None:
        return
    ReportBatch.objects.filter(network_id=network_id, pk=item.batch_id, state=Batch.WAITING).update(state=Batch.RUNNING)
    stored = issued(item.organisation, name=NAME, month=item.batch.month)
    kept = file_of(stored, format="pdf", language=item.batch.language, at=at, with_names=False)
    pages = joined([(item.organisation.name, bytes(kept.content))])
    _write(item, state=Item.MADE, content=pages, made_at=at)


def fail_item_step(network_id: int, item_id, *, words) -> None:
    """Leave a report out by name, with the reason in the language of the batch."""
    if item := _waiting(network_id, item_id):
        with translation.override(item.batch.language):
            _write(item, state=Item.FAILED, words=str(words))


def _waiting(network_id: int, item_id) -> BatchItem | None:
    items = BatchItem.objects.filter(network_id=network_id, pk=item_id, state=Item.WAITING)
    return items.select_related("batch", "organisation__keeper", "organisation__book").first()


def _write(item: BatchItem, **values) -> None:
    BatchItem.objects.filter(network_id=item.network_id, pk=item.pk, state=Item.WAITING).update(**values)


def finish_batch_step(network_id: int, item_id, *, at: datetime) -> None:
    """Put the file of all together, when the item just made was the last; the first file written stays."""
    batch = ReportBatch.objects.filter(network_id=network_id, items=item_id).defer("content").get()
    if batch.state in (Batch.DONE, Batch.FAILED) or waiting_items(network_id, batch.pk):
        return
    made = BatchItem.objects.filter(network_id=network_id, batch=batch, state=Item.MADE).order_by("organisation__code")
    parts = [(None, bytes(content)) for content in made.values_list("content", flat=True)]
    unfinished = ReportBatch.objects.filter(
        network_id=network_id, pk=batch.pk, state__in=[Batch.WAITING, Batch.RUNNING]
    )
    if not parts:
        unfinished.update(state=Batch.FAILED, finished_at=at)
        return
    content = joined(parts)
    digest = hashlib.sha256(content).digest()
    unfinished.update(state=Batch.DONE, content=content, digest=digest, finished_at=at)


def joined(parts: list[tuple[str | None, bytes]]) -> bytes:
    """Return the pages of PDF files as one, without tags. parts: [(title, file)]; a title becomes a bookmark."""
    writer = PdfWriter()
    for title, content in parts:
        writer.append(PdfReader(io.BytesIO(content)), outline_item=title)
    whole = io.BytesIO()
    writer.write(whole)
    return whole.getvalue()

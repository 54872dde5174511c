"""Asking for the reports of all groups."""

import uuid
from datetime import date, datetime

from django.db import transaction

from federation.network.jobs import queue_reports
from federation.network.models import ReportBatch
from federation.network.steps import ask_batch_step, waiting_items


@transaction.atomic(durable=True)
def ask_batch(network, *, month: date, language: str, key: uuid.UUID, by, at: datetime) -> ReportBatch:
    """Ask for all groups' reports of a month, once for each key; return the batch, or the one the key made before."""
    batch = ask_batch_step(network, month=month, language=language, key=key, by=by, at=at)
    if batch is None:
        return ReportBatch.objects.defer("content").get(network=network, key=key)
    queue_reports(network.pk, waiting_items(network.pk, batch.pk))
    return batch

"""The queue of work that takes longer than a page may: the one place that knows procrastinate.

Jobs lie in our own database and are queued by the transaction that asks for them. Nothing of money is a job, and
nothing that is needed daily waits for one. A worker that is killed leaves its job behind: once it has been silent
for a while, its job is queued anew, and what it had made stays as it is.
"""

import logging
from datetime import datetime, timedelta

from asgiref.sync import async_to_sync
from django.db import OperationalError, connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateWorker
from procrastinate.exceptions import ConnectorException

from federation.kit import clock
from federation.kit.refusals import Refused
from federation.kit.wording import gettext_lazy as _
from federation.network.steps import fail_item_step, finish_batch_step, make_item_step

QUEUE = "reports"
PATIENCE = 15.0  # seconds a worker may be silent before its job is given to another
MOST_TRIES = 3
ALIVE = timedelta(seconds=30)

NOT_DRAWN = _("its report could not be drawn; whoever looks after the site finds the reason where the site runs")
ENDED_EACH_TIME = _("the worker ended each time while it made this report")

log = logging.getLogger(__name__)


@app.task(
    name="report_of_batch",
    queue=QUEUE,
    pass_context=True,
    retry=RetryStrategy(max_attempts=MOST_TRIES, wait=2, retry_exceptions=[OperationalError]),
)
def report_of_batch(context, *, network: int, item: str) -> None:
    """Make one group's report, and the file of all when it was the last."""
    if context.job.attempts >= MOST_TRIES:
        fail_item_step(network, item, words=ENDED_EACH_TIME)
    else:
        _make(network, item)
    finish_batch_step(network, item, at=clock.now())


def _make(network: int, item: str) -> None:
    try:
        make_item_step(network, item, at=clock.now())
    except Refused as refusal:
        fail_item_step(network, item, words=refusal)
    except OperationalError:
        raise
    except Exception:
        log.exception("report %s could not be made", item)
        fail_item_step(network, item, words=NOT_DRAWN)


def queue_reports(network_id: int, items) -> None:
    """Queue a job for each item of a batch; they are there when the caller's transaction is."""
    if items:
        report_of_batch.batch_defer(*({"network": network_id, "item": str(item)} for item in items))


def is_worked(*, at: datetime) -> bool:
    """Tell whether some worker has given a sign of life lately."""
    return ProcrastinateWorker.objects.filter(last_heartbeat__gte=at - ALIVE).exists()


def work(*, patience: float = PATIENCE) -> None:
    """Be a worker until told to stop: one job at a time."""
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(
            queues=[QUEUE],
            concurrency=1,
            update_heartbeat_interval=patience / 5,
            stalled_worker_timeout=patience,
            delete_jobs="successful",
        )


def queue_left_behind(*, patience: float = PATIENCE) -> int:
    """Queue anew the jobs whose worker has been silent for so many seconds; return how many they were."""
    return async_to_sync(_queue_left_behind)(patience)


async def _queue_left_behind(patience: float) -> int:
    left = await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=patience)
    queued = 0
    for job in left:
        try:
            await app.job_manager.retry_job(job=job)
            queued += 1
        except ConnectorException:  # another was quicker
            log.info("job %s was queued by another", job.id)
    return queued


WITHOUT_JOB = """
SELECT i.network_id, i.id FROM federation_batchitem i
  JOIN federation_reportbatch b ON b.network_id = i.network_id AND b.id = i.batch_id
 WHERE i.state = 'waiting' AND b.state IN ('waiting', 'running')
   AND NOT EXISTS (SELECT FROM procrastinate_jobs j
                    WHERE j.task_name = 'report_of_batch' AND j.status IN ('todo', 'doing')
                      AND j.args ->> 'item' = i.id::text)
 ORDER BY i.network_id, i.id
"""


def queue_forgotten() -> int:
    """Queue what still waits and has no job, in every network: after a job that failed. Returns how many they were."""
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT_JOB)
        found = cursor.fetchall()
    for network_id, item in found:
        queue_reports(network_id, [item])
    return len(found)

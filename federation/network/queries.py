"""What is asked of batches of reports: which months can be chosen, whose reports they hold, how far one is."""

from dataclasses import dataclass
from datetime import date

from federation.kit.dates import last_day, month_of, next_month
from federation.network.models import BatchItem, ReportBatch
from federation.organisations.models import Organisation

MONTHS_OFFERED = 36
SHOWN = 12


def months_offered(network, *, on: date) -> list[date]:
    """Return the months whose reports can be asked for, newest first: since the first of the groups' books."""
    opened = Organisation.objects.kept_by(network).filter(book__isnull=False).order_by("book__opened_on")
    first = opened.values_list("book__opened_on", flat=True).first()
    newest = month_of(on)
    if first is None or first > newest:
        return []
    months = (next_month(newest, by=-back) for back in range(MONTHS_OFFERED))
    return [month for month in months if month >= first]


def groups_of_month(network, month: date) -> list[Organisation]:
    """Return the groups whose reports belong to a month, by code: those kept here, and those of it on paper."""
    kept = Organisation.objects.kept_by(network).filter(book__opened_on__lte=last_day(month))
    on_paper = Organisation.objects.groups().members_of(network, last_day(month)).filter(book=None)
    return list((kept | on_paper).distinct().select_related("book", "keeper").order_by("code"))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is. left_out: the items that could not be made, each with its words."""

    total: int
    made: int
    left_out: list[BatchItem]

    @property
    def can_be_made(self) -> int:
        return self.total - len(self.left_out)

    @property
    def waiting(self) -> int:
        return self.can_be_made - self.made


def progress_of(batch: ReportBatch) -> Progress:
    items = BatchItem.objects.filter(network_id=batch.network_id, batch=batch)
    left_out = items.filter(state=BatchItem.State.FAILED).defer("content").select_related("organisation")
    made = items.filter(state=BatchItem.State.MADE).count()
    return Progress(items.count(), made, list(left_out.order_by("organisation__code")))


def items_of(batch: ReportBatch) -> list[BatchItem]:
    """Return the reports of a batch with their groups, by code, without their files."""
    items = BatchItem.objects.filter(network_id=batch.network_id, batch=batch).defer("content")
    return list(items.select_related("organisation").order_by("organisation__code"))


def batch_of(network, pk) -> ReportBatch | None:
    """Return a network's batch without its file, or None."""
    return ReportBatch.objects.filter(network=network, pk=pk).defer("content").first()


def content_of(batch: ReportBatch) -> bytes:
    """Return the one file of a finished batch."""
    return bytes(ReportBatch.objects.values_list("content", flat=True).get(network_id=batch.network_id, pk=batch.pk))


def batches_of(network) -> list[ReportBatch]:
    """Return the newest batches of a network, without their files."""
    found = ReportBatch.objects.filter(network=network).defer("content").select_related("asked_by__person")
    return list(found.order_by("-asked_at")[:SHOWN])

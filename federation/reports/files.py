"""Reports as files. What was issued is made once and kept; whoever asks again gets the same bytes."""

import hashlib
from datetime import datetime

from django.utils import translation

from federation.kit.report import Report
from federation.reports.drawing import pdf_of, standalone_of
from federation.reports.models import IssuedFile, IssuedReport
from federation.reports.queries import report_of
from federation.reports.workbook import csv_of, xlsx_of

MAKERS = {"pdf": pdf_of, "xlsx": xlsx_of, "csv": csv_of, "html": standalone_of}
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def file_of(stored: IssuedReport, *, format: str, language: str, at: datetime, with_names: bool = True) -> IssuedFile:
    """Return the file of an issued report, made on first request and kept for ever.

    with_names: False for whoever is not of the group: members by number only. Raises `PdfUnavailable`.
    """
    kept = IssuedFile.objects.filter(network_id=stored.network_id, report=stored, format=format)
    kept = kept.filter(language=language, with_names=with_names)
    if found := kept.first():
        return found
    report = report_of(stored)
    content = bytes_of(report if with_names else report.without_names(), format=format, language=language)
    made = IssuedFile(
        network_id=stored.network_id,
        report=stored,
        format=format,
        language=language,
        with_names=with_names,
        content=content,
        digest=hashlib.sha256(content).digest(),
        made_at=at,
    )
    IssuedFile.objects.bulk_create([made], ignore_conflicts=True)  # two may ask at once: the first one's bytes stay
    return kept.get()


def bytes_of(report: Report, *, format: str, language: str) -> bytes:
    """Return a report as pdf, xlsx, csv or html in a language. Raises `PdfUnavailable`."""
    with translation.override(language):
        return MAKERS[format](report)

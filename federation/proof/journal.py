"""A book's journal as plain files, for a check on another machine with nothing of ours but `verify_export.py`.

Nothing personal leaves: accounts are codes, payers and users are ids, of memos only the digest.
"""

import csv
import shutil
from datetime import UTC
from pathlib import Path

from django.db import transaction

from federation.kit.invariants import Scope
from federation.ledger import chain, replay

VERIFIER = Path(__file__).with_name("verify_export.py")
HEADS = {
    "entries": ["book", "book_id", *chain.FIELDS[1:], "previous_hash", "hash"],
    "lines": ["book_id", "entry", "n", "account", "fund", "kind", "debit", "credit", "receipt"],
    "receipts": ["book_id", "entry", "be_year", "number", "payer", "amount", "lines"],
}


def export_journal(book_id, *, folder: Path) -> None:
    """Write entries.csv, lines.csv, receipts.csv and the verifier into a folder, made if it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    scope = Scope(book_id=book_id)
    with transaction.atomic():
        for name, heads in HEADS.items():
            with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(heads)
                for row in replay.rows(name, scope):
                    writer.writerow([_cell(value) for value in _arranged(name, row)])
    shutil.copyfile(VERIFIER, folder / VERIFIER.name)


def _arranged(name: str, row: tuple) -> tuple:
    """Put the code of the book first, where it stands in the head of entries.csv."""
    return (row[2], row[0], row[1], *row[3:]) if name == "entries" else row


def _cell(value) -> str:
    if isinstance(value, list):
        return ",".join(map(str, value))
    if hasattr(value, "tzinfo"):
        value = value.astimezone(UTC)
    return chain.shown(value)

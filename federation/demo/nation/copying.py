"""Rows written by COPY: the quickest way in that passes every constraint, trigger and guard of the tables."""

import time
from collections import Counter

from django.db import connection

NULL = r"\N"

# In the order they are written: lines come before their entries, which settle them.
COLUMNS = {
    "ledger_book": ("id", "network_id", "code", "name", "opened_on"),
    "ledger_head": ("network_id", "book_id", "number", "hash"),
    "ledger_fund": ("id", "network_id", "book_id", "code", "name_th", "name_en"),
    "ledger_account": (
        *("id", "network_id", "book_id", "code", "name_th", "name_en", "kind", "fund", "control_id", "is_control"),
        "never_negative",
    ),
    "federation_organisation": (
        *("id", "code", "name_th", "name_en", "level", "kind_id", "origin", "legal_form", "founded_year_only"),
        *("place_code", "village", "state", "keeper_id", "book_id", "is_demo"),
    ),
    "federation_statechange": (
        *("id", "network_id", "organisation_id", "state", "on", "reason", "resolution_no", "by_id", "at"),
    ),
    "federation_affiliation": ("id", "member_id", "upper_id", "sort", "since"),
    "people_person": (
        *("id", "network_id", "title", "given", "middle", "family", "nickname", "skeleton", "nickname_skeleton"),
        *("guardian", "phone", "house_no", "village", "place_code", "id_shown", "no_id_reason", "public_post"),
    ),
    "groups_membership": (
        *("id", "network_id", "organisation_id", "number", "person_id", "member_class", "joined_on", "state"),
        *("counted_from", "satja_account_id", "shares_account_id", "special_account_id"),
    ),
    "groups_membershipevent": (
        *("id", "network_id", "membership_id", "state", "on", "reason", "resolution_no", "by_id", "at"),
    ),
    "groups_promise": (
        *("id", "network_id", "membership_id", "amount", "from_month", "resolution_no", "set_by_id", "set_at"),
    ),
    "ledger_line": (*("network_id", "entry_id", "n", "account_id", "debit", "credit", "balance", "number", "on"),),
    "ledger_entry": (
        *("id", "network_id", "book_id", "number", "on", "kind", "key", "event", "by_id", "recorded_at"),
        *("previous_hash", "hash"),
    ),
    "groups_sheet": (
        *("id", "network_id", "organisation_id", "meeting_on", "month", "state", "version", "imported", "entry_id"),
        *("posted_by_id", "posted_at", "opened_by_id", "opened_at"),
    ),
    "groups_sheetrow": (
        *("id", "network_id", "sheet_id", "membership_id", "position", "state", "dues", "amounts", "by_bank"),
        *("version", "typed_by_id", "typed_at"),
    ),
}


def octets(value: bytes) -> str:
    """Return bytes as COPY reads them."""
    return rf"\\x{value.hex()}"


class Rows:
    """Rows put by, written together; counts what was written and how long each table took."""

    def __init__(self):
        self._waiting: dict[str, list[str]] = {table: [] for table in COLUMNS}
        self.written: Counter = Counter()
        self.seconds: Counter = Counter()

    def add(self, table: str, *values) -> None:
        self._waiting[table].append("\t".join(map(str, values)))

    def write(self) -> None:
        """Copy what waits into its tables, in their order. Stands in the caller's transaction."""
        for table, rows in self._waiting.items():
            begun = time.perf_counter()
            if rows:
                columns = ", ".join(f'"{column}"' for column in COLUMNS[table])
                with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    copy.write("\n".join([*rows, ""]))
            self.written[table] += len(rows)
            self.seconds[table] += time.perf_counter() - begun
            rows.clear()

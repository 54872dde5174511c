#!/usr/bin/env python3
"""Check an exported journal by yourself. Needs Python 3 and nothing else; shares no code with the program.

    python3 verify_export.py FOLDER [HEAD ...]

FOLDER holds entries.csv, lines.csv and receipts.csv. Each HEAD is what a printed report says of where the books stood:
the text of its QR (SG1:BOOK:2569-10:NUMBER:64 letters and digits) or BOOK:NUMBER=SHORT CODE.

Ends with 0 only if numbers run without a gap, every entry balances, every digest and hash recomputes,
and every HEAD given lies on the chain.

How an entry is hashed (SG1): its fields, in the order of FIELDS, then its lines, each as "<bytes>:<text>,";
lines are "n account fund kind debit credit receipt" joined by ";"; what is missing is "-".
leaf = SHA-256(00 SG1 fields); hash = SHA-256(02 previous leaf); the first previous is 32 zero bytes.
"""

import csv
import hashlib
import re
import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

FIELDS = [
    *("book_id", "number", "id", "on", "kind", "key", "event", "concerns_month", "reverses_id", "corrects_id"),
    *("by_id", "checked_by_id", "recorded_at", "receipts_digest", "memo_digest"),
]
LINE = ["n", "account", "fund", "kind", "debit", "credit", "receipt"]
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

GAP = "เลขที่รายการขาดตอน / numbers do not follow"
UNBALANCED = "เดบิตไม่เท่าเครดิต / debits and credits differ"
RECEIPTS = "ใบเสร็จไม่ตรง / receipts differ"
LINK = "ไม่ต่อจากรายการก่อน / does not continue the chain"
CHANGED = "ถูกแก้ไข / was changed"
STRAY = "มีบรรทัดที่ไม่มีรายการ / lines without an entry"
NOT_ON_CHAIN = "ไม่ตรงกับรหัสบนกระดาษ / differs from the printed head"
BEYOND = "มีบนกระดาษ แต่ไม่มีในบัญชี / printed, but missing from the books"


def sha(data):
    return hashlib.sha256(data).digest()


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def by_entry(path):
    """Return {(book id, entry number): [row, ...]}."""
    rows = defaultdict(list)
    for row in read(path):
        rows[row["book_id"], row["entry"]].append(row)
    return rows


def digest_of(receipts):
    if not receipts:
        return "-"
    receipts.sort(key=lambda row: int(row["number"]))
    text = ";".join(f"{r['be_year']} {r['number']} {r['payer']} {r['amount']} {r['lines']}" for r in receipts)
    return sha(text.encode()).hex()


def hash_of(entry, lines):
    lines.sort(key=lambda row: int(row["n"]))
    parts = [entry[name] for name in FIELDS] + [";".join(" ".join(row[c] for c in LINE) for row in lines)]
    text = "SG1" + "".join(f"{len(part.encode())}:{part}," for part in parts)
    return sha(b"\x02" + bytes.fromhex(entry["previous_hash"]) + sha(b"\x00" + text.encode()))


def balanced(lines):
    """Two lines or more, numbered from 1, both sides equal in every fund."""
    sides = defaultdict(Decimal)
    for row in lines:
        sides[row["fund"]] += Decimal(row["debit"]) - Decimal(row["credit"])
    numbers = [int(row["n"]) for row in lines]
    return len(lines) > 1 and numbers == list(range(1, len(lines) + 1)) and not any(sides.values())


def short(code):
    """Return the short code of a hash in hex, without spaces."""
    bits = int(code[:20], 16)
    return "".join(LETTERS[bits >> at & 31] for at in range(75, -1, -5))


def plain(code):
    """Return a code as typed from paper: capital letters, no spaces, O read as 0, I and L as 1."""
    return re.sub(r"[\s-]", "", code.upper()).translate(str.maketrans("OIL", "011"))


def printed(text):
    """Return (book, number, code) of a head as printed."""
    if text.upper().startswith("SG1:"):
        _version, book, _month, number, code = text.split(":")
        return book.upper(), number, plain(code)
    place, code = text.split("=")
    book, number = place.rsplit(":", 1)
    return book.upper(), number, plain(code)


def check(folder, heads):
    """Return what is wrong, as (book, entry number, words), and where each chain ends, as {book: (number, hash)}."""
    lines, receipts = by_entry(folder / "lines.csv"), by_entry(folder / "receipts.csv")
    wanted = {(book, number): code for book, number, code in map(printed, heads)}
    wrong, last = [], defaultdict(lambda: (0, bytes(32)))
    for entry in sorted(read(folder / "entries.csv"), key=lambda row: (row["book"], int(row["number"]))):
        book, place = entry["book"], (entry["book_id"], entry["number"])
        own, number, before = lines.pop(place, []), *last[book]
        found = hash_of(entry, own)
        code = wanted.pop((book.upper(), entry["number"]), None)
        looks = {
            GAP: int(entry["number"]) == number + 1,
            UNBALANCED: balanced(own),
            RECEIPTS: entry["receipts_digest"] == digest_of(receipts.pop(place, [])),
            LINK: entry["previous_hash"] == before.hex(),
            CHANGED: entry["hash"] == found.hex(),
            NOT_ON_CHAIN: code in (None, found.hex().upper(), short(found.hex())),
        }
        wrong += [(book, entry["number"], what) for what, right in looks.items() if not right]
        last[book] = int(entry["number"]), found
    wrong += [(book, number, STRAY) for book, number in [*lines, *receipts]]
    wrong += [(book, number, BEYOND) for book, number in wanted]
    return wrong, last


def main(folder, *heads):
    wrong, last = check(Path(folder), heads)
    for book, (number, head) in last.items():
        code = short(head.hex())
        print(f"{book} #{number}", *(code[at : at + 4] for at in range(0, 16, 4)), head.hex())
    for book, number, what in wrong[:20]:
        print(f"✗ {book} #{number}: {what}")
    print(f"✗ {len(wrong)}" if wrong else "✓ ถูกต้องครบถ้วน / all is right")
    return bool(wrong)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))

"""Files sealed with a passphrase, for backups that leave the house on a stick.

Form: the head (a mark, the cost of scrypt, salt, nonce), its HMAC, then pieces of 1 MiB under
AES-256-GCM. Each piece's nonce carries its number and whether it is the last one, so that a
piece changed, moved, left out or cut off does not open.
"""

import hashlib
import hmac
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from federation.kit.refusals import Refused
from federation.kit.wording import gettext_lazy as _

_MARK = b"SATJA-SEALED-1\n"
_HEAD = struct.Struct(">B16s7s")  # log2 of scrypt's n, salt, start of every nonce
_COST = 16  # 64 MiB and about a fifth of a second
_PIECE = 1024 * 1024
_TAG = 16
_MAC = 32


class WrongPassphrase(Refused):
    """The passphrase does not open the file."""


class NotASealedFile(Refused):
    """The file was not made by `encrypt_file`."""


class SealedFileDamaged(Refused):
    """The file was changed or is not whole."""


def encrypt_file(source: Path, target: Path, *, passphrase: str) -> None:
    """Write `source` sealed to `target`, which appears only when it is whole and on disk."""
    salt, start = os.urandom(16), os.urandom(7)
    head = _MARK + _HEAD.pack(_COST, salt, start)
    cipher, mac_key = _keys(passphrase, salt=salt, cost=_COST)
    with open(source, "rb") as plain, _appearing(target) as sealed:
        sealed.write(head + hmac.digest(mac_key, head, "sha256"))
        for nonce, piece in _numbered(plain, start=start, size=_PIECE):
            sealed.write(cipher.encrypt(nonce, piece, head))


def decrypt_file(source: Path, target: Path, *, passphrase: str) -> None:
    """Write what `source` holds to `target`, which appears only when all of it was proved.

    Raises `NotASealedFile`, `WrongPassphrase`, `SealedFileDamaged`.
    """
    with open(source, "rb") as sealed, _appearing(target) as plain:
        for piece in _opened(sealed, passphrase=passphrase):
            plain.write(piece)


def verify_file(source: Path, *, passphrase: str) -> int:
    """Return how many bytes the sealed file holds, having opened all of it. Raises as above."""
    with open(source, "rb") as sealed:
        return sum(len(piece) for piece in _opened(sealed, passphrase=passphrase))


def _opened(sealed: BinaryIO, *, passphrase: str) -> Iterator[bytes]:
    head = sealed.read(len(_MARK) + _HEAD.size)
    if not head.startswith(_MARK) or len(head) < len(_MARK) + _HEAD.size:
        raise NotASealedFile(_("This is not a backup file of Satja."))
    cost, salt, start = _HEAD.unpack(head[len(_MARK) :])
    if not 10 <= cost <= 20:
        raise SealedFileDamaged(_("The backup file is damaged. Use another copy."))
    cipher, mac_key = _keys(passphrase, salt=salt, cost=cost)
    if not hmac.compare_digest(sealed.read(_MAC), hmac.digest(mac_key, head, "sha256")):
        raise WrongPassphrase(_("The passphrase does not open this backup file. Type it again."))
    for nonce, piece in _numbered(sealed, start=start, size=_PIECE + _TAG):
        try:
            yield cipher.decrypt(nonce, piece, head)
        except InvalidTag as problem:
            raise SealedFileDamaged(_("The backup file is damaged or not whole. Use another copy.")) from problem


def _numbered(file: BinaryIO, *, start: bytes, size: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield each piece with its nonce; the last one is marked as such, and there always is one."""
    piece, number = file.read(size), 0
    while True:
        following = file.read(size)
        yield start + struct.pack(">I?", number, not following), piece
        if not following:
            return
        piece, number = following, number + 1


def _keys(passphrase: str, *, salt: bytes, cost: int) -> tuple[AESGCM, bytes]:
    secret = hashlib.scrypt(passphrase.encode(), salt=salt, n=2**cost, r=8, p=1, maxmem=2 ** (cost + 11), dklen=64)
    return AESGCM(secret[:32]), secret[32:]


@contextmanager
def _appearing(target: Path) -> Iterator[BinaryIO]:
    """Yield a file that takes its place only when the block ends well, and leaves nothing if not."""
    target = Path(target)
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with open(os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)

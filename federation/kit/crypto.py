"""Fields that are unreadable in the database: sealed with AES-256-GCM, searched by a keyed hash.

A sealed text is bound to what it is about (say a person's id): moved to another row it does
not open. Keys live outside the database: settings SATJA_KEYS ("id:key", the first one seals, all
open) and SATJA_INDEX_KEY, each key 32 bytes in base64.
"""

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Iterable
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE_BYTES = 12
_KEY_BYTES = 32


class NotOpened(Exception):
    """A sealed text could not be opened: another key, another row, or it was changed."""


class KeyRing:
    """Keys by their id; the first one seals, all of them open."""

    def __init__(self, keys: Iterable[str]):
        """Take keys as "id:base64". Raises ValueError if one is not 32 bytes or there is none."""
        self._keys = {}
        for key in keys:
            name, _colon, encoded = key.partition(":")
            self._keys[name] = AESGCM(_key_bytes(encoded))
        if not self._keys:
            raise ValueError("no key to seal with")
        self._current = next(iter(self._keys))

    def seal(self, text: str, *, about: str) -> str:
        """Return the text sealed under the current key and bound to `about`, as `id.base64`."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._keys[self._current].encrypt(nonce, text.encode(), _bound(self._current, about))
        return f"{self._current}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def unseal(self, sealed: str, *, about: str) -> str:
        """Return the text that was sealed. Raises `NotOpened`."""
        name, _point, encoded = sealed.partition(".")
        try:
            raw = base64.urlsafe_b64decode(encoded)
            key = self._keys[name]
            text = key.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], _bound(name, about))
        except (KeyError, ValueError, binascii.Error, InvalidTag) as problem:
            raise NotOpened("a sealed text could not be opened") from problem
        return text.decode()

    def rotate(self, sealed: str, *, about: str) -> str:
        """Return the text sealed under the current key; itself if it already is. Raises `NotOpened`."""
        if sealed.startswith(f"{self._current}."):
            return sealed
        return self.seal(self.unseal(sealed, about=about), about=about)


def new_key() -> str:
    """Return a new key of 32 bytes in base64."""
    return base64.b64encode(os.urandom(_KEY_BYTES)).decode()


def index_of(text: str, *, key: str, purpose: str) -> str:
    """Return 64 hex figures that are equal for equal texts and tell nothing without the key.

    purpose: names the column, so that equal texts in two columns don't look alike.
    """
    return hmac.new(_key_bytes(key), f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()


def seal(text: str, *, about: str) -> str:
    """Seal a text with the installation's keys; see `KeyRing.seal`."""
    return _ring().seal(text, about=about)


def unseal(sealed: str, *, about: str) -> str:
    """Open a sealed text with the installation's keys. Raises `NotOpened`."""
    return _ring().unseal(sealed, about=about)


def rotate(sealed: str, *, about: str) -> str:
    """Seal again under the installation's newest key. Raises `NotOpened`."""
    return _ring().rotate(sealed, about=about)


def blind_index(text: str, *, purpose: str) -> str:
    """Return the keyed hash by which a sealed text is found; see `index_of`."""
    return index_of(text, key=settings.SATJA_INDEX_KEY, purpose=purpose)


def _ring() -> KeyRing:
    return _ring_of(tuple(settings.SATJA_KEYS))


@lru_cache(maxsize=4)
def _ring_of(keys: tuple[str, ...]) -> KeyRing:
    return KeyRing(keys)


def _key_bytes(encoded: str) -> bytes:
    key = base64.b64decode(encoded, validate=True)
    if len(key) != _KEY_BYTES:
        raise ValueError("a key has 32 bytes")
    return key


def _bound(name: str, about: str) -> bytes:
    return f"satja\0{name}\0{about}".encode()

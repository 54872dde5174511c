import pytest

from federation.kit import sealed_files
from federation.kit.sealed_files import (
    NotASealedFile,
    SealedFileDamaged,
    WrongPassphrase,
    decrypt_file,
    encrypt_file,
    verify_file,
)

PASSPHRASE = "ทุ่งนา สายน้ำ ๒๕๖๙"


@pytest.fixture(autouse=True)
def _small_and_quick(monkeypatch):
    monkeypatch.setattr(sealed_files, "_PIECE", 1000)
    monkeypatch.setattr(sealed_files, "_COST", 10)


@pytest.fixture
def sealed(tmp_path):
    (tmp_path / "plain").write_bytes(bytes(range(256)) * 20)
    encrypt_file(tmp_path / "plain", tmp_path / "sealed", passphrase=PASSPHRASE)
    return tmp_path / "sealed"


@pytest.mark.parametrize("size", [0, 1, 999, 1000, 1001, 2000, 5432])
def test_a_file_comes_back_as_it_was(tmp_path, size):
    content = bytes(i % 251 for i in range(size))
    (tmp_path / "plain").write_bytes(content)

    encrypt_file(tmp_path / "plain", tmp_path / "sealed", passphrase=PASSPHRASE)
    decrypt_file(tmp_path / "sealed", tmp_path / "back", passphrase=PASSPHRASE)

    assert (tmp_path / "back").read_bytes() == content
    assert verify_file(tmp_path / "sealed", passphrase=PASSPHRASE) == size
    assert content[:32] not in (tmp_path / "sealed").read_bytes() or size < 32


def test_another_passphrase_does_not_open_it(sealed, tmp_path):
    with pytest.raises(WrongPassphrase):
        decrypt_file(sealed, tmp_path / "back", passphrase="password")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plain", "sealed"]


HEAD = len(sealed_files._MARK) + sealed_files._HEAD.size + 32
SPOILED = {
    "cut in the middle of a piece": lambda b: b[:-500],
    "cut between two pieces": lambda b: b[: HEAD + 2 * 1016],
    "cut after the head": lambda b: b[:HEAD],
    "one bit changed": lambda b: b[:-30] + bytes([b[-30] ^ 1]) + b[-29:],
    "two pieces changed over": lambda b: (
        b[:HEAD] + b[HEAD + 1016 : HEAD + 2032] + b[HEAD : HEAD + 1016] + b[HEAD + 2032 :]
    ),
    "a piece left out": lambda b: b[:HEAD] + b[HEAD + 1016 :],
    "something added": lambda b: b + b"x",
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_a_damaged_file_is_refused_and_leaves_nothing(sealed, tmp_path, spoil):
    sealed.write_bytes(spoil(sealed.read_bytes()))

    with pytest.raises(SealedFileDamaged):
        decrypt_file(sealed, tmp_path / "back", passphrase=PASSPHRASE)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["plain", "sealed"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"SATJA-SEALED-1\n"])
def test_another_kind_of_file_is_named_as_such(tmp_path, content):
    (tmp_path / "file").write_bytes(content)

    with pytest.raises(NotASealedFile):
        verify_file(tmp_path / "file", passphrase=PASSPHRASE)


def test_a_file_is_for_its_owner_alone_and_the_old_one_stays_until_the_new_is_whole(sealed, tmp_path):
    before = sealed.read_bytes()

    with pytest.raises(FileNotFoundError):
        encrypt_file(tmp_path / "missing", sealed, passphrase=PASSPHRASE)

    assert sealed.read_bytes() == before
    assert sealed.stat().st_mode & 0o077 == 0

import pytest

from federation.kit.crypto import KeyRing, NotOpened, blind_index, index_of, new_key, rotate, seal, unseal

OLD, NEW = f"k1:{new_key()}", f"k2:{new_key()}"
ID = "9879217421801"


def test_what_is_sealed_opens_for_the_same_row_only():
    ring = KeyRing([OLD])
    sealed = ring.seal(ID, about="person:1")

    assert ring.unseal(sealed, about="person:1") == ID
    with pytest.raises(NotOpened):
        ring.unseal(sealed, about="person:2")


def test_sealing_twice_looks_different_and_never_shows_the_text():
    ring = KeyRing([OLD])
    one, other = ring.seal(ID, about="p"), ring.seal(ID, about="p")

    assert one != other
    assert ID not in one + other


@pytest.mark.parametrize(
    "spoil", [lambda s: s[:-4], lambda s: s[:8] + "A" * 8 + s[16:], lambda s: "x" + s, lambda s: ""]
)
def test_what_was_changed_does_not_open(spoil):
    ring = KeyRing([OLD])

    with pytest.raises(NotOpened):
        ring.unseal(spoil(ring.seal(ID, about="p")), about="p")


def test_keys_change_without_losing_anything():
    before, both, after = KeyRing([OLD]), KeyRing([NEW, OLD]), KeyRing([NEW])
    sealed = before.seal(ID, about="p")

    rotated = both.rotate(sealed, about="p")

    assert both.unseal(sealed, about="p") == after.unseal(rotated, about="p") == ID
    assert both.rotate(rotated, about="p") == rotated
    with pytest.raises(NotOpened):
        after.unseal(sealed, about="p")


def test_the_index_finds_equal_texts_under_one_key_and_purpose():
    key, other = new_key(), new_key()
    index = index_of(ID, key=key, purpose="national-id")

    assert index == index_of(ID, key=key, purpose="national-id")
    assert len({index, index_of(ID, key=other, purpose="national-id"), index_of(ID, key=key, purpose="phone")}) == 3


@pytest.mark.parametrize("keys", [[], ["k1:c2hvcnQ="], ["k1"]])
def test_a_key_ring_refuses_keys_that_are_none(keys):
    with pytest.raises(ValueError, match=r"key|Incorrect|32"):
        KeyRing(keys)


def test_the_installation_has_keys_of_its_own(settings):
    sealed = seal(ID, about="p")
    assert unseal(sealed, about="p") == ID
    assert blind_index(ID, purpose="national-id") == index_of(ID, key=settings.SATJA_INDEX_KEY, purpose="national-id")

    settings.SATJA_KEYS = [NEW, *settings.SATJA_KEYS]

    assert rotate(sealed, about="p").startswith("k2.")

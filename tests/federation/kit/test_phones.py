import pytest

from federation.kit.phones import NotAPhone, read_phone, show_phone


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("086-475-5162", "0864755162"),
        ("๐๘๖ ๔๗๕ ๕๑๖๒", "0864755162"),
        (944156834, "0944156834"),
        (944156834.0, "0944156834"),
        ("944156834", "0944156834"),
        ("+66 86 475 5162", "0864755162"),
        ("+66 (0)86 475 5162", "0864755162"),
        ("66864755162", "0864755162"),
        ("077-123-456", "077123456"),
        (77123456, "077123456"),
        ("โทร. 0864755162", "0864755162"),
    ],
)
def test_read_phone(typed, number):
    assert read_phone(typed) == number


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        (None, "empty"),
        ("-", "empty"),
        ("ไม่มี", "letters"),
        ("0864755162, 0811111111", "letters"),
        ("123", "length"),
        ("08647551620", "length"),
        ("0164755162", "length"),
    ],
)
def test_read_phone_refuses(typed, reason):
    with pytest.raises(NotAPhone) as refusal:
        read_phone(typed)

    assert refusal.value.reason == reason


def test_show_phone_in_parts():
    assert show_phone("0864755162") == "086-475-5162"
    assert show_phone("077123456") == "077-123-456"

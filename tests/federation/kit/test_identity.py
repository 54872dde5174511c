import pickle

import pytest

from federation.kit.identity import MaskedId, NotAnId, check_digit, mask_id, parse_id, show_id


@pytest.mark.parametrize(
    "typed",
    [
        "1234567890121",
        "1-2345-67890-12-1",
        "๑๒๓๔๕๖๗๘๙๐๑๒๑",
        " 1 2345 67890 12 1 ",
        1234567890121,
        1234567890121.0,
    ],
)
def test_parse_id_takes(typed):
    assert parse_id(typed) == MaskedId("1234567890121")


def test_ids_that_begin_with_9_are_read():
    assert parse_id("9-8792-17421-80-1").reveal() == "9879217421801"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        (None, "empty"),
        ("-", "empty"),
        ("1234567890122", "check_digit"),
        ("9514506123107", "check_digit"),
        ("123456789012", "length"),
        ("12345678901211", "length"),
        ("123456789012X", "letters"),
        ("1.23457E+12", "letters"),
    ],
)
def test_parse_id_refuses(typed, reason):
    with pytest.raises(NotAnId) as refusal:
        parse_id(typed)

    assert refusal.value.reason == reason


def test_one_wrong_figure_is_noticed_save_the_third_which_weighs_eleven():
    whole = "9039097252907"
    wrong = {whole[:i] + str((int(whole[i]) + 1) % 10) + whole[i + 1 :] for i in range(13) if i != 2}
    swapped = {whole[:i] + whole[i + 1] + whole[i] + whole[i + 2 :] for i in range(11)} - {whole}

    for digits in wrong | swapped:
        with pytest.raises(NotAnId):
            parse_id(digits)


def test_check_digit_of_the_worked_example():
    assert check_digit("123456789012") == 1


def test_an_id_is_a_mask_wherever_it_is_written():
    national_id = parse_id("1234567890121")
    mask = "1-xxxx-xxxxx-12-1"

    assert (str(national_id), f"{national_id}", f"{national_id:>5}") == (mask,) * 3
    assert repr([national_id]) == f"[MaskedId({mask})]"
    assert mask_id("1234567890121") == mask
    assert show_id(national_id.reveal()) == "1-2345-67890-12-1"


def test_an_id_cannot_be_changed_or_stored_as_it_is():
    national_id = parse_id("1234567890121")

    with pytest.raises(AttributeError):
        national_id._digits = "9"
    with pytest.raises(TypeError):
        pickle.dumps(national_id)

from federation.meetings.rules import how_many_fit, next_in_turn, resolution_numbers, seconds_aloud, spoken


def test_the_turn_goes_to_the_group_after_the_last_host_and_round_again():
    assert next_in_turn(["A", "B", "C"], after="A") == "B"
    assert next_in_turn(["A", "B", "C"], after="C") == "A"
    assert next_in_turn(["A", "B", "C"], after=None) == "A"
    assert next_in_turn(["A", "B", "C"], after="left the network") == "A"
    assert next_in_turn([], after=None) is None


def test_resolutions_are_numbered_in_the_order_of_the_agenda():
    assert resolution_numbers([True, False, True], kept=[2, 1, None], fixed=False) == [1, None, 2]


def test_resolutions_that_may_have_been_cited_keep_their_numbers():
    assert resolution_numbers([True, True, False, True], kept=[2, None, 1, 3], fixed=True) == [2, 4, None, 3]


def test_figures_are_counted_as_the_words_they_are_said_in():
    assert spoken("เงิน 1,250.50 บาท") == "เงินหนึ่งพันสองร้อยห้าสิบจุดห้าสิบบาท"
    assert spoken("20.00") == "ยี่สิบ"
    assert seconds_aloud(["ก" * 600]) == 60
    assert seconds_aloud(["ก" * 601]) == 61
    assert seconds_aloud(["21 " * 60]) > seconds_aloud(["20 " * 60])


def test_as_many_texts_are_read_as_fit_into_the_time():
    texts = ["ก" * 300] * 10
    assert how_many_fit(texts, beside=["ข" * 600], left_out=lambda n: "", limit=180) == 4
    assert how_many_fit(texts, beside=["ข" * 600], left_out=lambda n: "ค" * n, limit=180) == 3
    assert how_many_fit(texts, beside=["ข" * 1800], limit=180) == 0
    assert how_many_fit([], beside=[], limit=180) == 0

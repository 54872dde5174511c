import pytest
from django.utils.translation import override

from federation.kit.refusals import Refused
from federation.kit.wording import gettext_lazy as _


def test_a_refusal_is_the_sentence_for_the_screen():
    refusal = Refused("The month is closed.", problems=["a", "b"], fields={"amount": "Write an amount."})

    assert str(refusal) == "The month is closed."
    assert refusal.problems == ["a", "b"]
    assert refusal.fields == {"amount": "Write an amount."}


def test_a_refusal_speaks_the_language_of_who_reads_it():
    refusal = Refused(_("A national ID has 13 figures; this one has %(count)s.") % {"count": 12})

    with override("en"):
        assert str(refusal) == "A national ID has 13 figures; this one has 12."
    with override("th"):
        assert "12" in str(refusal)


def test_what_is_not_a_refusal_is_not_caught_as_one():
    with pytest.raises(TypeError):
        Refused()

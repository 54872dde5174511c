"""Sentences that are kept with a claim: in both languages, as they read on the day they were made."""

from collections.abc import Callable, Mapping

from django.utils.translation import get_language, override


def kept_in_both(make: Callable[[], list[dict]]) -> list[dict]:
    """Return the dicts that `make` gives, the "words" of each in Thai and in English."""
    with override("th"):
        thai = make()
    with override("en"):
        english = make()
    pairs = zip(thai, english, strict=True)
    return [{**one, "words": {"th": one["words"], "en": other["words"]}} for one, other in pairs]


def words_of(kept: Mapping) -> str:
    """Return the words of a kept dict in the reader's language."""
    return kept["words"]["en" if get_language() == "en" else "th"]

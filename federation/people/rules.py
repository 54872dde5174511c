"""What a person's age and title ask for. Plain arithmetic."""

from datetime import date

from federation.kit.wording import gettext_lazy as _

CHILD_TITLES = {"เด็กชาย": "นาย", "เด็กหญิง": "นางสาว"}
AGE_OF_A_GROWN_TITLE = 15
AGE_OF_MAJORITY = 20


def age(born_on: date, *, on: date) -> int:
    """Return full years of age on a day; who was born on 29 February is a year older on 1 March."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def is_minor(born_on: date | None, *, on: date) -> bool:
    """Tell whether somebody is known to be under 20, so that a guardian signs. Source: domain, 1.2 Membership rules."""
    return born_on is not None and age(born_on, on=on) < AGE_OF_MAJORITY


def title_to_ask_about(title: str, *, born_on: date | None, on: date) -> str | None:
    """Return the title that usually follows a child's at fifteen, or None. Source: domain, 6.4 Titles and names."""
    if title in CHILD_TITLES and born_on and age(born_on, on=on) >= AGE_OF_A_GROWN_TITLE:
        return CHILD_TITLES[title]
    return None


def what_to_ask(title: str, *, born_on: date | None, on: date) -> list:
    """Return the sentences an officer should read beside a person: a title outgrown, a guardian no longer needed."""
    grown = title_to_ask_about(title, born_on=born_on, on=on)
    if not grown:
        return []
    words = _("Now %(age)s years old: ask whether the title %(title)s should become %(grown)s.")
    return [words % {"age": age(born_on, on=on), "title": title, "grown": grown}]

"""Invented villagers, household by household, and their ways with money. The same dice give the same people.

National IDs begin with 9 and telephone numbers go on with 0 after the area code: neither was ever issued.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import chain, count
from random import Random

from federation.demo import names
from federation.demo.world import Village
from federation.kit.identity import check_digit
from federation.kit.names import show_name
from federation.people.models import Person
from federation.people.rules import age
from federation.people.steps import PersonIn

ADULT, CHILD = 20, 15  # of age to sign; old enough for the title of a grown-up


def dice(seed: str) -> Random:
    """Return dice that fall alike each time."""
    return Random(seed)  # noqa: S311  (nothing is guarded by what is invented)


@dataclass
class Villager:
    """A person, since when a member, and how they save.

    home: number of the household in the village; slack: how much oftener than others they miss a month.
    """

    person: PersonIn
    home: int
    joined_on: date
    promise: Decimal
    slack: float
    comes_along: bool
    by_transfer: bool
    saves_more: bool


class Villagers:
    """The people of a village, one household after the other, without end."""

    def __init__(self, village: Village, *, rng: Random, today: date):
        self.village, self.rng, self.today = village, rng, today
        self.homes = self.persons = 0
        self.taken: set[tuple[str, str]] = set()

    def household(self) -> Iterator[PersonIn]:
        """Yield the people of the next household, its head first."""
        self.homes += 1
        rng, muslim = self.rng, self.rng.random() < self.village.muslims
        home = {
            "house_no": f"{rng.randint(1, 199)}" + (f"/{rng.randint(1, 9)}" if rng.random() < 0.4 else ""),
            "moo": self.village.moo,
            "village": f"บ้าน{self.village.village}",
            "place_code": self.village.place,
        }
        family = rng.choice(names.MUSLIM_FAMILIES if muslim else names.FAMILIES)
        years = rng.randint(28, 78)
        head = self._person(family, years=years, male=rng.random() < 0.55, married=True, muslim=muslim, home=home)
        yield head
        if rng.random() < 0.55:
            man = head.title != "นาย"
            of_age = years + rng.randint(-6, 4)
            yield self._person(family, years=of_age, male=man, married=True, muslim=muslim, home=home)
        for _child in range(rng.choice((0, 0, 1, 1, 2))):
            of_age = years - rng.randint(20, 34)
            if of_age >= max(3, self.village.youngest + 2):
                male = rng.random() < 0.5
                child = self._person(family, years=of_age, male=male, married=False, muslim=muslim, home=home)
                is_minor = age(child.born_on, on=self.today) < ADULT + 2
                guardian = show_name(head.given, title=head.title, family=head.family)
                yield replace(child, guardian=guardian) if is_minor else child

    def _person(self, family: str, *, years: int, male: bool, married: bool, muslim: bool, home: dict) -> PersonIn:
        rng = self.rng
        years = max(years, 19) if married else years
        self.persons += 1
        born_on = date(self.today.year - years, rng.randint(1, 12), rng.randint(1, 28))
        nicknames = names.NICKNAMES + (names.NICKNAMES_OF_MEN if male else names.NICKNAMES_OF_WOMEN)
        return PersonIn(
            title=_title(rng, years=years, male=male, married=married),
            given=self._given(family, years=years, male=male, muslim=muslim),
            family="" if muslim and years > 60 and rng.random() < 0.3 else family,
            nickname=rng.choice(nicknames) if rng.random() < 0.7 else "",
            born_on=born_on,
            phone=f"0770{rng.randrange(10**5):05d}" if years >= CHILD and rng.random() < 0.75 else "",
            **self._identity(years),
            **home,
        )

    def _given(self, family: str, *, years: int, male: bool, muslim: bool) -> str:
        """Choose a name of the generation; nobody in the village is called the same twice."""
        pool = _pool(years=years, male=male, muslim=muslim)
        free = [given for given in pool if (given, family) not in self.taken]
        given = self.rng.choice(free or [f"{name}ศรี" for name in pool])
        self.taken.add((given, family))
        return given

    def _identity(self, years: int) -> dict:
        chance = self.rng.random()
        if chance < 0.03:
            return {"no_id_reason": Person.NoIdReason.CARD_NOT_SHOWN.value}
        if chance < 0.04 and years > 55:
            return {"no_id_reason": Person.NoIdReason.NEVER_ISSUED.value}
        twelve = f"984{self.village.number:02d}{self.persons * 7919 % 10**7:07d}"
        return {"national_id": f"{twelve}{check_digit(twelve)}"}


def _title(rng: Random, *, years: int, male: bool, married: bool) -> str:
    if years < CHILD + 1:
        return "เด็กชาย" if male else "เด็กหญิง"
    if male:
        return "นาย"
    return "นาง" if married and rng.random() < 0.75 else "นางสาว"


def _pool(*, years: int, male: bool, muslim: bool) -> tuple[str, ...]:
    if muslim:
        return names.MUSLIM_MEN if male else names.MUSLIM_WOMEN
    if years >= 58:
        return names.OLD_MEN if male else names.OLD_WOMEN
    if years >= 30:
        return names.MEN if male else names.WOMEN
    return names.YOUNG_MEN if male else names.YOUNG_WOMEN


def founders(villagers: Villagers, *, books_from: date, neighbours: Iterable[PersonIn] = ()) -> list[Villager]:
    """Return who was a member when these books opened, in the order of joining.

    neighbours: persons who are members of another group in the same village, and of this one too.
    """
    last_year, found = books_from.year - 1, []
    households = chain(([person] for person in neighbours), (villagers.household() for _turn in count()))
    for household in households:
        found += [
            _habits(villagers, person, joined_on=_joined(villagers, person, last_year=last_year))
            for person in household
            if _old_enough(villagers.village, person) <= last_year
        ]
        if len(found) >= villagers.village.members:
            break
    return sorted(found[: villagers.village.members], key=lambda villager: villager.joined_on)


def newcomers(villagers: Villagers) -> Iterator[Villager]:
    """Yield who might join next; the day is the caller's to set."""
    while True:
        for person in villagers.household():
            yield _habits(villagers, person, joined_on=villagers.today)


def _old_enough(village: Village, person: PersonIn) -> int:
    """Return the year in which somebody could have joined at the earliest."""
    return max(village.year, person.born_on.year + max(village.youngest, 1) + 1)


def _joined(villagers: Villagers, person: PersonIn, *, last_year: int) -> date:
    rng, first_year = villagers.rng, _old_enough(villagers.village, person)
    year = first_year if rng.random() < 0.35 else rng.randint(first_year, last_year)
    return date(year, rng.randint(1, 12), villagers.village.meeting_days[0])


def _habits(villagers: Villagers, person: PersonIn, *, joined_on: date) -> Villager:
    rng, years = villagers.rng, age(person.born_on, on=villagers.today)
    promises = villagers.village.promises
    most = promises[len(promises) // 2] if years < ADULT else promises[-1]
    return Villager(
        person=person,
        home=villagers.homes,
        joined_on=joined_on,
        promise=Decimal(rng.choice([promise for promise in promises if promise <= most])),
        slack=rng.choice((0.2, 0.5, 0.8, 1, 1, 1, 1.5, 2.5)),
        comes_along=years < ADULT or rng.random() < 0.5,
        by_transfer=ADULT <= years < 50 and rng.random() < 0.12,
        saves_more=years >= ADULT and rng.random() < 0.18,
    )

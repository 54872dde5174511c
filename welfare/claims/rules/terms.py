"""The terms of a benefit: who gets what, when, how often, on which papers."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

from federation.kit.money import ZERO
from federation.kit.wording import gettext_lazy as _
from welfare.claims.rules.figures import baht, keys_of, one_of, texts, truth, whole
from welfare.claims.rules.lengths import BASES, DAYS365, BadTerms, Length
from welfare.claims.rules.parts import Nights, part_from

KINDS = (
    *("birth", "illness", "old_age", "death", "funeral_cost", "disability", "occupation", "education", "culture"),
    *("housing", "disaster", "public_benefit", "nature", "information", "service", "epidemic"),
)
MEMBER = "member"
WHO = (MEMBER, "spouse", "child", "parent")
POSTS = ("chair", "vice_chair", "secretary", "treasurer", "registrar", "inspector", "committee", "adviser")
PLACE, MEMBERSHIP = "place", "membership"
BAHT, NIGHTS, TIMES = "baht", "nights", "times"
ALL = "all"
SPANS = ("event", "month", "year", "life", "family")
CAP_SPANS = {
    BAHT: ("event", "month", "year", "life", "family"),
    NIGHTS: ("year", "life"),
    TIMES: ("month", "year", "life", "family"),
}


@dataclass(frozen=True)
class Cap:
    """At most so many baht, nights or times for an event, in a month, a year, a life, a family.

    covers: "nights" limits only what is paid for nights, "all" everything. shared_with: codes of other benefits of
    the fund that fill the same cap.
    """

    of: str
    per: str
    most: Decimal
    covers: str = ALL
    shared_with: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The name under which `Facts.used` says how much of it is used up, like "nights_year"."""
        return f"{self.of}_{self.per}" + ("_nights" if self.covers == NIGHTS else "")

    def to_data(self) -> dict:
        data = {"of": self.of, "per": self.per, "most": str(self.most)}
        return data | {"covers": self.covers, "shared_with": list(self.shared_with)}

    @classmethod
    def from_data(cls, data: Mapping) -> "Cap":
        keys_of(data, {field.name for field in fields(cls)})
        of = one_of(data.get("of"), CAP_SPANS, name="of")
        per = one_of(data.get("per"), CAP_SPANS[of], name="per")
        most = baht(data.get("most"), name="most") if of == BAHT else Decimal(whole(data.get("most"), name="most"))
        covers = one_of(data.get("covers", ALL), (ALL, NIGHTS), name="covers")
        return cls(of, per, most, covers, texts(data.get("shared_with", ()), name="shared_with"))


def _cap_order(cap: Cap) -> tuple:
    """Limits on one event come before those on a month, a year and so on."""
    return SPANS.index(cap.per), (NIGHTS, BAHT, TIMES).index(cap.of), cap.covers == ALL


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The rule of a benefit as one version keeps it.

    event: one of `KINDS`. who: to whom it happens. posts: only who holds one of these posts (leaders; none: anybody).
    on_duty: only for what happened on duty. least_age: full years; 0: any age.
    wait: how long one has to hold the place before the event. basis: how years of belonging are counted. tenure:
    they count from the place in the fund, or from the membership. parts: what is given, added up. factor: leaders
    may get a multiple. caps: limits. year_from: first month of the year they count in; none: as the bylaw says.
    documents: papers. claim_within: after the event. answer_days: none: as the bylaw says.
    behind_days: whose dues are further behind on the day of the event gets nothing; none: it does not matter.
    dropout_days: who paid nothing for longer is no member any more; 0: never.

    Source: domain: 1.7 One-baht-a-day welfare fund, 1.8 Welfare schedules; features 114, 120, 121.
    """

    event: str
    parts: tuple
    who: tuple[str, ...] = (MEMBER,)
    posts: tuple[str, ...] = ()
    on_duty: bool = False
    least_age: int = 0
    wait: Length = Length()
    basis: str = DAYS365
    tenure: str = PLACE
    factor: Decimal = Decimal(1)
    caps: tuple[Cap, ...] = ()
    year_from: int | None = None
    documents: tuple[str, ...] = ()
    claim_within: Length | None = None
    answer_days: int | None = None
    behind_days: int | None = None
    dropout_days: int = 0

    def __post_init__(self):
        object.__setattr__(self, "caps", tuple(sorted(self.caps, key=_cap_order)))
        for wrong, reason, words in self._problems():
            if wrong:
                raise BadTerms(words, reason=reason)

    @property
    def by_night(self) -> bool:
        """Whether nights in hospital count."""
        return any(isinstance(part, Nights) for part in self.parts)

    @property
    def by_child(self) -> bool:
        return any(getattr(part, "per", "") == "child" for part in self.parts)

    @property
    def bases(self) -> tuple[str, ...]:
        """The sums that have to be told: "loan", "cost"."""
        return tuple(part.of for part in self.parts if part.kind == "share")

    def _problems(self):
        yield self.event not in KINDS, "event", _("Choose what kind of welfare this is.")
        yield not self.parts, "parts", _("Say what is given: a sum, a table, nights or part of a sum.")
        kinds = [part.kind for part in self.parts]
        twice = len(set(kinds)) < len(kinds)
        yield twice, "parts", _("Each way of reckoning stands once: one sum, one table, nights once.")
        yield not self.who or set(self.who) - set(WHO), "who", _("Choose to whom it happens.")
        yield bool(set(self.posts) - set(POSTS)), "posts", _("Choose posts from the list.")
        months = self.wait.months % 12 and self.basis == DAYS365
        yield bool(months), "wait", _("Where a year counts as 365 days, write the waiting time in days or full years.")
        yield not ZERO < self.factor <= 10, "factor", _("The factor lies above 0, and is 10 at most.")
        for part in self.parts:
            yield from part.problems(self.basis)
        yield from self._cap_problems()

    def _cap_problems(self):
        keys = [cap.key for cap in self.caps]
        yield len(set(keys)) < len(keys), "caps", _("Two limits are of the same kind. Keep one of them.")
        for cap in self.caps:
            yield cap.most <= 0, "caps", _("A limit is above zero; leave the box empty for none.")
            of_nights = NIGHTS in (cap.of, cap.covers)
            yield of_nights and not self.by_night, "caps", _("A limit on nights needs a sum for each night.")

    def to_data(self) -> dict:
        """Return these terms as JSON can hold them; `from_data` reads them back the same."""
        data = {field.name: getattr(self, field.name) for field in fields(self)}
        lists = {name: list(data[name]) for name in ("who", "posts", "documents")}
        return {
            **data,
            **lists,
            "parts": [part.to_data() for part in self.parts],
            "caps": [cap.to_data() for cap in self.caps],
            "wait": str(self.wait),
            "factor": str(self.factor),
            "claim_within": None if self.claim_within is None else str(self.claim_within),
        }

    @classmethod
    def from_data(cls, data: Mapping) -> "Terms":
        """Read what `to_data` wrote, or what somebody wrote by hand; what is not named is as the class has it.

        Raises `BadTerms`, which says which part is wrong and how to mend it.
        """
        keys_of(data, {field.name for field in fields(cls)})
        return cls(**{name: READERS[name](value) for name, value in data.items()}, **_missing(data))


def _missing(data: Mapping) -> dict:
    """Let the problems be said in words where kind or parts are not given at all."""
    return {name: empty for name, empty in (("event", ""), ("parts", ())) if name not in data}


def _each(read):
    def read_all(data):
        if not isinstance(data, list | tuple):
            raise BadTerms(_("Parts and limits of a rule are lists."), reason="keys")
        return tuple(read(item) for item in data)

    return read_all


def _or_none(read):
    return lambda value: None if value is None else read(value)


READERS = {
    "event": lambda value: one_of(value, KINDS, name="event"),
    "parts": _each(part_from),
    "who": lambda value: texts([value] if isinstance(value, str) else value, name="who"),
    "posts": lambda value: texts(value, name="posts"),
    "on_duty": lambda value: truth(value, name="on_duty"),
    "least_age": lambda value: whole(value, name="least_age", most=120),
    "wait": Length.read,
    "basis": lambda value: one_of(value, BASES, name="basis"),
    "tenure": lambda value: one_of(value, (PLACE, MEMBERSHIP), name="tenure"),
    "factor": lambda value: baht(value, name="factor"),
    "caps": _each(Cap.from_data),
    "year_from": _or_none(lambda value: whole(value, name="year_from", least=1, most=12)),
    "documents": lambda value: texts(value, name="documents"),
    "claim_within": _or_none(Length.read),
    "answer_days": _or_none(lambda value: whole(value, name="answer_days", most=3650)),
    "behind_days": _or_none(lambda value: whole(value, name="behind_days", most=36500)),
    "dropout_days": lambda value: whole(value, name="dropout_days", most=36500),
}

"""Founding organisations, and what happens to them afterwards.

They stand in the caller's transaction; the caller writes the log of acts.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from federation.kit.clock import BANGKOK
from federation.kit.dates import month_of, show_date
from federation.kit.ids import new_id
from federation.kit.refusals import Refused
from federation.kit.thai import clean_text, skeleton
from federation.ledger import books
from federation.organisations import rules
from federation.organisations.affiliations import DateOutOfOrder, NotANetwork, affiliate_step
from federation.organisations.models import Kind, Level, Organisation, State, StateChange
from federation.organisations.places import place

PROFILE = (
    "name_th",
    "name_en",
    "kind_id",
    "origin",
    "legal_form",
    "founded_on",
    "founded_year_only",
    "place_code",
    "moo",
    "village",
)
TEXTS = ("name_th", "name_en", "legal_form", "village")


class CodeNotPlain(Refused):
    """Raised when a code would not do in an address."""


class CodeTaken(Refused):
    """Raised when another organisation has the code, in capitals or not."""


class ProfileNotRight(Refused):
    """Raised when a part of the profile cannot be; `fields` says which."""


class KnownAlready(Refused):
    """Raised when an organisation of this name is known in the same place."""


class NotThatState(Refused):
    """Raised when an organisation cannot go from its state to another."""


class ReasonMissing(Refused):
    """Raised when a change of state has no reason."""


def found_network_step(
    *, code: str, name_th: str, level: str, kind_code: str, books_from: date, by, at, **profile
) -> Organisation:
    """Found a network with books of its own from the month of `books_from`.

    profile: what `PROFILE` names, and `state` and `is_demo`.
    Raises `CodeNotPlain`, `CodeTaken`, `ProfileNotRight` or `NotANetwork`.
    """
    if level == Level.GROUP or level not in Level:
        raise NotANetwork(_("Choose the level of the network: tambon, district, province, region or nation."))
    facts = {"name_th": name_th, "kind_id": kind_code, **profile}
    return _found(code, level=level, keeper=None, books_from=books_from, by=by, at=at, **facts)


def found_group_step(
    *,
    keeper: Organisation,
    code: str,
    name_th: str,
    kind_code: str,
    books_from: date,
    by,
    at,
    affiliated_since: date | None = None,
    **profile,
) -> Organisation:
    """Found a group with books of its own, kept by a network and belonging to it.

    affiliated_since: by default the first day of the books. For the rest see `found_network_step`.
    """
    if keeper.is_group:
        raise NotANetwork(_("A group belongs to a network; choose the network that keeps its account."))
    facts = {"name_th": name_th, "kind_id": kind_code, **profile}
    group = _found(code, level=Level.GROUP, keeper=keeper, books_from=books_from, by=by, at=at, **facts)
    affiliate_step(group, upper=keeper, since=affiliated_since or month_of(books_from))
    return group


def know_organisation_step(
    *, name_th: str, level: str, kind_code: str, by, at, is_demo=False, **profile
) -> Organisation:
    """Write down an organisation that is known by name only: it keeps no books here, and nobody here keeps them.

    Its code is made from its number. Raises `ProfileNotRight`, or `KnownAlready` with the one that bears its name.
    """
    facts = _clean({"name_th": name_th, "kind_id": kind_code, **profile}, at=at)
    same_place = Organisation.objects.filter(place_code=facts.get("place_code", ""), level=level)
    for other in same_place.exclude(state=State.CLOSED):
        if skeleton(other.name_th) == skeleton(facts["name_th"]):
            words = _("%(name)s (%(code)s) stands in the registry already, in the same place.")
            words = words % {"name": other.name, "code": other.code}
            raise KnownAlready(words, fields={"name_th": words})
    known = Organisation.objects.create(
        code=new_id().hex[-20:], level=level, state=State.ACTIVE, is_demo=is_demo, **facts
    )
    known.code = f"K{known.pk:05d}"
    known.save(update_fields=["code"])
    _note_state(known, on=_day(at), reason="", by=by, at=at)
    return known


def found_paper_group_step(
    *, keeper: Organisation, code: str, name_th: str, kind_code: str, by, at, affiliated_since: date, **profile
) -> Organisation:
    """Found a group that keeps its books on paper and belongs to a network, which enters its totals.

    It may open books later. For the rest see `found_group_step`.
    """
    if keeper.is_group:
        raise NotANetwork(_("A group belongs to a network; choose the network that keeps its account."))
    facts = {"name_th": name_th, "kind_id": kind_code, "state": State.ACTIVE, **profile}
    group = _founded(code, level=Level.GROUP, keeper=keeper, at=at, **facts)
    _note_state(group, on=affiliated_since, reason="", by=by, at=at)
    affiliate_step(group, upper=keeper, since=affiliated_since)
    return group


def change_profile_step(organisation: Organisation, *, at, **changes) -> tuple[dict, dict]:
    """Change what `PROFILE` names; return what was and what is, of the fields that differ, for the log of acts.

    Raises `ProfileNotRight`.
    """
    if unknown := set(changes) - set(PROFILE):
        raise TypeError(f"not of the profile: {sorted(unknown)}")
    organisation = _locked(organisation)
    changes = _clean(changes, at=at)
    before = {name: getattr(organisation, name) for name in changes if getattr(organisation, name) != changes[name]}
    for name in before:
        setattr(organisation, name, changes[name])
    if before:
        organisation.save(update_fields=list(before))
    return before, {name: changes[name] for name in before}


def change_state_step(
    organisation: Organisation,
    *,
    state: str,
    on: date,
    reason: str,
    by,
    at,
    resolution_no: str = "",
    resolution_on: date | None = None,
) -> Organisation:
    """Take an organisation to another state from a day on.

    Raises `NotThatState`, `ReasonMissing` or `DateOutOfOrder`.
    """
    organisation = _locked(organisation)
    _check_state(organisation, state=state, on=on, reason=reason, today=_day(at))
    organisation.state = state
    organisation.save(update_fields=["state"])
    resolution = {"resolution_no": resolution_no, "resolution_on": resolution_on}
    _note_state(organisation, on=on, reason=reason.strip(), by=by, at=at, **resolution)
    return organisation


def _found(code: str, *, level: str, keeper, books_from: date, by, at, **facts):
    founded = _founded(code, level=level, keeper=keeper, at=at, **facts)
    founded.book = books.open_book(
        network_id=founded.network_key,
        code=code,
        name=founded.name_th,
        on=month_of(books_from),
        chart="group" if keeper else "network",
    )
    founded.save(update_fields=["book"])
    _note_state(founded, on=month_of(books_from), reason="", by=by, at=at)
    return founded


def _founded(code: str, *, level: str, keeper, at, state=State.FORMING, is_demo=False, **facts) -> Organisation:
    if unknown := set(facts) - set(PROFILE):
        raise TypeError(f"not of the profile: {sorted(unknown)}")
    _check_code(code)
    facts = _clean(facts, at=at)
    return Organisation.objects.create(code=code, level=level, keeper=keeper, state=state, is_demo=is_demo, **facts)


def _check_code(code: str) -> None:
    if not rules.is_code(code):
        words = _("A code has 1 to 20 letters A-Z, figures and hyphens, like KDT-01.")
        raise CodeNotPlain(words, fields={"code": words})
    if taken := Organisation.objects.filter(code__iexact=code).first():
        words = _("The code %(code)s belongs to %(name)s. Choose another.")
        words = words % {"code": taken.code, "name": taken.name}
        raise CodeTaken(words, fields={"code": words})


def _clean(facts: dict, *, at) -> dict:
    """Bring the texts of a profile to canonical form. Raises `ProfileNotRight`, naming every field that is wrong."""
    clean = {name: clean_text(value).text if name in TEXTS else value for name, value in facts.items()}
    wrong = {}
    if clean.get("name_th") == "":
        wrong["name_th"] = _("Write the name.")
    if "kind_id" in clean and not Kind.objects.filter(pk=clean["kind_id"]).exists():
        wrong["kind"] = _("Choose one of the kinds.")
    if clean.get("founded_on") and clean["founded_on"] > _day(at):
        wrong["founded_on"] = _("That day has not come yet.")
    if clean.get("place_code") and not place(clean["place_code"]):
        wrong["place_code"] = _("There is no place with this code.")
    if wrong:
        raise ProfileNotRight(_("The profile cannot be kept as written."), fields=wrong)
    return clean


def _check_state(organisation: Organisation, *, state: str, on: date, reason: str, today: date) -> None:
    if state not in rules.may_follow(organisation.state):
        words = _("An organisation that is “%(now)s” cannot become “%(then)s”.")
        shown = {"now": organisation.get_state_display(), "then": State(state).label}
        raise NotThatState(words % shown)
    if not reason.strip():
        words = _("Write the reason.")
        raise ReasonMissing(words, fields={"reason": words})
    latest = organisation.state_changes.order_by("-on").values_list("on", flat=True).first()
    if latest and on < latest:
        words = _("The last change is dated %(day)s. Give that day or a later one.") % {"day": show_date(latest)}
        raise DateOutOfOrder(words, fields={"on": words})
    if on > today:
        words = _("That day has not come yet.")
        raise DateOutOfOrder(words, fields={"on": words})


def _note_state(organisation: Organisation, **facts) -> None:
    StateChange.objects.create(
        network_id=organisation.network_key, organisation=organisation, state=organisation.state, **facts
    )


def _locked(organisation: Organisation) -> Organisation:
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


def _day(moment) -> date:
    return moment.astimezone(BANGKOK).date()

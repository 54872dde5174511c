"""What the pages and papers of deaths show, put together from the tables and the books."""

from datetime import date

from django.db.models import Q

from federation.kit.money import ZERO
from federation.kit.words import baht_words
from welfare.funeral.models import COLLECTED, Covered, Death, DeathAct, DeathDue, DeathPart, DeathState, Scheme
from welfare.funeral.queries.accounts import is_of_network, sides_of
from welfare.funeral.queries.deaths import PAPER_WORDS, death_checks
from welfare.funeral.queries.money import (
    dues_of,
    late_payout,
    money_of,
    parts_of,
    payable,
    payouts_of,
    prepaid_of,
    running_members,
)
from welfare.funeral.queries.people import schemes_for, terms_on
from welfare.funeral.rules import Terms
from welfare.funeral.rules.money import instalments, late_since

MOST_FOUND = 20


def rows(deaths, *, on: date) -> list[dict]:
    """Return each death with where its money stands, as the list shows it; late: baht the payees are paid late."""
    found = []
    for death in deaths:
        money = money_of(death)
        running = death.entry_id and death.state == DeathState.OPEN
        terms = terms_of(death)
        state = death.state if death.checked_by_id else "waits"
        row = {"death": death, "paid_out": money.paid_out, "still_owed": money.still_owed, "state": state}
        row["dues_by"] = terms.dues_by(death.claimed_on) if death.scheme.model in COLLECTED else None
        late = {"late": late_payout(death, terms, on=on), "since": since(death, terms, on=on)} if running else {}
        found.append(row | {"late": 0} | late)
    return found


def terms_of(death: Death) -> Terms:
    """Return the terms that a death was counted by."""
    return Terms.from_data(death.terms.terms)


def since(death: Death, terms: Terms, *, on: date) -> date | None:
    """Return the day until which the payees were to have what they have not, by the terms; None while none is over."""
    parts = instalments(terms, net=death.net, claimed_on=death.claimed_on)
    return late_since(parts, paid=money_of(death).paid_out, on=on)


def whole(death: Death, *, organisation, on: date) -> dict:
    """Return all that the page of a death tells."""
    terms, money = terms_of(death), money_of(death)
    waits = death.checked_by_id is None
    facts = {"died_on": death.died_on, "claimed_on": death.claimed_on, "by_accident": death.by_accident}
    return {
        "death": death,
        "terms": terms,
        "money": money,
        "net_words": baht_words(death.net),
        "state": death.state if not waits else "waits",
        "checks": death_checks(death.covered, **facts, papers=death.papers, but=death) if waits else [],
        "papers": [PAPER_WORDS[name] for name in death.papers if name in PAPER_WORDS],
        "collects": death.scheme.model in COLLECTED,
        "instalments": instalments(terms, net=death.net, claimed_on=death.claimed_on),
        "dues_by": terms.dues_by(death.claimed_on),
        "late": late_payout(death, terms, on=on) if death.entry_id and death.state == DeathState.OPEN else 0,
        "since": since(death, terms, on=on),
        "payable": payable(death, terms) if death.entry_id and death.state == DeathState.OPEN else 0,
        "payouts": payouts_of(death),
        "acts": acts_of(death, organisation=organisation),
        "part": death.parts.filter(organisation=organisation).first(),
    }


def acts_of(death: Death, *, organisation) -> list[DeathAct]:
    """Return what was asked for about a death, the oldest first; of dues only those of one's own members."""
    found = DeathAct.objects.filter(network_id=death.network_id, death=death)
    ours = Q(due__membership__organisation=organisation)
    if death.scheme.organisation_id == organisation.pk:
        ours |= Q(due=None)
    people = ("asked_by__person", "decided_by__person", "due__membership__person", "payout")
    return list(found.filter(ours).select_related(*people).order_by("asked_at", "pk"))


def dues(death: Death, *, organisation) -> list[DeathDue]:
    """Return what each member of an organisation brings for a death."""
    return dues_of(death, organisation=organisation)


def parts(death: Death) -> list[DeathPart]:
    """Return what each group owes for a death."""
    return parts_of(death)


def units(scheme: Scheme, *, on: date) -> dict:
    """Return how the prepaid units of a scheme stand: how many members, who is at the warning, what they come to."""
    terms = terms_on(scheme, on=on)
    found = prepaid_of(scheme, terms, running_members(scheme))
    return {
        "scheme": scheme,
        "terms": terms,
        "members": len(found),
        "held": sum((one.units.balance for one in found), ZERO),
        "low": [one for one in found if one.units.warns],
        "asked": sum((one.refill for one in found), ZERO),
    }


def look_up(organisation, typed: str) -> list[Covered]:
    """Return who is covered under a number, or a part of a name, by a scheme one may file on; a few at most.

    A group finds its own members in its network's schemes too, and nobody of another group.
    """
    found = Covered.objects.filter(network_id=organisation.network_key, scheme__in=schemes_to_file_on(organisation))
    if organisation.is_group:
        found = found.filter(membership__organisation=organisation)
    found = found.exclude(state__in=["pending", "resigned", "expelled", "claim_paid"])
    person = Q(name__icontains=typed) | Q(relation="member", membership__person__given__icontains=typed)
    person |= Q(relation="member", membership__person__family__icontains=typed)
    which = Q(number=int(typed)) if typed.isdecimal() and len(typed) < 7 else person
    found = found.filter(which).select_related("scheme__organisation", "membership__person", "membership__organisation")
    return list(found.order_by("scheme__code", "number")[:MOST_FOUND])


def schemes_to_file_on(organisation) -> list[Scheme]:
    """Return the schemes on which an organisation's officers enter claims, one of each code: its own goes first."""
    found = {}
    for scheme in schemes_for(organisation):
        found.setdefault(scheme.code, scheme)
    return list(found.values())


def on_paper(scheme: Scheme, *, on: date) -> list:
    """Return the groups of a network's scheme that keep no book here: the network knows their payers, no group does."""
    if not is_of_network(scheme) or scheme.model not in COLLECTED:
        return []
    return [side.organisation for side in sides_of(scheme, on=on) if not side.organisation.book_id]


def only_network_files(scheme: Scheme, *, organisation, on: date) -> bool:
    """Tell whether a group has its network enter a claim: its officers do not know the payers of groups on paper."""
    return scheme.organisation_id != organisation.pk and bool(on_paper(scheme, on=on))


def entry_of(death: Death) -> list[tuple]:
    """Return [(side, what, baht)] of the entry that opening a round makes; see `postings.round_opened`."""
    if death.scheme.model not in COLLECTED:
        first = [("debit", "benefit", death.gross)]
    elif is_of_network(death.scheme):
        first = [("debit", "from_groups", part.amount) for part in death.parts.all()]
    else:
        first = [("debit", "to_collect", death.gross)]
    return [*first, ("credit", "to_pay", death.net), ("credit", "share", death.fee)]

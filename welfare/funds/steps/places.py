"""Giving a member a place in a fund, and ending it. They stand in the caller's transaction."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from federation.kit.clock import BANGKOK
from federation.kit.dates import show_date
from federation.kit.refusals import Refused
from federation.ledger.posting import lock
from groups.registry.models import LIVE, Membership, Office
from welfare.funds.models import DuesRule, Enrolment, FundKind, Pays, WelfareFund
from welfare.funds.queries import network_of, rule_on
from welfare.funds.steps.network import open_way_step


class NoPlace(Refused):
    """Raised when a member cannot have a place in a fund; the words say why."""


class AlreadyPlaced(NoPlace):
    """Raised when a member has a running place in the fund."""


def enrol_step(
    fund: WelfareFund,
    membership: Membership,
    *,
    since: date,
    pays: str = Pays.MONTHLY,
    office: Office | None = None,
    dues_from: date | None = None,
    by,
    at: datetime,
) -> Enrolment:
    """Give a member the fund's next number. since: from when tenure counts; who moved here brings theirs along.

    dues_from: where dues are counted from a later day, since what lies before was settled before these books.
    office: by which a leader has the place. Members belong to the fund's organisation, or a group of its network.

    Raises `NoPlace` or `AlreadyPlaced`.
    """
    lock(fund.organisation.book)
    today = at.astimezone(BANGKOK).date()
    _check_open(fund, membership, since=since, today=today)
    _check_office(fund, membership, office=office, on=max(since, today) if office is None else since)
    _check_offered(fund, pays=pays, on=today)
    held = Enrolment.objects.filter(network_id=fund.network_id, fund=fund)
    if running := held.filter(membership=membership, until=None).first():
        words = _("%(who)s has place %(number)s in this fund already.")
        raise AlreadyPlaced(words % {"who": membership, "number": running.number})
    if membership.organisation_id != fund.organisation_id:
        open_way_step(fund, membership.organisation, on=today)
    facts = {"membership": membership, "since": since, "dues_from": dues_from, "pays": pays, "office": office}
    place = _place(fund, number=(held.aggregate(last=Max("number"))["last"] or 0) + 1, **facts)
    place.save(force_insert=True)
    return place


def enrol_many_step(fund: WelfareFund, rows: Iterable[Mapping], *, by, at: datetime) -> list[Enrolment]:
    """Give many members of the fund's own organisation their places at once, in a few queries; see `enrol_step`.

    rows: {"membership", "since", and where wanted "pays", "dues_from"}. Of a fund of leaders each is enrolled alone.
    Raises `NoPlace` or `AlreadyPlaced`; nobody is enrolled then.
    """
    lock(fund.organisation.book)
    rows, today = list(rows), at.astimezone(BANGKOK).date()
    if fund.kind == FundKind.LEADERS or any(row["membership"].organisation_id != fund.organisation_id for row in rows):
        raise NoPlace(_("Leaders, and members of a network's groups, are enrolled one by one."))
    for row in rows:
        _check_open(fund, row["membership"], since=row["since"], today=today)
    for pays in {row.get("pays", Pays.MONTHLY) for row in rows}:
        _check_offered(fund, pays=pays, on=today)
    held = Enrolment.objects.filter(network_id=fund.network_id, fund=fund)
    if running := held.filter(membership__one_of=[row["membership"].pk for row in rows], until=None).first():
        words = _("%(who)s has place %(number)s in this fund already.")
        raise AlreadyPlaced(words % {"who": running.membership, "number": running.number})
    last = held.aggregate(last=Max("number"))["last"] or 0
    return Enrolment.objects.bulk_create(
        _place(fund, number=number, **row) for number, row in enumerate(rows, start=last + 1)
    )


def _place(fund: WelfareFund, *, since: date, dues_from: date | None = None, **facts) -> Enrolment:
    dues_from = dues_from if dues_from and dues_from > since else None
    return Enrolment(network_id=fund.network_id, fund=fund, since=since, dues_from=dues_from, **facts)


def _check_open(fund: WelfareFund, membership: Membership, *, since: date, today: date) -> None:
    if fund.closed_on or fund.part_of_id:
        raise NoPlace(_("Nobody is enrolled in this fund: it is closed, or a part of another."))
    if since > today:
        words = _("That day has not come yet.")
        raise NoPlace(words, fields={"since": words})
    if membership.state not in LIVE:
        raise NoPlace(_("%(who)s is no member now.") % {"who": membership})
    if not membership.person_id:
        raise NoPlace(_("Only people have a place in a fund."))
    if not _belongs(fund, membership, on=today):
        raise NoPlace(_("%(who)s belongs neither to this organisation nor to a group of it.") % {"who": membership})


def _belongs(fund: WelfareFund, membership: Membership, *, on: date) -> bool:
    if membership.organisation_id == fund.organisation_id:
        return True
    network = network_of(membership.organisation, on=on)
    return network is not None and network.pk == fund.organisation_id


def _check_office(fund: WelfareFund, membership: Membership, *, office: Office | None, on: date) -> None:
    if fund.kind != FundKind.LEADERS:
        return
    if office is None or office.person_id != membership.person_id:
        raise NoPlace(_("Leader welfare is for who holds a post. Choose the member's own post."))
    if office.organisation_id not in (fund.organisation_id, membership.organisation_id):
        raise NoPlace(_("That post is in another organisation."))
    if not office.since <= on <= office.until:
        words = _("The post runs from %(since)s to %(until)s.")
        raise NoPlace(words % {"since": show_date(office.since), "until": show_date(office.until)})


def _check_offered(fund: WelfareFund, *, pays: str, on: date) -> None:
    rule = rule_on(fund, on=on)
    if rule and not offers(rule, pays):
        words = _("By the rule on dues nobody pays that way. Choose another.")
        raise NoPlace(words, fields={"pays": words})


def offers(rule: DuesRule, pays: str) -> bool:
    """Tell whether a rule on dues has a sum for a way of paying; a rule without any sum asks for nothing."""
    offered = [one for one in Pays.values if getattr(rule, one) is not None]
    return not offered or pays in offered


def end_place_step(enrolment: Enrolment, *, on: date, why: str) -> Enrolment:
    """End a place on a day; its number is never used again. Nothing is paid back. Raises `NoPlace`.

    Source: domain, 1.2 Membership rules, resignation: of a welfare fund nothing is returned.
    """
    if enrolment.until:
        raise NoPlace(_("This place has ended already."))
    if on < enrolment.since:
        words = _("The place began on %(day)s. It cannot end before.") % {"day": show_date(enrolment.since)}
        raise NoPlace(words, fields={"on": words})
    enrolment.until, enrolment.why_ended = on, why
    enrolment.save(update_fields=["until", "why_ended"])
    return enrolment

"""How organisations come to belong to one another, and cease to.

The steps stand in the caller's transaction; the caller writes the log of acts.
"""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import show_date
from federation.kit.refusals import Refused
from federation.organisations.models import Affiliation, AffiliationSort, Organisation, State


class NotANetwork(Refused):
    """Raised when something is to belong to a group."""


class AlreadyAffiliated(Refused):
    """Raised when the two are linked in part of that time already."""


class GoesInCircles(Refused):
    """Raised when an organisation would come to stand above itself."""


class KeptHere(Refused):
    """Raised when a group that is not closed would leave the network that keeps its account."""


class DateOutOfOrder(Refused):
    """Raised when a date lies before the one it must follow, or has not come yet."""


def affiliate_step(
    member: Organisation,
    *,
    upper: Organisation,
    sort: str = AffiliationSort.NETWORK,
    since: date | None = None,
    until: date | None = None,
) -> Affiliation:
    """Let an organisation belong to a higher one for a time; no date leaves that end open.

    Raises `NotANetwork`, `GoesInCircles`, `DateOutOfOrder` or `AlreadyAffiliated`.
    """
    _lock_all(member, upper)
    if upper.is_group:
        raise NotANetwork(_("%(name)s is a group; an organisation belongs to a network.") % {"name": upper.name})
    if since and until and until < since:
        words = _("The link ends before it begins. Mend one of the two dates.")
        raise DateOutOfOrder(words, fields={"until": words})
    in_that_time = _overlapping(since=since, until=until)
    if member.pk in _upwards(upper, in_that_time):
        words = _("%(upper)s itself belongs to %(member)s in that time; that would go in circles.")
        raise GoesInCircles(words % {"upper": upper.name, "member": member.name})
    if in_that_time.filter(member=member, upper=upper).exists():
        words = _("%(member)s already belongs to %(upper)s in part of that time.")
        raise AlreadyAffiliated(words % {"upper": upper.name, "member": member.name})
    return Affiliation.objects.create(member=member, upper=upper, sort=sort, since=since, until=until)


def end_affiliation_step(affiliation: Affiliation, *, until: date) -> Affiliation:
    """End a link with its last day.

    Raises `DateOutOfOrder`, or `KeptHere` for a group that is not closed and the network keeping its account.
    """
    member = Organisation.objects.select_for_update().get(pk=affiliation.member_id)
    affiliation = Affiliation.objects.select_for_update().get(pk=affiliation.pk)
    if affiliation.since and until < affiliation.since:
        shown = {"since": show_date(affiliation.since)}
        words = _("The link began on %(since)s; its last day cannot lie before that.") % shown
        raise DateOutOfOrder(words, fields={"until": words})
    if affiliation.upper_id == member.keeper_id and member.state != State.CLOSED:
        raise KeptHere(
            _("This network keeps the group's account. A group that moves is closed here first, then opened there.")
        )
    affiliation.until = until
    affiliation.save(update_fields=["until"])
    return affiliation


def _lock_all(*organisations: Organisation) -> None:
    keys = [organisation.pk for organisation in organisations]
    list(Organisation.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))


def _overlapping(*, since: date | None, until: date | None):
    links = Affiliation.objects.all()
    if until:
        links = links.filter(Q(since=None) | Q(since__lte=until))
    if since:
        links = links.filter(Q(until=None) | Q(until__gte=since))
    return links


def _upwards(start: Organisation, links) -> set[int]:
    """Return the organisation and all it belongs to by these links, directly or not."""
    found, edge = set(), {start.pk}
    while edge:
        found |= edge
        edge = set(links.filter(member__in=edge).values_list("upper", flat=True)) - found
    return found

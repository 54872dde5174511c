"""A death: reported, the membership frozen at once, what it leaves to do; and taken back where it was an error.

Never refused for debts or guarantees: they become the committee's tasks. Source: domain, 9, caution 8; features 20.
"""

from datetime import date, datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from federation.kit.clock import BANGKOK
from federation.kit.dates import show_date
from federation.ledger.months import open_month
from federation.ledger.posting import lock
from groups.departures import rules
from groups.departures.models import RUNNING, Departure, DepartureKind, DepartureState, Task
from groups.departures.queries.net import Net, net_of
from groups.departures.steps.asking import keep
from groups.departures.steps.frame import NotPossible, check_day, check_not_own, locked, note
from groups.departures.steps.people import check_no_heir
from groups.departures.steps.places import end_offices_step, end_places_step
from groups.promises.steps import recount_step
from groups.registry.models import LIVE, Membership, MembershipState
from groups.registry.queries import beneficiaries_of
from groups.registry.steps import change_state_step
from groups.sheets.models import SheetRow, SheetState
from loans.lending.models import Guarantee
from welfare.funds.queries.funds import places_of_member

LONG_AGO = timedelta(days=31)


def report_death_step(
    membership: Membership, *, died_on: date, reason: str, sure: bool = False, by, at: datetime
) -> Departure:
    """Report that a member died: the membership ends at once, and what is to be done is written down as tasks.

    reason: by what it is known, such as the number of the death certificate. sure: that the day is right though it
    is long ago, or the member stands on sheets after it. Raises `NotPossible`, `NeedsSecondPerson`.
    """
    lock(membership.organisation.book)
    membership = Membership.objects.select_related("organisation__book", "person").get(pk=membership.pk)
    today = at.astimezone(BANGKOK).date()
    _check(membership, died_on=died_on, by=by, at=at)
    if not sure:
        _check_day_of_death(membership, died_on, today=today)
    _let_rest(membership, by=by, at=at)
    grounds = _held(membership, on=died_on)
    net = net_of(membership, on=today)
    departure = keep(membership, kind=DepartureKind.DEATH, on=died_on, reason=reason, grounds=grounds, by=by, at=at)
    _freeze(departure, by=by, at=at)
    _leave_tasks(departure, net, today=today)
    return departure


def _check(membership: Membership, *, died_on: date, by, at: datetime) -> None:
    check_day(died_on, at=at)
    check_not_own(membership, by=by)
    check_no_heir(by, [one.name for one in beneficiaries_of(membership)])
    if membership.person_id is None or membership.state not in LIVE:
        raise NotPossible(_("Only the death of a person who is a member is reported here."))
    if died_on < membership.joined_on:
        words = _("The member joined on %(day)s.") % {"day": show_date(membership.joined_on)}
        raise NotPossible(words, fields={"died_on": words})


def _check_day_of_death(membership: Membership, died_on: date, *, today: date) -> None:
    """Raise `NotPossible` where the day can hardly be: the member paid after it, or it is long ago."""
    words = []
    if later := sheets_after(membership, died_on):
        days = ", ".join(show_date(day) for day in later)
        words.append(_("The member stands on posted sheets after that day: %(days)s.") % {"days": days})
    if today - died_on > LONG_AGO:
        words.append(_("That day is more than %(days)s days ago.") % {"days": LONG_AGO.days})
    if words:
        words.append(_("Look at the certificate again. If the day is right, tick that below."))
        told = " ".join(str(one) for one in words)
        raise NotPossible(told, fields={"sure": told})


def _let_rest(membership: Membership, *, by, at: datetime) -> None:
    """Let what was asked for the living rest: a resignation or a move that is not settled yet."""
    running = Departure.objects.filter(network_id=membership.network_id, membership=membership, state__in=RUNNING)
    for one in running:
        one = locked(one)
        one.state, one.answer = DepartureState.WITHDRAWN, str(_("The member died."))
        one.save(update_fields=["state", "answer"])
        note("leaving_withdrawn", one, by=by, at=at)


def _held(membership: Membership, *, on: date) -> list[dict]:
    """Return the posts and places that end, as they were, so that an error can be put right."""
    offices = membership.person.offices.filter(organisation_id=membership.organisation_id, since__lte=on, until__gt=on)
    found = [{"what": "office", "id": str(one.pk), "until": one.until.isoformat()} for one in offices]
    return found + [{"what": "place", "id": str(one.pk)} for one in places_of_member(membership).filter(until=None)]


def _freeze(departure: Departure, *, by, at: datetime) -> None:
    """End the membership on the day of death, or on the first day after it that the books and steps still take."""
    membership, died_on = departure.membership, departure.on
    latest = membership.events.aggregate(latest=Max("on"))["latest"] or membership.joined_on
    on = max(died_on, latest, open_month(departure.organisation.book))
    reason = departure.reason
    if on > died_on:
        reason = _("died on %(day)s; %(reason)s") % {"day": show_date(died_on), "reason": reason}
    ended = change_state_step(membership, state=MembershipState.DIED, on=on, by=by, at=at, reason=str(reason)[:300])
    membership.state, membership.ended_on = ended.state, ended.ended_on
    recount_step([ended])
    end_places_step(membership, on=died_on, why=departure.reason)
    end_offices_step(membership, on=died_on)


def _leave_tasks(departure: Departure, net: Net, *, today: date) -> None:
    membership = departure.membership
    left = [(rules.GUARANTEE, {"guarantee": one, "loan": one.loan}) for one in net.guarantees]
    short = [one.loan for one in net.loans if one.owed > net.set_off[one.loan.pk]]
    left += [(rules.OWN_LOAN, {"loan": loan}) for loan in short]
    guaranteed = Guarantee.objects.filter(network_id=departure.network_id, loan__in=short, released_on=None)
    told = set(guaranteed.values_list("loan_id", flat=True))
    left += [(rules.TELL_GUARANTORS, {"loan": loan}) for loan in short if loan.pk in told]
    if sheets_after(membership, departure.on):
        left.append((rules.SHEET_LATER, {}))
    if any(ground["what"] == "place" for ground in departure.grounds):
        left.append((rules.WELFARE_CLAIM, {}))
    if membership.funeral_places.filter(ended_on=None).exists():
        left.append((rules.FUNERAL, {}))
    if not beneficiaries_of(membership):
        left.append((rules.NAME_HEIRS, {}))
    Task.objects.bulk_create(
        Task(
            network_id=departure.network_id,
            departure=departure,
            what=what,
            due_on=today + timedelta(days=rules.TASKS[what].days),
            **of,
        )
        for what, of in left
    )


def sheets_after(membership: Membership, died_on: date) -> list[date]:
    """Return the days of posted sheets after the day of death on which something stands for the dead."""
    rows = SheetRow.objects.filter(network_id=membership.network_id, membership=membership)
    rows = rows.filter(sheet__state=SheetState.POSTED, sheet__meeting_on__gt=died_on, taken_back=None)
    return sorted(rows.exclude(amounts={}).values_list("sheet__meeting_on", flat=True))


def do_task_step(task: Task, *, on: date, words: str, by, at: datetime) -> Task:
    """Write down what was done about a task, once. Raises `NotPossible`."""
    departure = locked(task.departure)
    task = Task.objects.select_for_update(of=["self"]).get(network_id=task.network_id, pk=task.pk)
    check_day(on, at=at)
    if task.done_on:
        raise NotPossible(_("This is done already."))
    if not words.strip():
        told = _("Write what was done.")
        raise NotPossible(told, fields={"note": told})
    task.done_on, task.done_by, task.note = on, by, words.strip()
    task.save(update_fields=["done_on", "done_by", "note"])
    note("leaving_task_done", departure, by=by, at=at, task=task.what)
    return task

"""What waits on the start pages about welfare, deaths, members who leave, and the year: by what the reader may do.

Nothing is shown to somebody who may not decide it: what a person asked for waits for another. A fixed, small number of
queries for each right the reader holds.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import Count, F, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from federation.access.permissions import Permission as P
from federation.kit.dates import show_date
from federation.start.loan_work import Waiting
from groups.departures.models import RUNNING, Departure, DepartureKind, DepartureState, PaidOut
from groups.departures.queries.lists import coming, open_tasks
from groups.surplus.models import PayBatch, YearClose, YearState
from welfare.claims.models import Claim, ClaimState, ClaimStep
from welfare.claims.queries.claims import PAPERS, OpenClaim, open_claims
from welfare.funds.models import FundAct
from welfare.funds.queries.funds import has_any
from welfare.funeral.models import Death, DeathAct, DeathState, Payout

ACTS = {P.WELFARE_FILE, P.WELFARE_DECIDE, P.WELFARE_APPROVE, P.WELFARE_PAY}


def welfare_work(organisation, *, on: date, held: Collection[P], user) -> list[Waiting]:
    """Return what waits for this reader, each with how many, since when or how late, and where."""
    found = []
    if ACTS & set(held) and has_any(organisation):
        found += _claims(organisation, on=on, held=held, user=user)
        found += _deaths(organisation, on=on, held=held, user=user)
        found += _approvals(organisation, user=user) if P.WELFARE_APPROVE in held else []
    found += _leaving(organisation, on=on, held=held, user=user) if organisation.is_group else []
    found += _years(organisation, user=user) if P.SURPLUS_CHECK in held else []
    return found


def _claims(organisation, *, on: date, held: Collection[P], user) -> Iterable[Waiting]:
    """Yield the claims that wait for papers, the committee, the chair, and their money."""
    waiting = open_claims(organisation, on=on)
    state = ClaimState
    kinds = [
        (P.WELFARE_FILE, _("Welfare claims that lack papers"), lambda one: one.waits_for == PAPERS),
        (P.WELFARE_DECIDE, _("Welfare claims for the committee"), lambda one: one.claim.state == state.FILED),
        (P.WELFARE_APPROVE, _("Welfare claims to approve"), lambda one: one.claim.state == state.AGREED),
        (P.WELFARE_PAY, _("Welfare claims to pay"), lambda one: one.claim.state == state.APPROVED),
    ]
    for permission, title, is_meant in kinds:
        rows = [one for one in waiting if is_meant(one) and _is_free(one.claim, user)]
        if permission is P.WELFARE_DECIDE:
            rows = [one for one in rows if one.waits_for != PAPERS]
        if permission in held and rows:
            url = reverse("welfare:claims", kwargs={"code": organisation.code})
            yield Waiting(title, len(rows), url, _late_claims(rows, on=on))


def _is_free(claim: Claim, user) -> bool:
    """Tell whether somebody may do the next step: who approves did not file or agree, who pays did neither of both."""
    done = {
        ClaimState.AGREED: (claim.filed_by_id, claim.agreed_by_id),
        ClaimState.APPROVED: (claim.agreed_by_id, claim.approved_by_id),
    }
    return user.pk not in done.get(claim.state, ())


def _late_claims(rows: list[OpenClaim], *, on: date) -> str:
    return _late([one.until for one in rows if one.late], on=on)


def _late(days: Iterable[date], *, on: date) -> str:
    """Say how many are late and the longest by how much; nothing where none is. days: until when they were due."""
    late = [(on - day).days for day in days if day < on]
    if not late:
        return ""
    words = ngettext("%(n)s late, %(days)s days", "%(n)s late, the longest %(days)s days", len(late))
    return words % {"n": len(late), "days": max(late)}


def _since(day: date | datetime | None) -> str:
    return _("since %(day)s") % {"day": show_date(day, style="short")} if day else ""


def _deaths(organisation, *, on: date, held: Collection[P], user) -> Iterable[Waiting]:
    """Yield the deaths to check, those whose payees are to be paid, and what was asked for about a death."""
    url = reverse("welfare:deaths", kwargs={"code": organisation.code})
    network = organisation.network_key
    deaths = Death.objects.filter(network_id=network, scheme__organisation=organisation, state=DeathState.OPEN)
    rows = list(deaths.values_list("checked_by", "opened_by", "claimed_on", "due_on"))
    if P.WELFARE_DECIDE in held:
        to_check = [claimed for checked, opened, claimed, _due in rows if not checked and opened != user.pk]
        if to_check:
            yield Waiting(_("Claims at a death to check"), len(to_check), url, _since(min(to_check)))
        acts = DeathAct.objects.filter(network_id=network, agreed=None).exclude(asked_by=user)
        ours = Q(due__membership__organisation=organisation) | Q(due=None, death__scheme__organisation=organisation)
        yield from _asked(_("Dues, rounds or payouts of a death to decide"), acts.filter(ours), "asked_at", url=url)
    if P.WELFARE_PAY in held:
        to_pay = [due for checked, _opened, _claimed, due in rows if checked]
        if to_pay:
            yield Waiting(_("Deaths whose payees are not paid whole"), len(to_pay), url, _late(to_pay, on=on))


def _approvals(organisation, *, user) -> Iterable[Waiting]:
    """Yield what the chair decides: payouts of funeral aid, acts on funds, payments of claims to take back."""
    code, network = {"code": organisation.code}, organisation.network_key
    payouts = Payout.objects.filter(network_id=network, death__scheme__organisation=organisation, agreed=None)
    url = reverse("welfare:deaths", kwargs=code)
    yield from _asked(_("Payouts of funeral aid to decide"), payouts.exclude(asked_by=user), "asked_at", url=url)
    acts = FundAct.objects.filter(network_id=network, fund__organisation=organisation)
    acts = acts.filter(state=FundAct.State.PROPOSED).exclude(asked_by=user).select_related(None)
    first = acts.order_by("asked_at").first()
    url = reverse("welfare:fund_act", kwargs={**code, "pk": first.pk}) if first else ""
    yield from _asked(_("Acts on funds to decide"), acts, "asked_at", url=url) if first else ()
    url = reverse("welfare:claims", kwargs=code) + "?show=paid"
    yield from _asked(_("Paid claims to take back or keep"), _asked_back(organisation, user=user), "at", url=url)


def _asked_back(organisation, *, user) -> QuerySet[ClaimStep]:
    """Return the steps that ask to take a payment back and that nobody has answered, another person's."""
    steps = ClaimStep.objects.filter(network_id=organisation.network_key, claim__organisation=organisation)
    steps = steps.filter(claim__state__in=(ClaimState.PAID, ClaimState.RECEIVED))
    kinds = ClaimStep.Kind
    answered = Count("claim__steps", filter=Q(claim__steps__kind=kinds.KEPT, claim__steps__at__gte=F("at")))
    return steps.filter(kind=kinds.ASKED_BACK).exclude(by=user).annotate(n=answered).filter(n=0)


def _asked(title: str, found: QuerySet, day: str, *, url: str) -> Iterable[Waiting]:
    """Yield what a query finds, with since when the oldest waits. One query."""
    sums = found.order_by().aggregate(number=Count("pk"), oldest=Min(day))
    if sums["number"]:
        yield Waiting(title, sums["number"], url, _since(sums["oldest"]))


def _leaving(organisation, *, on: date, held: Collection[P], user) -> Iterable[Waiting]:
    """Yield departures to decide, to pay and to take over, and what deaths left to do."""
    if not {P.LEAVING_EDIT, P.LEAVING_DECIDE} & set(held):
        return
    url = reverse("groups:leaving", kwargs={"code": organisation.code})
    asked_back = Q(back_by=None, back_asked_by__isnull=False)
    own = Departure.objects.filter(network_id=organisation.network_key, organisation=organisation)
    every = list(own.filter(asked_back | Q(state__in=RUNNING)))
    rows = [one for one in every if one.state in RUNNING]
    if P.LEAVING_DECIDE in held:
        to_decide = [one.asked_at for one in rows if _is_to_decide(one) and one.asked_by_id != user.pk]
        if to_decide:
            yield Waiting(_("Departures of members to decide"), len(to_decide), url, _since(min(to_decide)))
        back = [one.back_asked_at for one in every if one.back_asked_by_id not in (None, user.pk)]
        if back:
            yield Waiting(_("Reported deaths to take back"), len(back), url, _since(min(back)))
        arrive = coming(organisation).select_related(None)
        yield from _asked(_("Members of other groups who want to move here"), arrive, "decided_at", url=url)
        unseen = [one for one in rows if one.is_death and user.pk not in (one.asked_by_id, one.decided_by_id)]
        if unseen:
            since = _since(min(one.asked_at for one in unseen))
            yield Waiting(_("Reported deaths: look whether it is so"), len(unseen), url, since)
    yield from _payments(organisation, rows, held=held, user=user, url=url)
    if P.LEAVING_EDIT in held:
        notices = [one.asked_at for one in rows if _is_to_notice(one)]
        if notices:
            yield Waiting(_("Written notices to give before putting out"), len(notices), url, _since(min(notices)))
        days = list(open_tasks(organisation).select_related(None).order_by().values_list("due_on", flat=True))
        if days:
            late = _late(filter(None, days), on=on)
            yield Waiting(_("Tasks that a death left"), len(days), url, late)


def _is_to_notice(one: Departure) -> bool:
    return one.kind == DepartureKind.EXPULSION and one.state == DepartureState.ASKED and not one.left_before


def _is_to_decide(one: Departure) -> bool:
    waits = one.state in (DepartureState.ASKED, DepartureState.NOTICED)
    return waits and (one.kind != DepartureKind.EXPULSION or one.left_before or one.notice_on is not None)


def _payments(organisation, rows: list[Departure], *, held: Collection[P], user, url: str) -> Iterable[Waiting]:
    decided = {one.pk: one.decided_at for one in rows if one.state == DepartureState.DECIDED}
    if not decided:
        return
    unpaid = PaidOut.objects.filter(network_id=organisation.network_key, departure__in=list(decided), entry=None)
    payments = list(unpaid.values_list("departure", "by"))
    to_prepare = [decided[pk] for pk, by in payments if by is None]
    to_pay = [decided[pk] for pk, by in payments if by not in (None, user.pk)]
    if to_prepare and P.LEAVING_EDIT in held:
        yield Waiting(_("Payments to leavers or heirs to prepare"), len(to_prepare), url, _since(min(to_prepare)))
    if to_pay and P.LEAVING_DECIDE in held:
        yield Waiting(_("Payments to leavers or heirs to hand out"), len(to_pay), url, _since(min(to_pay)))


def _years(organisation, *, user) -> Iterable[Waiting]:
    """Yield closes of years, resolutions on the surplus and lists of dividends that another person entered."""
    open_years = (YearState.PROPOSED, YearState.CLOSED)
    found = YearClose.objects.filter(network_id=organisation.network_key, organisation=organisation)
    for close in found.filter(state__in=open_years).order_by("until"):
        for name, title, by in _to_decide(close):
            if by != user.pk:
                at = {"code": organisation.code, "until": close.until.isoformat()}
                yield Waiting(
                    title,
                    1,
                    reverse(f"groups:{name}", kwargs=at),
                    _("year to %(day)s") % {"day": show_date(close.until, style="short")},
                )
    batches = PayBatch.objects.filter(network_id=organisation.network_key, year__organisation=organisation, agreed=None)
    url = reverse("groups:years", kwargs={"code": organisation.code})
    yield from _asked(_("Lists of dividends to pay or send back"), batches.exclude(asked_by=user), "asked_at", url=url)


def _to_decide(close: YearClose) -> Iterable[tuple]:
    """Yield (page, words, who asked) of what waits for a second person in a year."""
    if close.state == YearState.PROPOSED:
        yield "year_decide", _("Close of a year to decide"), close.asked_by_id
    elif close.back_asked_by_id:
        yield "year_back_decide", _("Close of a year to take back or keep"), close.back_asked_by_id
    elif close.adopted_by_id:
        yield "adopt", _("Resolution on the surplus to confirm"), close.adopted_by_id

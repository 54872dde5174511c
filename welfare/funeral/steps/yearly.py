"""The yearly fee of model C: dues of the scheme's fund, so that they are brought on the sheet like other dues."""

from datetime import date, datetime

from welfare.funds.models import DuesRule, Enrolment, Pays
from welfare.funds.steps.dues import dues_rule_step
from welfare.funds.steps.places import end_place_step, enrol_step
from welfare.funeral.models import Covered, Relation, Scheme, SchemeModel, SchemeTerms


def set_fee_step(version: SchemeTerms, *, fee, by, at: datetime) -> None:
    """Let the fund's dues be the fee of these terms, where the scheme goes by the year and the fee is another."""
    scheme = version.scheme
    if scheme.model != SchemeModel.YEARLY:
        return
    rules = DuesRule.objects.filter(network_id=scheme.network_id, fund=scheme.fund)
    newest = rules.order_by("-holds_from").first()
    if newest is None or newest.yearly != fee:
        resolution = {"resolution_no": version.resolution_no, "resolution_on": version.resolution_on}
        dues_rule_step(scheme.fund, holds_from=version.holds_from, yearly=fee, **resolution, by=by, at=at)


def begin_fee_step(covered: Covered, *, since: date, by, at: datetime) -> None:
    """Give who is admitted a place in the scheme's fund, where it goes by the year. The member pays for the family."""
    if _goes_by_year(covered.scheme) and covered.relation == Relation.MEMBER and _place(covered) is None:
        enrol_step(covered.scheme.fund, covered.membership, since=since, pays=Pays.YEARLY, by=by, at=at)


def end_fee_step(covered: Covered, *, on: date, why: str) -> None:
    """End the place in the scheme's fund of a member who is no longer covered."""
    if _goes_by_year(covered.scheme) and covered.relation == Relation.MEMBER and (place := _place(covered)):
        end_place_step(place, on=max(on, place.since), why=why)


def _goes_by_year(scheme: Scheme) -> bool:
    return scheme.model == SchemeModel.YEARLY


def _place(covered: Covered) -> Enrolment | None:
    places = Enrolment.objects.filter(network_id=covered.network_id, fund=covered.scheme.fund)
    return places.filter(membership=covered.membership_id, until=None).first()

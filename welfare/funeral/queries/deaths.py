"""What is looked at before a round is opened: whether the death is one the scheme pays for, check by check."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from federation.kit.dates import show_date
from federation.kit.money import ZERO, show
from welfare.funeral.models import COLLECTED, Covered, CoveredEvent, Death, DeathState
from welfare.funeral.queries.money import open_dues, version_on_claim
from welfare.funeral.queries.standing import standing_of
from welfare.funeral.rules import Terms
from welfare.funeral.rules.people import CLAIM_PAID, COVERED, DECEASED
from welfare.funeral.rules.wording import STATE_WORDS

# Which papers are seen when a claim is filed. Source: domain, 2 Funeral aid, papers.
PAPERS = ("death_certificate", "identity_or_house", "member_identity", "bank_book")
PAPER_WORDS = {
    "death_certificate": gettext_lazy("death certificate"),
    "identity_or_house": gettext_lazy("ID card of the dead, or house registration stamped “ตาย”"),
    "member_identity": gettext_lazy("ID card of the member, or of who gets the money"),
    "bank_book": gettext_lazy("first page of the bank book"),
}
NEEDED = PAPERS[:3]  # without a bank account the money is handed over in cash


@dataclass(frozen=True)
class DeathCheck:
    """One thing that is looked at. holds: True, False, or None for what is only to be known. words: what was found."""

    title: str
    holds: bool | None
    words: str


def death_checks(
    covered: Covered, *, died_on: date, claimed_on: date, by_accident: bool, papers=(), but: Death | None = None
) -> list[DeathCheck]:
    """Return the checks of a claim in their order; a round is opened when none of them is False.

    but: the claim itself, where it is entered already. Debts stand there to be
    known and are never taken off. Source: domain: 2 Funeral aid; 9, caution 8.
    """
    terms = Terms.from_data(version_on_claim(covered.scheme, claimed_on=claimed_on).terms)
    return [
        _once(covered, but=but),
        _was_covered(covered, died_on=died_on),
        _waiting(covered, terms, died_on=died_on, by_accident=by_accident),
        *_by_model(covered, died_on=died_on),
        _papers(papers),
        _behind(covered, on=claimed_on),
    ]


def _once(covered: Covered, *, but: Death | None) -> DeathCheck:
    claims = Death.objects.filter(network_id=covered.network_id, covered=covered).exclude(state=DeathState.TAKEN_BACK)
    known = claims.exclude(pk=but.pk if but else None).first()
    words = _("The claim of %(day)s is entered already.") % {"day": show_date(known.claimed_on)} if known else ""
    return DeathCheck(_("Claimed once"), known is None, words or _("No other claim for this person is entered."))


def _was_covered(covered: Covered, *, died_on: date) -> DeathCheck:
    steps = CoveredEvent.objects.filter(network_id=covered.network_id, covered=covered, on__lte=died_on)
    last = steps.exclude(state__in=[DECEASED, CLAIM_PAID]).order_by("-at", "-pk").first()
    holds = last is not None and last.state == COVERED and covered.approved_on is not None
    if holds:
        words = _("Admitted on %(day)s, and in the scheme on the day of the death.")
        words %= {"day": show_date(covered.approved_on)}
    elif last is None:
        words = _("Had not applied yet on the day of the death.")
    else:
        words = _("Stood as “%(state)s” since %(day)s.") % {
            "state": STATE_WORDS[last.state],
            "day": show_date(last.on),
        }
    return DeathCheck(_("In the scheme on that day"), holds, words)


def _waiting(covered: Covered, terms: Terms, *, died_on: date, by_accident: bool) -> DeathCheck:
    title = _("The waiting was over")
    if covered.approved_on is None or covered.covered_from is None:
        return DeathCheck(title, False, _("Was not admitted."))
    shown = {"day": show_date(covered.covered_from)}
    if died_on >= covered.covered_from:
        return DeathCheck(title, True, _("Covered from %(day)s on.") % shown)
    if by_accident and terms.accident_exempt and died_on >= covered.approved_on:
        return DeathCheck(title, True, _("Covered from %(day)s on; for an accident there is no waiting.") % shown)
    return DeathCheck(title, False, _("Covered from %(day)s on; the death was before that.") % shown)


def _by_model(covered: Covered, *, died_on: date) -> list[DeathCheck]:
    """Return what a scheme that pays a fixed sum asks besides: the year's fee, a balance, or unbroken saving."""
    if covered.scheme.model in COLLECTED:
        return []
    standing = standing_of(covered, on=died_on)
    return [DeathCheck(_("What the scheme asks for"), standing.holds, str(standing.words))]


def _papers(papers) -> DeathCheck:
    missing = [name for name in NEEDED if name not in papers]
    words = _("The papers that are needed were seen.")
    if missing:
        words = _("Not seen yet: %(papers)s.") % {"papers": ", ".join(str(PAPER_WORDS[name]) for name in missing)}
    return DeathCheck(_("Papers"), not missing, words)


def _behind(covered: Covered, *, on: date) -> DeathCheck:
    owed = ZERO
    if covered.scheme.model in COLLECTED:
        owed = sum((one.amount - one.paid - one.given_up for one in _own_dues(covered, on=on)), ZERO)
    words = _("Nothing is open of earlier deaths.")
    if owed:
        words = _("%(baht)s baht of earlier deaths are open. They are not taken off: the money goes out in full.")
        words %= {"baht": show(owed)}
    return DeathCheck(_("Dues of earlier deaths"), None if owed else True, words)


def _own_dues(covered: Covered, *, on: date):
    return open_dues([covered.membership_id], scheme=covered.scheme, on=on)

"""Setting the rules of benefits: by a resolution, from a day on, never for what was claimed before.

They stand in the caller's transaction; the caller writes the log of acts.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import count

from django.utils.translation import gettext_lazy as _

from federation.bylaws.steps import check_dates, check_month
from federation.kit.clock import BANGKOK
from federation.kit.dates import show_date
from federation.kit.money import show
from federation.kit.refusals import Refused
from welfare.claims.models import Benefit, BenefitVersion, WelfareType
from welfare.claims.queries.rules import cases_of
from welfare.claims.rules import Answer, Case, Terms, answered, facts_in_words, run_cases
from welfare.funds.models import WelfareFund


class BenefitKnown(Refused):
    """Raised when the fund has a benefit of this name or code already."""


class RuleOutOfOrder(Refused):
    """Raised when a rule would hold before one that is resolved already, or without its resolution's number."""


class CasesNotAnswered(Refused):
    """Raised when an old test case is not kept, changed or dropped on purpose; `problems` names each."""


class CasesFail(Refused):
    """Raised when the new rule gives something else than a test case says; `problems` names each with both figures."""


class LimitShared(Refused):
    """Raised when a limit is shared with a benefit that the fund does not have, or of another kind."""


def add_benefit_step(
    fund: WelfareFund, *, terms: Terms, name_th: str, name_en: str = "", code: str = "", **rule
) -> BenefitVersion:
    """Add a benefit with its first rule; return the version.

    code: its name in addresses; made of the kind of welfare unless given. rule: as `set_rule_step` takes it.
    Raises `BenefitKnown` and all that `set_rule_step` raises.
    """
    WelfareFund.objects.select_for_update().get(network_id=fund.network_id, pk=fund.pk)
    names = {"name_th": name_th.strip(), "name_en": name_en.strip()}
    names["code"] = code or _free_code(fund, terms.event)
    _check_new(fund, code=names["code"], name_th=names["name_th"])
    benefit = Benefit.objects.create(network_id=fund.network_id, fund=fund, type=WelfareType(terms.event), **names)
    return set_rule_step(benefit, terms=terms, **rule)


def set_rule_step(
    benefit: Benefit,
    *,
    terms: Terms | None,
    holds_from: date,
    resolution_no: str,
    resolution_on: date,
    cases: Iterable[Case] = (),
    answers: Sequence[Answer | None] = (),
    text: str = "",
    by,
    at: datetime,
) -> BenefitVersion:
    """Set the rule of a benefit from a day on; None ends the benefit. What was claimed before keeps its rule.

    cases: new test cases. answers: one to each case of the rule so far, in their order; None is no answer.
    text: the rule in the bylaw's own words.

    Locks the book and the benefit.
    Raises `RuleOutOfOrder`, the bylaws' `DateOutOfOrder`, `LimitShared`, `CasesNotAnswered` or `CasesFail`.
    """
    organisation = benefit.fund.organisation
    check_dates(holds_from, resolution_on, today=at.astimezone(BANGKOK).date())
    check_month(organisation, holds_from=holds_from)
    Benefit.objects.select_for_update().get(network_id=benefit.network_id, pk=benefit.pk)
    newest = (
        BenefitVersion.objects.filter(network_id=benefit.network_id, benefit=benefit).order_by("-holds_from").first()
    )
    _check_order(newest, holds_from=holds_from, resolution_no=resolution_no)
    kept = []
    if terms is not None:
        _check_shared(benefit, terms)
        kept = [*_answered(cases_of(newest), answers), *cases]
        _run(terms, kept)
    return BenefitVersion.objects.create(
        network_id=benefit.network_id,
        benefit=benefit,
        holds_from=holds_from,
        terms=terms.to_data() if terms else {},
        cases=[case.to_data() for case in kept],
        text=text.strip(),
        resolution_no=resolution_no.strip(),
        resolution_on=resolution_on,
        set_by=by,
        set_at=at,
    )


def _check_order(newest: BenefitVersion | None, *, holds_from: date, resolution_no: str) -> None:
    if not resolution_no.strip():
        words = _("Write the number of the resolution, like 3/2569.")
        raise RuleOutOfOrder(words, fields={"resolution_no": words})
    if newest and holds_from <= newest.holds_from:
        words = _("A rule from %(day)s on is resolved already. Let the new one hold from a later day.")
        words = words % {"day": show_date(newest.holds_from)}
        raise RuleOutOfOrder(words, fields={"holds_from": words})


def _answered(old: Sequence[Case], answers: Sequence[Answer | None]) -> list[Case]:
    """Return the old cases as they stand beside the new rule; each needs its answer."""
    answers = [*answers, *([None] * len(old))]
    silent = [case for case, answer in zip(old, answers, strict=False) if answer is None]
    if silent:
        words = _("The rule has test cases. Say of each whether it stays, gives another sum now, or is dropped.")
        raise CasesNotAnswered(words, problems=[case_in_words(case) for case in silent])
    return [answered(case, answer) for case, answer in zip(old, answers, strict=False)]


def _run(terms: Terms, cases: Sequence[Case]) -> None:
    wrong = [outcome for outcome in run_cases(terms, cases) if not outcome.holds]
    if not wrong:
        return
    words = _("%(case)s: the rule gives %(gives)s baht, the test case says %(amount)s.")
    problems = [
        words
        % {
            "case": case_in_words(outcome.case),
            "gives": show(outcome.quote.amount),
            "amount": show(outcome.case.amount),
        }
        for outcome in wrong
    ]
    raise CasesFail(_("The rule does not give what its test cases say; nothing was set."), problems=problems)


def case_in_words(case: Case) -> str:
    """Return what happened in a test case, in one line."""
    return ", ".join(str(words) for words in facts_in_words(case.facts))


def _check_shared(benefit: Benefit, terms: Terms) -> None:
    shared = {code for cap in terms.caps for code in cap.shared_with}
    own = Benefit.objects.filter(network_id=benefit.network_id, fund_id=benefit.fund_id, code__in=shared)
    if unknown := shared - set(own.exclude(pk=benefit.pk).values_list("code", flat=True)):
        words = _("A limit is shared with “%(codes)s”, but the fund has no other benefit of this name.")
        raise LimitShared(words % {"codes": ", ".join(sorted(unknown))})
    if benefit.type != terms.event:
        words = _("A benefit stays of its kind. Add another benefit for another kind of welfare.")
        raise LimitShared(words)


def _free_code(fund: WelfareFund, kind: str) -> str:
    """Return "death", then "death-2", "death-3" …"""
    taken = set(Benefit.objects.filter(network_id=fund.network_id, fund=fund).values_list("code", flat=True))
    stem = kind.replace("_", "-")
    return next(code for n in count(1) if (code := stem if n == 1 else f"{stem}-{n}") not in taken)


def _check_new(fund: WelfareFund, *, code: str, name_th: str) -> None:
    own = Benefit.objects.filter(network_id=fund.network_id, fund=fund)
    words = None
    if not name_th:
        words = _("Write the name under which members know this benefit.")
    elif own.filter(name_th=name_th).exists() or own.filter(code=code).exists():
        words = _("The fund has a benefit of this name already. Give this one another name, or change the rule there.")
    if words:
        raise BenefitKnown(words, fields={"name_th": words})

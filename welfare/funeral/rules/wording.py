"""What a scheme is called on page and paper, and its terms in sentences. No Django here.

Muslim members say help with the burial: the other word speaks of cremation. A scheme that is not registered is
never called an association. Source: domain: 11.1 Words on screen and paper; 2 Funeral aid; 9, caution 4.
"""

from collections.abc import Iterator

from federation.kit.money import ZERO, show
from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _
from welfare.funeral.rules.people import (
    ARREARS,
    CLAIM_PAID,
    COVERED,
    DECEASED,
    EXPELLED,
    PENDING,
    RESIGNED,
    SUSPENDED,
    WAITING,
)
from welfare.funeral.rules.terms import COLLECTING, PREPAID, SAVING, YEARLY, Terms

BURIAL_HELP = "burial_help"
RESERVED = ("สมาคมฌาปนกิจ", "funeral aid association")

MODEL_WORDS = {
    "per_death": _("so much from everyone at each death"),
    "prepaid": _("prepaid units, one taken at each death"),
    "yearly": _("a fixed fee a year, a fixed sum at death"),
    "balance": _("whoever's savings stand above a floor"),
    "saving": _("a fixed sum for who saved regularly"),
}
STATE_WORDS = {
    PENDING: _("has applied"),
    WAITING: _("waits for the first covered day"),
    COVERED: _("covered"),
    ARREARS: _("behind"),
    SUSPENDED: _("place suspended"),
    RESIGNED: _("resigned"),
    EXPELLED: _("out"),
    DECEASED: _("died"),
    CLAIM_PAID: _("died, paid"),
}
RELATION_WORDS = {
    "member": _("the member"),
    "spouse": _("lawful spouse"),
    "parent": _("parent"),
    "child": _("child"),
}

PER_WORDS = {
    "month": _("Upkeep is %(baht)s baht a month."),
    "year": _("Upkeep is %(baht)s baht a year."),
}
UNITS_BACK_WORDS = {
    "member": _("Units that are left go back: to the heirs at a death, to the member who leaves."),
    "fund": _("Units that are left go to the heirs at a death; of who leaves they stay with the fund."),
}


def called(wording: str) -> Sentence:
    """Return what this help is called, by what the group chose."""
    return _("Help with the burial") if wording == BURIAL_HELP else _("Funeral aid")


def footing_words(footing: str, *, registration_no: str = "") -> Sentence:
    """Return what a scheme is in law, as it stands under its name on every paper."""
    if footing == "association":
        return _("registered funeral aid association no. %(number)s") % {"number": registration_no}
    if footing == "welfare":
        return _("part of a registered community welfare organisation")
    return _("the members' own custom, not registered")


def names_an_association(name: str) -> bool:
    """Tell whether a name says what only a registered association may call itself."""
    plain = "".join(name.split()).casefold()
    return any("".join(word.split()) in plain for word in RESERVED)


def sentences_of(terms: Terms, *, model: str) -> list[Sentence]:
    """Return the terms as one reads them out, the money first."""
    parts = (_money(terms, model=model), _people(terms), _payment(terms), _lapse(terms, model=model), _fees(terms))
    return [sentence for part in parts for sentence in part]


def _fees(terms: Terms) -> Iterator[Sentence]:
    if terms.entry_fee:
        yield _("The fee on joining is %(baht)s baht.") % {"baht": show(terms.entry_fee)}
    if terms.maintenance_fee:
        yield PER_WORDS[terms.maintenance_per] % {"baht": show(terms.maintenance_fee)}
    if terms.entry_fee or terms.maintenance_fee:
        yield _(
            "These fees do not stand on the deposit sheet by themselves: when one is brought, enter it as money that"
            " came into the scheme's fund."
        )


def _money(terms: Terms, *, model: str) -> Iterator[Sentence]:
    if model in COLLECTING:
        yield _("At a member's death each brings %(baht)s baht.") % {"baht": show(terms.rate_member)}
        if len(terms.covers) > 1:
            yield _("At the death of one of the family each brings %(baht)s baht.") % {
                "baht": show(terms.rate_relative)
            }
        yield _("%(percent)s %% of it stay with the fund.") % {"percent": show(terms.fee_percent)}
    else:
        yield _("At a death %(baht)s baht are paid.") % {"baht": show(terms.fixed_sum)}
    if terms.deduction:
        yield _("Besides that the fund keeps %(baht)s baht for each death.") % {"baht": show(terms.deduction)}
    if model == PREPAID:
        words = _("Each holds %(target)s units ahead; a warning comes after %(warn)s deaths.")
        yield words % {"target": terms.units_target, "warn": terms.units_warn}
        yield UNITS_BACK_WORDS[terms.units_back]
    if model == YEARLY:
        yield _("The fee is %(baht)s baht a year.") % {"baht": show(terms.yearly_fee)}
    if model == "balance":
        words = _("For who has more than %(baht)s baht of savings and is a member for %(days)s days.")
        yield words % {"baht": show(terms.min_balance), "days": terms.min_days}
    if model == SAVING:
        yield _("For who brought satja in each of the last %(months)s months.") % {"months": terms.saving_months}


class Names:
    """Words one after the other, in the language of the page."""

    def __init__(self, words):
        self._words = tuple(words)

    def __str__(self) -> str:
        return ", ".join(map(str, self._words))


def _people(terms: Terms) -> Iterator[Sentence]:
    yield _("Covered are: %(whom)s.") % {"whom": Names(RELATION_WORDS[one] for one in terms.covers)}
    if terms.wait_days:
        yield _("Covered %(days)s days after admission.") % {"days": terms.wait_days}
        if terms.accident_exempt:
            yield _("There is no waiting for an accident.")
    else:
        yield _("Covered from the day of admission.")
    if terms.max_entry_age:
        yield _("One joins at %(age)s years at most.") % {"age": terms.max_entry_age}


def _payment(terms: Terms) -> Iterator[Sentence]:
    if terms.first_part:
        words = _("Up to %(baht)s baht are paid within %(days)s days, the rest within %(rest)s.")
        yield words % {"baht": show(terms.first_part), "days": terms.first_part_days, "rest": terms.rest_days}
    elif terms.pay_by == "days":
        yield _("Paid within %(days)s days of the claim.") % {"days": terms.pay_days}
    else:
        yield _("Paid by the 30th of the month of the claim.")
    if terms.rite != ZERO:
        yield _("%(baht)s baht go ahead to whoever arranges the funeral.") % {"baht": show(terms.rite)}


def _lapse(terms: Terms, *, model: str) -> Iterator[Sentence]:
    if model in COLLECTING:
        if terms.lapse_cases:
            in_a_row = terms.lapse_counts == "in_a_row"
            words = (
                _("After %(cases)s unpaid cases in a row and a written notice of %(days)s days one may be put out.")
                if in_a_row
                else _("After %(cases)s unpaid cases in all and a written notice of %(days)s days one may be put out.")
            )
            yield words % {"cases": terms.lapse_cases, "days": terms.lapse_notice_days}
        yield (
            _("Who is behind is counted among the payers.") if terms.arrears_pay else _("Who is behind is not counted.")
        )
    elif model == YEARLY:
        words = _("Who has not paid by the day may be put out, after a written notice of %(days)s days.")
        yield words % {"days": terms.lapse_notice_days}

"""The papers a claim may need. A rule may also name a paper of its own, in its own words."""

from dataclasses import dataclass

from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _


@dataclass(frozen=True)
class Document:
    """A paper. is_health: it tells of somebody's health. by_proxy: needed only when somebody else files the claim."""

    words: Sentence
    is_health: bool = False
    by_proxy: bool = False


DOCUMENTS = {
    "id_card": Document(_("ID card of the member")),
    "house_registration": Document(_("house registration")),
    "passbook": Document(_("the member's passbook")),
    "birth_notice": Document(_("notice of birth")),
    "birth_certificate": Document(_("birth certificate")),
    "mother_id": Document(_("ID card of the mother")),
    "hospital_certificate": Document(_("certificate of the hospital"), is_health=True),
    "doctor_certificate": Document(_("certificate of a doctor"), is_health=True),
    "death_certificate": Document(_("death certificate")),
    "house_registration_died": Document(_("house registration stamped “died”")),
    "payee_id": Document(_("ID card of who receives the money")),
    "bank_book": Document(_("page of the bank book")),
    "school_certificate": Document(_("paper of the school, with school and class")),
    "damage_picture": Document(_("picture of the damage")),
    "village_head_letter": Document(_("letter of the village head")),
    "disability_card": Document(_("card of the disabled"), is_health=True),
    "loan_balance": Document(_("paper that says what is owed on the loan")),
    "duty_order": Document(_("order or minutes for the duty")),
    "proxy_letter": Document(_("letter of proxy"), by_proxy=True),
    "proxy_id": Document(_("ID card and house registration of the proxy"), by_proxy=True),
}


def document_of(code: str) -> Document:
    """Return a paper by its code; a rule's own words stand for themselves."""
    return DOCUMENTS.get(code) or Document(Sentence("%(words)s", words=code))

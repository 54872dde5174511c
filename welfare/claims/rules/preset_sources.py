"""Where the figures of the presets come from, and how their tables are written."""

from federation.kit.wording import gettext_lazy as _

SADAO = _("Rule 17.6 of the fund of Sadao, Songkhla, as its program has it.")
SADAO_OUT = _("Rule 7.4 of the same fund.")
YASOTHON = _("The table of the community welfare fund of Yasothon municipality.")
YASOTHON_READ = _(
    "The table of the community welfare fund of Yasothon municipality, whose last two rows overlap"
    " (8 years 1 day to 18 years, and from 15 years 1 day)."
    " Read here as 8 years 1 day to 15 years."
)
YASOTHON_CAP = _("The same table. Read here as covering the gift and the nights; it may also mean the nights only.")
KHRU_CHOP = _("Khru Chop's model as it is told of in Nam Khao; no text was read.")
COOP = _("The table of a savings co-operative.")
COOP_BIRTH = _("The co-operative gives 300 or 500 baht; for whom which was not read.")
LEADERS = _("Told of in Songkhla; no rule was read.")
TYPICAL = _("A size heard of; no rule was found.")
SADAO_WAIT = _("Benefits begin after 180 days in Songkhla.")
OURS = _("Put here to begin with; the source says nothing of it.")

GIVEN, WAIT, OUT, BASIS = _("what is given"), _("waiting time"), _("loss of membership"), _("how years count")
CAPS, PAPERS, AGE, DEADLINE = _("limits"), _("papers"), _("age"), _("days to claim")
ANSWER, POST = _("days to answer"), _("posts")

DEATH_PAPERS = ["death_certificate", "house_registration_died", "id_card", "payee_id", "bank_book"]
HOSPITAL_PAPERS = ["hospital_certificate", "id_card", "house_registration", "proxy_letter", "proxy_id"]
BIRTH_PAPERS = ["birth_notice", "birth_certificate", "mother_id", "house_registration", "passbook"]
OLD_AGE_PAPERS = ["id_card", "house_registration"]
JOINED = "2020-01-01"


def table(*rows, **step):
    """Rows as (from, end, baht); an end that begins with "<" does not count itself."""
    return {"kind": "tiers", "rows": [row(*cells) for cells in rows], **step}


def row(start, end, baht):
    ends = {"under": end[1:]} if end.startswith("<") else {"to": end} if end else {}
    return {"from": start, **ends, "baht": baht}


def cap(of, per, most, **more):
    return {"of": of, "per": per, "most": most, **more}


def case(on, amount, *, joined=JOINED, **facts):
    return {"facts": {"event_on": on, "joined_on": joined, **facts}, "amount": amount}


def rule(code, name_th, name_en, terms, origins, **more):
    return {"code": code, "name_th": name_th, "name_en": name_en, "terms": terms, "origins": origins, **more}

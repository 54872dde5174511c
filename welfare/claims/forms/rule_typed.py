"""From what stands in the boxes of a rule's form to its terms, and back."""

from decimal import Decimal

from federation.kit.money import ZERO
from welfare.claims.rules import DOCUMENTS, Cap, Fixed, Length, Nights, Share, Terms, Tier, Tiers

ROWS = 14
CAPS = {
    "baht_event": ("baht", "event"),
    "baht_year": ("baht", "year"),
    "nights_year": ("nights", "year"),
    "times_year": ("times", "year"),
    "times_life": ("times", "life"),
    "times_month": ("times", "month"),
    "times_family": ("times", "family"),
    "baht_month": ("baht", "month"),
    "baht_life": ("baht", "life"),
    "baht_family": ("baht", "family"),
    "nights_life": ("nights", "life"),
}
ALIKE = ("event", "on_duty", "least_age", "wait", "basis", "tenure", "factor", "claim_within", "answer_days")
ALIKE += ("behind_days", "dropout_days")

# Refusals of the rules, by the box they belong beside.
BOX_OF = {
    "baht": "fixed_baht",
    "rate": "night_rate",
    "percent": "share_percent",
    "share_most": "share_most",
    "tiers": "row0_from",
    "caps": "baht_year",
    "parts": "fixed_baht",
    "step": "more_baht",
    "step_years": "more_years",
}


def typed_from(terms: Terms) -> dict:
    """Return what stands in the boxes for these terms."""
    typed = {name: getattr(terms, name) for name in ALIKE}
    for part in terms.parts:
        typed |= _TYPED[type(part)](part)
    for cap in terms.caps:
        typed[f"{cap.of}_{cap.per}"] = cap.most if cap.of == "baht" else int(cap.most)
    own = [paper for paper in terms.documents if paper not in DOCUMENTS]
    return typed | {
        "who": list(terms.who),
        "posts": list(terms.posts),
        "covers": next((cap.covers for cap in terms.caps if cap.covers != "all"), "all"),
        "shared_with": sorted({code for cap in terms.caps for code in cap.shared_with}),
        "year_from": str(terms.year_from or ""),
        "documents": [paper for paper in terms.documents if paper in DOCUMENTS],
        "own_documents": "\n".join(own),
    }


def _typed_tiers(part: Tiers) -> dict:
    typed = {"more_baht": part.step or None, "more_years": part.step_years, "more_most": part.most}
    for n, row in enumerate(part.rows[:ROWS]):
        end = (row.end, row.within) if row.end else None
        typed |= {f"row{n}_from": row.start, f"row{n}_to": end, f"row{n}_baht": row.amount}
    return typed


_TYPED = {
    Fixed: lambda part: {"fixed_baht": part.amount, "fixed_per": part.per},
    Nights: lambda part: {"night_rate": part.rate, "night_most": part.most},
    Share: lambda part: {"share_of": part.of, "share_percent": part.percent, "share_most": part.most},
    Tiers: _typed_tiers,
}


def terms_from(typed: dict) -> Terms:
    """Return the terms that the boxes say. Raises `BadTerms` where they cannot stand."""
    own = [line.strip()[:40] for line in (typed.get("own_documents") or "").splitlines() if line.strip()]
    return Terms(
        **{name: typed[name] for name in ALIKE if name not in ("wait", "factor")},
        wait=typed["wait"] or Length(),
        factor=typed["factor"] if typed["factor"] is not None else Decimal(1),
        parts=tuple(_parts(typed)),
        caps=tuple(_caps(typed)),
        who=tuple(typed["who"]),
        posts=tuple(typed["posts"]),
        year_from=int(typed["year_from"]) if typed["year_from"] else None,
        documents=(*typed["documents"], *own),
    )


def _parts(typed: dict):
    if typed["fixed_baht"]:
        yield Fixed(typed["fixed_baht"], typed["fixed_per"])
    if rows := _rows(typed):
        yield Tiers(tuple(rows), typed["more_baht"] or ZERO, typed["more_years"] or 1, typed["more_most"])
    if typed["night_rate"]:
        yield Nights(typed["night_rate"], typed["night_most"])
    if typed["share_percent"]:
        yield Share(typed["share_of"], typed["share_percent"], typed["share_most"] or ZERO)


def _rows(typed: dict) -> list[Tier]:
    rows = []
    for n in range(ROWS):
        amount, end = typed[f"row{n}_baht"], typed[f"row{n}_to"]
        if amount is not None:
            length, within = end or (None, True)
            rows.append(Tier(typed[f"row{n}_from"] or Length(), amount, length, within))
    return rows


def _caps(typed: dict):
    for box, (of, per) in CAPS.items():
        if typed[box] is None:
            continue
        covers = typed["covers"] if of == "baht" else "all"
        shared = tuple(typed["shared_with"]) if per == "year" else ()
        yield Cap(of, per, Decimal(typed[box]), covers, shared)

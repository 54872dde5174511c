"""What must hold of all tables alike: no national ID in plain text, and what is written once is guarded."""

import re

from django.db import connection, models

from federation.kit.digits import to_arabic_digits
from federation.kit.identity import check_digit
from federation.kit.invariants import Check, Found, Scope
from federation.kit.wording import gettext_lazy as _
from federation.proof.guards import constraints_stand, functions_stand, own_models, triggers_stand

ID_LENGTH = 13
PARTS = (1, 4, 5, 2, 1)  # as on the card: 1-2345-67890-12-3
RUN = r"[0-9๐-๙]{13}|" + "[- ]".join(f"[0-9๐-๙]{{{n}}}" for n in PARTS)
ALONE = re.compile(rf"(?<![0-9A-Za-z๐-๙])(?:{RUN})(?![0-9A-Za-z๐-๙])")


def no_plain_ids(scope: Scope) -> Found:
    """Read every column of text that is long enough for a national ID; name table, column and row."""
    columns, breaks = 0, []
    for model in own_models():
        texts = [field for field in model._meta.concrete_fields if _takes_text(field)]
        columns += len(texts)
        for field in texts:
            breaks += _ids_in(model, field, scope)
    return Found(columns, tuple(breaks))


def has_plain_id(text: str) -> bool:
    """Tell whether thirteen digits with the right check digit stand alone in a text, in either script."""
    for run in ALONE.findall(text):
        digits = re.sub(r"\D", "", to_arabic_digits(run))
        if int(digits[-1]) == check_digit(digits[:-1]):
            return True
    return False


def _takes_text(field: models.Field) -> bool:
    if isinstance(field, models.GeneratedField) or field.choices:
        return False
    if isinstance(field, models.JSONField | models.TextField):
        return True
    return isinstance(field, models.CharField) and (field.max_length or ID_LENGTH) >= ID_LENGTH


def _ids_in(model, field, scope: Scope) -> list[str]:
    names = {other.column for other in model._meta.concrete_fields}
    quote = connection.ops.quote_name
    where = [f"{quote(field.column)}::text ~ %(run)s"]
    if "network_id" in names:
        where.append("(%(network)s::int IS NULL OR network_id = %(network)s)")
    if "book_id" in names:
        where.append("(%(book)s::uuid IS NULL OR book_id = %(book)s)")
    key = ", ".join(quote(part.column) for part in model._meta.pk_fields)
    query = f"SELECT concat_ws(' ', {key}), {quote(field.column)}::text FROM {quote(model._meta.db_table)}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{query} WHERE {' AND '.join(where)} ORDER BY 1",
            {"run": RUN, "network": scope.network_id, "book": scope.book_id},
        )
        return [f"{model._meta.db_table}.{field.column} {row}" for row, text in cursor if has_plain_id(text)]


CHECKS = [
    Check("I-41", _("no national ID stands in plain text"), no_plain_ids),
    Check("I-44", _("the guards of what is written once stand as they were shipped"), triggers_stand),
    Check("I-44b", _("the functions of the guards are those that were shipped"), functions_stand),
    Check("I-44c", _("every constraint of the tables is there"), constraints_stand),
]

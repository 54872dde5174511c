"""`field__one_of=[…]`: is one of these, as one array. `__in` quotes every value apart, and a sheet has hundreds."""

from django.core.exceptions import EmptyResultSet
from django.db.models import ForeignKey, Lookup, UUIDField


@ForeignKey.register_lookup
@UUIDField.register_lookup
class OneOf(Lookup):
    """Keys only, not rows."""

    lookup_name = "one_of"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        if not self.rhs:
            raise EmptyResultSet  # as with `__in`: nothing is asked
        column, given = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::uuid[])", [*given, "{" + ",".join(map(str, self.rhs)) + "}"]

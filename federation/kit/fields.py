"""Fields of models and forms: money, dates, IDs and names, each read by its one parser."""

from django.db import models


class MoneyField(models.DecimalField):
    """Baht with two places, numeric(14,2)."""

    def __init__(self, *args, **kwargs):
        kwargs.update(max_digits=14, decimal_places=2)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, args, kwargs


class ThaiSortKey(models.Func):
    """The key of a text in the order of the Thai dictionary, for a stored column or an order_by.

    As a column: `GeneratedField(expression=ThaiSortKey("name"), db_persist=True,
    output_field=TextField(db_collation="C"))`.
    """

    function = "thai_sort_key"
    arity = 1
    output_field = models.TextField(db_collation="C")

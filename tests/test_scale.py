"""The rules that let the tables be spread over machines one day hold for every model and index.

Source: scale, rules 1 to 4.
"""

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import connection, models

OURS = ("federation", "people", "ledger", "groups", "loans", "welfare")
SHARED = {  # the same for the whole nation, so not spread: organisations, what is known of them, identity, users
    "federation.AlsoKind",
    "federation.KnownCount",
    "federation.Strength",
    "federation.Kind",
    "federation.Organisation",
    "federation.Affiliation",
    "people.Identity",
    "people.User",
    "federation.Session",
}
NULL_NETWORK = {"federation.Act"}  # signing in belongs to no network

MODELS = [model for label in OURS for model in apps.get_app_config(label).get_models()]
BUSINESS = [model for model in MODELS if model._meta.label not in SHARED]


def columns(model, names):
    return {model._meta.get_field(name).column for name in names}


@pytest.mark.parametrize("model", BUSINESS, ids=lambda m: m._meta.label)
def test_a_business_table_carries_its_network(model):
    field = next((f for f in model._meta.concrete_fields if f.column == "network_id"), None)

    assert field is not None
    assert field.null == (model._meta.label in NULL_NETWORK)
    assert field.db_type(connection=connection) in ("integer", "bigint")


@pytest.mark.parametrize("model", BUSINESS, ids=lambda m: m._meta.label)
def test_every_unique_contains_the_network(model):
    uniques = [c.fields for c in model._meta.constraints if isinstance(c, models.UniqueConstraint)]
    uniques += [(f.name,) for f in model._meta.concrete_fields if f.unique and not f.primary_key]
    uniques += list(model._meta.unique_together)

    assert [fields for fields in uniques if "network_id" not in columns(model, fields)] == []


@pytest.mark.parametrize("model", BUSINESS, ids=lambda m: m._meta.label)
def test_a_business_row_has_an_id_made_by_us(model):
    key = model._meta.pk

    assert isinstance(key, models.UUIDField | models.CompositePrimaryKey)


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_nothing_that_cannot_be_spread(model):
    assert not [f.name for f in model._meta.get_fields() if f.many_to_many and not f.auto_created]
    assert not [f.name for f in model._meta.get_fields() if isinstance(f, models.OneToOneField)]
    assert not [f for f in model._meta.private_fields if isinstance(f, GenericForeignKey)]
    assert not model._meta.parents or model._meta.proxy
    assert not model._meta.ordering

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "federation.ledger"
    label = "ledger"

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "federation.people"
    label = "people"

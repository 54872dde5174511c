from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import get_language, gettext

from federation.access import checks  # noqa: F401  (registers what `manage.py check` asks of every view)
from federation.kit import lookups, wording  # noqa: F401  (lookups registers `one_of`)
from federation.nation.known import seed_known
from federation.organisations.kinds import seed_kinds


class FederationConfig(AppConfig):
    name = "federation"
    label = "federation"

    def ready(self):
        """Let the lowest floors, which import no Django, speak the reader's language; seed kinds and counts."""
        from federation.network import monthly  # the models are there only by now

        wording.speak_through(language=get_language, translate=gettext)
        monthly.put_it_on_the_shelf()
        post_migrate.connect(seed_kinds, sender=self)
        post_migrate.connect(seed_known, sender=self)

from django.apps import AppConfig
from django.utils.translation import get_language, gettext

from federation.kit import wording


class FederationConfig(AppConfig):
    name = "federation"
    label = "federation"

    def ready(self):
        """Let the lowest floors, which import no Django, speak the reader's language."""
        wording.speak_through(language=get_language, translate=gettext)

"""What every page gets: its language, the facts the base template asks for, and how forms are drawn."""

from django.conf import settings
from django.forms.renderers import TemplatesSetting
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from federation.organisations.models import Organisation


def language(get_response):
    """Middleware: show pages in the language the reader chose, else in Thai.

    What the browser prefers is not asked: many a phone in a village is set to English by the shop.
    """
    known = {code for code, _name in settings.LANGUAGES}

    def middleware(request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
            return response

    return middleware


def context(request):
    """Add `demo`: whether data here is made up, which every page must then say.

    A page of one organisation may set its own: `demo=organisation.is_demo`.
    """
    return {"demo": SimpleLazyObject(Organisation.objects.filter(is_demo=True).exists)}


class FormRenderer(TemplatesSetting):
    """Draws `{{ field.as_field_group }}` from our own templates, error beside the field."""

    field_template_name = "kit/field.html"

"""What every page gets: the facts the base template asks for, and how forms are drawn."""

from django.conf import settings
from django.forms.renderers import TemplatesSetting


def context(request):
    """Add `demo`: whether the data is made up, which every page must then say."""
    return {"demo": settings.DEMO}


class FormRenderer(TemplatesSetting):
    """Draws `{{ field.as_field_group }}` from our own templates, error beside the field."""

    field_template_name = "kit/field.html"

"""`manage.py check` refuses a view that nobody guards."""

from django.core.checks import Error, Tags, register
from django.urls import URLPattern, get_resolver

DJANGOS_OWN = {"set_language"}  # stores the language in a cookie, asks and shows nothing


@register(Tags.urls)
def every_view_has_a_gate(app_configs, **kwargs):
    """Return an error for each view of the resolver without `gate`, `signed_in` or `open_to_all`."""
    return [
        Error(
            f"The view of {route.path!r} has no gate.",
            hint="Decorate it with gate(permission), signed_in or open_to_all of federation.access.gate.",
            id="access.E001",
        )
        for route in routes()
        if not hasattr(route.pattern.callback, "access") and route.pattern.name not in DJANGOS_OWN
    ]


class Route:
    """One address of the resolver: its path as written, its full name, its converters and its view."""

    def __init__(self, pattern, *, path, name, converters):
        self.pattern, self.path, self.name, self.converters = pattern, path, name, converters

    def __repr__(self):
        return f"{self.name} {self.path}"


def routes(resolver=None, *, path="/", namespaces=(), converters=None):
    """Yield every address of the site, includes unfolded."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = path + str(pattern.pattern)
        taken = {**(converters or {}), **pattern.pattern.converters}
        if isinstance(pattern, URLPattern):
            name = ":".join([*namespaces, pattern.name or ""])
            yield Route(pattern, path=here, name=name, converters=taken)
        else:
            inside = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from routes(pattern, path=here, namespaces=inside, converters=taken)

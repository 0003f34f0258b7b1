"""Addresses of systems: the API itself, its two descriptions, and the administrators' screens."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path

from consent.systems.views import hooks, pages
from consent.systems.views.api import api
from consent.systems.views.heads import with_head

API = "api/v1/"


def _by_token() -> list[URLPattern]:
    """Return the addresses that ask for a token themselves, so not for a login."""
    return [
        path(f"{API}{pattern.pattern}", login_not_required(with_head(pattern.callback)), name=pattern.name)
        for pattern in api.urls[0]
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ]


app_name = "systems"
urlpatterns = [
    *_by_token(),
    path(f"{API}openapi.json", pages.openapi, name="openapi"),
    path(f"{API}docs/", pages.docs, name="docs"),
    path("desk/systems/", pages.overview, name="overview"),
    path("desk/systems/add/", pages.add, name="add"),
    path("desk/systems/<int:pk>/revoke/", pages.revoke, name="revoke"),
    path("desk/systems/<int:pk>/hooks/", hooks.index, name="hooks"),
    path("desk/systems/<int:pk>/hooks/add/", hooks.add, name="add_hook"),
    path("desk/systems/hooks/<int:pk>/end/", hooks.end, name="end_hook"),
    path("desk/systems/hooks/<int:pk>/trial/", hooks.try_out, name="try_hook"),
    path("desk/systems/deliveries/<int:pk>/again/", hooks.again, name="send_again"),
]

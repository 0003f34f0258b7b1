"""Addresses of the product: one include a stage. They are tried in order, so what is looked at most stands first."""

from django.urls import include, path

from consent.requesting.views.home import home

urlpatterns = [
    path("", include("consent.signing.urls")),
    path("", include("consent.requesting.urls")),
    path("", home, name="home"),
    path("", include("consent.groups.urls")),
    path("", include("consent.withdrawal.urls")),
    path("", include("consent.preview.urls")),
    path("", include("consent.routing.urls")),
    path("", include("consent.conversation.urls")),
    path("", include("consent.publication.urls")),
    path("", include("consent.retention.urls")),
    path("", include("consent.archive.urls")),
    path("", include("consent.card.urls")),
    path("", include("consent.oversight.urls")),
    path("", include("consent.health.urls")),
    path("", include("consent.systems.urls")),
    path("desk/", include("consent.review.urls")),
    path("desk/", include("consent.figures.urls")),
    path("desk/consent-forms/", include("consent.wording.urls")),
    path("desk/persons/", include("consent.rights.urls")),
    path("desk/house-rules/", include("consent.house_rules.urls")),
    path("desk/ambassadors/", include("consent.ambassadors.urls")),
]

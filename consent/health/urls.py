"""Addresses of the health page."""

from django.urls import path

from consent.health import views

app_name = "health"
urlpatterns = [
    path("health/", views.overview, name="overview"),
    path("health/data/", views.data, name="data"),
    path("health/watched/", views.watched, name="watched"),
    path("health/retry/", views.retry, name="retry"),
]

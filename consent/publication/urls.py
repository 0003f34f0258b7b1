"""Addresses of the publication stage."""

from django.urls import URLPattern

app_name = "publication"
urlpatterns: list[URLPattern] = []

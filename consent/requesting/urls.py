"""Addresses of the requesting stage."""

from django.urls import URLPattern

app_name = "requesting"
urlpatterns: list[URLPattern] = []

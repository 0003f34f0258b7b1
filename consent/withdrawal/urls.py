"""Addresses of the withdrawal stage."""

from django.urls import URLPattern

app_name = "withdrawal"
urlpatterns: list[URLPattern] = []

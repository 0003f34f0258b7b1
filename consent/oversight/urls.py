"""Addresses of the access log."""

from django.urls import path

from consent.oversight import views

app_name = "oversight"
urlpatterns = [
    path("access-log/", views.access_log, name="access_log"),
    path("access-log/export/", views.export, name="export"),
]

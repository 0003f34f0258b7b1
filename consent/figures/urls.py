"""Addresses of the figures."""

from django.urls import path

from consent.figures import views

app_name = "figures"
urlpatterns = [
    path("figures/", views.overview, name="overview"),
    path("figures/csv/", views.as_csv, name="csv"),
    path("figures/workbook/", views.as_workbook, name="workbook"),
]

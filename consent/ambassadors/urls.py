"""Addresses of the list of ambassadors."""

from django.urls import path

from consent.ambassadors import views

app_name = "ambassadors"
urlpatterns = [
    path("", views.ambassadors, name="list"),
    path("<int:pk>/end/", views.end, name="end"),
]

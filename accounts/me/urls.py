"""Addresses of the own account page."""

from django.urls import path

from accounts.me import views

app_name = "me"
urlpatterns = [
    path("", views.overview, name="account"),
    path("sessions/<int:pk>/end/", views.end_session, name="end_session"),
    path("sessions/end-others/", views.end_others, name="end_other_sessions"),
]

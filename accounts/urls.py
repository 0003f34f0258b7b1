"""Addresses of logging in and out."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from accounts.views import Login, language

urlpatterns = [
    path("login/", Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("language/", language, name="set_language"),
]

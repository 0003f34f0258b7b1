"""The product's addresses, and those of the bare views."""

from django.urls import path

from bench.views import bare, empty
from config.urls import *  # noqa: F403
from config.urls import urlpatterns as product

urlpatterns = [path("bench/<int:pk>/", bare), path("bench/empty/", empty), *product]

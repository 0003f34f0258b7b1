"""Addresses of the house rules."""

from django.urls import path

from consent.house_rules import views

app_name = "house_rules"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("settings/", views.numbers, name="numbers"),
    path("settings/save/", views.save_numbers, name="save_numbers"),
    path("contacts/<int:pk>/", views.contact, name="contact"),
    path("contacts/<int:pk>/save/", views.save_contact, name="save_contact"),
    path("mails/<str:key>/<str:language>/", views.text, name="text"),
    path("mails/<str:key>/<str:language>/preview/", views.preview, name="preview"),
    path("mails/<str:key>/<str:language>/save/", views.save_text, name="save_text"),
]

"""Addresses of the house rules."""

from django.urls import path

from consent.house_rules.views import lists, rules

app_name = "house_rules"
urlpatterns = [
    path("", rules.overview, name="overview"),
    path("settings/", rules.numbers, name="numbers"),
    path("settings/preview/", rules.preview_numbers, name="preview_numbers"),
    path("settings/save/", rules.save_numbers, name="save_numbers"),
    path("contacts/<int:pk>/", rules.contact, name="contact"),
    path("contacts/<int:pk>/preview/", rules.preview_contact, name="preview_contact"),
    path("contacts/<int:pk>/save/", rules.save_contact, name="save_contact"),
    path("mails/<str:key>/<str:language>/", rules.text, name="text"),
    path("mails/<str:key>/<str:language>/preview/", rules.preview, name="preview"),
    path("mails/<str:key>/<str:language>/save/", rules.save_text, name="save_text"),
    path("programmes/new/", lists.new_programme, name="new_programme"),
    path("programmes/new/preview/", lists.preview_new_programme, name="preview_new_programme"),
    path("programmes/add/", lists.add_programme, name="add_programme"),
    path("programmes/<int:pk>/", lists.programme, name="programme"),
    path("programmes/<int:pk>/preview/", lists.preview_programme, name="preview_programme"),
    path("programmes/<int:pk>/save/", lists.save_programme, name="save_programme"),
    path("channels/<str:channel>/", lists.channel, name="channel"),
    path("channels/<str:channel>/preview/", lists.preview_channel, name="preview_channel"),
    path("channels/<str:channel>/save/", lists.save_channel, name="save_channel"),
    path("terms/", lists.terms, name="terms"),
    path("terms/preview/", lists.preview_terms, name="preview_terms"),
    path("terms/save/", lists.save_terms, name="save_terms"),
]

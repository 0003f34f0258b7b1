"""Addresses of the wording stage, for the desk."""

from django.urls import path

from consent.wording.views import editing, ending, pages

app_name = "wording"
urlpatterns = [
    path("", pages.overview, name="overview"),
    path("compare/", pages.choose, name="choose"),
    path("<int:wording_id>/", editing.edit, name="edit"),
    path("<int:wording_id>/draft/", pages.draft, name="draft"),
    path("<int:wording_id>/compared-with/<int:other_id>/", pages.compare, name="compare"),
    path("<int:wording_id>/texts/", editing.save, name="save"),
    path("<int:wording_id>/parts/add/<str:what>/", editing.add, name="add"),
    path("<int:wording_id>/parts/<str:key>/remove/", editing.remove, name="remove"),
    path("<int:wording_id>/parts/<str:key>/move/<str:way>/", editing.move, name="move"),
    path("<int:wording_id>/languages/", editing.add_language, name="add_language"),
    path("<int:wording_id>/languages/<str:code>/remove/", editing.remove_language, name="remove_language"),
    path("<int:wording_id>/publish/", ending.publish, name="publish"),
    path("<int:wording_id>/follow/<int:newest_id>/", ending.catch_up, name="catch_up"),
    path("<int:wording_id>/discard/", ending.discard, name="discard"),
]

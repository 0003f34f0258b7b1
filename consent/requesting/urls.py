"""Addresses of the requesting stage."""

from django.urls import path

from consent.requesting.views import follow, home, pages, row_actions, wizard

app_name = "requesting"
urlpatterns = [
    path("", home.home, name="home"),
    path("contact/", pages.contact, name="contact"),
    path("guidelines/", pages.guidelines, name="guidelines"),
    path("requests/new/", home.start, name="start"),
    path("requests/<str:number>/", follow.detail, name="detail"),
    path("requests/<str:number>/cancel/", follow.cancel, name="cancel"),
    path("requests/<str:number>/close/", follow.close, name="close"),
    path("requests/<str:number>/people/<int:subject_id>/leave-out/", follow.leave_out, name="leave_out"),
    path("requests/<str:number>/rows/<slug:kind>/", row_actions.add, name="add_row"),
    path("requests/<str:number>/rows/<slug:kind>/<int:key>/edit/", row_actions.edit, name="edit_row"),
    path("requests/<str:number>/rows/<slug:kind>/<int:key>/remove/", row_actions.remove, name="remove_row"),
    path("requests/<str:number>/step/<slug:step>/", wizard.step, name="step"),
    path("requests/<str:number>/step/<slug:step>/keep/", wizard.keep, name="keep"),
]

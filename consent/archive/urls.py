"""Addresses of the archive."""

from django.urls import path

from consent.archive import views

app_name = "archive"
urlpatterns = [
    path("look-up/", views.look_up, name="look_up"),
    path("documents/<int:pk>/", views.download, name="download"),
    path("desk/requests/<str:number>/bundle/", views.bundle, name="bundle"),
    path("desk/consent-forms/<int:wording_id>/pdf/<str:language>/", views.specimen_pdf, name="specimen"),
    path("verify/", views.verify, name="verify"),
    path("verify/<slug:code>/", views.verify_code, name="verify_code"),
]

"""Addresses of persons' requests about their own data."""

from django.urls import path

from consent.rights import views

app_name = "rights"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.receive, name="receive"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/people/", views.choose, name="choose"),
    path("<int:pk>/more-time/", views.extend, name="extend"),
    path("<int:pk>/correction/", views.correct, name="correct"),
    path("<int:pk>/answer/", views.answer, name="answer"),
    path("<int:pk>/data.json", views.export_json, name="export_json"),
    path("<int:pk>/data.pdf", views.export_pdf, name="export_pdf"),
]

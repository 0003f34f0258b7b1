"""Addresses of the publication stage."""

from django.urls import path

from consent.publication import views

app_name = "publication"
urlpatterns = [
    path("requests/<str:number>/publications/", views.index, name="index"),
    path("requests/<str:number>/publications/panel/", views.panel, name="panel"),
    path("requests/<str:number>/publications/new/", views.register, name="register"),
    path("requests/<str:number>/publications/<int:publication_id>/screenshot/", views.screenshot, name="screenshot"),
    path("requests/<str:number>/take-downs/<int:take_down_id>/confirmation/", views.confirm, name="confirm"),
]

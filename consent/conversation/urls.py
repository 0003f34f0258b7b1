"""Addresses of the conversation stage."""

from django.urls import path

from consent.conversation import views

app_name = "conversation"
urlpatterns = [
    path("requests/<str:number>/messages/", views.index, name="index"),
    path("requests/<str:number>/messages/panel/", views.panel, name="panel"),
]

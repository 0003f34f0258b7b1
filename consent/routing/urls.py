"""Addresses of the routing stage: an office's own link, and the desk's page of a step."""

from django.urls import path

from consent.routing import views

app_name = "routing"
urlpatterns = [
    path("agree/<str:token>/", views.answer, name="answer"),
    path("desk/requests/<str:number>/steps/<int:step_id>/", views.step, name="step"),
    path("desk/requests/<str:number>/steps/<int:step_id>/ask/", views.ask, name="ask"),
    path("desk/requests/<str:number>/steps/<int:step_id>/answer/", views.register, name="register"),
]

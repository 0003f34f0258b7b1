"""Addresses of the withdrawal stage: all under the signer's own link."""

from django.urls import path

from consent.withdrawal import views

app_name = "withdrawal"
urlpatterns = [
    path("mine/<str:token>/", views.own, name="own"),
    path("mine/<str:token>/copy/", views.copy, name="copy"),
    path("mine/<str:token>/withdraw/", views.withdraw, name="withdraw"),
    path("mine/<str:token>/second-yes/<int:use_id>/", views.second_yes, name="second_yes"),
    path("desk/requests/<str:number>/signers/<int:signer_id>/withdrawal/", views.on_behalf, name="on_behalf"),
]

"""Addresses of retention: what will be destroyed, one request's terms and legal hold, and asking anew."""

from django.urls import path

from consent.retention import views

app_name = "retention"
urlpatterns = [
    path("desk/retention/", views.index, name="index"),
    path("desk/requests/<str:number>/retention/", views.detail, name="detail"),
    path("desk/requests/<str:number>/retention/holds/", views.hold, name="hold"),
    path("desk/requests/<str:number>/retention/holds/<int:hold_id>/end/", views.release, name="release"),
    path("requests/<str:number>/renew/", views.renew, name="renew"),
]

"""Addresses of the review stage."""

from django.urls import path

from consent.review import views
from consent.review.dividing import views as dividing
from consent.review.representing import views as representing

app_name = "review"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("counts/", views.counts, name="counts"),
    path("views/", dividing.keep_view, name="keep_view"),
    path("views/<int:view_id>/forget/", dividing.forget_view, name="forget_view"),
    path("reminders/", dividing.remind, name="remind"),
    path("reminders/<int:reminding_id>/", dividing.reminding_page, name="reminding"),
    path("requests/<str:number>/assign/", dividing.assign, name="assign"),
    path("requests/<str:number>/", views.detail, name="detail"),
    path("requests/<str:number>/reviews/", views.decide, name="decide"),
    path("requests/<str:number>/changed/", views.changed, name="changed"),
    path("requests/<str:number>/subjects/<int:subject_id>/freeze/", views.freeze, name="freeze"),
    path("requests/<str:number>/subjects/<int:subject_id>/leave-out/", views.leave_out, name="leave_out"),
    path(
        "requests/<str:number>/subjects/<int:subject_id>/representative/",
        representing.open_route,
        name="open_route",
    ),
]

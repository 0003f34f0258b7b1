"""Addresses of groups. Those under ``requests/`` are the requester's; the rest need no account."""

from django.urls import path

from consent.groups.views import joining, queue, requester

app_name = "groups"
urlpatterns = [
    path("requests/<str:number>/group/", requester.own, name="own"),
    path("requests/<str:number>/group/open/", requester.open_enrolment, name="open"),
    path("requests/<str:number>/group/close/", requester.close, name="close"),
    path("requests/<str:number>/group/new-code/", requester.renew_code, name="renew_code"),
    path("requests/<str:number>/group/screen/", requester.screen, name="screen"),
    path("requests/<str:number>/group/live/", requester.live, name="live"),
    path("requests/<str:number>/group/answered/", requester.answered, name="answered"),
    path("requests/<str:number>/group/tablet/", requester.begin_queue, name="begin_queue"),
    path("join/", joining.code, name="code"),
    path("join/<str:token>/", joining.join, name="join"),
    path("next/", queue.next_person, name="next"),
    path("next/form/", queue.enrol, name="enrol"),
    path("next/leave/", queue.leave, name="leave"),
]

"""Addresses of the people screen and of invitations."""

from django.urls import path

from accounts.people.views import invites, people

app_name = "people"
urlpatterns = [
    path("people/", people.everybody, name="list"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/role/", people.change_role, name="change_role"),
    path("people/<int:pk>/disable/", people.disable, name="disable"),
    path("people/<int:pk>/enable/", people.enable, name="enable"),
    path("people/<int:pk>/sessions/end/", people.end_sessions, name="end_sessions"),
    path("people/<int:pk>/factors/reset/", people.reset_factors, name="reset_factors"),
    path("invites/", invites.invites, name="invites"),
    path("invites/<int:pk>/renew/", invites.renew, name="renew_invite"),
    path("invites/<int:pk>/revoke/", invites.revoke, name="revoke_invite"),
]

"""Addresses of the permission card: the requester's, the desk's, and the one that anybody scans."""

from django.urls import path

from consent.card.views import desk, public, requester

app_name = "card"
urlpatterns = [
    path("card/<str:token>/", public.scan, name="scan"),
    path("card/<str:token>/now/", public.now, name="now"),
    path("requests/<str:number>/card/", requester.own, name="own"),
    path("requests/<str:number>/card/make/", requester.make, name="make"),
    path("requests/<str:number>/card/renew/", requester.renew, name="renew"),
    path("requests/<str:number>/card/revoke/", requester.revoke, name="revoke"),
    path("desk/requests/<str:number>/card/", desk.panel, name="desk"),
    path("desk/requests/<str:number>/card/renew/", desk.renew, name="desk_renew"),
    path("desk/requests/<str:number>/card/revoke/", desk.revoke, name="desk_revoke"),
]

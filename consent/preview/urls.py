"""Addresses of the preview stage: the requester's page, and the signer's under their own link."""

from django.urls import path

from consent.preview.views import requester, signer

app_name = "preview"
urlpatterns = [
    path("requests/<str:number>/previews/", requester.index, name="index"),
    path("requests/<str:number>/previews/new/", requester.show, name="show"),
    path("mine/<str:token>/previews/<int:preview_id>/", signer.piece, name="piece"),
    path("mine/<str:token>/previews/<int:preview_id>/file/", signer.file, name="file"),
    path("mine/<str:token>/previews/<int:preview_id>/answer/", signer.answer, name="answer"),
]

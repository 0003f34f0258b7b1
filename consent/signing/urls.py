"""Addresses of the signing stage. Those under ``sign/`` are the signer's: no account, one session for one signer.

What is looked at most stands first.
"""

from django.urls import path

from consent.signing.on_paper import views as on_paper
from consent.signing.views import desk, ending, filling_in, opening, proving, requester, specimen, wishing

app_name = "signing"
urlpatterns = [
    path("sign/form/", filling_in.sheet, name="sheet"),
    path("sign/", filling_in.start, name="start"),
    path("sign/code/", opening.code, name="code"),
    path("sign/code/new/", opening.new_code, name="new_code"),
    path("sign/signature/", filling_in.sign, name="sign"),
    path("sign/proof/", proving.prove, name="prove"),
    path("sign/proof/back/", proving.back, name="proof_back"),
    path("sign/proof/forget/", proving.forget, name="forget_proof"),
    path("sign/wish/", wishing.wish, name="wish"),
    path("sign/paper/", wishing.own_paper, name="own_paper"),
    path("sign/no/", ending.refuse, name="refuse"),
    path("sign/later/", ending.postpone, name="postpone"),
    path("sign/thanks/", ending.thanks, name="thanks"),
    path("sign/stay/", ending.stay, name="stay"),
    path("sign/ended/", ending.ended, name="ended"),
    path("sign/finish/", ending.finish, name="finish"),
    path("sign/link/<str:token>/", opening.open_link, name="open"),
    path("sign/link/<str:token>/new/", opening.new_link, name="new_link"),
    path("signers/<int:signer_id>/invite/", requester.invite, name="invite"),
    path("signers/<int:signer_id>/qr/", requester.show_qr, name="qr"),
    path("signers/<int:signer_id>/hand-over/", requester.hand_over, name="hand_over"),
    path("signers/<int:signer_id>/paper/", on_paper.print_form, name="paper"),
    path("desk/signers/<int:signer_id>/paper/", on_paper.fill_in, name="paper_fill_in"),
    path("desk/signers/<int:signer_id>/paper/check/", on_paper.check, name="paper_check"),
    path("desk/signers/<int:signer_id>/paper/no/", on_paper.say_no, name="paper_no"),
    path("desk/signers/<int:signer_id>/paper/offered/", on_paper.draft_scan, name="paper_offered"),
    path("desk/signers/<int:signer_id>/paper/scan/", on_paper.scan, name="paper_scan"),
    path("desk/signers/<int:signer_id>/mail/", desk.mail_of_age, name="mail_of_age"),
    path("desk/signers/<int:signer_id>/qr/", desk.qr_of_age, name="qr_of_age"),
    path("requests/<str:number>/second-yes/", requester.ask_second_yes, name="ask_second_yes"),
    path("desk/consent-forms/<int:wording_id>/page/<str:language>/", specimen.show, name="specimen"),
]

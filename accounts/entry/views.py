"""Signing up, by oneself or by invitation, and the code that proves a mail address."""

import time
from typing import Any, ClassVar, override

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.signup import complete_signup
from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.hashers import make_password
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import limits, signing_up
from accounts.adapters.words import TOO_OFTEN
from accounts.entry.pending import Pending
from accounts.forms import CodeForm, SignUpForm
from accounts.models import Invite, User
from accounts.signing_up import AddressTaken, InviteState, InviteUnusable, Newcomer

CONFIRM = "account/confirm_code.html"
INVITE = "invite"
"""The invitation that this browser said yes to."""


@login_not_required
@never_cache
@sensitive_post_parameters("password1")
def sign_up(request: HttpRequest) -> HttpResponseBase:
    """Ask who somebody is; then mail a code, or make the account if an invitation proves the address."""
    if request.user.is_authenticated:
        return redirect("home")
    invite = _invite(request)
    form = SignUpForm(request.POST or None, invite=invite)
    if request.method == "POST" and form.is_valid():
        newcomer = _newcomer(request, form)
        if invite:
            return _accept(request, invite, newcomer)
        email = form.cleaned_data["email"]
        limits.spend(request, action="signup", mail=email)
        Pending.begin(request.session, newcomer, email=email, go_on=get_next_redirect_url(request))
        return redirect("account_email_verification_sent")
    return render(request, "account/signup.html", {"form": form, "invite": invite, "next": _next(request)})


@login_not_required
@never_cache
def confirm_address(request: HttpRequest) -> HttpResponseBase:
    """Ask for the code of a sign-up; without one, django-allauth asks for that of a changed address."""
    pending = Pending.resume(request.session)
    if pending is None or request.user.is_authenticated:
        return account.ConfirmEmailVerificationCodeView.as_view(template_name=CONFIRM)(request)
    if request.method == "POST" and request.POST.get("action") == "resend":
        if pending.can_resend:
            limits.spend(request, action="signup", mail=pending.email)
            pending.resend()
        return redirect("account_email_verification_sent")
    form = CodeForm(request.POST if request.method == "POST" else None, code=pending.code)
    if request.method == "POST":
        if form.is_valid():
            return _finish(request, pending)
        if not pending.record_invalid_attempt():
            messages.error(request, TOO_OFTEN)
            return redirect("account_signup")
    shown = {"verify_form": form, "email": pending.email, "can_resend": pending.can_resend, "signing_up": True}
    return render(request, CONFIRM, shown)


@login_not_required
@never_cache
def accept_invite(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation, or why it cannot be used any more; a yes leads to signing up."""
    invite = signing_up.invite_of(token)
    state = signing_up.state(invite, now=timezone.now()) if invite else None
    usable = state is InviteState.LIVE and not request.user.is_authenticated
    if invite and usable and request.method == "POST":
        request.session[INVITE] = invite.pk
        return redirect("account_signup")
    known = bool(invite and User.objects.with_mail(invite.email))
    shown = {"invite": invite, "state": state or "", "usable": usable and not known, "known": known}
    return render(request, "account/invitation.html", shown, status=200 if state is InviteState.LIVE else 410)


def _newcomer(request: HttpRequest, form: SignUpForm) -> Newcomer:
    return Newcomer(
        name=form.cleaned_data["name"],
        language=get_language() or "nl",
        password=make_password(form.cleaned_data["password1"]),
        address=request.META.get("REMOTE_ADDR") or None,
    )


def _invite(request: HttpRequest) -> Invite | None:
    """Return the invitation that this browser said yes to, while it can be used."""
    if INVITE not in request.session:
        return None
    invite = Invite.objects.filter(pk=request.session[INVITE]).first()
    if invite and signing_up.state(invite, now=timezone.now()) is InviteState.LIVE:
        return invite
    del request.session[INVITE]
    return None


def _accept(request: HttpRequest, invite: Invite, newcomer: Newcomer) -> HttpResponseBase:
    try:
        user = signing_up.accept(newcomer, invite_id=invite.pk, now=timezone.now())
    except InviteUnusable:
        messages.error(request, _("This invitation cannot be used any more. Ask the desk for a new one."))
        return redirect("account_login")
    except AddressTaken:
        return _taken(request)
    return _log_in(request, user, how="invitation", go_on=None)


def _finish(request: HttpRequest, pending: Pending) -> HttpResponseBase:
    try:
        user = pending.finish(address=request.META.get("REMOTE_ADDR") or None)
    except AddressTaken:
        return _taken(request)
    return _log_in(request, user, how="code", go_on=pending.state["next"])


def _taken(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("There is an account with this address already. Log in, or ask for a new password."))
    return redirect("account_login")


def _log_in(request: HttpRequest, user: User, *, how: str, go_on: str | None) -> HttpResponseBase:
    record_authentication(request, user, method=how)
    answer: HttpResponseBase = complete_signup(request, user=user, redirect_url=go_on)
    return answer


def _next(request: HttpRequest) -> str:
    return get_next_redirect_url(request) or ""


class ConfirmLoginCode(account.ConfirmLoginCodeView):
    """The code to log in: another one lives as long as the first, and a wrong one is written down."""

    template_name = CONFIRM
    extra_context: ClassVar = {"begin_again": "account_request_login_code"}

    @override
    def get_form_kwargs(self) -> dict[str, Any]:
        _same_work(self._process.user)
        values: dict[str, Any] = super().get_form_kwargs()
        return values

    def _resend_form_valid(self, form: Form) -> HttpResponseBase:
        limits.spend(self.request, action="request_login_code", mail=self._process.state["email"])
        self._process.state["at"] = time.time()
        if self._process.user is None:  # nobody's address gets the same mail once more
            self._process.send()
            self._process.record_resend()
            self._process.persist()
            return redirect("account_confirm_login_code")
        answer: HttpResponseBase = super()._resend_form_valid(form)
        return answer

    @override
    def form_invalid(self, form: Form) -> HttpResponseBase:
        get_adapter().failed(self._process.state["email"], how="code")
        answer: HttpResponseBase = super().form_invalid(form)
        return answer


class ConfirmResetCode(account.ConfirmPasswordResetCodeView):
    """The code for another password: a wrong one is written down."""

    template_name = CONFIRM
    extra_context: ClassVar = {"begin_again": "account_reset_password"}

    @override
    def form_invalid(self, form: Form) -> HttpResponseBase:
        _same_work(self._process.user)
        get_adapter().failed(self._process.state["email"], how="reset")
        answer: HttpResponseBase = super().form_invalid(form)
        return answer


def _same_work(user: User | None) -> None:
    """Look for nobody where django-allauth looks for an account, so that an unknown address takes as long."""
    if user is None:
        User.objects.filter(pk=0).first()

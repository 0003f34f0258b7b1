"""Pages of the second step: django-allauth's, with our rules, our trace and our words around them.

Each change and its trace are one transaction; changes of one account wait for each other.
"""

from contextlib import suppress
from typing import Any, override

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base import views as base
from allauth.mfa.internal.flows.add import redirect_if_add_not_allowed
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic.edit import FormView

from accounts import factors, step_up
from accounts.adapters.factor import LAST
from accounts.factor.middleware import AFTERWARDS
from accounts.guards import account

UNPROCESSABLE = 422
Type = Authenticator.Type


def _added(request: HttpRequest, authenticator: Authenticator, *, codes_made: bool) -> None:
    """Write down a new factor; who has just set it up has given it."""
    now, address, user = timezone.now(), request.META.get("REMOTE_ADDR"), account(request)
    factors.added(authenticator, now=now, address=address)
    if codes_made:
        factors.recovery_made(user, now=now, address=address)
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


def _removed(request: HttpRequest, authenticator: Authenticator) -> None:
    factors.removed(authenticator, now=timezone.now(), address=request.META.get("REMOTE_ADDR"))


def _of(request: HttpRequest, kind: Authenticator.Type) -> Any:
    return Authenticator.objects.filter(user=account(request), type=kind)


@method_decorator(redirect_if_add_not_allowed, name="dispatch")
@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class SetUpApp(totp.ActivateTOTPView):
    """Set an authenticator app up, or another one instead: the old one counts until the new one has shown a code."""

    @override
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return FormView.dispatch(self, request, *args, **kwargs)

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["replaces"] = _of(self.request, Type.TOTP).exists()
        context["must"] = account(self.request).at_desk and not factors.has(account(self.request))
        return context

    @override
    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            factors.lock(account(self.request))
            for old in _of(self.request, Type.TOTP):
                old.delete()
                _removed(self.request, old)
            response: HttpResponse = super().form_valid(form)
            new = _of(self.request, Type.TOTP).get()
            with suppress(factors.Replayed):  # its thirty seconds ended this very moment
                factors.spend(new, form.cleaned_data["code"])
            _added(self.request, new, codes_made=self.did_generate_recovery_codes)
        return response

    @override
    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)


class RemoveApp(totp.DeactivateTOTPView):
    """Take an authenticator app away, where another factor stays or none is needed."""

    success_url = reverse_lazy("mfa_index")

    @override
    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            factors.lock(account(self.request))
            if not factors.can_lose(self.authenticator):
                form.add_error(None, LAST)
                return self.form_invalid(form)
            response: HttpResponse = super().form_valid(form)
            _removed(self.request, self.authenticator)
        return response


class AddPasskey(webauthn.AddWebAuthnView):
    """Add a passkey. It is one in the full sense: it can also log in by itself."""

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = FormView.get_context_data(self, **kwargs)
        context["js_data"] = auth.begin_registration(account(self.request), passwordless=True)
        context["must"] = account(self.request).at_desk and not factors.has(account(self.request))
        return context

    @override
    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            factors.lock(account(self.request))
            response: HttpResponse = super().form_valid(form)
            new = _of(self.request, Type.WEBAUTHN).latest("pk")
            _added(self.request, new, codes_made=self.did_generate_recovery_codes)
        return response

    @override
    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)


class RemovePasskey(webauthn.RemoveWebAuthnView):
    """Take a passkey away, where another factor stays or none is needed."""

    success_url = reverse_lazy("mfa_index")

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"can_lose": factors.can_lose(self.object), "last": LAST}

    @override
    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            factors.lock(account(self.request))
            self.object = self.get_object()
            if not factors.can_lose(self.object):
                return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)
            _removed(self.request, self.object)
            response: HttpResponse = super().form_valid(form)
        return response


class RenamePasskey(webauthn.EditWebAuthnView):
    """Call a passkey otherwise."""

    success_url = reverse_lazy("mfa_index")


class MakeRecoveryCodes(recovery.GenerateRecoveryCodesView):
    """Make new recovery codes; those of before count no more."""

    @override
    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            factors.recovery_made(
                account(self.request), now=timezone.now(), address=self.request.META.get("REMOTE_ADDR")
            )
        return response


class ShowRecoveryCodes(recovery.ViewRecoveryCodesView):
    """Show the recovery codes, once. From here the first log-in goes on to the page that was wanted."""

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["download"] = "\r\n".join(context["unused_codes"])
        context["onward"] = self.request.session.get(AFTERWARDS) or reverse("mfa_index")
        context["first"] = AFTERWARDS in self.request.session
        return context


class Enter(base.AuthenticateView):
    """Ask for the second step of logging in."""

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"has_passkey": bool(auth.get_credentials(self.stage.login.user))}

    @override
    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(), status=UNPROCESSABLE)


class Confirm(base.ReauthenticateView):
    """Ask for the second step again, by code or passkey, and carry out what waits for it."""

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user = account(self.request)
        if _of(self.request, Type.WEBAUTHN).exists():
            context["js_data"] = auth.begin_authentication(user)
        return context | {"waits": "form" in self.request.session.get(step_up.WAITING, ())}

    @override
    def form_valid(self, form: Any) -> HttpResponseBase:
        with transaction.atomic():
            form.save()
        return step_up.carry_on(self.request) or super(base.ReauthenticateView, self).form_valid(form)

    @override
    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)


class ConfirmByPasskey(webauthn.ReauthenticateWebAuthnView):
    """Take a passkey's answer for the page that asks for the second step again; there is no page of its own."""

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.passthrough_next_url(reverse("mfa_reauthenticate")))

    @override
    def form_valid(self, form: Any) -> HttpResponseBase:
        form.save()
        return step_up.carry_on(self.request) or super(webauthn.ReauthenticateWebAuthnView, self).form_valid(form)

    @override
    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, _("This passkey was not recognised. Try again, or type a code."))
        return HttpResponseRedirect(self.passthrough_next_url(reverse("mfa_reauthenticate")))


class LogInByPasskey(webauthn.LoginWebAuthnView):
    """Log in with nothing but a passkey."""

    @override
    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, _("This passkey was not recognised. Log in another way."))
        wanted = self.request.POST.get("next", "")
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': wanted})}")


set_up_app = SetUpApp.as_view()
remove_app = RemoveApp.as_view()
add_passkey = AddPasskey.as_view()
remove_passkey = RemovePasskey.as_view()
rename_passkey = RenamePasskey.as_view()
make_recovery_codes = MakeRecoveryCodes.as_view()
show_recovery_codes = ShowRecoveryCodes.as_view()
enter = Enter.as_view()
confirm = Confirm.as_view()
confirm_by_passkey = ConfirmByPasskey.as_view()
log_in_by_passkey = LogInByPasskey.as_view()
index = base.index

"""Logging in."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from accounts.forms import LoginForm
from accounts.models import User

DEMO_LOGINS = (
    ("sam@student.example", "requester"),
    ("rosa@desk.example", "reviewer"),
    ("ada@desk.example", "administrator"),
)
DEMO_PASSWORD = "akkoord-demo-2026"  # noqa: S105 - shown on the demo's login page on purpose; there is no demo in production


class Login(LoginView):
    """The login page; afterwards the page is in the account's own language."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        """Log in, with a new session key, and remember the account's language."""
        self.request.session.flush()  # a form that somebody began on this device is not for who logs in now
        response = super().form_valid(form)
        user = form.get_user()
        if isinstance(user, User) and settings.LANGUAGE_COOKIE_NAME not in self.request.COOKIES:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                user.language,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
                samesite="Lax",
            )
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the demo's logins, in the demo only."""
        logins = [{"mail": mail, "role": role} for mail, role in DEMO_LOGINS] if settings.DEMO else []
        return super().get_context_data(**kwargs, demo_logins=logins, demo_password=DEMO_PASSWORD, title=_("Log in"))


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Switch the language of the pages, and of the mails to whoever is logged in."""
    chosen = request.POST.get("language", "")
    if isinstance(request.user, User) and chosen in dict(settings.LANGUAGES):
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return set_language(request)

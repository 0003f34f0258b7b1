"""The people screen of administrators: everybody, one person, and what is done to an account."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import factors, logins, step_up
from accounts.guards import account, requires
from accounts.models import Role, User
from accounts.people import listing, operations, queries
from accounts.people.forms import RoleForm
from accounts.roles import Capability

administrators = requires(Capability.MANAGE_PEOPLE)


@require_safe
@administrators
def everybody(request: HttpRequest) -> HttpResponse:
    """Who has an account, by search and filter."""
    wanted = listing.wanted_from(request.GET)
    page = queries.people(wanted)
    context = {
        "wanted": wanted,
        "page": page,
        "roles": listing.role_chips(wanted),
        "states": listing.state_chips(wanted),
        "role_names": [role.label for role in Role],
        "roles_table": listing.roles_table(),
        "before": listing.before(wanted),
        "after": listing.after(wanted, page),
    }
    return render(request, "accounts/people/list.html", context)


@require_safe
@administrators
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: who, as what, where logged in, and what happened to the account."""
    try:
        found = queries.person(pk)
    except User.DoesNotExist:
        raise Http404 from None
    context = {
        "person": found,
        "own": found.pk == account(request).pk,
        "form": RoleForm(initial={"role": found.role}),
        "logins": logins.of(found, here=request.session.session_key, now=timezone.now()),
        "trace": queries.trace_of(found),
    }
    return render(request, "accounts/people/person.html", context)


@require_POST
@administrators
@step_up.required
def change_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody another role."""
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a role."))
        return redirect("people:person", pk=pk)
    role = Role(form.cleaned_data["role"])

    def change(**who: Any) -> str:
        if operations.change_role(role=role, **who):
            return _("The role is changed to “%(role)s”. This person was logged out and logs in anew.") % {
                "role": role.label
            }
        return _("This was the role already.")

    return _done(request, pk, change)


@require_POST
@administrators
@step_up.required
def disable(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account."""

    def close(**who: Any) -> str:
        if operations.disable(**who):
            return _("The account is disabled. This person was logged out everywhere.")
        return _("The account was disabled already.")

    return _done(request, pk, close)


@require_POST
@administrators
@step_up.required
def enable(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an account again."""

    def reopen(**who: Any) -> str:
        if operations.enable(**who):
            return _("The account is active again. This person can log in.")
        return _("The account was active already.")

    return _done(request, pk, reopen)


@require_POST
@administrators
@step_up.required
def end_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """Log somebody out everywhere."""

    def log_out(**who: Any) -> str:
        ended = operations.end_sessions(**who)
        words = ngettext("Logged out in %(count)s browser.", "Logged out in %(count)s browsers.", ended)
        return words % {"count": ended}

    return _done(request, pk, log_out)


@require_POST
@administrators
@step_up.required
def reset_factors(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody's second factors away: at the next login a new one is set up."""

    def reset(*, user_id: int, **who: Any) -> str:
        factors.reset(user=User.objects.get(pk=user_id), **who)
        return _(
            "The second step is reset. This person was logged out everywhere, and sets up a new one at the next login."
        )

    return _done(request, pk, reset)


def _done(request: HttpRequest, pk: int, act: Callable[..., str]) -> HttpResponse:
    """Do something to an account, say what happened, and show the account."""
    try:
        told = act(user_id=pk, by=account(request), now=timezone.now(), address=request.META.get("REMOTE_ADDR"))
    except (operations.OwnAccount, factors.OwnFactors):
        messages.error(request, _("This is your own account: a colleague must do this."))
    except (operations.NotAdministrator, factors.MayNotReset, User.DoesNotExist):
        raise Http404 from None
    else:
        messages.success(request, told)
    return redirect("people:person", pk=pk)

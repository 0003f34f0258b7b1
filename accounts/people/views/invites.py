"""Inviting people to make an account: the desk invites requesters, administrators anybody."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import step_up
from accounts.guards import account, requires
from accounts.models import Invite, User
from accounts.people import inviting, queries
from accounts.people.forms import InviteForm
from accounts.roles import Capability

UNPROCESSABLE = 422

desk = requires(Capability.INVITE_REQUESTERS)


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def invites(request: HttpRequest) -> HttpResponseBase:
    """Who was invited and has not answered yet; with a form to invite somebody."""
    if request.method == "POST":
        return _invite(request)
    by = account(request)
    return _page(request, InviteForm(by=by, initial={"language": by.language}))


@step_up.required
def _invite(request: HttpRequest) -> HttpResponseBase:
    """Invite somebody. What stands in the way is said next to the address."""
    by = account(request)
    form = InviteForm(request.POST, by=by)
    if not form.is_valid():
        return _page(request, form, status=UNPROCESSABLE)
    try:
        row = inviting.invite(
            email=form.cleaned_data["email"],
            role=form.chosen,
            language=form.cleaned_data["language"],
            by=by,
            now=timezone.now(),
            address=request.META.get("REMOTE_ADDR"),
        )
    except inviting.CannotInvite as why:
        form.add_error("email", _why(why))
        return _page(request, form, status=UNPROCESSABLE)
    messages.success(request, _("%(email)s is invited. The mail with the link is on its way.") % {"email": row.email})
    return redirect("people:invites")


@require_POST
@desk
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail a new link."""
    try:
        row = inviting.renew(
            invite_id=pk, by=account(request), now=timezone.now(), address=request.META.get("REMOTE_ADDR")
        )
    except (Invite.DoesNotExist, inviting.NotYours):
        raise Http404 from None
    except inviting.NotOpen:
        messages.info(request, _("This invitation was used or taken back meanwhile."))
    else:
        messages.success(request, _("A new link is on its way to %(email)s.") % {"email": row.email})
    return redirect("people:invites")


@require_POST
@desk
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    try:
        row = inviting.revoke(
            invite_id=pk, by=account(request), now=timezone.now(), address=request.META.get("REMOTE_ADDR")
        )
    except (Invite.DoesNotExist, inviting.NotYours):
        raise Http404 from None
    except inviting.NotOpen:
        messages.info(request, _("This invitation was used or taken back meanwhile."))
    else:
        messages.success(request, _("The invitation of %(email)s is taken back.") % {"email": row.email})
    return redirect("people:invites")


def _why(why: inviting.CannotInvite) -> str:
    """Say why somebody cannot be invited, and what to do."""
    match why:
        case inviting.HasAccount():
            return _has_account(why.args[0])
        case inviting.AlreadyInvited():
            return _already_invited(renewable=why.args[0])
        case inviting.SignsUpAlone():
            return _("No invitation is needed: with this address somebody can make an account on the login page.")
        case _:
            return _("You cannot invite somebody with this role.")


def _already_invited(*, renewable: bool) -> str:
    if renewable:
        return _(
            "This address has an open invitation. Send a new link on this page, or take that invitation back first."
        )
    return _(
        "This address has an open invitation that an administrator sent. "
        "Only an administrator can renew it or take it back."
    )


def _has_account(known: User) -> str:
    if known.is_active:
        return _("%(name)s has an account with this address already, as %(role)s.") % {
            "name": known.name,
            "role": known.get_role_display(),
        }
    return _("There is a disabled account with this address. An administrator can make it active again.")


def _page(request: HttpRequest, form: InviteForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "invites": queries.open_invites(account(request), now=timezone.now())}
    return render(request, "accounts/people/invites.html", context, status=status)

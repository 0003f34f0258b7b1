"""The mailbox: every mail that the product sent, so that links and codes can be followed without a mail server."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from demo.forms import FilterForm
from demo.models import Mail
from demo.queries import mails

PAGE = 25


@login_not_required
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """List the mails, newest first, all or those to one address."""
    form = FilterForm(request.GET)
    to = form.cleaned_data["to"] if form.is_valid() else ""
    page = Paginator(mails(to=to), PAGE).get_page(request.GET.get("page"))
    cards = [
        {
            "subject": mail.subject,
            "to": mail.recipients,
            "at": mail.sent_at,
            "url": reverse("demo:mail", args=[mail.pk]),
        }
        for mail in page
    ]
    return render(request, "demo/mailbox.html", {"page": page, "mails": cards, "to": to})


@login_not_required
@require_safe
def mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Show one mail's text with its links."""
    found = get_object_or_404(Mail.objects.defer("html"), pk=mail_id)
    return render(request, "demo/mail.html", {"mail": found})

"""Pages for everybody: whom to turn to, and the guidelines in short."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from consent.models import Contact
from consent.requesting import rules

SAFETY = "online-safety"
"""The contact that stands first (G11)."""


@login_not_required
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Show the contacts that the desk keeps (G12), online safety first (G11)."""
    dutch = get_language() == "nl"
    contacts = [
        {
            "key": one.key,
            "name": one.name_nl if dutch else one.name_en,
            "purpose": one.purpose_nl if dutch else one.purpose_en,
            "address": one.address,
            "mail": one.mail,
            "phone": one.phone,
        }
        for one in sorted(Contact.objects.all(), key=lambda one: (one.key != SAFETY, one.position))
    ]
    return render(request, "consent/requesting/contact.html", {"contacts": contacts, "safety": SAFETY})


@login_not_required
@require_safe
def guidelines(request: HttpRequest) -> HttpResponse:
    """Show the guidelines for students in short, with their version."""
    context = {
        "version": settings.GUIDELINE_VERSION,
        "traits": rules.TRAITS,
        "conduct_links": rules.CONDUCT_LINKS,
        "tips": rules.TIPS,
        "bio_lines": (rules.BIO_LINE, rules.BIO_LINE_NL),
        "reasons": rules.INTAKE_RULES,
    }
    return render(request, "consent/requesting/guidelines.html", context)

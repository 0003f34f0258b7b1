"""Sending once: each signature page has a key, and what is sent again with the same key is stored once and told the same.

That a signer signs once is held by their status, under the request's lock (operations.signing). The key tells apart who
sends the same again, since the answer got lost on the way, from who comes back later; and nothing that was stored before
can be stored again when it arrives late, after the signer was asked anew.
"""

import secrets

from django.http import HttpRequest

from consent.signing.views.sitting import Sitting


def key_of(who: Sitting) -> str:
    """Return the key of the signature that this session is about: another one once it was stored."""
    key = str(who.data.get("key", ""))
    if not key or key == who.data.get("stored"):
        key = secrets.token_urlsafe(16)
        who.put(key=key)
    return key


def note_stored(request: HttpRequest, who: Sitting) -> None:
    """Note that what was sent with this key is stored."""
    who.put(stored=request.POST.get("key", ""))


def is_stored(request: HttpRequest, who: Sitting) -> bool:
    """Return whether this was sent before, and stored."""
    key = request.POST.get("key", "")
    return bool(key) and key == who.data.get("stored")

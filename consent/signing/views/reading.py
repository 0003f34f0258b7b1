"""Which text a signer read: a form that changed meanwhile is never swapped under their hands."""

from consent import facts
from consent.sheet import Sheet
from consent.signing.views.sitting import Sitting


def remember(who: Sitting, shown: Sheet) -> None:
    """Note in the session what is shown now."""
    who.put(read={"language": shown.language, "sha256": shown.sha256()})


def is_stale(who: Sitting, shown: Sheet | None = None) -> bool:
    """Return whether what was read is no longer what is asked. Another language of the same text is the same text.

    ``shown`` is the sheet of now in the signer's language, where it was made already.
    """
    read = who.data.get("read")
    if not isinstance(read, dict):
        return False
    if shown is None or shown.language != read["language"]:
        shown = facts.sheet_for(who.signer, language=read["language"], now=who.filled_in)
    return bool(shown.sha256() != read["sha256"])

"""What the tests of wordings start from: somebody of the desk, a draft, and a draft that is ready to be published."""

from accounts.models import Role, User
from consent.models import Wording
from consent.wording import operations, queries
from consent.wording.queries import Content
from tests import factories

NOW = factories.NOW
SHORTER = "U krijgt er niets voor."


def rosa() -> User:
    """Somebody of the desk."""
    return User.objects.filter(email="rosa@desk.example").first() or factories.user(
        "rosa@desk.example", role=Role.REVIEWER
    )


def first() -> Wording:
    """Version 1."""
    return Wording.objects.get(version=1)


def draft(source: Wording | None = None) -> Wording:
    """A draft with what a version says."""
    return operations.draft(source_id=(source or first()).pk, by=rosa(), now=NOW)


def write(made: Wording, key: str, text: str, *, language: str = "nl") -> None:
    """Write a text, having seen what stands there."""
    row = made.texts.filter(language=language, key=key).first()
    operations.write(wording_id=made.pk, language=language, key=key, text=text, seen=row.text if row else "")


def ready() -> Wording:
    """A draft that differs from version 1 in one statement."""
    made = draft()
    write(made, "statement.07", SHORTER)
    return made


def publish(made: Wording | None = None) -> Wording:
    """Publish a draft."""
    return operations.publish(wording_id=(made or ready()).pk, summary="Shorter", by=rosa(), now=NOW)


def arabic() -> Wording:
    """A published version that can be read in Arabic, from right to left; most of its words stay Dutch ones."""
    made = draft(Wording.objects.exclude(version=None).latest("version"))
    operations.add_language(wording_id=made.pk, code="ar", name="العربية", direction="rtl")
    for key, text in made.texts.filter(language="nl").values_list("key", "text"):
        write(made, key, text, language="ar")
    write(made, "title", "الموافقة على التسجيلات", language="ar")
    return publish(made)


def content(made: Wording) -> Content:
    """All that a version says, read anew."""
    return queries.content(Wording.objects.get(pk=made.pk))

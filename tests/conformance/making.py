"""Two hundred sealed PDFs that differ as people do: the demo's whole cast, and names, ages and answers at their limits."""

from pathlib import Path

from django.core.management import call_command
from django.utils import timezone

from consent import store
from consent.archive import checkpoints, operations, queries
from consent.models import Checkpoint, Document, MarkKind, Request, Review
from consent.signing.marks import Mark
from consent.withdrawal import operations as withdrawing
from tests import factories
from tests.archive import making
from tests.rows import written
from tests.signing import making as signing

COUNT = 200
NAMES = (
    "Elif Yılmaz",
    "محمد بن عبد الله",
    "Jan de Wit",
    "Wolfeschlegelsteinhausenbergerdorff " * 4,
    "Đặng Thị Ánh Nguyệt",
    'O\'Neill-Ørsted <b>& "Zoë"',
    "نور van den Berg",
    "Łukasz Żółć",
    "Ἀθηνᾶ Παπαδοπούλου",
    "Ян Ковалёв",
    "王小明 한지민",
    "ናርዶስ \U0001f600",
)
TYPED = Mark(kind=MarkKind.ASSISTED, typed_name=NAMES[3][:120].strip(), helper="Maria Bakker", witness="Jan Smit")
TITLES = ("A day on the ward", "Eén dag " * 14, "مقابلة", "Film & foto: «afscheid» 100 %")


def all_of(folder: Path) -> list[Path]:
    """Make them and return where they lie. Inside a transaction of the tests' database."""
    call_command("load_demo", verbosity=0)
    for signature in queries.unsealed():
        operations.seal_signature(signature_id=signature.pk, now=timezone.now())
    for review in Review.objects.exclude(outcome__in=["cleared", "agreed"]).filter(documents=None):
        operations.seal_dossier(review_id=review.pk, now=timezone.now())
    _taken_back()
    layla, henk = (factories.user(f"{name}@conformance.example", name=name) for name in ("Layla", "Henk"))
    typed = making.signature("Hendrik de Wit", making.request(requester=henk), mark=TYPED)
    for signature in (making.signed_in_arabic(requester=layla), typed):
        operations.seal_signature(signature_id=signature.pk, now=factories.NOW)
    written()
    assert checkpoints.make(now=timezone.now())
    row = _group()
    for number in range(Document.objects.count() + Checkpoint.objects.count(), COUNT):
        if number % 20 == 0:
            row = _group(number)
        _signed(row, number)
    made: list[Document | Checkpoint] = [*Document.objects.all(), *Checkpoint.objects.all()]
    return [_written(folder, one) for one in made]


def _group(number: int = 0) -> Request:
    sam = factories.user(f"sam-{number}@conformance.example", name=NAMES[number // 20 % len(NAMES)].strip()[:120])
    return making.request(requester=sam, title=TITLES[number // 20 % len(TITLES)].strip()[:120])


def _taken_back() -> None:
    """Dossiers after a withdrawal: of the whole consent, and of one use, with a name at its limits."""
    for number, name in enumerate(NAMES[:2]):
        row = making.request(requester=factories.user(f"back-{number}@conformance.example"), title=TITLES[number][:120])
        who = making.signature(name, row).signer
        operations.seal_dossier(review_id=making.review(row).pk, now=factories.NOW)
        if number:
            use = row.uses.values_list("pk", flat=True).get()
            withdrawing.withdraw_uses(signer_id=who.pk, uses=[use], now=timezone.now())
        else:
            withdrawing.withdraw(signer_id=who.pk, now=timezone.now())
        assert operations.seal_dossier_anew(request_id=row.pk, now=timezone.now())


def _signed(row: Request, number: int) -> None:
    name = NAMES[number % len(NAMES)].strip()[:150]
    who = factories.signer(
        row, name, mail="" if number % 3 else "somebody@home.example", language="nl" if number % 2 else "en"
    )
    factories.signer(row, f"Waits {number}")
    operations.seal_signature(signature_id=signing.sign(who).pk, now=factories.NOW)


def _written(folder: Path, document: Document | Checkpoint) -> Path:
    path = folder / f"{getattr(document, 'kind', 'checkpoint')}-{document.pk}.pdf"
    path.write_bytes(store.get(document.sha256))
    return path

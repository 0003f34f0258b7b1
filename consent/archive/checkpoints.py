"""Once a day a sealed page says where both chains stand, and goes to the desk's mailbox, out of the database's reach.

Somebody with every right on the database, the store and even the seal's key can write another history. They cannot write
the mails that were sent before.
"""

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from consent import store
from consent.archive import dating, marks, seal
from consent.archive.sheet_page import Row, moment
from consent.models import ChainHead, Checkpoint, ProofHead
from consent.printing import paper
from consent.sheet import ZONE

TEMPLATE = "pdf/checkpoint.html"
MAIL = "archive.mail_checkpoint"
"""The task that mails a checkpoint to the desk."""


@transaction.atomic
def make(*, now: datetime) -> Checkpoint | None:
    """Seal today's checkpoint and have it mailed; a second call on one day returns the same. None for an empty history.

    Raises NoSeal, OSError (the store cannot be written).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('checkpoint', 0))")
    last = Checkpoint.objects.order_by("pk").last()
    if last and last.at.astimezone(ZONE).date() >= now.astimezone(ZONE).date():
        return last
    chain, proof = ChainHead.objects.filter(pk=1).first(), ProofHead.objects.filter(pk=1).first()
    if chain is None or proof is None or chain.position == 0:
        return None
    made = Checkpoint(
        at=now, position=chain.position, hash=chain.hash, proof_position=proof.position, proof_hash=proof.hash
    )
    content = _sealed(_page(made))
    made.sha256, made.size = store.put(content), len(content)
    made.save(force_insert=True)
    app.configure_task(MAIL, queue="mail").defer(checkpoint_id=made.pk)
    return made


def _sealed(pdf: bytes) -> bytes:
    sealed = seal.seal(pdf)
    dated = dating.try_to_stamp(sealed)
    return dated.pdf if dated else sealed


def _page(made: Checkpoint) -> bytes:
    language = settings.LANGUAGE_CODE
    with translation.override(language):
        context = {
            "made_at": made.at,
            "marks": marks.of_checkpoint(
                position=made.position,
                chain_head=made.hash,
                proof_position=made.proof_position,
                proof_head=made.proof_hash,
            ),
            "evidence": [
                Row(_("Made at"), moment(made.at)),
                Row(_("Lines in the history"), str(made.position)),
                Row(_("Head of the history"), made.hash, code=True),
                Row(_("Rows with proof"), str(made.proof_position)),
                Row(_("Head of the chain of proof"), made.proof_hash, code=True),
            ],
        }
    return paper.print_pdf(template=TEMPLATE, context=context, language=language)

"""The sequence behind request numbers, and the data that a new installation starts with."""

from typing import Any

from django.db import migrations
from django.utils import timezone

from consent.wording import seed


def load(apps: Any, schema_editor: Any) -> None:
    """Store wording version 1, programmes, contacts and the head of the empty history."""
    seed.load(apps, now=timezone.now())


class Migration(migrations.Migration):
    """After the nouns."""

    dependencies = [("consent", "0001_nouns")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE consent_request_number_seq MINVALUE 1 MAXVALUE 148035888",
            "DROP SEQUENCE consent_request_number_seq",
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]

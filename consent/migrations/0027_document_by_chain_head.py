"""A file that is offered is known by the line of the history that it names (``archive.verification``)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0026_quick_fold"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["chain_head"], name="document_by_chain_head"),
        ),
    ]

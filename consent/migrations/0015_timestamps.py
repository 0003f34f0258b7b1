"""Timestamps on sealed documents, with their lines of proof."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# As 0004_rows_proven does for the other tables that may only grow.
PROVE = """
CREATE CONSTRAINT TRIGGER prove AFTER INSERT ON consent_timestamp DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION consent_prove();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON consent_timestamp
FOR EACH STATEMENT EXECUTE FUNCTION consent_refuse();
"""
UNDO_PROVE = "DROP TRIGGER prove ON consent_timestamp; DROP TRIGGER never_emptied ON consent_timestamp;"


class Migration(migrations.Migration):
    """Additive."""

    dependencies = [
        ("consent", "0014_look_up"),
    ]

    operations = [
        migrations.CreateModel(
            name="Timestamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("size", models.PositiveIntegerField()),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("T", "with a timestamp"),
                            ("LT", "with a timestamp and the certificates' state"),
                            ("LTA", "with a timestamp that can be renewed"),
                        ],
                        max_length=3,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("authority", models.CharField(max_length=200)),
                ("until", models.DateTimeField()),
                ("added_at", models.DateTimeField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="timestamps", to="consent.document"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["T", "LT", "LTA"])), name="timestamp_level_known"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="timestamp",
            trigger=pgtrigger.compiler.Trigger(
                name="timestamp_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="72c5c21522ea3cbb4cb99e965600feee3ff4f386",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_timestamp_append_only_f0f4d",
                    table="consent_timestamp",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(PROVE, UNDO_PROVE),
    ]
